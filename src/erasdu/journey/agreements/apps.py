from django.apps import AppConfig


class Agreements(AppConfig):
    name = "erasdu.journey.agreements"
    label = "agreements"
