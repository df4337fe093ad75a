"""How the papers of a stay stand. That a restricted one exists is seen by who sees the stay; what it says is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from erasdu.ground.journal.models import Line as JournalLine
from erasdu.ground.journal.queries import timeline
from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.queries import Standing
from erasdu.ground.paperwork.states import REFUSED, REVOKED
from erasdu.journey.mobilities.access import is_guardian
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import PERMISSION, SUBJECT
from erasdu.kernel.actor import Actor

TIMELINE = 40
PARENTS_NO = (
    "paper.declined",
    "paper.revoked",
    "paper.choice_withdrawn",
    "paper.choice_changed",
    "paper.not_me",
    "paper.question",
)
AFTER_A_NO = ("paper.lifted", "paper.erased")


@dataclass(frozen=True, slots=True)
class Line:
    standing: Standing
    may_open: bool
    kept: bool  # a parent's no, of which the learner only reads that the school contacts them


def papers_of(mobility: Mobility, actor: Actor, at: datetime) -> Sequence[Line]:
    """Those signed on the screen; the travel permission has a page of its own."""
    return [line for line in _lines(mobility, actor, at) if line.standing.document.kind != PERMISSION]


def permissions_of(mobility: Mobility, actor: Actor, at: datetime) -> Sequence[Line]:
    """The travel permission, one for each guardian who decides."""
    return [line for line in _lines(mobility, actor, at) if line.standing.document.kind == PERMISSION]


def _lines(mobility: Mobility, actor: Actor, at: datetime) -> Sequence[Line]:
    rows = list(paperwork.about(SUBJECT, [mobility.pk]))
    mine = set(paper_access.documents_for(actor).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    staff = paper_access.is_staff(actor)
    found = [(row, paperwork.standing(row, at)) for row in rows]
    return [Line(one, staff and row.pk in mine, actor.is_learner and _is_parents_no(one)) for row, one in found]


def _is_parents_no(standing: Standing) -> bool:
    """Somebody other than the learner declined it, took it back, or said that it was not them."""
    signers = standing.envelope.signers.all() if standing.envelope else []
    said_no = any(is_guardian(signer.role) and signer.state in (REFUSED, REVOKED) for signer in signers)
    return said_no or standing.state == "frozen"


def events_of(mobility: Mobility, actor: Actor) -> Sequence[JournalLine]:
    """What happened, the newest first; for a learner without what a parent said against it."""
    lines = timeline(mobility)
    if actor.is_learner:
        of_parents = Q(code__in=PARENTS_NO, data__role__startswith="guardian")
        lines = lines.exclude(of_parents | Q(code__in=AFTER_A_NO))
    return list(lines[:TIMELINE])
