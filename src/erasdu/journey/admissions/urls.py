"""Addresses of this app."""

from django.urls import URLPattern, URLResolver

app_name = "admissions"
urlpatterns: list[URLPattern | URLResolver] = []
