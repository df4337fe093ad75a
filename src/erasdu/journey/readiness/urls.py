"""Addresses of readiness: the board of a call, a stay, a file, what a call asks of its own and who says it is done."""

from django.urls import path

from erasdu.journey.readiness.views import asked, boards, files, looking, own, quality, stays

app_name = "readiness"
urlpatterns = [
    path("call/<slug:call>/", boards.board, name="board"),
    path("call/<slug:call>/own/", own.index, name="own"),
    path("call/<slug:call>/own/add/", own.add, name="add"),
    path("call/<slug:call>/own/ready/", own.add_ready, name="add_ready"),
    path("call/<slug:call>/quality/", quality.index, name="quality"),
    path("own/<slug:key>/end/", own.end, name="end"),
    path("own/<slug:key>/back/", own.bring_back, name="bring_back"),
    path("own/<slug:key>/<slug:stay>/done/", own.done, name="done"),
    path("own/<slug:key>/<slug:stay>/undone/", own.undone, name="undone"),
    path("asked/", asked.asked, name="asked"),
    path("asked/<slug:own>/<slug:stay>/done/", asked.say, name="say"),
    path("said/<slug:key>/take-back/", asked.take_back, name="take_back"),
    path("asked-by-link/<str:key>/", asked.by_own_link, name="asked_by_link"),
    path("asked-by-link/<str:key>/<slug:own>/<slug:stay>/done/", asked.say_by_link, name="say_by_link"),
    path("asked-by-link/<str:key>/<slug:said>/take-back/", asked.take_back_by_link, name="take_back_by_link"),
    path("said/", looking.index, name="to_look_at"),
    path("said/<slug:key>/confirm/", looking.confirm, name="confirm_said"),
    path("said/<slug:key>/not-yet/", looking.not_yet, name="not_yet"),
    path("stay/<slug:key>/", stays.show, name="stay"),
    path("stay/<slug:key>/<str:thing>/let-pass/", stays.let_pass, name="let_pass"),
    path("file/<slug:key>/", files.show, name="file"),
    path("file/<slug:key>/<str:thing>/let-pass/", files.let_pass, name="let_pass_file"),
    path("let-pass/<slug:key>/end/", stays.end_let_pass, name="end_let_pass"),
]
