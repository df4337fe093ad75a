"""Addresses of getting ready."""

from django.urls import path

from erasdu.journey.preparation.views import cards, entry, sessions, stays

app_name = "preparation"
urlpatterns = [
    path("stay/<slug:mobility>/", stays.stay, name="stay"),
    path("stay/<slug:mobility>/seen/", stays.see, name="see"),
    path("stay/<slug:mobility>/entry/", stays.decide_entry, name="decide_entry"),
    path("stay/<slug:mobility>/entry/undo/", stays.undo_entry, name="undo_entry"),
    path("stay/<slug:mobility>/support/", stays.agree_support, name="agree_support"),
    path("stay/<slug:mobility>/arrival/", stays.check_arrival, name="check_arrival"),
    path("check/<slug:key>/end/", stays.end_check, name="end_check"),
    path("paper/<slug:key>/end/", stays.end_paper, name="end_paper"),
    path("support/<slug:key>/arranged/", stays.arrange_support, name="arrange_support"),
    path("support/<slug:key>/end/", stays.end_support, name="end_support"),
    path("countries/", entry.rules, name="entry_rules"),
    path("countries/add/", entry.add_rule, name="add_entry_rule"),
    path("countries/<slug:key>/end/", entry.end_rule, name="end_entry_rule"),
    path("call/<slug:call>/", sessions.index, name="index"),
    path("call/<slug:call>/cards/", cards.cards, name="cards"),
    path("call/<slug:call>/plan/", sessions.plan, name="plan"),
    path("meeting/<slug:key>/invite/", sessions.invite, name="invite"),
]
