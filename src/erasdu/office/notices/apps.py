from django.apps import AppConfig


class Notices(AppConfig):
    name = "erasdu.office.notices"
    label = "notices"
