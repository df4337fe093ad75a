"""On which days the mails of people go, and for which days the mail of one day answers."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from erasdu.office.notices.rules.mail import HOLD, Decisions
from erasdu.office.notices.rules.moments import EVERY_DAY


@dataclass(frozen=True, slots=True)
class Windows:
    """The days that a mail of today answers for: of the reader's own weekdays, and of what cannot wait for them.

    `usual`: whether a mail of their own weekdays goes today.
    """

    usual: bool
    days: frozenset[date]

    def say(self, days: Iterable[date]) -> bool:
        """Whether one of these days is among them."""
        return not self.days.isdisjoint(days)


class Going:
    """On which days the mails of people go, seen from one day."""

    def __init__(self, decisions: Decisions, on: date, planned: Collection[date]) -> None:
        self.on, self.planned, self.earliest = on, planned, min(planned, default=on)
        self.held: dict[int, list[tuple[date, date]]] = {}
        for (person, day), decision in decisions.items():
            if decision.kind == HOLD and decision.until is not None:
                self.held.setdefault(person, []).append((day, decision.until))
        self._usual: dict[frozenset[int], Windows | None] = {}  # of whom nothing was ever held

    def windows(self, person: int, weekdays: frozenset[int]) -> Windows | None:
        """The days that this person's mail of today answers for; None when none goes today."""
        if person in self.held:
            return self._windows(self.held[person], weekdays)
        if weekdays not in self._usual:
            self._usual[weekdays] = self._windows((), weekdays)
        return self._usual[weekdays]

    def _windows(self, held: Collection[tuple[date, date]], weekdays: frozenset[int]) -> Windows | None:
        usual, any_day = self._window(held, weekdays), self._window(held, EVERY_DAY)
        if not any_day:
            return None
        mine = {day for day in usual if day.weekday() in weekdays}
        return Windows(bool(usual), frozenset(mine | {day for day in any_day if day.weekday() not in weekdays}))

    def _window(self, held: Collection[tuple[date, date]], weekdays: Collection[int]) -> list[date]:
        """From today back to the day after the one before on which a mail of these weekdays went; none if none goes."""
        if not _goes(held, weekdays, self.on):
            return []
        found = [self.on]
        while found[-1] > self.earliest:
            before = found[-1] - timedelta(days=1)
            if before in self.planned and _goes(held, weekdays, before):
                break
            found.append(before)
        return found


def _goes(held: Iterable[tuple[date, date]], weekdays: Collection[int], day: date) -> bool:
    return day.weekday() in weekdays and not any(first <= day < until for first, until in held)
