"""Addresses of stays."""

from django.urls import path

from erasdu.journey.mobilities import views

app_name = "mobilities"
urlpatterns = [
    path("call/<slug:call>/", views.index, name="index"),
    path("<slug:key>/", views.show, name="show"),
    path("<slug:key>/papers/", views.ask_papers, name="ask_papers"),
    path("<slug:key>/plan/", views.plan, name="plan"),
]
