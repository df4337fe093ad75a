"""The papers of a membership: how they stand, and sending them; the same for a partner abroad."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.requests import Request
from erasdu.ground.organisations.words import country_name
from erasdu.journey.membership import access, actions, words
from erasdu.journey.membership.forms import PapersForm, PartnerForm
from erasdu.journey.membership.queries import papers
from erasdu.kernel.periods import brussels_date

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
NOT_TYPED = {"csrfmiddlewaretoken", "form_key", "step"}


def _membership(request: Request, key: str) -> Any:
    rows = access.standing_on(access.memberships_for(request.actor), brussels_date(clock.now()))
    return get_object_or_404(rows.select_related("organisation__board", "grant_agreement"), key=key)


def _holder(request: Request, key: str) -> Any:
    rows = access.agreement_holders_for(request.actor).select_related("board")
    return get_object_or_404(rows, key=key)


@signed_in("coordinator", "contact_point")
@require_safe
def show(request: Request, key: str) -> HttpResponse:
    """How agreement and mandate of one school stand, and what to do next."""
    membership, at = _membership(request, key), clock.now()
    found = papers.papers_of(membership, request.actor, at)
    context = {
        "membership": membership,
        "legal": papers.legal_person(membership.organisation),
        "papers": found,
        "state": f"membership.{membership.standing}",
        "covers": papers.covers(membership, found),
        "covered": papers.covered(membership),
        "mine": papers.waiting_for(request.actor, found),
        "may_send": access.may_send_papers(request.actor, membership),
        "may_activate": access.may_activate(request.actor, membership, on=brussels_date(at)),
        "may_end": access.may_end(request.actor, membership),
    }
    return render(request, "membership/papers.html", context)


@signed_in("coordinator")
@get_or_post
def send(request: Request, key: str) -> HttpResponse:
    """Who signs; sent before, the page shows what changes and who signs again before it is sent."""
    membership, at = _membership(request, key), clock.now()
    access.may_send_papers(request.actor, membership).require()
    schools = papers.coverable(membership)
    begin = papers.form_begins(membership, request.actor, at)
    form = PapersForm(brussels_date(at), schools, request.POST or None, initial=begin)
    context = {"form": form, "membership": membership, "lacking": _lacking(membership)}
    if request.method == "POST" and request.POST.get("step") != "change" and form.is_valid():
        order, chosen, kind = form.order, form.chosen, form.cleaned_data["form"]
        ready = papers.drafts(membership, order, chosen, kind, request.actor, at)
        foreseen = [papers.foresee(draft, order) for draft in ready]
        back = redirect("membership:papers", key)
        if _ask_first(request, foreseen):
            return _look_first(request, foreseen, membership.organisation, back.url)
        actions.send_papers(membership, order, schools=chosen, form=kind, by=request.actor, at=at)
        _say_sent(request, foreseen)
        return back
    return render(request, "membership/send.html", context)


@signed_in("coordinator", "contact_point", "partner")
@require_safe
def agreement(request: Request, key: str) -> HttpResponse:
    """The agreement with a board, a school or a partner, and the memberships that rest on it."""
    organisation, at = _holder(request, key), clock.now()
    legal = papers.legal_person(organisation)
    found = papers.papers_with(legal, request.actor, at)
    context = {
        "organisation": organisation,
        "papers": found,
        "partner": organisation.kind == "partner",
        "memberships": papers.memberships_under(organisation, request.actor, brussels_date(at)),
        "mine": papers.waiting_for(request.actor, found),
        "may_send": access.may_send_partner_agreement(request.actor, organisation),
    }
    return render(request, "membership/agreement.html", context)


@signed_in("coordinator")
@get_or_post
def send_partner(request: Request, key: str) -> HttpResponse:
    partner, at = _holder(request, key), clock.now()
    access.may_send_partner_agreement(request.actor, partner).require()
    begin = papers.partner_form_begins(partner, request.actor, at) | _usual_tasks(partner)
    form = PartnerForm(brussels_date(at), request.POST or None, initial=begin)
    if request.method == "POST" and request.POST.get("step") != "change" and form.is_valid():
        order, typed = form.order, form.cleaned_data
        with translation.override(order.language):
            country = country_name(partner.country)
        draft = papers.partner_draft(partner, order, typed["role"], form.task_list, country, request.actor, at)
        foreseen, back = [papers.foresee(draft, order)], redirect("membership:agreement", key)
        if _ask_first(request, foreseen):
            return _look_first(request, foreseen, partner, back.url)
        actions.send_partner_agreement(
            partner, order, role=typed["role"], tasks=form.task_list, country=country, by=request.actor, at=at
        )
        _say_sent(request, foreseen)
        return back
    return render(request, "membership/send_partner.html", {"form": form, "partner": partner})


def _ask_first(request: Request, foreseen: list[Any]) -> bool:
    """A later version is looked at before it goes out; the first goes out at once."""
    changes = [one for one in foreseen if one.before is not None and not one.same]
    return bool(changes) and request.POST.get("step") != "send"


def _look_first(request: Request, foreseen: list[Any], organisation: Any, back: str) -> HttpResponse:
    typed = [(name, value) for name, values in request.POST.lists() if name not in NOT_TYPED for value in values]
    context = {
        "foreseen": [one for one in foreseen if not one.same],
        "stays": [one for one in foreseen if one.same],
        "typed": typed,
        "organisation": organisation,
        "back": back,
    }
    return render(request, "membership/look_first.html", context)


def _say_sent(request: Request, foreseen: list[Any]) -> None:
    asked = sorted({name for one in foreseen if not one.same for _role, name in one.asks})
    if asked:
        messages.success(request, _("Sent. %(names)s sign, each by a link of their own.") % {"names": ", ".join(asked)})
    elif any(not one.same for one in foreseen):
        messages.success(request, _("Sent. Nobody has to sign again."))
    else:
        messages.info(request, _("Nothing changed: these papers are out already."))


def _lacking(membership: Any) -> list[dict[str, Any]]:
    found = papers.lacking(membership)
    return [
        {"organisation": organisation, "what": [words.DETAILS[column] for column in columns]}
        for organisation, columns in found
    ]


def _usual_tasks(partner: Any) -> dict[str, object]:
    """Tasks to begin with, in the language of the paper; what was agreed before stays."""
    before = papers.partner_terms(partner)
    if before:
        return before
    with translation.override("en"):
        return {"role": "supporting", "tasks": "\n".join(str(one) for one in words.PARTNER_TASKS["supporting"])}
