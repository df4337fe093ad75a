"""Addresses of the demo; they answer only in demo mode."""

from django.urls import path

from erasdu.demo import views

app_name = "demo"
urlpatterns = [
    path("", views.doors, name="doors"),
    path("enter/<int:role>/", views.enter, name="enter"),
    path("app/", views.app, name="app"),
]
