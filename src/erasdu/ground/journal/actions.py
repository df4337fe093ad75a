"""Writing the journal. `record` is the last line of an action, in its transaction."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Model

from erasdu.ground.journal.models import Bookmark, Line, Subject
from erasdu.ground.journal.queries import chain
from erasdu.kernel.actor import Actor

SEAL_AT_ONCE = 500


def record(code: str, *, subjects: Iterable[Model], by: Actor, at: datetime, **data: object) -> Line:
    """One line, with every dossier it touches. `data`: codes, ids, dates as ISO text; never names or texts."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a journal line belongs to the transaction of its action")
    line = Line.objects.create(
        code=code, at=at, person=by.person, role=by.role, organisation=by.organisation, via=by.via, data=data
    )
    touched = {(subject._meta.label_lower, subject.pk) for subject in subjects}
    Subject.objects.bulk_create(Subject(line=line, kind=kind, pk_of=pk) for kind, pk in sorted(touched))
    return line


def seal() -> int:
    """Number and chain the committed lines that have no number yet; how many were sealed.

    One sealer at a time: the head's bookmark is locked. Ids commit out of order, so the number is
    given after commit, and followers read by number.
    """
    with transaction.atomic():
        head, _ = Bookmark.objects.get_or_create(follower="sealer")
        head = Bookmark.objects.select_for_update().get(pk=head.pk)
        lines = list(Line.objects.filter(seq=None).prefetch_related("subjects").order_by("id")[:SEAL_AT_ONCE])
        if not lines:
            return 0
        previous = Line.objects.filter(seq=head.seq).values_list("hash", flat=True).first() or ""
        for line in lines:
            head.seq += 1
            line.seq, line.hash = head.seq, chain(previous, head.seq, line)
            previous = line.hash
        Line.objects.bulk_update(lines, ["seq", "hash"])
        head.save(update_fields=["seq"])
        return len(lines)


def follow(follower: str, take: Callable[[Line], None], *, at_once: int = 100) -> int:
    """Hand the follower its next sealed lines, one transaction for the effect and the bookmark."""
    Bookmark.objects.get_or_create(follower=follower)
    with transaction.atomic():
        mark = Bookmark.objects.select_for_update().get(follower=follower)
        lines = list(Line.objects.filter(seq__gt=mark.seq).prefetch_related("subjects").order_by("seq")[:at_once])
        for line in lines:
            take(line)
            mark.seq = line.seq or mark.seq
        if lines:
            mark.save(update_fields=["seq"])
        return len(lines)
