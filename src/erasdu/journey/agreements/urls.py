"""Addresses of learning agreements."""

from django.urls import path

from erasdu.journey.agreements import views

app_name = "agreements"
urlpatterns = [
    path("call/<slug:call>/", views.index, name="index"),
    path("call/<slug:call>/begin/", views.begin_all, name="begin_all"),
    path("call/<slug:call>/send/", views.send_all, name="send_all"),
    path("stay/<slug:mobility>/", views.of_stay, name="of_stay"),
    path("stay/<slug:mobility>/begin/", views.start, name="start"),
    path("host/<slug:key>/", views.host_by_link, name="host_by_link"),
    path("school/<slug:key>/", views.school_by_link, name="school_by_link"),
    path("assess/<slug:key>/", views.assess_by_link, name="assess_by_link"),
    path("<slug:key>/", views.show, name="show"),
    path("<slug:key>/edit/<slug:side>/", views.edit, name="edit"),
    path("<slug:key>/invite/<slug:side>/", views.invite, name="invite"),
    path("<slug:key>/place/", views.take_over_place, name="take_over_place"),
    path("<slug:key>/languages/<slug:signed>/<slug:beside>/", views.languages, name="languages"),
    path("<slug:key>/send/", views.send, name="send"),
    path("<slug:key>/print/", views.printed, name="printed"),
    path("<slug:key>/signed-by-hand/", views.signed_by_hand, name="signed_by_hand"),
    path("<slug:key>/assess/", views.assess, name="assess"),
    path("<slug:key>/assess/ask/", views.ask_assessor, name="ask_assessor"),
    path("<slug:key>/assess/school/", views.judge, name="judge"),
    path("<slug:key>/complement/send/", views.send_complement, name="send_complement"),
    path("<slug:key>/complement.pdf", views.complement, name="complement"),
    path("<slug:key>/change/", views.amend, name="amend"),
    path("<slug:key>/days/<slug:asked>/yes/", views.agree_days, name="agree_days"),
    path("<slug:key>/days/<slug:asked>/no/", views.refuse_days, name="refuse_days"),
]
