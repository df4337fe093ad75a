from django.apps import AppConfig


class Preparation(AppConfig):
    name = "erasdu.journey.preparation"
    label = "preparation"
