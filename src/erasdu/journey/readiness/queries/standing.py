"""Where stays stand: derived from every step, or read from the projection as far as nothing happened since."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.models import OwnRequirement, ReplyDays, Standing
from erasdu.journey.readiness.queries import composing, touched
from erasdu.journey.readiness.queries.packing import Titles, packed, unpacked
from erasdu.journey.readiness.rules import Safe
from erasdu.kernel.actor import COORDINATOR
from erasdu.kernel.requirement import DEPART, Requirement, blocking

SAMPLE = 100
CALLS = Prepared(lambda: Call.objects.filter(pk__in=THESE).values_list("pk", "stay_until", "min_days"))
OBSERVED = Prepared(lambda: ReplyDays.objects.values_list("role", "days"))


@dataclass(frozen=True, slots=True)
class Stand:
    """One stay on one day. `items`: all that is asked; `start_by`, `gone`: `office`: see `Standing`."""

    on: date
    stage: str
    next_due: date | None
    who: str
    holds: int
    start_by: date | None
    gone: bool
    office: bool
    items: tuple[Requirement, ...]

    def as_row(self, stay: int) -> Standing:
        return Standing(
            mobility_id=stay,
            on=self.on,
            stage=self.stage,
            next_due=self.next_due,
            who=self.who,
            holds=self.holds,
            start_by=self.start_by,
            gone=self.gone,
            office=self.office,
            items=[packed(item) for item in self.items],
        )


def derived(stays: Sequence[Mobility], on: date) -> dict[int, Stand]:
    """From every step, at this moment; as many queries for five hundred as for one."""
    days, windows = reply_days(), _windows(stays)
    found = composing.requirements_of(stays, on)
    return {stay.pk: _stand(stay, found.get(stay.pk, []), days, windows[stay.call_id], on) for stay in stays}


def plans(stays: Sequence[Mobility], on: date) -> dict[int, list[Safe]]:
    """By stay, by when each open thing must begin; nothing of who left."""
    return Ahead(stays).plans(stays, on)


class Ahead:
    """What every step knows of stays, read at once: what they ask on any day, as long as nobody does anything."""

    def __init__(self, stays: Sequence[Mobility]) -> None:
        self.days, self.windows, self.known = reply_days(), _windows(stays), composing.known(stays)

    def asked(self) -> set[str]:
        """The roles of whom calls ask something beside the steps."""
        return {own.who for one in self.known for asked in one.asked.of.values() for own in asked}

    def without_needs(self) -> set[int]:
        """Nominees who did not say what must be so where they sleep, and have no bed."""
        return {pk for one in self.known for pk, of in one.nominated.items() if of.needs_told is None and not of.bed}

    def plans(self, stays: Sequence[Mobility], on: date) -> dict[int, list[Safe]]:
        """See `plans`; of some of these stays."""
        found = self._said(stays, on)
        return {
            stay.pk: _plan(stay, _waiting(stay, found.get(stay.pk, []), on), self.days, self.windows[stay.call_id], on)
            for stay in stays
        }

    def open(self, stays: Sequence[Mobility], on: date) -> dict[int, list[Requirement]]:
        """See `open_of`; of some of these stays."""
        return composing.open_in(stays, self._said(stays, on), on)

    def _said(self, stays: Sequence[Mobility], on: date) -> Mapping[int, Sequence[Requirement]]:
        return composing.said(self.known, on, {stay.pk for stay in stays})


def missed_by(stays: Sequence[Mobility], stands: Mapping[int, Stand], on: date) -> dict[int, frozenset[str]]:
    """Stay → the codes by which it will miss its departure, of who will. Two queries."""
    late = [stay for stay in stays if stands[stay.pk].gone]
    days, windows = reply_days(), _windows(late)
    found = {}
    for stay in late:
        waiting = _waiting(stay, stands[stay.pk].items, on)
        found[stay.pk] = rules.missed_by(_plan(stay, waiting, days, windows[stay.call_id], on))
    return found


def _windows(stays: Iterable[Mobility]) -> dict[int, rules.Window]:
    """Call → when its stays can be. One query."""
    rows = CALLS.of(stay.call_id for stay in stays)
    return {pk: rules.Window(ends, least) for pk, ends, least in rows}


def standings(stays: Sequence[Mobility], on: date) -> dict[int, Stand]:
    """The same as `derived`, from the projection; what changed since, or is of another day, is derived again."""
    rows = {row.mobility_id: row for row in Standing.objects.filter(mobility__in=[stay.pk for stay in stays], on=on)}
    fresh = touched.since_followed(stays)
    stale = [stay for stay in stays if stay.pk not in rows or stay.pk in fresh]
    titles = own_titles(stay.call_id for stay in stays)
    kept = {stay.pk: _read(rows[stay.pk], titles) for stay in stays if stay.pk in rows and stay.pk not in fresh}
    return kept | derived(stale, on) if stale else kept


def counted_from(stay: Mobility, on: date) -> date | None:
    """Of whose days are not set: the day from which is counted back by when each thing must begin. `call` is read."""
    window = rules.Window(stay.call.stay_until, stay.call.min_days)
    counts = stay.planned_from is None and stay.cancelled_at is None and on <= window.ends_on
    return window.last_start if counts else None


def reply_days() -> rules.Days:
    """What was stated, corrected by what was observed. One query."""
    return rules.corrected(dict(OBSERVED.of()))


def reply_table() -> list[tuple[str, int, int]]:
    """Role, within how many days it answers by mail, and of how many people that was observed; 0: as it was stated."""
    observed = {row.role: row for row in ReplyDays.objects.all()}
    stated = [(role, days) for (role, channel), days in rules.STATED.items() if channel == "mail"]
    return [
        (role, observed[role].days, observed[role].answers) if role in observed else (role, days, 0)
        for role, days in stated
    ]


def own_titles(calls: Iterable[int]) -> Titles:
    rows = OwnRequirement.objects.filter(call__in=set(calls)).values_list("key", "title_nl", "title_en")
    return {rules.PREFIX + key: (("nl", dutch), ("en", english)) for key, dutch, english in rows}


def drifted(stays: Sequence[Mobility], on: date) -> list[int]:
    """Stays whose projection says something else than every step says now."""
    titles = own_titles(stay.call_id for stay in stays)
    rows = {row.mobility_id: row for row in Standing.objects.filter(mobility__in=[stay.pk for stay in stays], on=on)}
    now = derived(stays, on)
    return [pk for pk, row in rows.items() if _read(row, titles) != now[pk]]


def sample(number: int = SAMPLE) -> list[Mobility]:
    """Some of the running stays, to hold the projection against."""
    return list(Mobility.objects.filter(state="planned").order_by("?")[:number])


def _stand(stay: Mobility, items: Sequence[Requirement], days: rules.Days, window: rules.Window, on: date) -> Stand:
    period, live = mobilities.stay_of(stay), stay.cancelled_at is None
    waiting = _waiting(stay, items, on)
    planned = _plan(stay, waiting, days, window, on)
    left = rules.has_left(period, on)
    return Stand(
        on=on,
        stage=rules.stage(live=live, stay=period, items=items, on=on),
        next_due=min((item.by for item in waiting if item.by), default=None),
        who=waiting[0].who if waiting else "",
        holds=len(blocking(waiting, DEPART)) if live and not left else 0,
        start_by=min((each.start_by for each in planned if each.start_by), default=None),
        gone=any(each.gone for each in planned),
        office=any(item.who == COORDINATOR for item in waiting),
        items=tuple(items),
    )


def _waiting(stay: Mobility, items: Sequence[Requirement], on: date) -> list[Requirement]:
    return rules.open_items(items, mobilities.stay_of(stay), on) if stay.cancelled_at is None else []


def _plan(
    stay: Mobility, waiting: Sequence[Requirement], days: rules.Days, window: rules.Window, on: date
) -> list[Safe]:
    """As long as no days are set, one leaves on the last day on which the call still allows it."""
    period = mobilities.stay_of(stay)
    if stay.cancelled_at is not None or rules.has_left(period, on) or on > window.ends_on:
        return []
    return rules.plan(waiting, period.start if period else window.last_start, on, days)


# -- as it is kept ---------------------------------------------------------------------------------


def _read(row: Standing, titles: Titles) -> Stand:
    items = tuple(unpacked(kept, titles) for kept in row.items)
    return Stand(row.on, row.stage, row.next_due, row.who, row.holds, row.start_by, row.gone, row.office, items)
