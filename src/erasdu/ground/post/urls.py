"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.ground.post import views

app_name = "post"
urlpatterns: list[URLPattern | URLResolver] = [
    path("mailbox/", views.mailbox, name="mailbox"),
    path("mailbox/<str:key>/", views.letter, name="letter"),
]
