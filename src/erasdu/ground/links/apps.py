from django.apps import AppConfig


class Links(AppConfig):
    name = "erasdu.ground.links"
    label = "links"
