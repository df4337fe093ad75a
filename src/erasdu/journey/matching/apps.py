from django.apps import AppConfig


class Matching(AppConfig):
    name = "erasdu.journey.matching"
    label = "matching"
