from django.apps import AppConfig


class Demo(AppConfig):
    name = "erasdu.demo"
    label = "demo"
