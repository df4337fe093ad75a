from django.apps import AppConfig


class Web(AppConfig):
    name = "erasdu.web"
    label = "web"
