"""Where a stay stands, and what of it is still open, in order of harm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from erasdu.journey.mobilities.rules import in_order
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CONFIRM, DEPART, HAND_IN, STAY, Requirement, blocking

STAGES = ("granted", "placed", "ready", "away", "back", "cancelled")
PASSED_BY_LEAVING = frozenset({HAND_IN, CONFIRM, DEPART})
PASSED_BY_RETURNING = PASSED_BY_LEAVING | {STAY}
PLACES = ("internship_place", "bed")


def stage(*, live: bool, stay: Period | None, items: Iterable[Requirement], on: date) -> str:
    """One of `STAGES`: the furthest thing that is true on that day."""
    if not live:
        return "cancelled"
    if stay is not None and on > stay.end:
        return "back"
    if has_left(stay, on):
        return "away"
    found = list(items)
    if not blocking(found, DEPART):
        return "ready"
    placed = [item for item in found if item.code in PLACES]
    return "placed" if placed and all(item.met for item in placed) else "granted"


def has_left(stay: Period | None, on: date) -> bool:
    """On the day of departure itself one has not left yet: things can still be done that morning."""
    return stay is not None and on > stay.start


def open_items(items: Iterable[Requirement], stay: Period | None, on: date) -> list[Requirement]:
    """What somebody must still act on, in order of harm; who left is no longer held up by what leaving asked."""
    passed = _passed(stay, on)
    return in_order(
        item for item in items if not item.settled and not (passed and item.blocks - item.let_pass <= passed)
    )


def _passed(stay: Period | None, on: date) -> frozenset[str]:
    """What no longer matters on that day; what holds up nothing at all is of no use any more either."""
    if stay is not None and on > stay.end:
        return PASSED_BY_RETURNING
    return PASSED_BY_LEAVING if has_left(stay, on) else frozenset()
