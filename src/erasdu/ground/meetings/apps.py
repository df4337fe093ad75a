from django.apps import AppConfig


class Meetings(AppConfig):
    name = "erasdu.ground.meetings"
    label = "meetings"
