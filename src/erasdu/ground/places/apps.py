from django.apps import AppConfig


class Places(AppConfig):
    name = "erasdu.ground.places"
    label = "places"
