"""The page that shows every part; included in demo mode alone."""

from django.urls import URLPattern, URLResolver, path

from erasdu.ground.look import views

app_name = "look"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.every_part, name="every_part")]
