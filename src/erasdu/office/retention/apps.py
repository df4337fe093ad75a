from django.apps import AppConfig


class Retention(AppConfig):
    name = "erasdu.office.retention"
    label = "retention"
