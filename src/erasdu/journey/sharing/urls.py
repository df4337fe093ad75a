"""Addresses of shared profiles."""

from django.urls import path

from erasdu.journey.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.index, name="index"),
    path("ground/<slug:organisation>/", views.ground, name="ground"),
    path("ground/<slug:organisation>/end/", views.end_grounds, name="end_grounds"),
    path("of/<slug:mobility>/", views.of_mobility, name="of_mobility"),
    path("of/<slug:mobility>/share/", views.share, name="share"),
    path("<slug:key>/", views.show, name="show"),
    path("<slug:key>/open/", views.open_profile, name="open"),
    path("<slug:key>/copy/", views.copy, name="copy"),
    path("<slug:key>/revoke/", views.revoke, name="revoke"),
]
