"""Addresses of this app. Tokens have 43 signs, so that they never hide behind a word."""

from django.urls import URLPattern, URLResolver, path

from erasdu.ground.links import views

app_name = "links"
urlpatterns: list[URLPattern | URLResolver] = [
    path("open/", views.open_link, name="open"),
    path("code/", views.code, name="code"),
    path("code/new/", views.new_code, name="new_code"),
    path("again/", views.again, name="again"),
    path("sent/", views.sent, name="sent"),
    path("notice/<str:key>/", views.read_notice, name="notice"),
    path("<str:token>/", views.door, name="door"),
]
