from django.apps import AppConfig


class Outreach(AppConfig):
    name = "erasdu.office.outreach"
    label = "outreach"
