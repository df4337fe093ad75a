"""Addresses that everybody may read."""

from django.urls import path

from erasdu.ground.people import views

app_name = "privacy"
urlpatterns = [
    path("", views.privacy_index, name="index"),
    path("<str:audience>/", views.privacy, name="notice"),
]
