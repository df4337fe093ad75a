from django.apps import AppConfig


class Config(AppConfig):
    name = "erasdu.config"
    label = "config"
