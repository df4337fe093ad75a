"""Every address. Paths are English and hold no personal data; keys are random."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    path("", include("erasdu.web.urls")),
    path("privacy/", include("erasdu.ground.people.public_urls")),
    path("accounts/", include("erasdu.ground.people.urls")),
    path("accounts/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("l/", include("erasdu.ground.links.urls")),
    path("post/", include("erasdu.ground.post.urls")),
    path("files/", include("erasdu.ground.vault.urls")),
    path("towns/", include("erasdu.ground.places.urls")),
    path("organisations/", include("erasdu.ground.organisations.urls")),
    path("", include("erasdu.ground.paperwork.public_urls")),
    path("papers/", include("erasdu.ground.paperwork.urls")),
    path("membership/", include("erasdu.journey.membership.urls")),
    path("calls/", include("erasdu.journey.calls.urls")),
    path("candidacies/", include("erasdu.journey.candidacies.urls")),
    path("mobilities/", include("erasdu.journey.mobilities.urls")),
    path("sharing/", include("erasdu.journey.sharing.urls")),
    path("nominations/", include("erasdu.journey.nominations.urls")),
    path("hosting/", include("erasdu.journey.hosting.urls")),
    path("insurance/", include("erasdu.journey.insurance.urls")),
    path("selection/", include("erasdu.journey.selection.urls")),
    path("admissions/", include("erasdu.journey.admissions.urls")),
    path("matching/", include("erasdu.journey.matching.urls")),
    path("agreements/", include("erasdu.journey.agreements.urls")),
    path("readiness/", include("erasdu.journey.readiness.urls")),
    path("meetings/", include("erasdu.ground.meetings.urls")),
    path("preparation/", include("erasdu.journey.preparation.urls")),
    path("outreach/", include("erasdu.office.outreach.urls")),
    path("notices/", include("erasdu.office.notices.urls")),
    path("retention/", include("erasdu.office.retention.urls")),
    path("demo/", include("erasdu.demo.urls")),
    path("rehearsal/", include("erasdu.rehearsal.urls")),
]
if settings.DEMO:
    urlpatterns.append(path("look/", include("erasdu.ground.look.urls")))
handler400 = "erasdu.ground.look.views.bad_request"
handler403 = "erasdu.ground.look.views.forbidden"
handler404 = "erasdu.ground.look.views.not_found"
handler500 = "erasdu.ground.look.views.server_error"
