"""The coordinator's lists of candidate files, and the division of the places."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request, back_from
from erasdu.ground.look.words import because, say
from erasdu.journey.admissions import access, actions, forms, queries
from erasdu.journey.admissions.states import HANDED_IN
from erasdu.journey.calls import access as calls
from erasdu.journey.calls import queries as call_queries
from erasdu.kernel.actor import COORDINATOR
from erasdu.kernel.verdict import Refused

ACTS = {"approve": actions.approve, "grant": actions.grant, "wait": actions.put_on_waiting_list}
AT_ONCE = 200
LEARNER = ("candidacy__learner__given_name", "candidacy__learner__family_name")


@require_safe
@signed_in(COORDINATOR)
def files(request: Request, call: str) -> HttpResponse:
    """The files of a call in their order of arrival."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    seats, schools = queries.seats(row), call_queries.enrolled_schools(row)
    listing = Listing(
        request,
        queries.handed_in(request.actor, row),
        filters=[
            Filter("state", _("State"), [(state, say("STATES", f"file.{state}")) for state in HANDED_IN]),
            Filter("school", _("School"), [(one.key, one.name) for one in schools], "school__key"),
        ],
        search=[*LEARNER, "school__name"],
        sorts={
            "order": (_("Number"), "order"),
            "learner": (_("Learner"), *LEARNER),
            "school": (_("School"), "school__name", "order"),
            "state": (_("State"), "state", "order"),
        },
    )
    if listing.export:
        headers = [_("Number"), _("Learner"), _("School"), _("Handed in"), _("State"), _("Answer by")]
        return listing.table(_("candidate files"), headers, _exported)
    numbers = _numbers(row)
    context = {
        "call": row,
        "listing": listing,
        "seats": seats,
        "numbers": numbers,
        "waiting": queries.waiting(row),
        "may_move_on": access.may_move_on(request.actor, free_in_call=seats.free),
        "rows": "admissions/files.html#rows",
    }
    return render(request, "admissions/files.html", context)


def _numbers(call: Any) -> list[tuple[str, str, int]]:
    """State, its word, and how many files are in it: the ones that ask for something, then the places."""
    by_school = queries.counts(call).values()
    shown = ("handed_in", "returned", "complete", "waiting", "granted", "accepted")
    return [
        (state, say("STATES", f"file.{state}"), sum(school.get(state, 0) for school in by_school)) for state in shown
    ]


def _exported(file: Any) -> list[object]:
    state = say("STATES", f"file.{file.state}")
    return [file.order, str(file.candidacy.learner), file.school.name, file.handed_in_at, state, file.answer_by]


@require_POST
@signed_in(COORDINATOR)
def several(request: Request, call: str) -> HttpResponse:
    """One act on the ticked files: each in its own transaction, with its own result."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    act = ACTS.get(request.POST.get("act", ""))
    ticked = request.POST.getlist("file")[:AT_ONCE]
    if request.POST.get("act") == "write" and ticked:
        return redirect(_message_to(queries.handed_in(request.actor, row).filter(key__in=ticked)))
    rows = list(queries.handed_in(request.actor, row).filter(key__in=ticked)) if act else []
    done = []
    for file in rows:
        try:
            ACTS[request.POST["act"]](file, by=request.actor, at=clock.now())
            done.append(str(file.candidacy.learner))
        except Refused as refusal:
            messages.warning(request, f"{file.candidacy.learner}: {because(refusal.verdict)}")
    if done:
        words = {
            "approve": _("Complete: %(names)s."),
            "grant": _("Place granted: %(names)s."),
            "wait": _("On the waiting list: %(names)s."),
        }
        messages.success(request, words[request.POST["act"]] % {"names": ", ".join(done)})
    elif not rows:
        messages.info(request, _("Tick the files first, then choose what to do with them."))
    address = reverse("admissions:files", args=[row.key])
    back = back_from(request)
    return redirect(back if back.partition("?")[0] == address else address)


def _message_to(files: Iterable[Any]) -> str:
    """The page to write to the learners of these files; it lies further along the road, so by its address."""
    return f"{reverse('outreach:message')}?{urlencode([('c', file.candidacy.key) for file in files])}"


@require_safe
@signed_in(COORDINATOR)
def expected(request: Request, call: str) -> HttpResponse:
    """Files that are not handed in yet: to look at in advance, or to accept late."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    at = clock.now()
    context = {"call": row, "standings": queries.expected(row, request.actor, at=at), "today": clock.today()}
    return render(request, "admissions/expected.html", context)


# -- the places ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(COORDINATOR)
def seats(request: Request, call: str) -> HttpResponse:
    """Divide the places over the schools, all in one form."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    lines = [(line, _seats_form(request, line)) for line in queries.division(row)]
    context: dict[str, object] = {}
    if request.method == "POST" and all(form.is_valid() for _line, form in lines):
        shares = [actions.Share(line.school, form.values["seats"], form.revision_seen) for line, form in lines]
        try:
            changed = actions.divide(row, shares, by=request.actor, at=clock.now())
        except Refused as refusal:
            _say_refusal(refusal, lines, context)
        except Stale:
            context |= _both(lines)
        else:
            words = ngettext("%d school has another number of places.", "%d schools have another number.", changed)
            messages.success(request, words % changed if changed else _("Nothing had changed."))
            return redirect("admissions:seats", row.key)
    of = queries.seats(row)
    wrong = bool(context) or any(form.errors for _line, form in lines)
    context |= {
        "call": row,
        "seats": of,
        "lines": lines,
        "given": sum(line.seats for line, _form in lines),
        "may_divide": access.may_divide(request.actor, row),
        "may_move_on": access.may_move_on(request.actor, free_in_call=of.free),
    }
    return render(request, "admissions/seats.html", context, status=422 if wrong else 200)


def _seats_form(request: Request, line: queries.SchoolSeats) -> forms.SeatsForm:
    initial = {"seats": line.seats, "revision": line.revision}
    return forms.SeatsForm(request.POST or None, initial=initial, prefix=line.school.key)


def _say_refusal(
    refusal: Refused, lines: list[tuple[queries.SchoolSeats, forms.SeatsForm]], context: dict[str, object]
) -> None:
    """At the school it is about, or above all of them."""
    short = set(dict(refusal.verdict.params).get("schools", "").split(","))
    for line, form in lines:
        if str(line.school.pk) in short:
            form.add_error("seats", because(refusal.verdict))
    context["refused"] = "" if refusal.verdict.code == "seats_in_use" else because(refusal.verdict)


def _both(lines: list[tuple[queries.SchoolSeats, forms.SeatsForm]]) -> dict[str, object]:
    """What this person typed beside what is saved now, and forms that know the newest."""
    differ = [(line, form) for line, form in lines if form.values["seats"] != line.seats]
    for line, form in lines:
        typed = {"seats": form.values["seats"], "revision": line.revision}
        form.data = {form.add_prefix(name): str(value) for name, value in typed.items()}
    return {
        "mine": "\n".join(f"{line.school.name}: {form.values['seats']}" for line, form in differ),
        "theirs": "\n".join(f"{line.school.name}: {line.seats}" for line, _form in differ),
    }


@require_POST
@signed_in(COORDINATOR)
def move_on(request: Request, call: str) -> HttpResponse:
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    count = actions.move_on(row, by=request.actor, at=clock.now())
    if count:
        words = ngettext("%d place granted from the waiting list.", "%d places granted from the waiting list.", count)
        messages.success(request, words % count)
    else:
        messages.info(request, _("Nobody on the waiting list can have one of the free places now."))
    return redirect("admissions:files", row.key)


@require_POST
@signed_in(COORDINATOR)
def call_up(request: Request, call: str, school: str) -> HttpResponse:
    """The next on the reserve list of a school, asked from wherever a free place is shown."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    where = next((each for each in call_queries.enrolled_schools(row) if each.key == school), None)
    if where is None:
        raise Http404
    actions.call_up(row, where, by=request.actor, at=clock.now())
    messages.success(request, _("The next on the reserve list of %(school)s was called up.") % {"school": where.name})
    return redirect(back_from(request) or reverse("admissions:files", args=[row.key]))
