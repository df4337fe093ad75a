"""The CV as others read it: a page that prints, and the PDF."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.journey.candidacies import access, papers, queries


@require_safe
@signed_in("learner", "contact_point", "coordinator")
def cv(request: Request, key: str) -> HttpResponse:
    candidacy = get_object_or_404(queries.with_form(access.candidacies_for(request.actor)), key=key)
    read = queries.cv(candidacy)
    context = {"candidacy": candidacy, "cv": read, "parts": queries.cv_parts(read)}
    return render(request, "candidacies/cv.html", context)


@require_safe
@signed_in("learner", "contact_point", "coordinator")
def cv_pdf(request: Request, key: str) -> HttpResponse:
    """English, whatever the reader's language: it goes abroad."""
    candidacy = get_object_or_404(queries.with_form(access.candidacies_for(request.actor)), key=key)
    at = candidacy.applied_at or candidacy.profile.saved_at or clock.now()
    read = queries.cv(candidacy)
    pdf = papers.pdf(read, at=at, worded=queries.cv_words(read))
    response = HttpResponse(pdf, content_type="application/pdf")
    name = slugify(f"cv {candidacy.learner}")[:60] or "cv"
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
