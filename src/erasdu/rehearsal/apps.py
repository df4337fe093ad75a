from django.apps import AppConfig


class Rehearsal(AppConfig):
    name = "erasdu.rehearsal"
    label = "rehearsal"
