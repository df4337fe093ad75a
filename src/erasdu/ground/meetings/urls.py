"""Addresses of meetings."""

from django.urls import path

from erasdu.ground.meetings.views import by_link, coming, organising

app_name = "meetings"
urlpatterns = [
    path("", coming.own, name="own"),
    path("invitation/<slug:key>/", coming.invitation, name="invitation"),
    path("invitation/<slug:key>/calendar/", coming.file, name="file"),
    path("invited/<slug:key>/", coming.answer_by_link, name="answer_by_link"),
    path("invited/<slug:key>/calendar/", coming.file_by_link, name="file_by_link"),
    path("invited/<slug:key>/mine/", by_link.mine, name="mine_by_link"),
    path("invited/<slug:key>/mine/calendar/", by_link.make_calendar, name="make_calendar_by_link"),
    path("invited/<slug:key>/mine/calendar/stop/", by_link.end_calendar, name="end_calendar_by_link"),
    path("calendar-by-link/<slug:key>/", by_link.calendar, name="calendar_by_link"),
    path("invited/<slug:key>/other/<slug:invitation>/", by_link.other, name="other_by_link"),
    path("invited/<slug:key>/other/<slug:invitation>/calendar/", coming.file_by_link, name="other_file_by_link"),
    path("door/<slug:key>/<str:token>/", coming.door, name="door"),
    path("guest/<slug:key>/present/", organising.present, name="present"),
    path("guest/<slug:key>/absent/", organising.absent, name="absent"),
    path("guest/<slug:key>/withdraw/", organising.withdraw, name="withdraw"),
    path("meeting/<slug:key>/", organising.show, name="show"),
    path("meeting/<slug:key>/edit/", organising.edit, name="edit"),
    path("meeting/<slug:key>/cancel/", organising.cancel, name="cancel"),
    path("meeting/<slug:key>/screen/", organising.screen, name="screen"),
    path("meeting/<slug:key>/material/", organising.material, name="material"),
]
