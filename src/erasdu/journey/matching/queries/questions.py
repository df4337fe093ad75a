"""Why not: the first hard rules in words, or what it would cost and who would have to move, by solving it again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from erasdu.journey.matching.queries.reasons import why_not
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.rules import Learner
from erasdu.kernel.assign import reading
from erasdu.kernel.assign.solve import solve

WORST = 10**8


class Asked(Protocol):
    """Numbers of a placement and a home, 0 for any."""

    @property
    def placement(self) -> int: ...

    @property
    def home(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Answered:
    """`refusals`: codes of hard rules. Without any: what it would cost more, and who would move or lose their place.

    `possible` is False when no solution has it, whatever the cost.
    """

    place: int
    home: int
    refusals: tuple[str, ...]
    possible: bool = True
    more: int = 0
    moved: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()


def answered(world: World, learner: Learner, asked: Asked) -> Answered:
    place_pk, home_pk = asked.placement, asked.home
    place = world.place.get(place_pk)
    beds = [bed for bed in world.beds if bed.home == home_pk]
    each = (
        [why_not(world, learner, place=place, bed=bed) for bed in beds]
        if beds
        else [why_not(world, learner, place=place)]
    )
    refusals = min(each, key=len) if place or beds else ["no_bed_fits" if home_pk else "no_place_fits"]
    if refusals or learner.pk in world.fixed:
        return Answered(place_pk, home_pk, tuple(refusals), possible=False)
    return _solved(world, learner, place_pk, home_pk)


def _solved(world: World, learner: Learner, place: int, home: int) -> Answered:
    """The same problem once more, with this choice forced; beside the best without it."""
    problem, name = world.problem(), f"L{learner.pk}"
    forced = _forced(
        problem, name, f"P{place}" if place else "", {f"H{bed.key}" for bed in world.beds if bed.home == home}
    )
    best, found = solve(reading.parse(json.dumps(problem))), solve(reading.parse(json.dumps(forced)))
    if name in found.unassigned:
        return Answered(place, home, (), possible=False)
    before = {each.learner: each for each in best.assignments}
    after = {each.learner: each for each in found.assignments}
    moved = [pk for pk in after if pk != name and pk in before and before[pk] != after[pk]]
    lost = [pk for pk in found.unassigned if pk in before]
    return Answered(place, home, (), True, max(0, found.cost - best.cost), _numbers(moved), _numbers(lost))


def _forced(problem: dict[str, Any], name: str, place: str, beds: set[str]) -> dict[str, Any]:
    """Only these arcs of the learner are left, and being without costs more than anything else."""

    def kept(arcs: list[list[Any]], allowed: set[str]) -> list[list[Any]]:
        return [arc for arc in arcs if arc[0] != name or not allowed or arc[1] in allowed]

    learners = [each | {"unassigned_cost": WORST} if each["id"] == name else each for each in problem["learners"]]
    return problem | {
        "learners": learners,
        "learner_placement": kept(problem["learner_placement"], {place} if place else set()),
        "learner_host": kept(problem["learner_host"], beds),
    }


def _numbers(names: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(int(name[1:]) for name in names))
