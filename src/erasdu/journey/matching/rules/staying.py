"""Who has a place and a bed already had better keep them where something else is only as good."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

CHANGE = 1  # points for another place, and for another home: less than whatever a person would move for


def stays_put(problem: dict[str, Any], held: Mapping[int, tuple[int, int]], homes: Mapping[str, int]) -> dict[str, Any]:
    """The same problem, with what a learner does not have a little dearer.

    `held`: learner → place and home, 0 for none; `homes`: key of a bed → its home. Without any held it is the same.
    """
    if not held:
        return problem
    places = [
        [one, place, cost + CHANGE * _other(held, one, int(place[1:]), 0)]
        for one, place, cost in problem["learner_placement"]
    ]
    beds = [
        [one, host, cost + CHANGE * _other(held, one, homes[host[1:]], 1)]
        for one, host, cost in problem["learner_host"]
    ]
    return problem | {"learner_placement": places, "learner_host": beds}


def _other(held: Mapping[int, tuple[int, int]], one: str, thing: int, which: int) -> bool:
    return held.get(int(one[1:]), (0, 0))[which] not in (0, thing)
