"""The papers of all stays of a call beside each other, and how far asking for them has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from erasdu.ground.jobs.models import Job
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.queries import Standing
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities import access
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import SUBJECT
from erasdu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Row:
    """One stay with its papers, by kind."""

    mobility: Mobility
    papers: Mapping[str, list[Standing]]


def papers_of_call(actor: Actor, call: Call, at: datetime) -> list[Row]:
    """Live stays that the actor sees, by school and name; constant in queries."""
    live = access.mobilities_for(actor).filter(call=call, state="planned")
    rows = list(live.order_by("sending__name", "person__family_name", "person__given_name", "pk"))
    found: dict[int, dict[str, list[Standing]]] = {row.pk: {} for row in rows}
    for document in paperwork.about(SUBJECT, found):
        found[document.subject_pk].setdefault(document.kind, []).append(paperwork.standing(document, at))
    return [Row(row, found[row.pk]) for row in rows]


@dataclass(frozen=True, slots=True)
class KeptBack:
    """A paper that was not sent: of whom, which, and the code of why."""

    mobility: Mobility
    kind: str
    code: str


@dataclass(frozen=True, slots=True)
class Batch:
    """How far the latest round of asking by this side has come."""

    total: int
    done: int
    failed: int
    kept_back: list[KeptBack]

    @property
    def running(self) -> bool:
        return self.done + self.failed < self.total


def batches_of(call: Call, actor: Actor) -> str:
    """What the jobs of every round of this side for this call begin with."""
    return f"stay-papers:{call.key}:{actor.organisation}:"


def latest_batch(actor: Actor, call: Call) -> Batch | None:
    """Three queries; None when nobody of this side asked yet."""
    rows = Job.objects.filter(once__startswith=batches_of(call, actor))
    newest = rows.order_by("-pk").values_list("once", flat=True).first()
    if newest is None:
        return None
    batch = newest.rpartition(":")[0]
    jobs = list(rows.filter(once__startswith=f"{batch}:").order_by("pk"))
    refused = {job.payload["mobility"]: job.payload["refused"] for job in jobs if "refused" in job.payload}
    stays = access.mobilities_for(actor).in_bulk(list(refused))
    return Batch(
        len(jobs),
        sum(job.done_at is not None for job in jobs),
        sum(job.failed_at is not None for job in jobs),
        [KeptBack(stays[pk], kind, code) for pk, each in refused.items() for kind, code in each.items() if pk in stays],
    )
