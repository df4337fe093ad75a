"""The list of nominated learners, and one of them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from erasdu.ground.journal import clock
from erasdu.ground.journal.queries import timeline
from erasdu.ground.look.both import both, over
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request, back_from
from erasdu.ground.look.words import because, say
from erasdu.ground.organisations.words import country_name
from erasdu.journey.calls import access as calls
from erasdu.journey.candidacies.words import SECTORS
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.nominations import access, actions, queries, words
from erasdu.journey.nominations.forms import NomineeForm, WithdrawForm
from erasdu.journey.nominations.states import NOMINATION
from erasdu.journey.sharing import queries as sharing
from erasdu.kernel.actor import COORDINATOR, PARTNER
from erasdu.kernel.verdict import Refused

STAFF = (COORDINATOR, PARTNER)
PERSON = ("mobility__person__given_name", "mobility__person__family_name")
TIMELINE = 40
AT_ONCE = 200


def title_of(call: Any) -> str:
    return str(call.title_en if get_language() == "en" else call.title_nl)


def occupation_name(code: str) -> str:
    """In the reader's language; a code that is no longer used stays as it is."""
    known = OCCUPATIONS.get(code)
    if known is None:
        return code
    return known.en if get_language() == "en" else known.nl


@require_safe
@signed_in(*STAFF)
def index(request: Request, call: str) -> HttpResponse:
    """Who is nominated in a call: the coordinator sees all, a partner its own."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    partners = list(access.partners_for(request.actor).order_by("name", "pk"))
    at = clock.now()
    listing = Listing(
        request,
        queries.of_call(request.actor, row),
        filters=[
            Filter("state", _("State"), [(one, say("STATES", f"nomination.{one}")) for one in STATES]),
            Filter("partner", _("Partner"), _choices(partners), "partner__key"),
            Filter("sector", _("Sector"), _sectors(row), "mobility__profile__sector"),
        ],
        search=[*PERSON, "partner__name"],
        sorts={
            "person": (_("Learner"), *PERSON),
            "partner": (_("Partner"), "partner__name", *PERSON),
            "state": (_("State"), "state", *PERSON),
        },
    )
    if listing.export:
        return listing.table(_("nominated learners"), _headers(), _exported)
    lines = [_line(each) for each in queries.shown(listing.rows)]
    context = {
        "call": row,
        "call_title": title_of(row),
        "listing": listing,
        "lines": lines,
        "nominate": [(one, access.may_nominate(request.actor, row, one, at=at)) for one in partners],
        "rows": "nominations/index.html#rows",
    }
    return render(request, "nominations/index.html", context)


def _line(shown: queries.Shown) -> dict[str, object]:
    lacking = [words.LACKING[code] for code in shown.lacking]
    return {"shown": shown, "occupation": occupation_name(shown.occupation), "lacking": lacking}


STATES = [state for state in ("nominated", "accepted", "withdrawn") if state in NOMINATION.states]


def _choices(partners: list[Any]) -> list[tuple[str, str]]:
    return [(one.key, one.name) for one in partners] if len(partners) > 1 else []


def _sectors(call: Any) -> list[tuple[str, Any]]:
    return [(code, SECTORS.get(code, code)) for code in call.sectors]


def _headers() -> list[str]:
    return [
        _("First name"), _("Family name"), _("Partner"), _("Age"), _("Occupation"), _("First day wished"),
        _("Last day wished"), _("Receiving school"), _("State"), _("Lacking"),
    ]  # fmt: skip


def _exported(row: Any) -> list[object]:
    [line] = queries.shown([row])
    mobility = row.mobility
    return [
        mobility.person.given_name, mobility.person.family_name, row.partner.name, line.age,
        occupation_name(line.occupation), row.wished_from, row.wished_until,
        mobility.receiving.name if mobility.receiving else "", say("STATES", f"nomination.{row.state}"),
        ", ".join(str(words.LACKING[code]) for code in line.lacking),
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def nominate(request: Request, call: str, partner: str) -> HttpResponse:
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    of = get_object_or_404(access.partners_for(request.actor), key=partner)
    at = clock.now()
    access.may_nominate(request.actor, row, of, at=at).require()
    form = NomineeForm(row, request.POST or None, initial={"nationality": of.country})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.nominate(row, of, form.values, by=request.actor, at=at)
        except Refused as refused:
            form.add_error(None, because(refused.verdict))
        else:
            messages.success(request, _("%(name)s is nominated.") % {"name": made.mobility.person})
            return redirect("nominations:show", made.key)
    context = {"call": row, "call_title": title_of(row), "partner": of, "form": form, "nomination": None}
    return render(request, "nominations/form.html", context)


def _one(request: Request, key: str) -> Any:
    return get_object_or_404(access.nominations_for(request.actor), key=key)


@require_safe
@signed_in(*STAFF)
def show(request: Request, key: str) -> HttpResponse:
    row = _one(request, key)
    details = queries.details(row)
    context = {
        "nomination": row,
        "call_title": title_of(row.call),
        "details": details,
        "lacking": [words.LACKING[code] for code in details.lacking],
        "occupation": occupation_name(details.occupation),
        "nationality": country_name(row.mobility.traveller.nationality),
        "guardians": row.guardians.select_related("person"),
        "profile": sharing.lines(sharing.snapshot_of(row.mobility)) if row.mobility.profile.saved_at else [],
        "own_words": queries.own_words(row.mobility.profile) if request.actor.is_coordinator else [],
        "papers": queries.papers_of(row),
        "form_state": queries.form_state(row.mobility.profile),
        "may_send_form": access.may_send_form(request.actor, row),
        "may_correct": access.may_correct(request.actor, row, at=clock.now()),
        "may_accept": access.may_accept(request.actor, row),
        "may_withdraw": access.may_withdraw(request.actor, row),
        "withdraw_form": WithdrawForm(),
        "events": timeline(row)[:TIMELINE],
    }
    return render(request, "nominations/show.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in(*STAFF)
def correct(request: Request, key: str) -> HttpResponse:
    row, at = _one(request, key), clock.now()
    access.may_correct(request.actor, row, at=at).require()
    stored = queries.values_of(row)
    form = NomineeForm(row.call, request.POST or None, initial=stored | {"revision": row.revision})
    context: dict[str, object] = {"call": row.call, "partner": row.partner, "form": form, "nomination": row}
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(row, form.values, revision=form.revision_seen, by=request.actor, at=at)
        except Refused as refused:
            form.add_error(None, because(refused.verdict))
        except Stale:
            row.refresh_from_db()
            context |= both(form, queries.values_of(_one(request, key)))
            over(form, row.revision)
        else:
            messages.success(request, _("The details are saved."))
            return redirect("nominations:show", key)
    return render(request, "nominations/form.html", context | {"call_title": title_of(row.call)})


@require_POST
@signed_in(COORDINATOR)
def accept(request: Request, key: str) -> HttpResponse:
    row = _one(request, key)
    actions.accept(row, by=request.actor, at=clock.now())
    messages.success(request, _("%(name)s is accepted.") % {"name": row.mobility.person})
    _tell_lacking(request, [row])
    return redirect("nominations:show", key)


@require_POST
@signed_in(COORDINATOR)
def accept_several(request: Request, call: str) -> HttpResponse:
    """Those ticked, each in its own transaction with its own result."""
    row = get_object_or_404(calls.calls_for(request.actor), key=call)
    ticked = request.POST.getlist("nomination")[:AT_ONCE]
    done, before = [], 0
    for nomination in access.nominations_for(request.actor).filter(call=row, key__in=ticked):
        if nomination.state != "nominated":
            before += 1
            continue
        try:
            actions.accept(nomination, by=request.actor, at=clock.now())
            done.append(nomination)
        except Refused as refused:
            messages.warning(request, f"{nomination.mobility.person}: {because(refused.verdict)}")
    if before and not done:
        messages.info(request, _("Those ticked were accepted or withdrawn already."))
    if done:
        names = ", ".join(str(nomination.mobility.person) for nomination in done)
        messages.success(request, _("Accepted: %(names)s.") % {"names": names})
        _tell_lacking(request, done)
    elif not ticked:
        messages.info(request, _("Tick the learners first."))
    return redirect(_list_as_it_was(request, row.key))


def _tell_lacking(request: Request, accepted: list[Any]) -> None:
    """What the partner still has to say of those accepted just now."""
    lacking: dict[str, list[str]] = {}  # of whom the same lacks
    for row in accepted:
        if codes := queries.details(row).lacking:
            what = ", ".join(str(words.LACKING[code]) for code in codes)
            lacking.setdefault(what, []).append(str(row.mobility.person))
    if lacking:
        told = "; ".join(
            _("%(name)s (%(what)s)") % {"name": ", ".join(whom), "what": what} for what, whom in lacking.items()
        )
        said = _("The partner still has to fill in: %(learners)s. Their start page says so.")
        messages.warning(request, said % {"learners": told})


def _list_as_it_was(request: Request, call: str) -> str:
    """The list with the filter and the page on which the button stood."""
    here, came = reverse("nominations:index", args=[call]), back_from(request)
    return came if came.partition("?")[0] == here else here


@require_POST
@signed_in(*STAFF)
def withdraw(request: Request, key: str) -> HttpResponse:
    row, form = _one(request, key), WithdrawForm(request.POST)
    access.may_withdraw(request.actor, row).require()
    if not form.is_valid():
        messages.warning(request, _("Say why the nomination is withdrawn."))
        return redirect("nominations:show", key)
    actions.withdraw(row, reason=form.values["reason"], by=request.actor, at=clock.now())
    messages.success(request, _("The nomination of %(name)s is withdrawn.") % {"name": row.mobility.person})
    return redirect("nominations:show", key)
