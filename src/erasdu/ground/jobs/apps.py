from django.apps import AppConfig


class Jobs(AppConfig):
    name = "erasdu.ground.jobs"
    label = "jobs"
