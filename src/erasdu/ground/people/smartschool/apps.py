from django.apps import AppConfig


class Smartschool(AppConfig):
    name = "erasdu.ground.people.smartschool"
    label = "smartschool"
