"""A school's part in a call: enrolling, changing, withdrawing, and inviting its learners."""

from typing import Any

import segno
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.both import over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.requests import Request
from erasdu.ground.look.words import because
from erasdu.ground.organisations import access as organisations
from erasdu.ground.organisations import words as organisation_words
from erasdu.journey.calls import access, actions, queries
from erasdu.journey.calls.forms import EnrolForm, LearnerDeadlineForm
from erasdu.journey.calls.views import my_schools, stage_words, title_of
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
takes_part = signed_in("coordinator", "contact_point")


@takes_part
@get_or_post
def enrol(request: Request, key: str) -> HttpResponse:
    """All schools that one acts for, on one page; the coordinator enrols the one that `school` names."""
    at = clock.now()
    call = get_object_or_404(access.calls_for(request.actor).select_related("grant_agreement"), key=key)
    lines = my_schools(request, call, at) if request.actor.is_contact_point else _asked(request, call, at)
    if not lines:
        raise Http404
    several = len(lines) > 1
    for line in lines:
        if line["may_enrol"]:
            school = line["school"]
            given = request.POST if request.method == "POST" else None
            line["form"] = EnrolForm(given, prefix=school.key, sectors=call.sectors, own=school.sectors, choose=several)
    if request.method == "POST" and (done := _enrol_taken(request, call, lines)):
        said = ngettext("%(number)d school is enrolled.", "%(number)d schools are enrolled.", len(done))
        messages.success(request, said % {"number": len(done)})
        if not any(line.get("form") and line["form"].errors for line in lines):
            return redirect("calls:enrolment", done[0].key) if len(done) == 1 else redirect("calls:show", key)
        lines = [line for line in lines if line.get("form") and line["form"].errors]
    context = {
        "call": call, "title_shown": title_of(call), "lines": lines, "several": several,
        "can": any(line.get("form") for line in lines), **stage_words(call, at), "today": brussels_date(at),
    }  # fmt: skip
    return render(request, "calls/enrol.html", context)


def _asked(request: Request, call: Any, at: Any) -> list[dict[str, Any]]:
    school = get_object_or_404(organisations.organisations_for(request.actor), key=request.GET.get("school", ""))
    return [{"school": school, "live": False, "may_enrol": access.may_enrol(request.actor, call, school, at=at)}]


def _enrol_taken(request: Request, call: Any, lines: list[dict[str, Any]]) -> list[Any]:
    """Enrols each school that was ticked and filled in well; what is wrong with the others stands in their forms."""
    taken = [line for line in lines if line.get("form") and line["form"].taken]
    for line in lines:
        if line.get("form") and line not in taken:
            line["form"].is_bound = False
    if not taken:
        messages.error(request, _("Tick at least one school that can enrol."))
    done = []
    for line in taken:
        if line["form"].is_valid() and (made := _enrol_one(request, call, line)):
            done.append(made)
    return done


def _enrol_one(request: Request, call: Any, line: dict[str, Any]) -> Any:
    form = line["form"]
    values = {"learner_deadline": form.values["learner_deadline"], "remark": form.values["remark"]}
    try:
        return actions.enrol(call, line["school"], expected=form.expected, **values, by=request.actor, at=clock.now())
    except Refused as refusal:
        field = "learner_deadline" if refusal.verdict.code.startswith("learner_deadline") else None
        form.add_error(field, because(refusal.verdict))
        return None


def _mine(request: Request, key: str) -> Any:
    rows = access.enrolments_for(request.actor).select_related("call__grant_agreement", "school", "contact")
    return get_object_or_404(rows, key=key)


@takes_part
@require_safe
def show(request: Request, key: str) -> HttpResponse:
    at, enrolment = clock.now(), _mine(request, key)
    expected = queries.expected_of(enrolment)
    context = {
        "enrolment": enrolment,
        "call": enrolment.call,
        "title_shown": title_of(enrolment.call),
        "expected": [(organisation_words.sector_words([code])[0], number) for code, number in expected.items()],
        "learners": sum(expected.values()),
        "join_address": queries.join_address(enrolment),
        "code": queries.shown_code(enrolment),
        "qr": _qr(enrolment),
        "deadline_form": LearnerDeadlineForm(initial={"day": enrolment.learner_deadline}),
        "may_change": access.may_change_enrolment(request.actor, enrolment, at=at),
        "may_withdraw": access.may_withdraw_enrolment(request.actor, enrolment, at=at),
        "may_set_deadline": access.may_set_learner_deadline(request.actor, enrolment, at=at),
        "may_renew": access.may_renew_code(request.actor, enrolment, at=at),
        "today": brussels_date(at),
        **stage_words(enrolment.call, at),
    }
    return render(request, "calls/enrolment.html", context)


def _qr(enrolment: Any) -> str:
    """The address as a QR code, as an image that stands in the page itself."""
    code = segno.make(queries.join_address(enrolment), error="m", micro=False)
    drawn: str = code.svg_data_uri(border=2, scale=8, dark="#000", light="#fff")
    return drawn


@takes_part
@get_or_post
def change(request: Request, key: str) -> HttpResponse:
    enrolment = _mine(request, key)
    access.may_change_enrolment(request.actor, enrolment, at=clock.now()).require()
    expected = queries.expected_of(enrolment)
    stored: dict[str, Any] = {f"sector_{code}": number for code, number in expected.items()}
    stored |= {"remark": enrolment.remark, "learner_deadline": enrolment.learner_deadline}
    sectors = list(dict.fromkeys([*enrolment.call.sectors, *expected]))
    given = request.POST if request.method == "POST" else None
    own = [*enrolment.school.sectors, *expected]
    form = EnrolForm(given, sectors=sectors, own=own, initial=stored | {"revision": enrolment.revision})
    del form.fields["learner_deadline"]
    context: dict[str, Any] = {"form": form, "enrolment": enrolment, "title_shown": title_of(enrolment.call)}
    if request.method == "POST" and form.is_valid():
        values = {"expected": form.expected, "remark": form.values["remark"], "revision": form.revision_seen}
        try:
            actions.change_enrolment(enrolment, **values, by=request.actor, at=clock.now())
        except Refused as refusal:
            form.add_error(None, because(refusal.verdict))
        except Stale:
            context |= _both(form, expected, enrolment)
        else:
            messages.success(request, _("The enrolment is changed."))
            return redirect("calls:enrolment", key)
    return render(request, "calls/change.html", context)


def _both(form: EnrolForm, expected: dict[str, int], enrolment: Any) -> dict[str, str]:
    """The texts of both; the form now goes over what is saved."""
    over(form, enrolment.revision)
    return {"mine": _told(form.expected, form.values["remark"]), "theirs": _told(expected, enrolment.remark)}


def _told(expected: dict[str, int], remark: str) -> str:
    lines = [f"{organisation_words.sector_words([code])[0]}: {number}" for code, number in sorted(expected.items())]
    return "\n".join([*lines, remark])


@takes_part
@require_POST
def learner_deadline(request: Request, key: str) -> HttpResponse:
    enrolment = _mine(request, key)
    form = LearnerDeadlineForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for error in form.errors["day"]))
        return redirect("calls:enrolment", key)
    try:
        actions.set_learner_deadline(enrolment, day=form.values["day"], by=request.actor, at=clock.now())
    except Refused as refusal:
        messages.error(request, because(refusal.verdict))
    else:
        messages.success(request, _("Your date for learners is saved."))
    return redirect("calls:enrolment", key)


@takes_part
@get_or_post
def withdraw(request: Request, key: str) -> HttpResponse:
    enrolment = _mine(request, key)
    if request.method == "POST":
        actions.withdraw_enrolment(enrolment, by=request.actor, at=clock.now())
        messages.success(request, _("The enrolment is withdrawn. You can enrol again until the deadline."))
        return redirect("calls:show", enrolment.call.key)
    may = access.may_withdraw_enrolment(request.actor, enrolment, at=clock.now())
    context = {"enrolment": enrolment, "title_shown": title_of(enrolment.call), "may_withdraw": may}
    return render(request, "calls/withdraw.html", context)


@takes_part
@require_POST
def renew_code(request: Request, key: str) -> HttpResponse:
    enrolment = _mine(request, key)
    actions.renew_code(enrolment, by=request.actor, at=clock.now())
    messages.success(request, _("There is a new code. Posters and links with the old one no longer work."))
    return redirect("calls:enrolment", key)


@takes_part
@require_safe
def poster(request: Request, key: str) -> HttpResponse:
    """One sheet of A4 for the wall, printed from the browser."""
    enrolment = _mine(request, key)
    if enrolment.withdrawn_at is not None or enrolment.call.state != "published":
        raise Http404
    places = sorted({d.place for d in enrolment.call.destinations.all() if d.places})
    context = {
        "enrolment": enrolment, "call": enrolment.call, "title_shown": title_of(enrolment.call), "places": places,
        "join_address": queries.join_address(enrolment).partition("://")[2],
        "code": queries.shown_code(enrolment), "qr": _qr(enrolment),
        "until": enrolment.learner_deadline or enrolment.call.files_deadline,
    }  # fmt: skip
    return render(request, "calls/poster.html", context)
