"""How a board of stays is cut: which rows a filter keeps, and in which order they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from erasdu.kernel.requirement import DEPART, Requirement

SHOWS = ("here", "gone", "blocks", "week", "parent", "mine", "left")
WEEK = timedelta(days=7)
LEFT = ("away", "back")


@dataclass(frozen=True, slots=True)
class Line:
    """What a filter asks of one stay. `waiting`: what is open, in order of harm."""

    stage: str
    gone: bool
    waiting: tuple[Requirement, ...]


def kept_by(line: Line, on: date, role: str) -> frozenset[str]:
    """The filters that keep it. `here`: who has not left; `mine`: something waits for the reader's role."""
    left = line.stage in LEFT
    asked = {
        "left": left,
        "here": not left,
        "gone": line.gone and not left,
        "blocks": not left and any(item.holds(DEPART) for item in line.waiting),
        "week": due_within(line.waiting, on),
        "parent": any(item.who == "guardian" for item in line.waiting),
        "mine": any(item.who == role for item in line.waiting),
    }
    return frozenset(show for show, keeps in asked.items() if keeps)


def due_within(items: Iterable[Requirement], on: date) -> bool:
    """Whether a last day lies in the seven days from now on; what passed is not due any more, but too late."""
    return any(item.by is not None and on <= item.by < on + WEEK for item in items)
