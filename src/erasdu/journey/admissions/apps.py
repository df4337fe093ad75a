from django.apps import AppConfig


class Admissions(AppConfig):
    name = "erasdu.journey.admissions"
    label = "admissions"
