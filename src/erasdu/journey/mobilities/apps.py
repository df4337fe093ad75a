from django.apps import AppConfig


class Mobilities(AppConfig):
    name = "erasdu.journey.mobilities"
    label = "mobilities"
