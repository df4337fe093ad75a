from django.apps import AppConfig


class Calls(AppConfig):
    name = "erasdu.journey.calls"
    label = "calls"
