"""Addresses of this provider."""

from django.urls import path

from erasdu.ground.people.smartschool import views

urlpatterns = [
    path("smartschool/<str:provider_id>/login/", views.login, name="smartschool_login"),
    path("smartschool/<str:provider_id>/login/callback/", views.callback, name="smartschool_callback"),
]
