from django.apps import AppConfig


class Candidacies(AppConfig):
    name = "erasdu.journey.candidacies"
    label = "candidacies"
