"""Addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "candidacies"
urlpatterns: list[URLPattern | URLResolver] = []
