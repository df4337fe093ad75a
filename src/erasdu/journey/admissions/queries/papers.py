"""How the papers of the learners of a school stand, and how far asking for them has come."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from erasdu.ground.jobs.models import Job
from erasdu.journey.admissions.access import ADMISSIBLE
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.candidacies import queries as candidacies
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.selection import queries as selection


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One learner who was selected or put in reserve, with their papers."""

    papers: candidacies.Dossier
    outcome: selection.Outcome

    @property
    def candidacy(self) -> Candidacy:
        return self.papers.candidacy

    @property
    def selected(self) -> bool:
        return self.outcome.outcome == "selected"


def papers_of(enrolment: Enrolment, at: datetime) -> list[PaperRow]:
    """Selected learners first, then reserves, each in ranked order; constant in queries."""
    return papers_of_all([enrolment], at)[enrolment.pk]


def papers_of_all(enrolments: Collection[Enrolment], at: datetime) -> dict[int, list[PaperRow]]:
    """The same by enrolment; as many queries for all as for one."""
    live = Candidacy.objects.filter(enrolment__in=enrolments, state__in=LIVE)
    outcomes = selection.outcome_of(live.values_list("pk", flat=True))
    chosen = [one for one in outcomes.values() if one.outcome in ADMISSIBLE]
    found = candidacies.dossiers(live.filter(pk__in=[one.candidacy for one in chosen]), at)
    rows: dict[int, list[PaperRow]] = {enrolment.pk: [] for enrolment in enrolments}
    for one in sorted(chosen, key=lambda one: (one.outcome != "selected", one.reserve_rank or 0, one.rank)):
        dossier = found[one.candidacy]
        rows[dossier.candidacy.enrolment_id].append(PaperRow(dossier, one))
    return rows


@dataclass(frozen=True, slots=True)
class Batch:
    """How far the latest round of asking has come. `kept_back`: candidacy → code of why nothing was sent."""

    total: int
    done: int
    failed: int
    kept_back: dict[int, str]

    @property
    def running(self) -> bool:
        return self.done + self.failed < self.total


def batches_of(enrolment: Enrolment) -> str:
    """What the jobs of every round for this school begin with."""
    return f"papers:{enrolment.key}:"


def latest_batch(enrolment: Enrolment) -> Batch | None:
    """Two queries; None when nobody asked yet."""
    rows = Job.objects.filter(once__startswith=batches_of(enrolment))
    newest = rows.order_by("-pk").values_list("once", flat=True).first()
    if newest is None:
        return None
    batch = newest.rpartition(":")[0]
    jobs = list(rows.filter(once__startswith=f"{batch}:").values_list("payload", "done_at", "failed_at"))
    return Batch(
        len(jobs),
        sum(done is not None for _payload, done, _failed in jobs),
        sum(failed is not None for _payload, _done, failed in jobs),
        {payload["candidacy"]: payload["refused"] for payload, _done, _failed in jobs if "refused" in payload},
    )
