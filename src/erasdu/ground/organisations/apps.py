from django.apps import AppConfig


class Organisations(AppConfig):
    name = "erasdu.ground.organisations"
    label = "organisations"
