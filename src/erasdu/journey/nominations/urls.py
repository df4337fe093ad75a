"""Addresses of nominations."""

from django.urls import path

from erasdu.journey.nominations import views

app_name = "nominations"
urlpatterns = [
    path("call/<slug:call>/", views.index, name="index"),
    path("call/<slug:call>/accept/", views.accept_several, name="accept_several"),
    path("call/<slug:call>/board/", views.board, name="board"),
    path("call/<slug:call>/divide/", views.divide, name="divide"),
    path("call/<slug:call>/loans/", views.loans, name="loans"),
    path("call/<slug:call>/lend/", views.lend, name="lend"),
    path("divisions/<slug:key>/undo/", views.undo_division, name="undo_division"),
    path("loans/<slug:key>/end/", views.end_loan, name="end_loan"),
    path("incoming/", views.incoming, name="incoming"),
    path("incoming/<slug:key>/", views.incoming_learner, name="incoming_learner"),
    path("incoming/<slug:key>/open/", views.incoming_open, name="incoming_open"),
    path("incoming/<slug:key>/copy/", views.incoming_copy, name="incoming_copy"),
    path("call/<slug:call>/of/<slug:partner>/", views.nominate, name="nominate"),
    path("call/<slug:call>/of/<slug:partner>/import/", views.import_learners, name="import"),
    path("example/", views.example, name="import_example"),
    path("imports/<slug:key>/", views.import_done, name="import_done"),
    path("imports/<slug:key>/undo/", views.undo_import, name="undo_import"),
    path("profile/<slug:key>/", views.profile_by_link, name="profile_by_link"),
    path("profile/<slug:key>/needs/", views.needs_by_link, name="needs_by_link"),
    path("profile/<slug:key>/needs/take-back/", views.needs_back_by_link, name="needs_back_by_link"),
    path("ledger/", views.ledger, name="ledger"),
    path("<slug:key>/paper/<str:paper>/", views.paper, name="paper"),
    path("<slug:key>/paper/<str:paper>/check/", views.check_paper, name="check_paper"),
    path("<slug:key>/form/", views.send_form, name="send_form"),
    path("<slug:key>/", views.show, name="show"),
    path("<slug:key>/correct/", views.correct, name="correct"),
    path("<slug:key>/accept/", views.accept, name="accept"),
    path("<slug:key>/withdraw/", views.withdraw, name="withdraw"),
]
