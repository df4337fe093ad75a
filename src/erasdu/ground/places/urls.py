"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.ground.places import views

app_name = "places"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.suggest, name="suggest"),
]
