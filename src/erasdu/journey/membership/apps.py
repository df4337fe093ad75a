from django.apps import AppConfig


class Membership(AppConfig):
    name = "erasdu.journey.membership"
    label = "membership"
