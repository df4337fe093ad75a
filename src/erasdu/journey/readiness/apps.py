from django.apps import AppConfig


class Readiness(AppConfig):
    name = "erasdu.journey.readiness"
    label = "readiness"
