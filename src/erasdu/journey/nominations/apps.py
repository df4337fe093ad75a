from django.apps import AppConfig


class Nominations(AppConfig):
    name = "erasdu.journey.nominations"
    label = "nominations"
