"""The home page of who coordinates: what waits, and how far each call is. Constant in queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse

from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls import queries as call_queries
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.matching.models import Match
from erasdu.journey.membership.models import Membership
from erasdu.journey.membership.states import INTEREST
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.nominations.states import LIVE, NOMINATED
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.web import rules
from erasdu.web.queries import board as boards
from erasdu.web.queries import standing, todos
from erasdu.web.queries.board import Deadline

NEVER_APPLIED = ("unconfirmed", "draft", "refused")
ARRIVED = ("nominated", "taken", "divided", "placed")
FINISHED = 6  # calls that are over, the newest; the others stand in the list of calls


@dataclass(frozen=True, slots=True)
class Card:
    """One running call on the coordinator's home page. `arrivals`: how far foreign learners are (`words.ARRIVALS`)."""

    call: Call
    stage: str
    funnel: dict[str, int]
    arrivals: dict[str, int]
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class Past:
    """A call whose stays are over: how many learners got a place, of how many who applied, from how many schools."""

    call: Call
    went: int
    applied: int
    schools: int


def cards(actor: Actor, at: datetime) -> list[Card]:
    """Every published call, with its funnel and its next deadline. Three queries."""
    calls_now = boards.running(actor, brussels_date(at))
    stages = standing.histogram(Candidacy.objects.filter(call__in=calls_now), "call")
    come = _arrivals(calls_now)
    return [
        Card(
            call,
            call_queries.stage_of(call, at),
            standing.boxes(stages.get(call.pk, {})),
            come.get(call.pk, {}),
            _next(call, at),
        )
        for call in calls_now
    ]


def _arrivals(calls_now: list[Call]) -> dict[int, dict[str, int]]:
    """Foreign learners by call: each number counts those who came at least so far."""
    confirmed = Match.objects.filter(mobility=OuterRef("mobility"), state="confirmed", ended_at=None)
    live = Nomination.objects.filter(call__in=calls_now, state__in=LIVE).annotate(settled=Exists(confirmed))
    rows = live.order_by().values("call").annotate(
        nominated=Count("pk"),
        taken=Count("pk", filter=~Q(state=NOMINATED)),
        divided=Count("pk", filter=~Q(mobility__receiving=None)),
        placed=Count("pk", filter=Q(settled=True)),
    )  # fmt: skip
    return {call: dict(zip(ARRIVED, numbers, strict=True)) for call, *numbers in rows.values_list("call", *ARRIVED)}


def finished(actor: Actor, on: date) -> list[Past]:
    """The last calls whose stays are over. Three queries."""
    over = boards.finished(actor, on)[:FINISHED]
    stages = standing.histogram(Candidacy.objects.filter(call__in=over), "call")
    enrolled = Enrolment.objects.filter(call__in=over, withdrawn_at=None).order_by().values_list("call")
    schools = dict(enrolled.annotate(n=Count("pk")))
    return [_past(call, stages.get(call.pk, {}), schools.get(call.pk, 0)) for call in over]


def _past(call: Call, stages: dict[str, int], schools: int) -> Past:
    applied = sum(number for stage, number in stages.items() if stage not in NEVER_APPLIED)
    return Past(call, stages.get("accepted", 0), applied, schools)


def _next(call: Call, at: datetime) -> Deadline | None:
    return next((each for each in boards.deadlines(call, at) if each.days >= 0), None)


SILENT = timedelta(days=7)  # so long a school looks at what was said to be done, before the coordinator does


def coordinator(actor: Actor, at: datetime, title: str) -> list[rules.Todo]:
    """What waits for the coordinator over all calls; `title`: column of a call's title in the reader's language."""
    on = brussels_date(at)
    waiting = [*_files_to_check(title), *_lapsing(on, title), *_drafts(title), *_nominees(title)]
    waiting += todos.of_calls(boards.running(actor, on), on, title)
    waiting += [*todos.follow_ups(actor, on), *todos.scans(actor), *todos.texts(), *todos.lost_papers()]
    waiting += [*todos.next_for_free_places(on, at), *todos.said(actor, before=at - SILENT)]
    if stuck := boards.stuck_letters().count():
        waiting.append(rules.Todo("letters_stuck", "", f"{reverse('mail')}?group=stuck", stuck))
    waiting += todos.signatures(actor, at)
    if interested := Membership.objects.filter(state=INTEREST, organisation__closed_at=None).count():
        waiting.append(rules.Todo("activate_member", "", reverse("membership:index"), interested))
    return rules.sorted_by_harm(waiting, on)


def _files_to_check(title: str) -> list[rules.Todo]:
    rows = CandidateFile.objects.filter(state="handed_in", call__state=Call.State.PUBLISHED).order_by()
    counted = (
        rows.exclude(candidacy__state="withdrawn").values_list("call__key", f"call__{title}").annotate(n=Count("pk"))
    )
    address = "{}?state=handed_in"
    return [
        rules.Todo("check_files", name, address.format(reverse("admissions:files", args=[key])), n)
        for key, name, n in counted
    ]


def _lapsing(on: date, title: str) -> list[rules.Todo]:
    rows = CandidateFile.objects.filter(state="granted", answer_by__lt=on).order_by()
    counted = rows.values_list("call__key", f"call__{title}").annotate(n=Count("pk"))
    return [
        rules.Todo("move_on", name, f"{reverse('candidates', args=[key])}?stage=granted", n, urgent=True)
        for key, name, n in counted
    ]


def _nominees(title: str) -> list[rules.Todo]:
    """Foreign learners who wait for a yes."""
    rows = Nomination.objects.filter(state=NOMINATED, call__state=Call.State.PUBLISHED).order_by()
    counted = rows.values_list("call__key", f"call__{title}").annotate(n=Count("pk"))
    return [
        rules.Todo("accept_nominees", name, f"{reverse('nominations:index', args=[key])}?state={NOMINATED}", n)
        for key, name, n in counted
    ]


def _drafts(title: str) -> list[rules.Todo]:
    rows = Call.objects.filter(state=Call.State.DRAFT).order_by("enrolment_deadline", "pk")
    return [
        rules.Todo("publish_call", name, reverse("calls:show", args=[key]), by=by)
        for key, name, by in rows.values_list("key", title, "enrolment_deadline")[: todos.MOST]
    ]
