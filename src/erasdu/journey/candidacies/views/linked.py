"""What a teacher does by personal link: better English for one learner."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link
from erasdu.ground.look.requests import Request
from erasdu.journey.candidacies import access, actions
from erasdu.journey.candidacies.access import CORRECT
from erasdu.journey.candidacies.forms import CorrectionsForm


@by_link(CORRECT)
def correct_by_link(request: Request, link: object) -> HttpResponse:
    """The texts in English with the Dutch beside them; only what is changed goes to the learner."""
    subject, key = getattr(link, "subject_pk", 0), getattr(link, "key", "")
    row = get_object_or_404(access.candidacy_by_link(request.actor, subject))
    at = clock.now()
    verdict = access.may_correct(request.actor, row, at=at)
    form = CorrectionsForm(row, request.POST or None)
    if request.method == "POST" and verdict and form.is_valid():
        made = actions.propose(row, form.texts, by=request.actor, at=at)
        request.session["candidacies.corrected"] = made
        return redirect("candidacies:correct_by_link", key)
    made = request.session.pop("candidacies.corrected", None)
    context = {"candidacy": row, "form": form, "verdict": verdict, "made": made}
    return render(request, "candidacies/correct_by_link.html", context)
