"""Reading files and seats: who has how many places, who waits, who is called up next."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Count, QuerySet

from erasdu.ground.journal import gates
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.admissions import access, rules
from erasdu.journey.admissions.models import Allotment, CandidateFile
from erasdu.journey.admissions.states import ANSWERABLE, FILE, HANDED_IN, SEATED
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import queries as selection
from erasdu.journey.selection.models import Selection
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import HAND_IN
from erasdu.kernel.verdict import Verdict


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
        return self.total - sum(self.taken.values())

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
    return CandidateFile.objects.filter(call=call).exclude(candidacy__state="withdrawn")


def seats(call: Call) -> Seats:
    """Two queries."""
    allotted = dict(Allotment.objects.filter(call=call).values_list("school", "seats"))
    counted = live(call).filter(state__in=SEATED).values("school").annotate(n=Count("pk"))
    return Seats(call.seats, call.seats_per_school, allotted, {row["school"]: row["n"] for row in counted})


def waiting(call: Call) -> list[CandidateFile]:
    """Complete files without a place, in the order of the programme's waiting list.

    Learners whom their school selected come before reserves, and reserves by their school's rank.
    """
    files = {
        file.pk: file
        for file in live(call).filter(state__in=ANSWERABLE).select_related("candidacy__learner", "candidacy__profile", "school", "call")
    }  # fmt: skip
    outcomes = selection.outcome_of(file.candidacy_id for file in files.values())
    entries = [_waiting(file, outcomes[file.candidacy_id]) for file in files.values() if file.candidacy_id in outcomes]
    first_come = call.arrival == Call.Arrival.RULE
    ordered = rules.waiting_list(entries, dual_first=call.priority_for_dual, first_come=first_come)
    rank = {entry.id: outcomes[files[entry.id].candidacy_id].reserve_rank or 0 for entry in ordered}
    return [files[entry.id] for entry in sorted(ordered, key=lambda entry: rank[entry.id])]


def _waiting(file: CandidateFile, outcome: selection.Outcome) -> rules.Waiting:
    dual = file.candidacy.agreement not in {"", Candidacy.Agreement.NONE}
    late = file.candidacy.late_allowed_at is not None
    return rules.Waiting(file.pk, file.order or 0, outcome.total or Fraction(0), late=late, dual=dual)


def next_reserve(call: Call, school: int) -> tuple[Candidacy, CandidateFile | None] | None:
    """The first on the school's reserve list who has no place and did not decline or withdraw."""
    rows = Candidacy.objects.filter(call=call, school=school).exclude(state="withdrawn")
    candidacies = {row.pk: row for row in rows.select_related("learner", "call", "school", "enrolment", "profile")}
    reserves = [o for o in selection.outcome_of(candidacies).values() if o.outcome == "reserve"]
    files = files_of(o.candidacy for o in reserves)
    still = {FILE.initial, *ANSWERABLE}
    chosen = rules.next_reserve(
        rules.Reserve(o.candidacy, o.reserve_rank or 0, o.candidacy not in files or files[o.candidacy].state in still)
        for o in reserves
    )
    return (candidacies[chosen.id], files.get(chosen.id)) if chosen else None


def giver(call: Call, of: Seats) -> int | None:
    """A school with a free seat and nobody left who could take it."""
    busy = set(live(call).filter(state__in=("handed_in", "returned", *ANSWERABLE)).values_list("school", flat=True))
    schools = Enrolment.objects.filter(call=call, withdrawn_at=None).order_by("at").values_list("school", flat=True)
    return next((school for school in schools if school not in busy and of.free_at(school) > 0), None)


def extract(candidacy: Candidacy) -> dict[str, object]:
    """What the file freezes when it is handed in: the learner's part of the selection report."""
    chosen = Selection.objects.select_related("enrolment__call", "enrolment__school").get(enrolment=candidacy.enrolment)
    board = selection.board(chosen, SYSTEM)
    found = selection.file_of(board, candidacy.key)
    return selection.extract_of(board, found) if found else {}


def files_of(candidacies: Iterable[int]) -> dict[int, CandidateFile]:
    """Candidacy → its file, one query."""
    found = CandidateFile.objects.filter(candidacy__in=list(candidacies)).select_related("call", "candidacy", "school")
    return {file.candidacy_id: file for file in found}


def counts(call: Call) -> dict[int, dict[str, int]]:
    """School → state → number of files, one query."""
    found: dict[int, dict[str, int]] = {}
    for row in live(call).values("school", "state").annotate(n=Count("pk")):
        found.setdefault(row["school"], {})[row["state"]] = row["n"]
    return found


def handed_in(call: Call) -> QuerySet[CandidateFile]:
    """What the coordinator has to look at or has answered, in the order of arrival."""
    rows = CandidateFile.objects.filter(call=call, state__in=HANDED_IN).exclude(order=None)
    return rows.select_related("candidacy__learner", "school", "call").order_by("order")


def unanswered(today: date) -> QuerySet[CandidateFile]:
    """Granted places whose day to answer has passed."""
    rows = CandidateFile.objects.filter(state="granted", answer_by__lt=today)
    return rows.select_related("candidacy__learner", "call", "school", "mobility").order_by("answer_by", "pk")


@dataclass(frozen=True, slots=True)
class Standing:
    """One learner of a school, on the way to being handed in. `may`: hand in, or complete again."""

    candidacy: Candidacy
    outcome: selection.Outcome
    file: CandidateFile
    may: Verdict

    @property
    def step(self) -> str:
        return "complete_again" if self.file.state == "returned" else "hand_in"


def standings(enrolment: Enrolment, actor: Actor, *, at: datetime) -> list[Standing]:
    """The learners that the school selected or put in reserve, in its order; constant in queries."""
    rows = Candidacy.objects.filter(enrolment=enrolment).exclude(state="withdrawn")
    candidacies = {row.pk: row for row in rows.select_related("learner", "call", "school", "enrolment", "profile")}
    chosen = [o for o in selection.outcome_of(candidacies).values() if o.outcome in {"selected", "reserve"}]
    files = files_of(o.candidacy for o in chosen)
    ready = gates.ask_all(HAND_IN, [candidacies[o.candidacy] for o in chosen], brussels_date(at)) if chosen else {}
    ordered = sorted(chosen, key=lambda o: (o.outcome != "selected", o.reserve_rank or 0, o.rank))
    return [_standing(candidacies[o.candidacy], o, files, actor, at, ready[o.candidacy]) for o in ordered]


def _standing(
    candidacy: Candidacy,
    outcome: selection.Outcome,
    files: dict[int, CandidateFile],
    actor: Actor,
    at: datetime,
    ready: Verdict,
) -> Standing:
    file = files.get(candidacy.pk) or _unopened(candidacy)
    file.candidacy, file.call, file.school = candidacy, candidacy.call, candidacy.school
    ask = access.may_complete_again if file.state == "returned" else access.may_hand_in
    return Standing(candidacy, outcome, file, ask(actor, file, at=at, ready=ready))


def _unopened(candidacy: Candidacy) -> CandidateFile:
    """What a file is before anybody needed it; not saved."""
    return CandidateFile(candidacy=candidacy, call=candidacy.call, school=candidacy.school, state=FILE.initial)


@dataclass(frozen=True, slots=True)
class SchoolSeats:
    """One school in the division of the seats of a call."""

    school: Organisation
    seats: int
    taken: int
    handed_in: int
    waiting: int
    revision: int


def division(call: Call) -> list[SchoolSeats]:
    """Every enrolled school with its seats, in order of enrolment; constant in queries."""
    of, files = seats(call), counts(call)
    revisions = dict(Allotment.objects.filter(call=call).values_list("school", "revision"))
    rows = Enrolment.objects.filter(call=call, withdrawn_at=None).select_related("school").order_by("at", "pk")
    return [
        SchoolSeats(
            row.school,
            of.of(row.school_id),
            of.taken.get(row.school_id, 0),
            sum(n for state, n in files.get(row.school_id, {}).items() if state in HANDED_IN),
            sum(files.get(row.school_id, {}).get(state, 0) for state in ANSWERABLE),
            revisions.get(row.school_id, 0),
        )
        for row in rows
    ]


def outcome(candidacy: Candidacy) -> selection.Outcome | None:
    """What the school decided on one learner."""
    return selection.outcome_of([candidacy.pk]).get(candidacy.pk)
