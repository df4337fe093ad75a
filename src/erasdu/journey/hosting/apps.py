from django.apps import AppConfig


class Hosting(AppConfig):
    name = "erasdu.journey.hosting"
    label = "hosting"
