"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.journey.calls import views
from erasdu.journey.calls.views import edits, enrolments, moments

app_name = "calls"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.index, name="index"),
    path("new/", edits.create, name="create"),
    path("copy/", edits.copy, name="copy"),
    path("enrolments/<str:key>/", enrolments.show, name="enrolment"),
    path("enrolments/<str:key>/change/", enrolments.change, name="change_enrolment"),
    path("enrolments/<str:key>/deadline/", enrolments.learner_deadline, name="learner_deadline"),
    path("enrolments/<str:key>/withdraw/", enrolments.withdraw, name="withdraw_enrolment"),
    path("enrolments/<str:key>/code/", enrolments.renew_code, name="renew_code"),
    path("enrolments/<str:key>/poster/", enrolments.poster, name="poster"),
    path("<str:key>/", views.show, name="show"),
    path("<str:key>/edit/", edits.edit, name="edit"),
    path("<str:key>/delete/", edits.delete, name="delete"),
    path("<str:key>/publish/", moments.publish, name="publish"),
    path("<str:key>/archive/", moments.archive, name="archive"),
    path("<str:key>/move/", moments.move_deadline, name="move_deadline"),
    path("<str:key>/schools/", views.schools, name="schools"),
    path("<str:key>/enrol/", enrolments.enrol, name="enrol"),
]
