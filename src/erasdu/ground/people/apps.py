from django.apps import AppConfig


class People(AppConfig):
    name = "erasdu.ground.people"
    label = "people"
