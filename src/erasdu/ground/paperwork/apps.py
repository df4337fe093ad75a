from django.apps import AppConfig


class Paperwork(AppConfig):
    name = "erasdu.ground.paperwork"
    label = "paperwork"
