from django.apps import AppConfig


class Look(AppConfig):
    name = "erasdu.ground.look"
    label = "look"
