"""Making a call, from nothing or from an earlier one, and changing it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from erasdu.ground.journal import clock
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.journey.calls import access, actions, queries, rules, words
from erasdu.journey.calls.forms import CallForm, CopyForm, CriterionForm, DestinationForm, Rows, hush, shift_in_weeks
from erasdu.journey.calls.states import DRAFT
from erasdu.journey.calls.views import title_of
from erasdu.journey.membership import access as membership
from erasdu.kernel.verdict import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
DESTINATION = ("id", "country", "place", "starts_on", "ends_on", "places", "permission_demanded")
CRITERION = ("code", "name_nl", "name_en", "weight")


@dataclass
class Parts:
    """The form of a call with its rows; `criteria` is None once they are frozen."""

    form: CallForm
    destinations: Rows
    criteria: Rows | None
    adds_row: bool

    def is_valid(self) -> bool:
        rows = [self.destinations, *([self.criteria] if self.criteria else [])]
        answers = [self.form.is_valid(), *(each.is_valid() for each in rows)]  # each, so that each says what is wrong
        return all(answers)

    def hush(self) -> None:
        hush(self.form)
        self.destinations.hush()
        if self.criteria:
            self.criteria.hush()

    @property
    def total(self) -> int:
        """The weights as they stand in the form, as far as they are numbers."""
        typed = [form["weight"].value() for form in self.criteria.forms] if self.criteria else []
        return sum(int(weight) for weight in typed if str(weight or "").isdigit())


def _parts(request: Request, call: Any) -> Parts:
    data = request.POST if request.method == "POST" else None
    loose = None if call is None or access.may_edit_frame(request.actor, call) else actions.LOOSE
    stored = _stored(call) if call else {}
    form = CallForm(
        data,
        grants=membership.grant_agreements_for(request.actor),
        loose=loose,
        initial=stored | ({"revision": call.revision} if call else {}),
    )
    places = [{n: getattr(each, n) for n in DESTINATION} for each in call.destinations.all()] if call else [{}]
    criteria = None if loose is not None else Rows("criterion", CriterionForm, data, _criteria(call))
    adds_row = data is not None and bool(data.get("add") or data.get("drop"))
    return Parts(form, Rows("destination", DestinationForm, data, places), criteria, adds_row)


def _stored(call: Any) -> dict[str, Any]:
    return {name: getattr(call, name) for _code, _head, names in CallForm.SECTIONS for name in names}


def _criteria(call: Any) -> list[dict[str, Any]]:
    if call:
        return [{name: getattr(each, name) for name in CRITERION} for each in call.criteria.all()]
    return [
        {"code": each.code, "name_nl": nl, "name_en": en, "weight": each.weight}
        for each in rules.STANDARD_CRITERIA
        for nl, en in [words.CRITERIA[each.code]]
    ]


def _criteria_values(call: Any, rows: Rows) -> list[dict[str, Any]]:
    """With the code and the parts of each: a criterion keeps its own, a new one gets a free code."""
    known = {each.code: list(each.parts) for each in rules.STANDARD_CRITERIA}
    known |= {each.code: each.parts for each in call.criteria.all()} if call else {}
    taken = {row["code"] for row in rows.values}
    free = (code for code in (f"OWN_{number}" for number in range(1, 100)) if code not in taken | set(known))
    filled = [row | {"code": row["code"] or next(free)} for row in rows.values]
    return [row | {"parts": known.get(row["code"], [])} for row in filled]


@signed_in("coordinator")
@get_or_post
def create(request: Request) -> HttpResponse:
    parts = _parts(request, None)
    if parts.adds_row:
        parts.hush()
    elif request.method == "POST" and parts.is_valid() and parts.criteria:
        call = actions.create(
            values=parts.form.values,
            destinations=parts.destinations.values,
            criteria=_criteria_values(None, parts.criteria),
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, _("The draft is saved. Schools do not see it yet."))
        return redirect("readiness:own", call.key)
    context = {"parts": parts, "call": None, "title_shown": _("New call"), "steps": words.MAKING}
    return render(request, "calls/form.html", context)


@signed_in("coordinator")
@get_or_post
def edit(request: Request, key: str) -> HttpResponse:
    rows = access.calls_for(request.actor).select_related("grant_agreement", "copied_from")
    call = get_object_or_404(rows.prefetch_related("destinations", "criteria"), key=key)
    access.may_edit(request.actor, call).require()
    parts = _parts(request, call)
    context: dict[str, Any] = {
        "parts": parts,
        "call": call,
        "title_shown": title_of(call),
        "frozen": not parts.criteria,
        "steps": words.MAKING if call.state == DRAFT else None,
    }
    if parts.adds_row:
        parts.hush()
    elif request.method == "POST" and parts.is_valid():
        stored = _stored(call)
        try:
            actions.edit(
                call,
                values=parts.form.values,
                destinations=parts.destinations.values,
                criteria=_criteria_values(call, parts.criteria) if parts.criteria else None,
                revision=parts.form.revision_seen,
                by=request.actor,
                at=clock.now(),
            )
        except Refused as refusal:
            parts.form.add_error(None, because(refusal.verdict))
        except Stale:
            context |= _both(parts, stored, call)
        else:
            messages.success(request, _("The call is saved."))
            return redirect("calls:show", key)
    return render(request, "calls/form.html", context)


def _both(parts: Parts, stored: dict[str, Any], call: Any) -> dict[str, str]:
    """What was typed beside what was saved meanwhile, rows included; the form now goes over the saved one."""
    call.refresh_from_db()
    texts = both(parts.form, stored)
    for rows, saved in ((parts.destinations, call.destinations.all()), (parts.criteria, call.criteria.all())):
        if rows is None:
            continue
        mine = [_line(row) for row in rows.values]
        theirs = [_line({name: getattr(each, name) for name in rows.forms[0].fields if hasattr(each, name)})
                  for each in saved] if rows.forms else []  # fmt: skip
        if mine != theirs:
            texts = {"mine": "\n".join([texts["mine"], *mine]), "theirs": "\n".join([texts["theirs"], *theirs])}
    over(parts.form, call.revision)
    return texts


def _line(row: dict[str, Any]) -> str:
    return ", ".join(str(value) for name, value in row.items() if name not in {"id", "code", "parts", "revision"})


@signed_in("coordinator")
@get_or_post
def copy(request: Request) -> HttpResponse:
    calls = access.calls_for(request.actor).order_by("-stay_from")
    asked = calls.filter(key=request.GET.get("from", "")).first() or queries.latest_call()
    form = CopyForm(request.POST or None, calls=calls, initial={"earlier": asked})
    if request.method == "POST" and form.is_valid():
        earlier = form.values["earlier"]
        call = actions.copy(
            earlier,
            title_nl=form.values["title_nl"],
            title_en=form.values["title_en"],
            weeks=shift_in_weeks(earlier.stay_from, form.values["stay_from"]),
            by=request.actor,
            at=clock.now(),
        )
        messages.success(request, _("The draft is made. Look at what is listed before you publish it."))
        return redirect("calls:show", call.key)
    return render(request, "calls/copy.html", {"form": form, "any": asked is not None})


@signed_in("coordinator")
@require_POST
def delete(request: Request, key: str) -> HttpResponse:
    call = get_object_or_404(access.calls_for(request.actor), key=key)
    actions.delete(call, by=request.actor, at=clock.now())
    messages.success(request, _("The draft is thrown away."))
    return redirect("calls:index")
