"""Addresses of messages and notes."""

from django.urls import path

from erasdu.office.outreach import views

app_name = "outreach"
urlpatterns = [
    path("message/", views.message, name="message"),
    path("message/<slug:key>/", views.sent, name="sent"),
    path("note/<slug:candidacy>/", views.note, name="note"),
    path("note/<slug:key>/done/", views.done, name="done"),
]
