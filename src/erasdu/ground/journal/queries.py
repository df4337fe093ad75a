"""Reading the journal: the timeline of a dossier, and whether its chain holds."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Model, QuerySet, Subquery
from django.db.models.functions import Coalesce

from erasdu.ground.journal.models import Bookmark, Line, Subject
from erasdu.ground.prepared import TEXT, THESE, Prepared

SEALED_WITHIN = timedelta(minutes=5)


def timeline(subject: Model, *, newest_first: bool = True) -> QuerySet[Line]:
    """Every line that touches the dossier, each once; found from the dossier, however long the journal is."""
    lines = Line.objects.filter(subjects__kind=subject._meta.label_lower, subjects__pk_of=subject.pk)
    return lines.order_by(*(("-at", "-id") if newest_first else ("at", "id")))


def is_touched(subject: Model) -> bool:
    """Whether any line touches the dossier."""
    return bool(TOUCHING.of([subject.pk], texts=[subject._meta.label_lower]))


TOUCHING = Prepared(lambda: Subject.objects.filter(kind=TEXT, pk_of__in=THESE).values_list("line")[:1])


def has_next(follower: str) -> bool:
    """Whether a sealed line comes after the bookmark of this follower."""
    return bool(NEXT.of(texts=[follower]))


def _next() -> QuerySet[Line, tuple[int]]:
    mark = Bookmark.objects.filter(follower=TEXT).values("seq")
    return Line.objects.filter(seq__gt=Coalesce(Subquery(mark), 0)).values_list("pk")[:1]


NEXT = Prepared(_next)


def waits_to_be_sealed() -> bool:
    return bool(UNSEALED.of())


UNSEALED = Prepared(lambda: Line.objects.filter(seq=None).values_list("pk")[:1])


def codes_of(kind: str, pks: Iterable[int], codes: Iterable[str]) -> QuerySet[Line]:
    """Lines with one of the codes about any of the rows."""
    about = Subject.objects.filter(kind=kind, pk_of__in=list(pks))
    return Line.objects.filter(pk__in=about.values("line"), code__in=list(codes))


def broken_at() -> int | None:
    """The number of the first sealed line that does not fit the chain, or None."""
    previous, last = "", 0
    sealed = Line.objects.exclude(seq=None).prefetch_related("subjects").order_by("seq").iterator(chunk_size=500)
    for expected, line in enumerate(sealed, start=1):
        if line.seq != expected or line.hash != chain(previous, expected, line):
            return expected
        previous, last = line.hash, expected
    numbered = Bookmark.objects.filter(follower="sealer").values_list("seq", flat=True).first() or 0
    return last + 1 if numbered > last else None  # its end was cut off


def head() -> tuple[int, str]:
    """Number and hash of the last sealed line."""
    last = Line.objects.exclude(seq=None).order_by("-seq").first()
    return (last.seq or 0, last.hash) if last else (0, "")


NEWEST = Prepared(lambda: Line.objects.order_by("-pk").values_list("pk")[:1])


def newest() -> int:
    """Number of the row of the last line, sealed or not; 0 while there is none."""
    return next((pk for (pk,) in NEWEST.of()), 0)


def hash_at(seq: int) -> str:
    """Of the line with that number; empty when there is none."""
    return Line.objects.filter(seq=seq).values_list("hash", flat=True).first() or ""


def chain(previous: str, seq: int, line: Line) -> str:
    """SHA-256 over the hash before it and the line's canonical JSON."""
    body = {
        "seq": seq, "id": line.pk, "code": line.code, "at": line.at.isoformat(), "person": line.person,
        "role": line.role,
        "organisation": line.organisation, "via": line.via, "data": line.data,
        "subjects": sorted([s.kind, s.pk_of] for s in line.subjects.all()),
    }  # fmt: skip
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def waiting_to_seal(at: datetime) -> int:
    """Lines older than some minutes that have no number yet: no sealer is at work."""
    return Line.objects.filter(seq=None, at__lt=at - SEALED_WITHIN).count()
