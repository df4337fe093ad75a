"""Addresses of this app; keys are random."""

from django.urls import path

from erasdu.ground.paperwork.views import explanations, own, sheets, signing, staff, wordings

app_name = "paperwork"
urlpatterns = [
    path("mine/", own.own, name="own"),
    path("own/<str:key>/", own.own_by_link, name="own_by_link"),
    path("by-link/<str:key>/", signing.sign_by_link, name="sign_by_link"),
    path("sign/<str:key>/", signing.sign, name="sign"),
    path("sign/<str:key>/paper.pdf", signing.paper, name="paper"),
    path("sign/<str:key>/copy.pdf", signing.copy, name="copy"),
    path("sign/<str:key>/page-<int:page>.png", signing.picture, name="picture"),
    path("sign/<str:key>/decline/", signing.decline, name="decline"),
    path("sign/<str:key>/pass-on/", signing.pass_on, name="pass_on"),
    path("sign/<str:key>/question/", signing.question, name="question"),
    path("sign/<str:key>/not-for-me/", signing.wrong_address, name="wrong_address"),
    path("sign/<str:key>/not-me/", signing.not_me, name="not_me"),
    path("sign/<str:key>/take-back/", signing.revoke, name="revoke"),
    path("signer/<str:key>/remind/", staff.remind, name="remind"),
    path("signer/<str:key>/resend/", staff.resend, name="resend"),
    path("signer/<str:key>/link/", staff.copy_link, name="copy_link"),
    path("signer/<str:key>/code/", staff.hand_out_code, name="hand_out_code"),
    path("signer/<str:key>/attest/", staff.attest, name="attest"),
    path("signer/<str:key>/correct/", staff.correct, name="correct"),
    path("signer/<str:key>/seen/", sheets.seen, name="seen"),
    path("scans/", sheets.scans, name="scans"),
    path("scans/<str:batch>/", sheets.batch, name="batch"),
    path("scans/page/<str:key>/", sheets.loose, name="loose"),
    path("scans/page/<str:key>/take-away/", sheets.take_away, name="take_away"),
    path("<str:key>/scans/", sheets.scanned, name="scanned"),
    path("<str:key>/scans/refuse/", sheets.refuse, name="refuse_scans"),
    path("texts/", wordings.index, name="texts"),
    path("texts/<str:code>/<str:language>/", wordings.edit, name="text"),
    path("texts/<str:code>/<str:language>/preview.pdf", wordings.preview, name="text_preview"),
    path("texts/<str:code>/<str:language>/publish/", wordings.publish, name="text_publish"),
    path("texts/<str:code>/<str:language>/drop/", wordings.drop, name="text_drop"),
    path("texts/<str:code>/<str:language>/shipped/", wordings.shipped, name="text_shipped"),
    path("explanations/", explanations.index, name="explanations"),
    path("explanations/<str:code>/<str:language>/", explanations.show, name="explanation"),
    path("<str:key>/", staff.show, name="show"),
    path("<str:key>/read/", staff.read, name="read"),
    path("<str:key>/lift/", staff.lift, name="lift"),
    path("<str:key>/<int:version>/paper.pdf", staff.file, name="file"),
    path("<str:key>/<int:version>/print.pdf", staff.printed, name="printed"),
    path("<str:key>/<int:version>/withdraw/", staff.withdraw, name="withdraw"),
]
