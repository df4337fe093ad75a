"""Addresses of what spans steps. Their names have no namespace: every step links to them."""

from django.urls import path

from erasdu.web.views import agenda, board, dossier, home, office, public, reserve

urlpatterns = [
    path("", home.home, name="home"),
    path("board/<slug:key>/", board.board, name="board"),
    path("board/<slug:key>/candidates/", board.candidates, name="candidates"),
    path("dossier/<slug:key>/", dossier.dossier, name="dossier"),
    path("matching/<slug:key>/reserve/", reserve.reserve, name="reserve"),
    path("mail/", office.mail, name="mail"),
    path("mail/<slug:key>/again/", office.send_again, name="send_again"),
    path("jobs/<slug:key>/again/", office.try_again, name="try_again"),
    path("calendar/", agenda.show, name="calendar"),
    path("calendar/new/", agenda.make, name="calendar_make"),
    path("calendar/stop/", agenda.end, name="calendar_end"),
    path("calendar/<str:token>.ics", agenda.feed, name="calendar_feed"),
    path("help/", public.help_page, name="help"),
    path("livez", public.livez, name="livez"),
    path("readyz", public.readyz, name="readyz"),
]
