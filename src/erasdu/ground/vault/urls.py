"""Addresses of this app: of a file, until when it works, and for whom, in a mark that only we make."""

from django.urls import URLPattern, URLResolver, path

from erasdu.ground.vault import views

app_name = "vault"
urlpatterns: list[URLPattern | URLResolver] = [path("<str:key>/<int:ends>/<str:mark>/", views.file, name="file")]
