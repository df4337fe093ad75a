"""Addresses of insurance."""

from django.urls import path

from erasdu.journey.insurance.views import overview, policies, ruling, stays

app_name = "insurance"
urlpatterns = [
    path("", policies.index, name="index"),
    path("of/<slug:organisation>/", policies.policies, name="policies"),
    path("of/<slug:organisation>/add/", policies.add_policy, name="add_policy"),
    path("policy/<slug:key>/", policies.policy, name="policy"),
    path("policy/<slug:key>/end/", policies.end_policy, name="end_policy"),
    path("policy/<slug:key>/back/", policies.bring_back, name="bring_back"),
    path("call/<slug:call>/", overview.overview, name="overview"),
    path("call/<slug:call>/declared/", overview.declare_all, name="declare_all"),
    path("countries/", ruling.rules, name="rules"),
    path("countries/add/", ruling.add_rule, name="add_rule"),
    path("countries/<slug:key>/end/", ruling.end_rule, name="end_rule"),
    path("stay/<slug:mobility>/", stays.stay, name="stay"),
    path("stay/<slug:mobility>/add/", stays.add, name="add"),
    path("stay/<slug:mobility>/seen/", stays.see, name="see"),
    path("stay/<slug:mobility>/declared/", stays.declare, name="declare"),
    path("stay/<slug:mobility>/undeclare/", stays.undeclare, name="undeclare"),
    path("cover/<slug:key>/", stays.edit, name="edit"),
    path("cover/<slug:key>/end/", stays.end, name="end"),
]
