from django.apps import AppConfig


class Insurance(AppConfig):
    name = "erasdu.journey.insurance"
    label = "insurance"
