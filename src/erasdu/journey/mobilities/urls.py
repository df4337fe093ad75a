"""Addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "mobilities"
urlpatterns: list[URLPattern | URLResolver] = []
