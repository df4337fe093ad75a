"""Addresses of matching."""

from django.urls import path

from erasdu.journey.matching.views import answers, boards, learner, moves, runs

app_name = "matching"
urlpatterns = [
    path("call/<slug:call>/", boards.index, name="index"),
    path("call/<slug:call>/all/<str:direction>/", boards.whole, name="whole"),
    path("call/<slug:call>/destination/<int:destination>/", boards.destination, name="destination"),
    path("call/<slug:call>/school/<slug:school>/", boards.school, name="school"),
    path("stay/<slug:mobility>/", boards.of_stay, name="of_stay"),
    path("board/<slug:key>/", boards.board, name="board"),
    path("board/<slug:key>/several/", boards.several, name="several"),
    path("board/<slug:key>/compare/", boards.compare, name="compare"),
    path("board/<slug:key>/map/", boards.on_map, name="map"),
    path("board/<slug:key>/figures/", boards.figures, name="figures"),
    path("board/<slug:key>/radar/", boards.radar, name="radar"),
    path("board/<slug:key>/undo/", moves.undo, name="undo"),
    path("board/<slug:key>/run/", runs.start, name="run"),
    path("board/<slug:key>/adopt/", runs.adopt, name="adopt"),
    path("run/<slug:key>/", runs.progress, name="progress"),
    path("run/<slug:key>/stop/", runs.stop, name="stop"),
    path("board/<slug:key>/<slug:stay>/", learner.show, name="learner"),
    path("board/<slug:key>/<slug:stay>/move/", moves.show, name="move"),
    path("board/<slug:key>/<slug:stay>/place/", moves.place, name="place"),
    path("board/<slug:key>/<slug:stay>/lock/", learner.lock, name="lock"),
    path("board/<slug:key>/<slug:stay>/lift/", learner.lift, name="lift"),
    path("board/<slug:key>/<slug:stay>/pair/", learner.pair, name="pair"),
    path("board/<slug:key>/<slug:stay>/minutes/", learner.minutes, name="minutes"),
    path("board/<slug:key>/<slug:stay>/own/", learner.own, name="own"),
    path("board/<slug:key>/<slug:stay>/proof/", learner.proof, name="proof"),
    path("board/<slug:key>/<slug:stay>/ask/", learner.ask, name="ask"),
    path("board/<slug:key>/<slug:stay>/confirm/", learner.confirm, name="confirm"),
    path("board/<slug:key>/<slug:stay>/end/", learner.end, name="end"),
    path("answers/", answers.index, name="answers"),
    path("answers/yes/", answers.yes_to_all, name="yes_to_all"),
    path("answers/<slug:key>/", answers.answer, name="answer"),
    path("answers/<slug:key>/family/", answers.family, name="family"),
    path("answer/<slug:key>/", answers.answer_by_link, name="answer_by_link"),
]
