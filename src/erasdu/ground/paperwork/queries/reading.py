"""Who may see a paper, who opened what few may read or took the evidence out, and when its link was used."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from erasdu.ground.journal.models import Line
from erasdu.ground.journal.queries import codes_of
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import access
from erasdu.ground.paperwork.models import Document, Reader, Signer
from erasdu.ground.people.models import Person

SHOWN = 20
READ, TAKEN = "paper.read", "evidence.taken"


@dataclass(frozen=True, slots=True)
class Seen:
    """One reading, or the evidence taken out (`taken`). The name is empty of who was let go since."""

    name: str
    organisation: str
    at: datetime
    taken: bool = False


@dataclass(frozen=True, slots=True)
class Readers:
    """For whose paper it is: who may see it, who opened or took it, and when their own link was used."""

    may: Sequence[str] = ()
    seen: Sequence[Seen] = ()
    opened: Sequence[datetime] = field(default=())


def seen_by(document: Document) -> Sequence[Seen]:
    """The newest first; three queries."""
    return _seen([document.pk]).get(document.pk, [])


def readers_of(signers: Iterable[Signer]) -> Mapping[int, Readers]:
    """Signer → who reads the paper; the same few queries, whatever their number."""
    chosen = list(signers)
    documents = {signer.envelope.document_id: signer.envelope.document for signer in chosen}
    seen, may, opened = _seen(documents), _may_see(documents.values()), _opened(chosen)
    return {
        signer.pk: Readers(
            may.get(signer.envelope.document_id, []),
            seen.get(signer.envelope.document_id, []),
            opened.get(signer.link_id or 0, []),
        )
        for signer in chosen
    }


def _seen(documents: Iterable[int]) -> dict[int, list[Seen]]:
    pks = set(documents)
    lines = codes_of("paperwork.document", pks, [READ, TAKEN]).prefetch_related("subjects").order_by("-at", "-pk")
    rows = list(lines[: SHOWN * max(len(pks), 1)])
    people = {row.pk: str(row) for row in Person.objects.filter(pk__in={line.person for line in rows})}
    bodies = Organisation.objects.filter(pk__in={line.organisation for line in rows})
    names = dict(bodies.values_list("pk", "name"))
    found: dict[int, list[Seen]] = defaultdict(list)
    for line in rows:
        for pk in _about(line, "paperwork.document") & pks:
            who = people.get(line.person or 0, ""), names.get(line.organisation or 0, "")
            found[pk].append(Seen(*who, line.at, line.code == TAKEN))
    return {pk: each[:SHOWN] for pk, each in found.items()}


def _about(line: Line, kind: str) -> set[int]:
    return {subject.pk_of for subject in line.subjects.all() if subject.kind == kind}


def _may_see(documents: Iterable[Document]) -> dict[int, list[str]]:
    """Names of organisations and people, each once; the coordinator sees all but what few may read."""
    rows = {document.pk: document for document in documents}
    offices = Organisation.objects.filter(kind=Organisation.Kind.COORDINATOR, closed_at=None).order_by("pk")
    office = list(offices.values_list("name", flat=True)) if rows else []
    found: dict[int, list[str]] = {pk: [] for pk in rows}
    readers = Reader.objects.filter(document__in=rows, until=None).select_related("organisation", "person")
    for reader in readers.order_by("pk"):
        found[reader.document_id].append(reader.organisation.name if reader.organisation else str(reader.person))
    for pk, document in rows.items():
        names = found[pk] + ([] if access.is_restricted(document) else office)
        found[pk] = list(dict.fromkeys(names))
    return found


def _opened(signers: Sequence[Signer]) -> dict[int, list[datetime]]:
    """Link → when somebody came in by it, after its code."""
    links = {signer.link_id for signer in signers if signer.link_id}
    lines = codes_of("links.link", links, ["link.opened"]).prefetch_related("subjects").order_by("-at", "-pk")
    found: dict[int, list[datetime]] = defaultdict(list)
    for line in lines[: SHOWN * max(len(links), 1)]:
        for pk in _about(line, "links.link") & links:
            found[pk].append(line.at)
    return {pk: each[:SHOWN] for pk, each in found.items()}
