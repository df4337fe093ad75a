from django.apps import AppConfig


class Sharing(AppConfig):
    name = "erasdu.journey.sharing"
    label = "sharing"
