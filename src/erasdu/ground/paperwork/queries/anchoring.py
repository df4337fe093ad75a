"""Whether the chains still say what they said: the journal, every paper, and the days that were anchored."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from itertools import groupby
from operator import attrgetter

import pikepdf
from django.conf import settings

from erasdu.ground.journal import queries as journal
from erasdu.ground.paperwork.models import Anchor, Document, Event, EvidenceCheck
from erasdu.ground.paperwork.papers.anchors import HEADS
from erasdu.ground.paperwork.rules.anchoring import Anchored, Head, anchor_digest, read_anchor
from erasdu.ground.vault.blobs import NotReached
from erasdu.ground.vault.queries import Damaged, by_key, read
from erasdu.kernel import chain
from erasdu.kernel.seal.keys import trusted
from erasdu.kernel.seal.verifying import Status, examine

AT_ONCE = 500
MOST_FAULTS = 50
Step = Callable[[], None]
LATEST = 3  # anchors that are compared when nothing else is asked


@dataclass(frozen=True, slots=True)
class Fault:
    """`code`: journal, chain, head, anchor_file, anchor_digest, anchor_journal, anchor_paper. `paper`: the key of its
    document; `number`: of the line or event where it does not fit; `day`: of the anchor that says so."""

    code: str
    number: int = 0
    paper: str = ""
    day: date | None = None


def heads() -> list[Head]:
    """Where the chain of every paper stands now."""
    rows = Document.objects.exclude(length=0).order_by("key").values_list("key", "length", "head")
    return [Head(*row) for row in rows]


def faults(anchors: Iterable[Anchor] | None = None, *, on_step: Step = lambda: None) -> list[Fault]:
    """What does not fit, at most so many; empty: everything is as it was. `on_step`: after each paper and anchor."""
    found: list[Fault] = []
    for fault in _all_faults(anchors if anchors is not None else Anchor.objects.order_by("-day")[:LATEST], on_step):
        found.append(fault)
        if len(found) >= MOST_FAULTS:
            break
    return found


def _all_faults(anchors: Iterable[Anchor], on_step: Step) -> Iterator[Fault]:
    if (line := journal.broken_at()) is not None:
        yield Fault("journal", number=line)
    yield from chain_faults(on_step)
    for anchor in anchors:
        yield from anchor_faults(anchor)
        on_step()


def chain_faults(on_step: Step = lambda: None) -> Iterator[Fault]:
    """Papers first, then their events: what is added meanwhile lies behind the head that was read, and must fit too."""
    expected = {pk: Head(key, length, head) for pk, key, length, head in _documents()}
    seen = set()
    rows = Event.objects.order_by("document_id", "seq").iterator(chunk_size=AT_ONCE)
    for pk, events in groupby(rows, key=attrgetter("document_id")):
        seen.add(pk)
        if pk in expected and (fault := _chain_fault(expected[pk], list(events))):
            yield fault
        on_step()
    for pk, head in expected.items():
        if pk not in seen and head.length:
            yield Fault("head", number=1, paper=head.key)


def _documents() -> list[tuple[int, str, int, str]]:
    return list(Document.objects.order_by("pk").values_list("pk", "key", "length", "head"))


def _chain_fault(head: Head, events: list[Event]) -> Fault | None:
    if (number := chain.check(map(_plain, events))) is not None:
        return Fault("chain", number=number, paper=head.key)
    if len(events) < head.length or (head.length and events[head.length - 1].hash != head.hash):
        return Fault("head", number=min(len(events) + 1, head.length), paper=head.key)
    return None


def _plain(event: Event) -> chain.Event:
    return chain.Event(event.seq, event.kind, event.at.isoformat(), event.body, event.hash)


# -- anchors ---------------------------------------------------------------------------------------


def anchor_faults(anchor: Anchor) -> Iterator[Fault]:
    """What differs from the day that was sealed."""
    pdf = anchor_paper(anchor)
    text = _attached(pdf) if pdf is not None and _is_ours(pdf) else None
    if text is None:
        yield Fault("anchor_file", day=anchor.day)
        return
    if anchor_digest(text) != anchor.digest:
        yield Fault("anchor_digest", day=anchor.day)
        return
    told = read_anchor(text)
    if told.journal.hash != journal.hash_at(told.journal.length):
        yield Fault("anchor_journal", number=told.journal.length, day=anchor.day)
    yield from _moved(told)


def _moved(told: Anchored) -> Iterator[Fault]:
    """The event that was the last one of a paper on that day must still be there, the same."""
    for start in range(0, len(told.heads), AT_ONCE):
        part = told.heads[start : start + AT_ONCE]
        rows = Event.objects.filter(hash__in=[head.hash for head in part])
        there = {Head(*row) for row in rows.values_list("document__key", "seq", "hash")}
        for head in part:
            if head not in there:
                yield Fault("anchor_paper", number=head.length, paper=head.key, day=told.day)


def anchor_paper(anchor: Anchor) -> bytes | None:
    """The sealed PDF; None when it is not there or not what was kept."""
    stored = by_key(anchor.file)
    try:
        return read(stored) if stored is not None else None
    except (Damaged, NotReached):
        return None


def _is_ours(pdf: bytes) -> bool:
    finding = examine(pdf, trusted=trusted(settings.SEAL_FOLDER), is_registered=lambda _: True)
    return finding.status == Status.EXACT_COPY


def _attached(pdf: bytes) -> str:
    with pikepdf.open(BytesIO(pdf)) as document:
        return document.attachments[HEADS].get_file().read_bytes().decode()


def anchors() -> list[Anchor]:
    """The newest first."""
    return list(Anchor.objects.order_by("-day")[:400])


# -- checks that were asked on the page --------------------------------------------------------------

GIVEN_UP = timedelta(hours=2)  # after that nobody is at it any more
SHOWN = 10


@dataclass(frozen=True, slots=True)
class Checked:
    """One check. `state`: running, done, or given_up by a worker that did not come back."""

    row: EvidenceCheck
    state: str
    faults: Sequence[Fault]


def running_check(at: datetime) -> EvidenceCheck | None:
    return EvidenceCheck.objects.filter(done_at=None, asked_at__gt=at - GIVEN_UP).order_by("-pk").first()


def checks(at: datetime) -> list[Checked]:
    """The newest first."""
    rows = EvidenceCheck.objects.select_related("by").order_by("-asked_at", "-pk")[:SHOWN]
    return [Checked(row, _state(row, at), [_fault(each) for each in row.found]) for row in rows]


def _state(row: EvidenceCheck, at: datetime) -> str:
    if row.done_at is not None:
        return "done"
    return "running" if row.asked_at > at - GIVEN_UP else "given_up"


def _fault(told: dict[str, str | int]) -> Fault:
    day = date.fromisoformat(str(told["day"])) if told["day"] else None
    return Fault(str(told["code"]), int(told["number"]), str(told["paper"]), day)
