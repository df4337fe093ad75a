"""Who has a seat, and who waits for one: first come, first served, and nobody loses a seat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

YES, NO, MAYBE = ANSWERS = ("yes", "no", "maybe")
SEAT, WAITING = ("seat", "waiting")


@dataclass(frozen=True, slots=True)
class Seat:
    """One invited person. `place`: "seat", "waiting" or "" for who does not come. `since`: of that answer."""

    who: int
    place: str = ""
    since: datetime | None = None


def after_answer(answer: str, place: str, seats: Sequence[Seat], capacity: int | None) -> str:
    """Where somebody stands after this answer; `seats`: all others. Who had a place keeps it."""
    if answer != YES:
        return ""
    if place:
        return place
    waits = any(each.place == WAITING for each in seats)
    return WAITING if waits or _free(seats, capacity) == 0 else SEAT


def moving_up(seats: Sequence[Seat], capacity: int | None) -> list[int]:
    """Who gets a seat now, of those that wait: the longest first, as many as are free."""
    queue = sorted((each for each in seats if each.place == WAITING), key=lambda each: (str(each.since), each.who))
    free = _free(seats, capacity)
    return [each.who for each in (queue if free is None else queue[:free])]


def _free(seats: Sequence[Seat], capacity: int | None) -> int | None:
    """Seats that nobody has; None: as many as come."""
    if capacity is None:
        return None
    return max(0, capacity - sum(each.place == SEAT for each in seats))
