"""Addresses of handing in, checking and granting."""

from django.urls import path

from erasdu.journey.admissions import views

app_name = "admissions"
urlpatterns = [
    path("school/<slug:enrolment>/", views.school, name="school"),
    path("school/<slug:enrolment>/hand-in-all/", views.hand_in_all, name="hand_in_all"),
    path("candidacy/<slug:candidacy>/hand-in/", views.hand_in, name="hand_in"),
    path("call/<slug:call>/", views.files, name="files"),
    path("call/<slug:call>/seats/", views.seats, name="seats"),
    path("call/<slug:call>/seats/<slug:school>/", views.allot, name="allot"),
    path("call/<slug:call>/move-on/", views.move_on, name="move_on"),
    path("candidacy/<slug:candidacy>/look/", views.look_at, name="look_at"),
    path("file/<slug:key>/", views.file, name="file"),
    path("file/<slug:key>/complete-again/", views.complete_again, name="complete_again"),
    path("file/<slug:key>/withdraw/", views.withdraw, name="withdraw"),
    path("file/<slug:key>/approve/", views.approve, name="approve"),
    path("file/<slug:key>/return/", views.give_back, name="give_back"),
    path("file/<slug:key>/waiting-list/", views.put_on_waiting_list, name="put_on_waiting_list"),
    path("file/<slug:key>/grant/", views.grant, name="grant"),
    path("file/<slug:key>/pre-check/", views.precheck, name="precheck"),
    path("file/<slug:key>/late/", views.allow_late, name="allow_late"),
    path("place/<slug:key>/", views.place, name="place"),
    path("place/<slug:key>/accept/", views.accept, name="accept"),
    path("place/<slug:key>/decline/", views.decline, name="decline"),
]
