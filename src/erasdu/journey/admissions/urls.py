"""Addresses of handing in, checking and granting."""

from django.urls import path

from erasdu.journey.admissions.views import file, files, papers, place, school

app_name = "admissions"
urlpatterns = [
    path("school/<slug:enrolment>/", school.school, name="school"),
    path("school/<slug:enrolment>/hand-in-all/", school.hand_in_all, name="hand_in_all"),
    path("candidacy/<slug:candidacy>/hand-in/", school.hand_in, name="hand_in"),
    path("candidacy/<slug:candidacy>/look/", file.look_at, name="look_at"),
    path("school/<slug:enrolment>/papers/", papers.papers, name="papers"),
    path("school/<slug:enrolment>/papers/ask/", papers.ask_all, {"what": "ask"}, name="ask_all_papers"),
    path("school/<slug:enrolment>/papers/remind/", papers.ask_all, {"what": "remind"}, name="remind_all_papers"),
    path("candidacy/<slug:candidacy>/papers/ask/", papers.ask, name="ask_papers"),
    path("candidacy/<slug:candidacy>/papers/remind/", papers.remind, name="remind_papers"),
    path("call/<slug:call>/", files.files, name="files"),
    path("call/<slug:call>/several/", files.several, name="several"),
    path("call/<slug:call>/expected/", files.expected, name="expected"),
    path("call/<slug:call>/seats/", files.seats, name="seats"),
    path("call/<slug:call>/move-on/", files.move_on, name="move_on"),
    path("call/<slug:call>/call-up/<slug:school>/", files.call_up, name="call_up"),
    path("file/<slug:key>/", file.file, name="file"),
    path("file/<slug:key>/cv.pdf", file.cv, name="cv"),
    path("file/<slug:key>/extract-<str:language>.pdf", file.extract, name="extract"),
    path("file/<slug:key>/complete-again/", school.complete_again, name="complete_again"),
    path("file/<slug:key>/withdraw/", file.withdraw, name="withdraw"),
    path("file/<slug:key>/approve/", file.approve, name="approve"),
    path("file/<slug:key>/return/", file.give_back, name="give_back"),
    path("file/<slug:key>/more-days/", file.extend_grace, name="extend_grace"),
    path("file/<slug:key>/waiting-list/", file.put_on_waiting_list, name="put_on_waiting_list"),
    path("file/<slug:key>/grant/", file.grant, name="grant"),
    path("file/<slug:key>/pre-check/", file.precheck, name="precheck"),
    path("file/<slug:key>/late/", file.allow_late, name="allow_late"),
    path("place/<slug:key>/", place.place, name="place"),
    path("place/<slug:key>/accept/", place.accept, name="accept"),
    path("place/<slug:key>/decline/", place.decline, name="decline"),
    path("place/<slug:key>/give-back/", place.give_back, name="give_place_back"),
]
