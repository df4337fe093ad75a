"""Addresses of the rehearsal."""

from django.urls import path

from erasdu.rehearsal import views

app_name = "rehearsal"
urlpatterns = [
    path("", views.index, name="index"),
    path("<slug:key>/stop/", views.stop, name="stop"),
    path("start/", views.start, name="start"),
]
