"""What was reached: the host says it by link or through who keeps it, the school assesses it, both sign."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.links.doors import by_link
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.paperwork import queries as paper_queries
from erasdu.journey.agreements import access, actions, queries
from erasdu.journey.agreements.forms import AssessForm, JudgeForm
from erasdu.journey.agreements.views.plans import STAFF, one
from erasdu.kernel.actor import LEARNER
from erasdu.kernel.periods import brussels_date

Save = Callable[[Any], bool]


@require_http_methods(["GET", "HEAD", "POST"])
@by_link("agreements.assess", abroad=True)
def assess_by_link(request: Request, link: Any) -> HttpResponse:
    plan = get_object_or_404(access.plans_for(request.actor), pk=link.subject_pk)
    saved, context = _assessed(request, plan)
    context["link"] = link
    if saved:
        return render(request, "agreements/assessed_thanks.html", context)
    return render(request, "agreements/assess_by_link.html", context, status=422 if context["form"].errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def assess(request: Request, key: str) -> HttpResponse:
    """Who keeps the host writes down what the host says."""
    plan = one(request, key)
    if not access.assesses(request.actor, plan):
        raise Http404
    saved, context = _assessed(request, plan)
    return _answered(request, plan, "agreements/assess.html", saved, context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def judge(request: Request, key: str) -> HttpResponse:
    """The sending organisation assesses it."""
    plan, at = one(request, key), clock.now()
    if access.SCHOOL not in access.sides_of(request.actor, plan):
        raise Http404
    verdict = access.may_judge(request.actor, plan, brussels_date(at))

    def save(form: Any) -> bool:
        return actions.judge(plan, form.values, revision=form.revision_seen, by=request.actor, at=at)

    saved, context = _filled(request, plan, JudgeForm, verdict, save)
    context |= {"assessment": queries.assessment_of(plan)}
    return _answered(request, plan, "agreements/judge.html", saved, context)


def _assessed(request: Request, plan: Any) -> tuple[bool, dict[str, Any]]:
    at = clock.now()
    verdict = access.may_assess(request.actor, plan, brussels_date(at))

    def save(form: Any) -> bool:
        seen = form.revision_seen
        return actions.assess(plan, form.results, form.values, revision=seen, by=request.actor, at=at)

    return _filled(request, plan, AssessForm, verdict, save)


def _filled(request: Request, plan: Any, form_of: Any, verdict: Any, save: Save) -> tuple[bool, dict[str, Any]]:
    """The form, and whether what was typed is saved; of two who type at once the second sees both."""
    form = form_of(plan, request.POST or None)
    context: dict[str, Any] = {"plan": plan, "may_save": verdict}
    if request.method == "POST" and verdict and form.is_valid():
        try:
            save(form)
            return True, context | {"form": form}
        except Stale:
            fresh = form_of(plan)
            context |= both(form, fresh.stored())
            form = form_of(plan, request.POST)
            over(form, fresh.row.revision if fresh.row else 0)
            form.is_valid()
    return False, context | {"form": form}


def _answered(request: Request, plan: Any, page: str, saved: bool, context: dict[str, Any]) -> HttpResponse:
    if saved:
        messages.success(request, _("Saved."))
        return redirect("agreements:show", plan.key)
    return render(request, page, context, status=422 if context["form"].errors else 200)


@require_POST
@signed_in(*STAFF)
def ask_assessor(request: Request, key: str) -> HttpResponse:
    plan = one(request, key)
    link = actions.ask_assessor(plan, by=request.actor, at=clock.now())
    messages.success(request, _("The link is on its way to %(name)s.") % {"name": link.person})
    return redirect("agreements:show", plan.key)


@require_POST
@signed_in(*STAFF)
def send_complement(request: Request, key: str) -> HttpResponse:
    plan = one(request, key)
    actions.send_complement(plan, by=request.actor, at=clock.now())
    messages.success(request, _("What was reached is on its way to who signs it."))
    return redirect("agreements:show", plan.key)


@require_safe
@signed_in(*STAFF, LEARNER)
def complement(request: Request, key: str) -> HttpResponse:
    """The newest version: sealed, or as it is being signed."""
    found = queries.reached(one(request, key), clock.now())
    envelope = found.standing.envelope if found and found.standing else None
    if envelope is None:
        raise Http404
    pdf = paper_queries.final_copy(envelope) or paper_queries.shown(envelope)
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{paper_queries.reference(envelope)}.pdf"'
    return response
