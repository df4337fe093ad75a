"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.journey.membership.views import grants, papers

app_name = "membership"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", grants.index, name="index"),
    path("new/", grants.create, name="create"),
    path("activate/<str:key>/", grants.activate, name="activate"),
    path("end/<str:key>/", grants.end, name="end"),
    path("papers/<str:key>/", papers.show, name="papers"),
    path("papers/<str:key>/send/", papers.send, name="send_papers"),
    path("agreement/<str:key>/", papers.agreement, name="agreement"),
    path("agreement/<str:key>/send/", papers.send_partner, name="send_partner"),
    path("<str:key>/", grants.show, name="show"),
    path("<str:key>/edit/", grants.edit, name="edit"),
    path("<str:key>/remove/", grants.remove, name="remove"),
    path("<str:key>/take-in/<str:organisation>/", grants.take_in, name="take_in"),
]
