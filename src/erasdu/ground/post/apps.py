from django.apps import AppConfig


class Post(AppConfig):
    name = "erasdu.ground.post"
    label = "post"
