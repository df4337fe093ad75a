"""Lists of files: what was handed in, what is still to come, and what a day that passed asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from erasdu.ground.journal import gates
from erasdu.journey.admissions import access
from erasdu.journey.admissions.access import ADMISSIBLE
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.admissions.queries.seating import live
from erasdu.journey.admissions.states import FILE, HANDED_IN
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.selection import queries as selection
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import HAND_IN
from erasdu.kernel.verdict import Verdict


def files_of(candidacies: Iterable[int]) -> dict[int, CandidateFile]:
    """Candidacy → its file, one query."""
    found = CandidateFile.objects.filter(candidacy__in=list(candidacies)).select_related("call", "candidacy", "school")
    return {file.candidacy_id: file for file in found}


def counts(call: Call) -> dict[int, dict[str, int]]:
    """School → state → number of files, one query."""
    found: dict[int, dict[str, int]] = {}
    for row in live(call).order_by().values("school", "state").annotate(n=Count("pk")):
        found.setdefault(row["school"], {})[row["state"]] = row["n"]
    return found


def handed_in(actor: Actor, call: Call) -> QuerySet[CandidateFile]:
    """What the coordinator has to look at or has answered, in the order of arrival."""
    rows = access.files_for(actor).filter(call=call, state__in=HANDED_IN).exclude(order=None)
    return rows.defer("cv", "extract").order_by("order")


def outcome(candidacy: Candidacy) -> selection.Outcome | None:
    """What the school decided on one learner."""
    return selection.outcome_of([candidacy.pk]).get(candidacy.pk)


# -- on the way to being handed in -----------------------------------------------------------------


REPORT_AGAIN = "report_issued_again"  # what the gate says of a late file that the report does not show


@dataclass(frozen=True, slots=True)
class Standing:
    """One learner on the way to a place. `may`: hand in, or complete again; `ready`: what the gate says."""

    candidacy: Candidacy
    outcome: selection.Outcome
    file: CandidateFile
    may: Verdict
    ready: Verdict

    @property
    def to_hand_in(self) -> bool:
        return self.file.state in FILE.sources("hand_in")

    @property
    def report_lags(self) -> bool:
        """Whether the report was issued before this late file was accepted."""
        return REPORT_AGAIN in dict(self.ready.params).get("lacking", "").split(",")

    @property
    def selected(self) -> bool:
        return self.outcome.outcome == "selected"


def standings(enrolment: Enrolment, actor: Actor, *, at: datetime) -> list[Standing]:
    """The learners whom a school selected or put in reserve, in its order; constant in queries."""
    return _standings(Candidacy.objects.filter(enrolment=enrolment), actor, at)


def expected(call: Call, actor: Actor, *, at: datetime) -> list[Standing]:
    """Of a whole call: whose file is not handed in yet, by school; constant in queries."""
    found = _standings(Candidacy.objects.filter(call=call), actor, at)
    return sorted((one for one in found if one.to_hand_in), key=lambda one: one.candidacy.school.name)


def _standings(rows: QuerySet[Candidacy], actor: Actor, at: datetime) -> list[Standing]:
    live_rows = rows.filter(state__in=LIVE).select_related("learner", "call", "school", "enrolment")
    candidacies = {row.pk: row for row in live_rows}
    chosen = [one for one in selection.outcome_of(candidacies).values() if one.outcome in ADMISSIBLE]
    files = files_of(one.candidacy for one in chosen)
    ready = gates.ask_all(HAND_IN, [candidacies[one.candidacy] for one in chosen], brussels_date(at)) if chosen else {}
    ordered = sorted(chosen, key=lambda one: (one.outcome != "selected", one.reserve_rank or 0, one.rank))
    return [_standing(candidacies[one.candidacy], one, files, actor, at, ready[one.candidacy]) for one in ordered]


def _standing(
    candidacy: Candidacy,
    outcome: selection.Outcome,
    files: dict[int, CandidateFile],
    actor: Actor,
    at: datetime,
    ready: Verdict,
) -> Standing:
    file = files.get(candidacy.pk) or CandidateFile(candidacy=candidacy, state=FILE.initial)  # not saved
    file.candidacy, file.call, file.school = candidacy, candidacy.call, candidacy.school
    ask = access.may_complete_again if file.state == "returned" else access.may_hand_in
    return Standing(candidacy, outcome, file, ask(actor, file, at=at, ready=ready), ready)


# -- what a day that passed asks -------------------------------------------------------------------


def unanswered(today: date) -> QuerySet[CandidateFile]:
    """Granted places whose day to answer has passed."""
    rows = CandidateFile.objects.filter(state="granted", answer_by__lt=today)
    return rows.select_related("candidacy", "call", "mobility").order_by("answer_by", "pk")


def late_comers(today: date) -> QuerySet[CandidateFile]:
    """Reserves who were called up and whose day to hand in has passed."""
    rows = CandidateFile.objects.filter(called_up_at__isnull=False, grace_until__lt=today)
    return rows.filter(state__in=FILE.sources("hand_in")).select_related("candidacy", "call").order_by("pk")


def leavers() -> QuerySet[CandidateFile]:
    """Files of learners who are no candidates any more."""
    rows = CandidateFile.objects.exclude(candidacy__state__in=LIVE).filter(state__in=FILE.sources("withdraw"))
    rows = rows.exclude(state=FILE.initial, called_up_at=None)
    return rows.select_related("candidacy", "call", "mobility").order_by("pk")
