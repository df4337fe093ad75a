from django.apps import AppConfig


class Journal(AppConfig):
    name = "erasdu.ground.journal"
    label = "journal"
