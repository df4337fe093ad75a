"""Saying yes or no to a match: schools and partners signed in, a company or family by its own link."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.matching import access, actions, queries
from erasdu.journey.matching.forms import AnswerForm
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR, PARTNER
from erasdu.kernel.verdict import Refused

ASKED = (CONTACT_POINT, COORDINATOR, PARTNER)


@require_safe
@signed_in(*ASKED)
def index(request: Request) -> HttpResponse:
    """What was proposed to one's own organisation, or to a host that one keeps."""
    return _questions(request)


def _questions(request: Request, status: int = 200, **bound: object) -> HttpResponse:
    context = {"questions": queries.to_answer(request.actor, clock.now()), "own": len(queries.for_own(request.actor))}
    return render(request, "matching/answers.html", context | bound, status=status)


@require_POST
@signed_in(CONTACT_POINT, PARTNER)
def yes_to_all(request: Request) -> HttpResponse:
    """Of the own organisation, for every learner that it was asked about."""
    done, left = actions.answer_all(queries.for_own(request.actor), by=request.actor, at=clock.now())
    if done:
        said = ngettext("You said yes for %d learner.", "You said yes for %d learners.", done)
        messages.success(request, said % done)
    if left:
        messages.warning(request, _("Some were settled in the meantime."))
    return redirect("matching:answers")


@require_POST
@signed_in(*ASKED)
def answer(request: Request, key: str) -> HttpResponse:
    row = get_object_or_404(access.answers_for(request.actor), key=key)
    yes = request.POST.get("what") == "yes"
    reason = "" if yes else request.POST.get("reason", "")  # a no says why
    try:
        actions.answer(row, yes=yes, reason=reason, by=request.actor, at=clock.now())
    except Refused as refusal:
        if refusal.verdict.code != "no_without_reason":
            raise
        return _questions(request, 422, lacking=row.key, lacks=because(refusal.verdict))
    messages.success(request, _("Your answer was kept."))
    return redirect("matching:answers")


@require_POST
@signed_in(PARTNER)
def family(request: Request, key: str) -> HttpResponse:
    """What a family that this partner keeps must know of a guest without a name: that it was read is kept."""
    at = clock.now()
    row = queries.family_question(request.actor, key, at)
    if row is None:
        raise Http404
    actions.read_for_family(row, by=request.actor, at=at)
    context = {"answer": row, "guest": queries.guest(row), "may": access.may_answer(request.actor, row)}
    return render(request, "matching/family.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("matching.answer", abroad=True)
def answer_by_link(request: Request, link: Any) -> HttpResponse:
    """What a host hears of the learner before the names, and the two buttons."""
    row = get_object_or_404(access.answers_for(request.actor), pk=link.subject_pk)
    if row.match.ended_at is not None or row.match.state == "confirmed":
        return render(
            request,
            "matching/settled.html",
            {"answer": row, "expected": queries.expected(row), "why": queries.why_over(row)},
        )
    if not queries.is_shown(row, clock.now()):
        return render(request, "matching/hidden.html")
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if form.values["what"] == row.what:  # pressed again, or opened again and found right
            return render(request, "matching/answered.html", {"answer": row})
        try:
            values = form.values
            actions.answer(row, yes=values["what"] == "yes", reason=values["reason"], by=request.actor, at=clock.now())
        except Refused as refusal:
            form.add_error("reason", because(refusal.verdict))
        else:
            row.refresh_from_db()
            return render(request, "matching/answered.html", {"answer": row})
    context = {"answer": row, "form": form, "guest": queries.guest(row), "moved": queries.new_days(row)}
    context["may_answer"] = access.may_answer(request.actor, row)
    return render(request, "matching/answer.html", context, status=422 if form.is_bound else 200)
