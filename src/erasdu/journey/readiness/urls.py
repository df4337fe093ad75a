"""Addresses of readiness: the board of a call, one stay, one file before it goes in, what a call asks of its own."""

from django.urls import path

from erasdu.journey.readiness.views import boards, files, own, stays

app_name = "readiness"
urlpatterns = [
    path("call/<slug:call>/", boards.board, name="board"),
    path("call/<slug:call>/own/", own.index, name="own"),
    path("call/<slug:call>/own/add/", own.add, name="add"),
    path("own/<slug:key>/end/", own.end, name="end"),
    path("own/<slug:key>/back/", own.bring_back, name="bring_back"),
    path("own/<slug:key>/<slug:stay>/done/", own.done, name="done"),
    path("own/<slug:key>/<slug:stay>/undone/", own.undone, name="undone"),
    path("stay/<slug:key>/", stays.show, name="stay"),
    path("stay/<slug:key>/<str:thing>/let-pass/", stays.let_pass, name="let_pass"),
    path("file/<slug:key>/", files.show, name="file"),
    path("file/<slug:key>/<str:thing>/let-pass/", files.let_pass, name="let_pass_file"),
    path("let-pass/<slug:key>/end/", stays.end_let_pass, name="end_let_pass"),
]
