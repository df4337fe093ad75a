"""Addresses of this app."""

from django.urls import URLPattern, URLResolver, path

from erasdu.journey.candidacies.views import approvals, cv, form, importing, joining, linked, school

app_name = "candidacies"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", form.mine, name="mine"),
    path("contacts/", approvals.contacts, name="contacts"),
    path("join/", joining.join_by_code, name="join_by_code"),
    path("join/<str:code>/", joining.join, name="join"),
    path("correct/<str:key>/", linked.correct_by_link, name="correct_by_link"),
    path("import/example/", importing.example, name="import_example"),
    path("imports/<str:key>/", importing.import_done, name="import_done"),
    path("imports/<str:key>/undo/", importing.undo_import, name="undo_import"),
    path("enrolments/<str:key>/", school.candidates, name="candidates"),
    path("enrolments/<str:key>/enter/", school.enter, name="enter"),
    path("enrolments/<str:key>/import/", importing.import_learners, name="import"),
    path("<str:key>/", school.candidate, name="candidate"),
    path("<str:key>/confirm/", school.confirm, name="confirm"),
    path("<str:key>/reopen/", school.reopen, name="reopen"),
    path("<str:key>/again/", school.take_up_again, name="take_up_again"),
    path("<str:key>/end/<str:how>/", school.end, name="end"),
    path("<str:key>/conditions/", school.eligibility, name="eligibility"),
    path("<str:key>/details/", school.details, name="details"),
    path("<str:key>/guardians/", approvals.guardians, name="guardians"),
    path("<str:key>/guardians/confirm/", approvals.confirm_guardians, name="confirm_guardians"),
    path("<str:key>/guardians/still-right/", approvals.vouch_again, name="vouch_again"),
    path("<str:key>/company/", approvals.company_signer, name="company_signer"),
    path("<str:key>/objection/", approvals.objection, name="objection"),
    path("<str:key>/go-on/", approvals.lift_hold, name="lift_hold"),
    path("<str:key>/correct/", school.correct, name="correct"),
    path("<str:key>/correct/ask/", school.ask_correction, name="ask_correction"),
    path("<str:key>/form/", form.form, name="form"),
    path("<str:key>/form/<str:part>/", form.part, name="part"),
    path("<str:key>/form/<str:part>/save/", form.save, name="save"),
    path("<str:key>/apply/", form.apply, name="apply"),
    path("<str:key>/stop/", form.withdraw, name="withdraw"),
    path("<str:key>/corrections/<str:correction>/", form.answer_correction, name="answer_correction"),
    path("<str:key>/cv/", cv.cv, name="cv"),
    path("<str:key>/cv.pdf", cv.cv_pdf, name="cv_pdf"),
]
