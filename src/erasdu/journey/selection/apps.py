from django.apps import AppConfig


class Selection(AppConfig):
    name = "erasdu.journey.selection"
    label = "selection"
