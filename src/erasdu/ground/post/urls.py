"""Addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "post"
urlpatterns: list[URLPattern | URLResolver] = []
