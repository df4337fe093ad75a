"""Writing the journal. `record` is the last line of an action, in its transaction."""

import logging
from collections.abc import Callable, Container, Iterable
from datetime import datetime

from django.db import OperationalError, connection, transaction
from django.db.models import Model

from erasdu.ground.inserting import insert, insert_all
from erasdu.ground.jobs.actions import enqueue
from erasdu.ground.journal.models import Bookmark, Line, Subject
from erasdu.ground.journal.queries import chain, has_next, waits_to_be_sealed
from erasdu.kernel.actor import Actor
from erasdu.kernel.memory import remembering

log = logging.getLogger(__name__)
SEAL_AT_ONCE = 500
LOOKED_AT = 500  # lines at once of a follower that passes most of them by
NUMBER = "UPDATE journal_line SET seq = %s, hash = %s WHERE id = %s"


def record(code: str, *, subjects: Iterable[Model], by: Actor, at: datetime, **data: object) -> Line:
    """One line, with every dossier it touches. `data`: codes, ids, dates as ISO text; never names or texts."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a journal line belongs to the transaction of its action")
    line = Line(code=code, at=at, person=by.person, role=by.role, organisation=by.organisation, via=by.via, data=data)
    insert(line)
    touched = {(subject._meta.label_lower, subject.pk) for subject in subjects}
    insert_all([Subject(line=line, kind=kind, pk_of=pk) for kind, pk in sorted(touched)])
    return line


def seal() -> int:
    """Number and chain the committed lines that have no number yet; how many were sealed.

    One sealer at a time: the head's bookmark is locked. Ids commit out of order, so the number is
    given after commit, and followers read by number.
    """
    if not waits_to_be_sealed():
        return 0
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
        _number(lines)
        head.save(update_fields=["seq"])
        return len(lines)


def _number(lines: Iterable[Line]) -> None:
    """One plain statement for each: one for all of them takes ten times as long to make."""
    with connection.cursor() as cursor:
        cursor.executemany(NUMBER, [(line.seq, line.hash, line.pk) for line in lines])


def follow(
    follower: str, take: Callable[[Line], None], *, at_once: int = 50, codes: Container[str] | None = None
) -> int:
    """Hand the follower its next sealed lines, one transaction for the effects and the bookmark; how many it passed.

    `codes`: of which lines it wants; others are passed by, without being read.

    A line that cannot be taken holds up no other: its effect is undone, and it becomes a job of the kind
    `<follower>.again`, which is tried more and more seldom and in the end waits for a person.
    """
    if not has_next(follower):
        return 0
    Bookmark.objects.get_or_create(follower=follower)
    with transaction.atomic(), remembering():
        mark = Bookmark.objects.select_for_update().get(follower=follower)
        passed = _next(mark.seq, at_once, codes)
        wanted = [pk for _seq, pk, code in passed if codes is None or code in codes]
        if wanted:
            for line in Line.objects.filter(pk__in=wanted).prefetch_related("subjects").order_by("seq"):
                _hand(follower, take, line)
        if passed:
            mark.seq = passed[-1][0] or mark.seq
            mark.save(update_fields=["seq"])
        return len(passed)


def _next(after: int, at_once: int, codes: Container[str] | None) -> list[tuple[int | None, int, str]]:
    """Number, id and code of the next sealed lines, as far as the follower wants so many of them."""
    rows = Line.objects.filter(seq__gt=after).order_by("seq").values_list("seq", "pk", "code")
    found, left = list[tuple[int | None, int, str]](), at_once
    for seq, pk, code in rows[: at_once if codes is None else LOOKED_AT]:
        found.append((seq, pk, code))
        left -= codes is None or code in codes
        if not left:
            break
    return found


def _hand(follower: str, take: Callable[[Line], None], line: Line) -> None:
    try:
        with transaction.atomic():
            take(line)
    except OperationalError:  # the database's trouble, not the line's: all of it again
        raise
    except Exception:
        log.exception("%s cannot take line %s (%s)", follower, line.seq, line.code)
        once = f"{follower}.again:{line.pk}"
        enqueue(f"{follower}.again", once=once, payload={"line": line.pk}, due=line.at)


def take_again(take: Callable[[Line], None], line: int) -> None:
    """The job for a line that could not be taken: its effect, in a transaction of its own."""
    with transaction.atomic():
        take(Line.objects.prefetch_related("subjects").get(pk=line))
