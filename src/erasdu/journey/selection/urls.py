"""Addresses of this app."""

from django.urls import path

from erasdu.journey.selection.views import boards, learner, links, own, panel

app_name = "selection"
urlpatterns = [
    path("", boards.overview, name="overview"),
    path("start/<slug:key>/", boards.start, name="start"),
    path("input/<slug:key>/", links.input_by_link, name="input_by_link"),
    path("assess/<slug:key>/", links.assess_by_link, name="assess_by_link"),
    path("own/<slug:key>/", own.page, name="own"),
    path("own/<slug:key>/practical/", own.practical, name="own_practical"),
    path("own/<slug:key>/publicity/", own.publicity, name="own_publicity"),
    path("own/<slug:key>/scores/", own.scores, name="own_scores"),
    path("own/<slug:key>/complaint/", own.complaint, name="own_complaint"),
    path("<slug:key>/", boards.board, name="board"),
    path("<slug:key>/lots/", boards.lots, name="lots"),
    path("<slug:key>/places/", boards.places, name="places"),
    path("<slug:key>/decide/", boards.decide, name="decide"),
    path("<slug:key>/tell/", boards.tell, name="tell"),
    path("<slug:key>/close/", boards.close, name="close"),
    path("<slug:key>/reopen/", boards.reopen, name="reopen"),
    path("<slug:key>/report/again/", boards.issue_again, name="issue_again"),
    path("<slug:key>/report/<slug:report>.pdf", boards.report, name="report"),
    path("<slug:key>/panel/", panel.page, name="panel"),
    path("<slug:key>/panel/add/", panel.add, name="panel_add"),
    path("<slug:key>/panel/remove/", panel.remove, name="panel_remove"),
    path("<slug:key>/panel/lead/", panel.lead, name="panel_lead"),
    path("<slug:key>/ties/", panel.ties, name="ties"),
    path("<slug:key>/ask/", panel.ask, name="ask"),
    path("<slug:key>/remind/", panel.remind, name="remind"),
    path("<slug:key>/withdraw/", panel.withdraw, name="withdraw"),
    path("<slug:key>/learner/<slug:candidate>/", learner.page, name="learner"),
    path("<slug:key>/learner/<slug:candidate>/interview/", learner.interview, name="interview"),
    path("<slug:key>/learner/<slug:candidate>/practical/", learner.practical, name="practical"),
    path("<slug:key>/learner/<slug:candidate>/publicity/", learner.publicity, name="publicity"),
    path("<slug:key>/learner/<slug:candidate>/scores/", learner.scores, name="scores"),
    path("<slug:key>/learner/<slug:candidate>/reopen/", learner.reopen_scores, name="reopen_scores"),
    path("<slug:key>/learner/<slug:candidate>/decision/", learner.decision, name="decision"),
    path("<slug:key>/learner/<slug:candidate>/move/", learner.move, name="move"),
    path("<slug:key>/learner/<slug:candidate>/complaint/", learner.complaint, name="complaint"),
    path("<slug:key>/learner/<slug:candidate>/answer/", learner.answer, name="answer"),
]
