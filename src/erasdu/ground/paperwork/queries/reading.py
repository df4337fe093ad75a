"""Who opened a restricted paper: from the journal, for those whose data it holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from erasdu.ground.journal.queries import codes_of
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork.models import Document
from erasdu.ground.people.models import Person

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Seen:
    """One reading. The name is empty of who was let go since."""

    name: str
    organisation: str
    at: datetime


def seen_by(document: Document) -> Sequence[Seen]:
    """The newest first; three queries."""
    lines = list(codes_of("paperwork.document", [document.pk], ["paper.read"]).order_by("-at", "-pk")[:SHOWN])
    people = {row.pk: str(row) for row in Person.objects.filter(pk__in={line.person for line in lines})}
    bodies = Organisation.objects.filter(pk__in={line.organisation for line in lines})
    names = dict(bodies.values_list("pk", "name"))
    return [Seen(people.get(line.person or 0, ""), names.get(line.organisation or 0, ""), line.at) for line in lines]
