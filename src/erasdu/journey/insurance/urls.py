"""Addresses of insurance."""

from django.urls import path

from erasdu.journey.insurance.views import stays

app_name = "insurance"
urlpatterns = [
    path("stay/<slug:mobility>/", stays.stay, name="stay"),
    path("stay/<slug:mobility>/add/", stays.add, name="add"),
    path("stay/<slug:mobility>/seen/", stays.see, name="see"),
    path("stay/<slug:mobility>/declared/", stays.declare, name="declare"),
    path("cover/<slug:key>/", stays.edit, name="edit"),
    path("cover/<slug:key>/end/", stays.end, name="end"),
]
