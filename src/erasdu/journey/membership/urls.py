"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.journey.membership import views

app_name = "membership"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("new/", views.create, name="create"),
    path("activate/<str:key>/", views.activate, name="activate"),
    path("end/<str:key>/", views.end, name="end"),
    path("<str:key>/", views.show, name="show"),
    path("<str:key>/edit/", views.edit, name="edit"),
    path("<str:key>/remove/", views.remove, name="remove"),
    path("<str:key>/take-in/<str:organisation>/", views.take_in, name="take_in"),
]
