"""Which rows of the table are stopped for which calls, and of which call something is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db.models import Model, QuerySet

from erasdu.ground.journal.models import Line
from erasdu.ground.post.models import Letter
from erasdu.ground.prepared import Prepared
from erasdu.journey.calls.access import calls_for
from erasdu.journey.calls.models import Call
from erasdu.kernel.actor import Actor
from erasdu.kernel.memory import remembered
from erasdu.office.notices.models import News, Stop
from erasdu.office.notices.queries.table import table

if TYPE_CHECKING:  # things read what is stopped
    from erasdu.office.notices.queries.things.thing import Thing

STOPS = Prepared(lambda: Stop.objects.values_list("call", "row", "at", "ended_at"))
AFTERWARDS = timedelta(days=90)  # so long after its last day mail about a call can still go
Stops = Mapping[int, frozenset[str]]
"""Call → the codes of the rows that are stopped for it."""


def stops() -> Stops:
    """Those that are stopped now. One query."""
    return _by_call((call, row) for call, row, _at, ended in _all() if ended is None)


def stops_at(at: datetime) -> Stops:
    """Those that were stopped at that moment: a line of the journal is told the same whenever it is read. One query."""
    return _by_call((call, row) for call, row, since, ended in _all() if since <= at and (not ended or at < ended))


@remembered
def _all() -> list[tuple[Any, ...]]:
    return STOPS.of()


def _by_call(rows: Iterable[tuple[int, str]]) -> Stops:
    found = defaultdict[int, set[str]](set)
    for call, code in rows:
        found[call].add(code)
    return {call: frozenset(codes & table().stoppable.keys()) for call, codes in found.items()}


def with_stops(things: Iterable[Thing], found: Stops) -> list[Thing]:
    """What waits, each with the rows that tell nobody of it any more."""
    return [_with(thing, found) for thing in things] if found else list(things)


def _with(thing: Thing, found: Stops) -> Thing:
    codes = found.get(thing.call.pk) if thing.call else None
    return replace(thing, item=replace(thing.item, stopped=codes)) if codes else thing


# -- what is told once -----------------------------------------------------------------------------


def is_stopped(line: str, text: str, way: str, about: Model | None, found: Stops) -> bool:
    """Whether the row that makes this text of a line with that code is stopped for the call that it is about."""
    if not found:
        return False
    codes = found.get(call_of(about), frozenset())
    return any(row.code in codes for row in table().lines if (row.what, row.text, row.way) == (line, text, way))


def letter_is_stopped(letter: Letter) -> bool:
    """Of a letter that a line became, and that waits to go."""
    return _once_is_stopped(letter, "mail", stops())


def without_stopped(news: Sequence[News]) -> list[News]:
    """News that some row still tells. One query while nothing is stopped."""
    found = stops() if news else {}
    return [one for one in news if not _once_is_stopped(one, "digest", found)]


def _once_is_stopped(told: Letter | News, way: str, found: Stops) -> bool:
    """`once` names the text, the line that it came from, and the reader."""
    text, number = (*told.once.split(":"), "")[:2]
    if not found or not number.isdecimal() or not told.about_kind:
        return False
    line = Line.objects.filter(pk=int(number)).first()
    about = apps.get_model(told.about_kind)._default_manager.filter(pk=told.about_pk).first()
    return line is not None and is_stopped(line.code, text, way, about, found)


def call_of(about: Model | None) -> int:
    """The call of a dossier, a paper or a meeting; 0 of what belongs to none."""
    row: Any = about
    if isinstance(row, Call):
        return row.pk
    for name in ("mobility", "campaign"):  # of a plan, and of what a host was asked
        row = getattr(row, name, row) if not hasattr(row, "call_id") else row
    if hasattr(row, "call_id"):
        return int(row.call_id or 0)
    for kind, pk in (("subject_kind", "subject_pk"), ("about_kind", "about_pk")):  # of a paper, and of a meeting
        if named := getattr(row, kind, ""):
            return call_of(apps.get_model(named)._default_manager.filter(pk=getattr(row, pk)).first())
    return 0


# -- on pages --------------------------------------------------------------------------------------


def standing(rows: QuerySet[Stop]) -> list[Stop]:
    """What is stopped now, the newest call first. One query."""
    live = rows.filter(ended_at=None).select_related("call", "by").order_by("-call__stay_from", "pk")
    return [row for row in live if row.row in table().stoppable]


def calls_to_choose(actor: Actor, code: str, on: date) -> list[Call]:
    """Published calls that still run, for which this row is not stopped."""
    there = Stop.objects.filter(row=code, ended_at=None).values("call")
    rows = calls_for(actor).filter(state=Call.State.PUBLISHED, stay_until__gte=on - AFTERWARDS).exclude(pk__in=there)
    return list(rows.order_by("-stay_from", "pk"))
