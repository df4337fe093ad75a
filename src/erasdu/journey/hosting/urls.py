"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.journey.hosting.views import bookings, checks, companies, homes, networks, placements

app_name = "hosting"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", networks.index, name="index"),
    path("network/<str:key>/", networks.network, name="network"),
    path("network/<str:key>/add-company/", companies.create, name="add_company"),
    path("network/<str:key>/add-home/", homes.create, name="add_home"),
    path("companies/", companies.index, name="companies"),
    path("company/<str:key>/", companies.show, name="company"),
    path("company/<str:key>/edit/", companies.edit, name="edit_company"),
    path("company/<str:key>/pause/", companies.pause, name="pause_company"),
    path("company/<str:key>/resume/", companies.resume, name="resume_company"),
    path("company/<str:key>/withdraw/", companies.withdraw, name="withdraw_company"),
    path("company/<str:key>/evaluate/", companies.evaluate, name="evaluate_company"),
    path("company/<str:key>/offer/", placements.offer, name="offer"),
    path("place/<str:key>/edit/", placements.edit, name="edit_placement"),
    path("place/<str:key>/pause/", placements.pause, name="pause_placement"),
    path("place/<str:key>/resume/", placements.resume, name="resume_placement"),
    path("place/<str:key>/renew/", placements.renew, name="renew_placement"),
    path("place/<str:key>/withdraw/", placements.withdraw, name="withdraw_placement"),
    path("homes/", homes.index, name="homes"),
    path("home/<str:key>/", homes.show, name="home"),
    path("home/<str:key>/edit/<str:subject>/", homes.edit, name="edit_home"),
    path("home/<str:key>/rooms/", homes.rooms, name="rooms"),
    path("home/<str:key>/pause/", homes.pause, name="pause_home"),
    path("home/<str:key>/resume/", homes.resume, name="resume_home"),
    path("home/<str:key>/withdraw/", homes.withdraw, name="withdraw_home"),
    path("home/<str:key>/evaluate/", homes.evaluate, name="evaluate_home"),
    path("home/<str:key>/checks/", checks.checks, name="checks"),
    path("home/<str:key>/adult/", checks.add_adult, name="add_adult"),
    path("home/<str:key>/adult/<str:adult>/remove/", checks.remove_adult, name="remove_adult"),
    path("home/<str:key>/adult/<str:adult>/extract/", checks.extract, name="extract"),
    path("home/<str:key>/adult/<str:adult>/take-back/", checks.take_back, name="take_back"),
    path("bookings/", bookings.index, name="bookings"),
    path("booking/<str:key>/confirm/", bookings.confirm, name="confirm"),
    path("booking/<str:key>/release/", bookings.release, name="release"),
]
