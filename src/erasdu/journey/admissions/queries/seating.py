"""The seats of a call: who has how many, who waits for one, who comes next."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from django.db.models import Count, Max, Q, QuerySet

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.admissions import rules
from erasdu.journey.admissions.access import ADMISSIBLE
from erasdu.journey.admissions.models import Allotment, CandidateFile
from erasdu.journey.admissions.states import ANSWERABLE, HANDED_IN, OPEN, SEATED, TO_CHECK
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.calls.rules import is_late
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.selection import queries as selection
from erasdu.kernel.verdict import YES, Verdict, all_of, no


@dataclass(frozen=True, slots=True)
class Seats:
    """Seats of one call. `allotted`: by school, what the coordinator gave; `taken`: by school, granted or accepted."""

    total: int
    per_school: int | None
    allotted: dict[int, int]
    taken: dict[int, int]

    @property
    def free(self) -> int:
        """How many places the call still has."""
        return max(0, self.total - sum(self.taken.values()))

    def of(self, school: int) -> int:
        """How many places the school has in all."""
        return rules.seats_of_school(per_school=self.per_school, allotted=self.allotted.get(school))

    def free_at(self, school: int) -> int:
        """How many of the school's places nobody has."""
        return self.of(school) - self.taken.get(school, 0)

    def room_at(self, school: int) -> Verdict:
        """Whether one more learner of this school fits."""
        return rules.may_grant(
            school_seats=self.of(school),
            school_taken=self.taken.get(school, 0),
            call_seats=self.total,
            call_taken=sum(self.taken.values()),
        )


def live(call: Call) -> QuerySet[CandidateFile]:
    """The files of a call whose learner is still a candidate."""
    return CandidateFile.objects.filter(call=call, candidacy__state__in=LIVE)


def seats(call: Call) -> Seats:
    """Two queries."""
    allotted = dict(Allotment.objects.filter(call=call).values_list("school", "seats"))
    counted = live(call).filter(state__in=SEATED).order_by().values("school").annotate(n=Count("pk"))
    return Seats(call.seats, call.seats_per_school, allotted, {row["school"]: row["n"] for row in counted})


def room_for(file: CandidateFile) -> Verdict:
    """Whether the school still selects this learner, and has a place; three queries."""
    decided = selection.outcome_of([file.candidacy_id]).get(file.candidacy_id)
    return all_of(
        YES if decided is not None and decided.outcome in ADMISSIBLE else no("school_decides_again"),
        seats(file.call).room_at(file.school_id),
    )


def last_arrival(call: Call) -> tuple[int, datetime | None]:
    """The highest number of arrival in a call, and the moment of the latest."""
    found = CandidateFile.objects.filter(call=call).aggregate(number=Max("order"), at=Max("handed_in_at"))
    return found["number"] or 0, found["at"]


# -- who comes next --------------------------------------------------------------------------------


def waiting(call: Call, *, school: int | None = None, states: tuple[str, ...] = ("waiting",)) -> list[CandidateFile]:
    """The programme's waiting list, in its order; of one school alone when asked.

    Learners whom their school selected come before reserves, and reserves by their school's rank. A learner whose
    school decides again is not in it.
    """
    rows = live(call).filter(state__in=states, **({"school": school} if school else {}))
    files = {
        file.pk: file for file in rows.select_related("candidacy__learner", "candidacy__profile", "school", "call")
    }
    outcomes = selection.outcome_of(file.candidacy_id for file in files.values())
    decided = {pk: found for pk, file in files.items() if (found := outcomes.get(file.candidacy_id))}
    entries = [_waiting(files[pk], one) for pk, one in decided.items() if one.outcome in ADMISSIBLE]
    first_come = call.arrival == Call.Arrival.RULE
    ordered = rules.waiting_list(entries, dual_first=call.priority_for_dual, first_come=first_come)
    return [files[entry.id] for entry in sorted(ordered, key=lambda entry: decided[entry.id].reserve_rank or 0)]


def _waiting(file: CandidateFile, outcome: selection.Outcome) -> rules.Waiting:
    dual = file.candidacy.agreement not in {"", Candidacy.Agreement.NONE}
    late = file.candidacy.late_allowed_at is not None
    return rules.Waiting(file.pk, file.order or 0, outcome.total or Fraction(0), late=late, dual=dual)


def next_of_school(call: Call, school: int, *, at: datetime) -> tuple[Candidacy, CandidateFile | None] | None:
    """Who of the school gets a place that came free, or None when nobody does.

    A selected learner on the waiting list; else the first reserve who was not called up yet, when there are more free
    places than selected learners and called-up reserves who may still fill them.
    """
    line = SchoolLine(call, school)
    for file in waiting(call, school=school):
        if line.outcomes[file.candidacy_id].outcome == "selected":
            return file.candidacy, file
    if seats(call).free_at(school) <= line.claims(at):
        return None
    chosen = rules.next_reserve(line.reserves())
    return (line.candidacies[chosen.id], line.files.get(chosen.id)) if chosen else None


class SchoolLine:
    """Everybody of a school who may still get a place; three queries."""

    def __init__(self, call: Call, school: int) -> None:
        rows = Candidacy.objects.filter(call=call, school=school, state__in=LIVE)
        self.call = call
        self.candidacies = {row.pk: row for row in rows.select_related("learner", "call", "school", "enrolment")}
        decided = selection.outcome_of(self.candidacies)
        self.outcomes = {pk: one for pk, one in decided.items() if one.outcome in ADMISSIBLE}
        found = CandidateFile.objects.filter(candidacy__in=list(self.outcomes)).select_related("call", "school")
        self.files = {file.candidacy_id: file for file in found.defer("cv", "extract")}

    def reserves(self) -> list[rules.Reserve]:
        return [
            rules.Reserve(pk, one.reserve_rank or 0, self._open(pk) and not self._called_up(pk))
            for pk, one in self.outcomes.items()
            if one.outcome == "reserve"
        ]

    def claims(self, at: datetime) -> int:
        """How many are ahead of the next reserve: their file is being looked at, or may still come."""
        ahead = [pk for pk, one in self.outcomes.items() if one.outcome == "selected" or self._called_up(pk)]
        return sum(self._open(pk) and (self._in_hand(pk) or self._may_come(pk, at)) for pk in ahead)

    def _open(self, pk: int) -> bool:
        return pk not in self.files or self.files[pk].state in OPEN

    def _called_up(self, pk: int) -> bool:
        return pk in self.files and self.files[pk].called_up_at is not None

    def _in_hand(self, pk: int) -> bool:
        return pk in self.files and self.files[pk].state in (*TO_CHECK, *ANSWERABLE)

    def _may_come(self, pk: int, at: datetime) -> bool:
        if self._called_up(pk):
            return self.files[pk].grace_until is not None
        return not is_late(at, self.call.files_deadline) or self.candidacies[pk].late_allowed_at is not None


def giver(call: Call, of: Seats, *, at: datetime) -> int | None:
    """A school with a free seat and nobody left who could take it; none as long as schools can still hand in."""
    if not is_late(at, call.files_deadline):
        return None
    coming = Q(state__in=(*TO_CHECK, *ANSWERABLE)) | Q(state="preparing", grace_until__isnull=False)
    busy = set(live(call).filter(coming).values_list("school", flat=True))
    late = Candidacy.objects.filter(call=call, state__in=LIVE, late_allowed_at__isnull=False)
    done = CandidateFile.objects.filter(call=call, state__in=HANDED_IN).values("candidacy")
    busy |= set(late.exclude(pk__in=done).values_list("school", flat=True))
    schools = Enrolment.objects.filter(call=call, withdrawn_at=None).order_by("at").values_list("school", flat=True)
    return next((school for school in schools if school not in busy and of.free_at(school) > 0), None)


# -- the division of the seats ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SchoolSeats:
    """One school in the division of the seats of a call."""

    school: Organisation
    seats: int
    taken: int
    handed_in: int
    to_answer: int
    waiting: int
    revision: int


def division(call: Call) -> list[SchoolSeats]:
    """Every enrolled school with its seats, in order of enrolment; four queries."""
    of = seats(call)
    files: dict[int, dict[str, int]] = {}
    for row in live(call).order_by().values("school", "state").annotate(n=Count("pk")):
        files.setdefault(row["school"], {})[row["state"]] = row["n"]
    revisions = dict(Allotment.objects.filter(call=call).values_list("school", "revision"))
    rows = Enrolment.objects.filter(call=call, withdrawn_at=None).select_related("school").order_by("at", "pk")

    def number(school: int, *states: str) -> int:
        return sum(files.get(school, {}).get(state, 0) for state in states)

    return [
        SchoolSeats(
            row.school,
            of.of(row.school_id),
            of.taken.get(row.school_id, 0),
            number(row.school_id, *HANDED_IN),
            number(row.school_id, *TO_CHECK, "complete"),
            number(row.school_id, "waiting"),
            revisions.get(row.school_id, 0),
        )
        for row in rows
    ]
