"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.journey.hosting.views import (
    asking,
    bookings,
    checks,
    commitments,
    companies,
    homes,
    hosts,
    networks,
    offers,
    placements,
    stays,
    welcome,
)
from erasdu.journey.hosting.views.doors import HostView, by_link, by_phone

ANSWERS: tuple[tuple[str, str, HostView], ...] = (
    ("", "", offers.show),
    ("place/", "place", offers.place),
    ("places/<str:place>/again/", "same_place", offers.same_place),
    ("places/<str:place>/back/", "place_back", offers.place_back),
    ("places/<str:place>/change/", "change_place", offers.change_place),
    ("beds/", "beds", offers.beds),
    ("beds/again/", "same_beds", offers.same_beds),
    ("beds/back/", "beds_back", offers.beds_back),
    ("no/", "no", offers.say_no),
)
ASKING: list[URLPattern | URLResolver] = [
    path("welcome/<str:door>/", welcome.welcome, name="welcome"),
    path("interests/<str:key>/in/", welcome.take_in, name="take_in"),
    path("interests/<str:key>/away/", welcome.turn_away, name="turn_away"),
    path("networks/<str:keeper>/asking/", asking.index, name="asking"),
    path("networks/<str:keeper>/ask/<str:what>/", asking.inform, name="inform"),
    path("networks/<str:keeper>/import/<str:what>/", hosts.take, name="import"),
    path("networks/<str:keeper>/table/<str:what>/", hosts.table, name="table"),
    path("import/<str:what>/example/", hosts.example, name="import_example"),
    path("imports/<str:key>/", hosts.done, name="import_done"),
    path("imports/<str:key>/undo/", hosts.undo, name="undo_import"),
    path("campaigns/<str:key>/", asking.campaign, name="campaign"),
    path("campaigns/<str:key>/remind/", asking.remind, name="remind"),
    path("asks/<str:key>/link/", asking.copy_link, name="copy_link"),
    *[
        path(f"offers/<str:key>/{rest}", by_link(view), name=f"own{'_' if name else ''}{name}")
        for rest, name, view in ANSWERS
    ],
    *[
        path(f"asks/<str:key>/{rest}", by_phone(view), name=f"ask{'_' if name else ''}{name}")
        for rest, name, view in ANSWERS
    ],
]

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
    path("company/<str:key>/agreement/", commitments.company, name="commit_company"),
    path("company/<str:key>/offer/", placements.offer, name="offer"),
    path("hours/", placements.hours, name="hours"),
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
    path("home/<str:key>/agreement/", commitments.home, name="commit_home"),
    path("home/<str:key>/evaluate/", homes.evaluate, name="evaluate_home"),
    path("home/<str:key>/checks/", checks.checks, name="checks"),
    path("home/<str:key>/adult/", checks.add_adult, name="add_adult"),
    path("home/<str:key>/adult/<str:adult>/remove/", checks.remove_adult, name="remove_adult"),
    path("home/<str:key>/adult/<str:adult>/extract/", checks.extract, name="extract"),
    path("home/<str:key>/adult/<str:adult>/take-back/", checks.take_back, name="take_back"),
    path("stay/<str:key>/", stays.stay, name="stay"),
    path("stay-by-link/<str:key>/", stays.stay_by_link, name="stay_by_link"),
    path("bookings/", bookings.index, name="bookings"),
    path("booking/<str:key>/confirm/", bookings.confirm, name="confirm"),
    path("booking/<str:key>/release/", bookings.release, name="release"),
    *ASKING,
]
