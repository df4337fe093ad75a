"""Addresses of stays."""

from django.urls import path

from erasdu.journey.mobilities.views import days, papers, stays, travellers

app_name = "mobilities"
urlpatterns = [
    path("call/<slug:call>/", stays.index, name="index"),
    path("call/<slug:call>/days/", days.several, name="plan_several"),
    path("call/<slug:call>/papers/", papers.papers, name="papers"),
    path("call/<slug:call>/papers/ask/", papers.ask_all, name="ask_all_papers"),
    path("<slug:key>/", stays.show, name="show"),
    path("<slug:key>/papers/", papers.ask_papers, name="ask_papers"),
    path("<slug:key>/travel-permission/", papers.permission, name="permission"),
    path("<slug:key>/emergency/", papers.card, name="card"),
    path("<slug:key>/emergency-<str:language>.pdf", papers.card_file, name="card_file"),
    path("<slug:key>/tell-parents/", stays.tell_guardians, name="tell_guardians"),
    path("<slug:key>/about/", travellers.about, name="about"),
    path("<slug:key>/describe/", travellers.describe, name="describe"),
    path("<slug:key>/needs/", travellers.tell_needs, name="tell_needs"),
    path("<slug:key>/needs/take-back/", travellers.take_needs_back, name="take_needs_back"),
    path("<slug:key>/plan/", stays.plan, name="plan"),
]
