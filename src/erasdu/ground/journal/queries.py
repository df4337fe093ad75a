"""Reading the journal: the timeline of a dossier, and whether its chain holds."""

from collections.abc import Iterable

from django.db.models import Exists, Model, OuterRef, QuerySet

from erasdu.ground.journal.actions import chain
from erasdu.ground.journal.models import Line, Subject


def timeline(subject: Model, *, newest_first: bool = True) -> QuerySet[Line]:
    """Every line that touches the dossier."""
    about = Subject.objects.filter(line=OuterRef("pk"), kind=subject._meta.label_lower, pk_of=subject.pk)
    return Line.objects.filter(Exists(about)).order_by("-at", "-id" if newest_first else "id")


def codes_of(kind: str, pks: Iterable[int], codes: Iterable[str]) -> QuerySet[Line]:
    """Lines with one of the codes about any of the rows."""
    about = Subject.objects.filter(line=OuterRef("pk"), kind=kind, pk_of__in=list(pks))
    return Line.objects.filter(Exists(about), code__in=list(codes))


def broken_at() -> int | None:
    """The number of the first sealed line that does not fit the chain, or None."""
    previous, expected = "", 0
    for line in Line.objects.exclude(seq=None).prefetch_related("subjects").order_by("seq").iterator(chunk_size=500):
        expected += 1
        if line.seq != expected or line.hash != chain(previous, expected, line):
            return expected
        previous = line.hash
    return None
