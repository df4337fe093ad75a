"""How the papers of a stay stand. That a restricted one exists is seen by who sees the stay; what it says is not."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.queries import Standing
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class Line:
    standing: Standing
    may_open: bool


def papers_of(mobility: Mobility, actor: Actor, at: datetime) -> Sequence[Line]:
    rows = list(paperwork.about("mobilities.mobility", [mobility.pk]))
    mine = set(paper_access.documents_for(actor).filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    staff = paper_access.is_staff(actor)
    return [Line(paperwork.standing(row, at), staff and row.pk in mine) for row in rows]
