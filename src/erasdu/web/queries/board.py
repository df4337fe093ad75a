"""The board of a call: the funnel, every school, and what does not move. Constant in queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q, QuerySet

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import contact_points
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions import queries as admissions
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls import queries as calls
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.candidacies import queries as candidacy_queries
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.selection.models import Input, Selection
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.office.outreach import queries as outreach
from erasdu.web import rules
from erasdu.web.queries import standing


@dataclass(frozen=True, slots=True)
class Deadline:
    """`days`: left until it, negative when it has passed."""

    code: str
    on: date
    days: int


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One enrolled school; `stages`: stage → number; `seats` it has, `taken` of them."""

    school: Organisation
    enrolment: Enrolment
    expected: int
    boxes: dict[str, int]
    stages: dict[str, int]
    selection: str
    selection_key: str
    seats: int
    taken: int
    stuck: list[rules.Stuck]
    contacts: list[Person]


@dataclass(frozen=True, slots=True)
class Board:
    call: Call
    stage: str
    funnel: dict[str, int]
    stages: dict[str, int]
    expected: int
    seats: admissions.Seats
    deadlines: list[Deadline]
    schools: list[SchoolRow]
    stuck: list[rules.Stuck]


def running(actor: Actor, on: date) -> list[Call]:
    """Published calls whose stays are not over: first those whose files are still due, the soonest on top."""
    if not actor.is_coordinator:
        return []
    found = Call.objects.filter(state=Call.State.PUBLISHED, stay_until__gte=on).order_by("files_deadline", "pk")
    return sorted(found, key=lambda call: call.files_deadline < on)


def finished(actor: Actor, on: date) -> QuerySet[Call]:
    """Published calls whose stays are over, the latest on top."""
    rows = Call.objects.filter(state=Call.State.PUBLISHED, stay_until__lt=on).order_by("-stay_until", "-pk")
    return rows if actor.is_coordinator else rows.none()


def deadlines(call: Call, at: datetime) -> list[Deadline]:
    """What still comes and what has passed, in order of the calendar."""
    files = [("files_opening", call.files_opening), ("files_deadline", call.files_deadline)]
    days = [
        ("enrolment_deadline", call.enrolment_deadline),
        *(files if call.outgoing else [("nominations_deadline", call.files_deadline)]),
        ("stay_from", call.stay_from),
    ]
    today = brussels_date(at)
    return [Deadline(code, on, (on - today).days) for code, on in sorted(days, key=lambda pair: pair[1])]


def board(call: Call, actor: Actor, at: datetime) -> Board:
    """Everything on the board; the actor is who coordinates."""
    on = brussels_date(at)
    enrolments = list(calls.with_expected(calls.live_enrolments(call)).order_by("school__name", "pk"))
    stages = standing.histogram(Candidacy.objects.filter(call=call), "enrolment")
    seats = admissions.seats(call)
    rows = _rows(call, enrolments, stages, seats, at)
    total: dict[str, int] = {}
    for counted in stages.values():
        for stage, number in counted.items():
            total[stage] = total.get(stage, 0) + number
    whole = [*_on_hold(call, actor, at), *_of_files(call, on), *_of_letters(call), *_of_notes(call, actor, on)]
    return Board(
        call,
        calls.stage_of(call, at),
        standing.boxes(total),
        total,
        sum(row.expected for row in rows),
        seats,
        deadlines(call, at),
        rows,
        rules.in_order([*whole, *(item for row in rows for item in row.stuck)]),
    )


def _rows(
    call: Call,
    enrolments: list[Enrolment],
    stages: dict[int, dict[str, int]],
    seats: admissions.Seats,
    at: datetime,
) -> list[SchoolRow]:
    selections = {
        row.enrolment_id: row
        for row in Selection.objects.filter(enrolment__call=call).annotate(decided_at=Min("decisions__at"))
    }
    late = _late_input(call, at)
    contacts = contact_points(row.school_id for row in enrolments)
    found = []
    for row in enrolments:
        counted = stages.get(row.pk, {})
        school = _school(row, counted, selections.get(row.pk), late.get(row.pk, (0, None)))
        chosen = selections.get(row.pk)
        found.append(
            SchoolRow(
                row.school,
                row,
                school.expected,
                dict(school.reached),
                counted,
                school.selection,
                chosen.key if chosen else "",
                seats.of(row.school_id),
                seats.taken.get(row.school_id, 0),
                rules.stuck_at(school, brussels_date(at), call.files_deadline),
                contacts.get(row.school_id, []),
            )
        )
    return found


def _school(
    row: Enrolment, counted: dict[str, int], chosen: Selection | None, late: tuple[int, datetime | None]
) -> rules.School:
    decided = chosen.decided_at if chosen else None  # type: ignore[attr-defined]
    return rules.School(
        id=row.school_id,
        enrolled_on=brussels_date(row.at),
        expected=row.learners,  # type: ignore[attr-defined]
        reached=standing.boxes(counted),
        unconfirmed=counted.get("unconfirmed", 0),
        selection=chosen.state if chosen else "",
        decided_on=brussels_date(decided) if decided else None,
        told_on=chosen.told_on if chosen else None,
        preparing=counted.get("selected", 0),
        input_late=late[0],
        input_since=brussels_date(late[1]) if late[1] else None,
    )


def _late_input(call: Call, at: datetime) -> dict[int, tuple[int, datetime | None]]:
    """Enrolment → how many persons were asked for input too long ago, and since when."""
    asked = Input.objects.filter(
        candidacy__call=call,
        candidacy__state__in=LIVE,
        given_at=None,
        withdrawn_at=None,
        asked_at__lt=at - timedelta(days=rules.INPUT_DAYS),
    )
    counted = (
        asked.order_by().values("candidacy__enrolment").annotate(n=Count("role", distinct=True), since=Min("asked_at"))
    )
    return {pk: (n, since) for pk, n, since in counted.values_list("candidacy__enrolment", "n", "since")}


def _of_files(call: Call, on: date) -> list[rules.Stuck]:
    """Files that wait for the coordinator, places without an answer, returned files. One query."""
    files = CandidateFile.objects.filter(call=call, state__in=("handed_in", "granted", "returned"))
    counted = (
        files.exclude(candidacy__state__in=("withdrawn", "refused"))
        .order_by()
        .values("state", "school")
        .annotate(
            n=Count("pk"),
            passed=Count("pk", filter=Q(answer_by__lt=on) | Q(grace_until__lt=on)),
            answer=Min("answer_by"),
            grace=Min("grace_until"),
            since=Min("handed_in_at"),
        )
    )
    found: list[rules.Stuck] = []
    for row in counted:
        if row["state"] == "handed_in":
            found.append(rules.Stuck("file_to_check", row["n"], row["school"], since=brussels_date(row["since"])))
        else:
            found += _waiting(row, on)
    return found


def _waiting(row: Mapping[str, Any], on: date) -> list[rules.Stuck]:
    granted = row["state"] == "granted"
    by, number, passed = row["answer" if granted else "grace"], int(str(row["n"])), int(str(row["passed"]))
    if not isinstance(by, date):
        return []
    school = int(str(row["school"]))
    over, soon = ("answer_overdue", "answer_near") if granted else ("grace_over", "grace_running")
    found = [rules.Stuck(over, passed, school, by=by)] if passed else []
    near = not granted or (by - on).days <= rules.NEAR_DAYS
    return [*found, *([rules.Stuck(soon, number - passed, school, by=by)] if number > passed and near else [])]


def written_about(call: Call, letters: QuerySet[Letter]) -> QuerySet[Letter]:
    """Those of the letters that go to learners, guardians or contact points of the call."""
    candidacies = Candidacy.objects.filter(call=call, state__in=LIVE)
    guardians = Guardian.objects.filter(candidacy__in=candidacies).values("person")
    schools = Enrolment.objects.filter(call=call, withdrawn_at=None).values("school")
    acting = Person.objects.filter(roles__organisation__in=schools, roles__kind="contact_point", roles__until=None)
    whose = Q(person__in=candidacies.values("learner")) | Q(person__in=guardians) | Q(person__in=acting.values("pk"))
    return letters.filter(whose)


def stuck_letters() -> QuerySet[Letter]:
    """What came back or failed, to anybody."""
    return Letter.objects.filter(state__in=[Letter.State.BOUNCED, Letter.State.FAILED])


def _of_letters(call: Call) -> list[rules.Stuck]:
    number = written_about(call, stuck_letters()).count()
    return [rules.Stuck("letter_bounced", number)] if number else []


def _on_hold(call: Call, actor: Actor, at: datetime) -> list[rules.Stuck]:
    rows = candidacies.candidacies_for(actor).filter(call=call)
    return [
        rules.Stuck("departure_on_hold", 1, row.school_id, key=row.key, name=str(row.learner))
        for row in candidacy_queries.held_up(rows, at)
    ]


def _of_notes(call: Call, actor: Actor, on: date) -> list[rules.Stuck]:
    due = outreach.follow_ups_due(actor, on).filter(candidacy__call=call)
    return [
        rules.Stuck(
            "follow_up", 1, note.candidacy.school_id, by=note.follow_up_on, key=note.candidacy.key,
            name=str(note.candidacy.learner),
        )
        for note in due
    ]  # fmt: skip
