"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.office.retention import views

app_name = "retention"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("dry/", views.dry, name="dry"),
    path("run/", views.run, name="run"),
]
