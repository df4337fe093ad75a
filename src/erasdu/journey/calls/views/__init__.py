"""Pages that show calls: the list, one call, and how each school stands in it."""

from datetime import date, datetime
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from erasdu.ground.journal import clock
from erasdu.ground.look.doors import signed_in
from erasdu.ground.look.listing import Filter, Listing
from erasdu.ground.look.requests import Request
from erasdu.ground.organisations import queries as organisations
from erasdu.ground.organisations import words as organisation_words
from erasdu.journey.calls import access, queries, rules, words
from erasdu.journey.membership.words import STATES as MEMBERSHIP_STATES
from erasdu.kernel.periods import brussels_date

STAGES = ("enrolling", "preparing", "open", "closed")
BADGES = {"draft": "na", "enrolling": "met", "preparing": "waiting", "open": "met", "closed": "na", "archived": "na"}


@signed_in
@require_safe
def index(request: Request) -> HttpResponse:
    at = clock.now()
    stages = [*STAGES, "archived", *(["draft"] if request.actor.is_coordinator else [])]
    listing = Listing(
        request,
        queries.with_figures(access.calls_for(request.actor), request.actor),
        filters=[
            Filter(
                "stage",
                _("Stage"),
                [(stage, words.STATES[f"call.{stage}"]) for stage in stages],
                lambda rows, stage: queries.in_stage(rows, stage, brussels_date(at)),
            )
        ],
        search=["title_nl", "title_en"],
        sorts={
            "stay": (_("Stay"), "-stay_from"),
            "title": (_("Title"), "title_nl"),
            "files_deadline": (_("Candidate files until"), "files_deadline"),
        },
    )
    if listing.export:
        return listing.table(_("calls"), _headers(), lambda call: _cells(call, at))
    lines = [{"call": call, "title": title_of(call), **stage_words(call, at)} for call in listing.rows]
    context = {
        "listing": listing, "lines": lines, "today": brussels_date(at),
        "may_create": access.may_create(request.actor), "earlier": queries.latest_call(),
    }  # fmt: skip
    return render(request, "calls/index.html", context)


def _headers() -> list[str]:
    return [
        _("Title"), _("Stage"), _("Schools enrol until"), _("Candidate files open on"), _("Candidate files until"),
        _("First day of the stay window"), _("Last day of the stay window"), _("Schools enrolled"),
        _("Learners expected"), _("Places in all"),
    ]  # fmt: skip


def _cells(call: Any, at: datetime) -> list[object]:
    return [
        title_of(call), str(words.STATES[f"call.{queries.stage_of(call, at)}"]), call.enrolment_deadline,
        call.files_opening, call.files_deadline, call.stay_from, call.stay_until, call.enrolled,
        call.expected_learners, call.seats,
    ]  # fmt: skip


def title_of(call: Any) -> str:
    """The title in the reader's language."""
    title: str = call.title_en if get_language() == "en" else call.title_nl
    return title


def stage_words(call: Any, at: datetime) -> dict[str, Any]:
    """The stage, its word and its badge, and the next date that counts."""
    stage = queries.stage_of(call, at)
    word = words.STATES[f"call.{stage}"]
    return {"stage": stage, "stage_word": word, "badge": BADGES[stage], "next": _next(call, stage)}


def _next(call: Any, stage: str) -> tuple[Any, date] | None:
    which = {"enrolling": "enrolment_deadline", "preparing": "files_opening", "open": "files_deadline"}.get(stage)
    return (words.DEADLINES[which], getattr(call, which)) if which else None


@require_safe
def show(request: Request, key: str) -> HttpResponse:
    """For everybody once it is published; a draft is a preview for the coordinator."""
    at = clock.now()
    rows = access.calls_for(request.actor).select_related("grant_agreement", "copied_from")
    call = get_object_or_404(rows.prefetch_related("criteria", "destinations"), key=key)
    language = request.GET.get("text") if request.GET.get("text") in {"nl", "en"} else get_language() or "nl"
    context = {
        "call": call,
        "language": language,
        "title_shown": call.title_en if language == "en" else call.title_nl,
        "text": call.text_en if language == "en" else call.text_nl,
        "dates": [(words.DEADLINES[name], getattr(call, name)) for name in access.MOVABLE],
        "today": brussels_date(at),
        "sectors": organisation_words.sector_words(call.sectors),
        "criteria": [(c.name_en if language == "en" else c.name_nl, c.weight) for c in call.criteria.all()],
        "destinations": [(organisation_words.country_name(d.country), d) for d in call.destinations.all()],
        "changes": [(words.DEADLINES[each.which], each) for each in queries.deadline_changes(call)],
        **stage_words(call, at),
    }
    if request.actor.is_coordinator:
        context |= _for_coordinator(request, call, at)
    if request.actor.is_contact_point:
        context["mine"] = my_schools(request, call, at)
    return render(request, "calls/show.html", context)


def _for_coordinator(request: Request, call: Any, at: datetime) -> dict[str, Any]:
    draft = call.state == "draft"
    earlier = call.copied_from if draft else None
    to_check = rules.things_to_check(queries.dates_of(earlier), queries.dates_of(call)) if earlier else ()
    return {
        "steps": words.MAKING if draft else None,
        "lacking": [check for check in access.publish_checks(call) if not check] if draft else [],
        "to_check": [words.CHECKS[code] for code in to_check if code in words.CHECKS],
        "may_edit": access.may_edit(request.actor, call),
        "may_publish": access.may_publish(request.actor, call),
        "may_archive": access.may_archive(request.actor, call, at=at),
        "may_move": access.may_move_deadline(request.actor, call),
        "may_delete": access.may_delete(request.actor, call),
        "enrolled": queries.live_enrolments(call).count(),
        "expected": [
            (organisation_words.sector_words([code])[0], number) for code, number in queries.expected_by_sector(call)
        ],
    }


def my_schools(request: Request, call: Any, at: datetime) -> list[dict[str, Any]]:
    """Each school of the contact point: its enrolment, or whether it may enrol."""
    enrolments = queries.enrolments_in(call, request.actor)
    found = []
    for school in queries.my_schools(request.actor):
        enrolment = enrolments.get(school.pk)
        live = enrolment is not None and enrolment.withdrawn_at is None
        may = None if live else access.may_enrol(request.actor, call, school, at=at)
        found.append({"school": school, "enrolment": enrolment, "live": live, "may_enrol": may})
    return found


@signed_in("coordinator")
@require_safe
def schools(request: Request, key: str) -> HttpResponse:
    """Where each school stands: enrolled or not, with what it expects."""
    call = get_object_or_404(access.calls_for(request.actor), key=key)
    if call.state == "draft":
        raise Http404
    listing = Listing(
        request,
        queries.schools_of(call, brussels_date(clock.now())),
        filters=[
            Filter(
                "standing",
                _("Standing"),
                [("enrolled", _("enrolled")), ("waiting", _("member, not enrolled")), ("withdrawn", _("withdrawn")),
                 ("other", _("no active member"))],
                _standing,
            )
        ],
        search=["name", "town"],
        sorts={
            "name": (_("School"), "name"), "town": (_("Town"), "town", "name"),
            "learners": (_("Learners expected"), "-learners", "name"),
            "since": (_("Enrolled"), "enrolled_at"),
        },
    )  # fmt: skip
    if listing.export:
        headers = [_("School"), _("Town"), _("Membership"), _("Enrolled"), _("Withdrawn"), _("Learners expected"),
                   _("Learners apply until")]  # fmt: skip
        return listing.table(_("schools"), headers, _school_cells)
    people = organisations.contact_points([row.pk for row in listing.rows])
    lines = [{"school": row, "people": people.get(row.pk, [])} for row in listing.rows]
    context = {"call": call, "title_shown": title_of(call), "listing": listing, "lines": lines}
    return render(request, "calls/schools.html", context)


def _standing(rows: Any, value: str) -> Any:
    if value == "enrolled":
        return rows.filter(enrolment_key__isnull=False, withdrawn_at=None)
    if value == "withdrawn":
        return rows.filter(withdrawn_at__isnull=False)
    waiting = rows.filter(enrolment_key=None)
    return (
        waiting.filter(membership_state="active") if value == "waiting" else waiting.exclude(membership_state="active")
    )


def _school_cells(row: Any) -> list[object]:
    state = MEMBERSHIP_STATES[f"membership.{row.membership_state}"] if row.membership_state else ""
    return [row.name, row.town, str(state), row.enrolled_at, row.withdrawn_at, row.learners, row.own_deadline]
