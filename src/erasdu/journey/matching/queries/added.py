"""A division with a place or a bed added that does not exist: of which nothing is open until somebody is let in.

Where everybody is there on the same days, it is put behind what is known. Where destinations have days of their own,
who may be where on which days, and how much is free then, changes with it: the problem is made anew from the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from erasdu.journey.matching import rules
from erasdu.journey.matching.queries.standing import Standing, as_solution, built, realigned, together, widened
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.rules import Bed, Learner, Place
from erasdu.kernel.assign.problem import Arcs, Host, Placement, Problem, positions
from erasdu.kernel.assign.wishes import assigned, taken_up

NEW = -1  # number of a place or home that does not exist


def added(now: Standing, place: Place | None, bed: Bed | None) -> Standing:
    """Open for nobody yet; a place is open for one where a bed that is made up goes with it."""
    if several_days(now.world):
        return _anew(now, place, bed)
    larger = _with_bed(now, bed) if bed else now.problem
    if place:
        larger = _with_place(now, place, larger, bed)
    return replace(now, problem=larger, solution=widened(now.solution, larger))


def several_days(world: World) -> bool:
    """Whether somebody may stay on one days or on others, by where they get a place or a bed."""
    return len(set(world.days.every)) > 1 and any(one.days_open for one in world.learners)


def _anew(now: Standing, place: Place | None, bed: Bed | None) -> Standing:
    world = replace(
        now.world,
        places=[*now.world.places, *([place] if place else [])],
        beds=[*now.world.beds, *([bed] if bed else [])],
        _ways=dict(now.world._ways),
    )
    problem = _shut(built(world.problem()), place_open=bed is not None)
    then = Standing(world, problem, now.solution, together(world, problem))
    known = {*positions(problem.placements), *positions(problem.hosts)}
    given = [each for each in now.solution.assignments if {each.placement, each.host} <= known]
    kept = assigned(problem, taken_up(then.model(), problem, given))
    return replace(then, solution=as_solution(problem, kept, realigned(now, problem)))


def _shut(problem: Problem, *, place_open: bool) -> Problem:
    """With nothing open of what is made up."""
    places = [
        replace(each, capacity=(int(place_open),) * problem.slots) if each.id == f"P{NEW}" else each
        for each in problem.placements
    ]
    hosts = [
        replace(each, capacity=(0,) * problem.slots) if each.id == f"H{NEW}.{NEW}" else each for each in problem.hosts
    ]
    return replace(problem, placements=tuple(places), hosts=tuple(hosts))


def _with_place(now: Standing, place: Place, problem: Problem, bed: Bed | None) -> Problem:
    """The problem with a place of which nothing is open yet; open for one where a bed that is made up goes with it."""
    at = len(problem.placements)
    fits = [
        (number, at, rules.total(rules.place_causes(one, place)))
        for number, one in enumerate(_learners(now))
        if not rules.place_refusals(one, place)
    ]
    beds = [*_beds(now), *([(len(now.problem.hosts), bed)] if bed else [])]
    near = [(at, number, cost, minutes) for number, each in beds for cost, minutes in _way(now, place, each)]
    return replace(
        problem,
        placements=(*problem.placements, Placement(f"P{NEW}", (1 if bed else 0,) * problem.slots)),
        learner_placement=_joined(problem.learner_placement, fits),
        placement_host=_joined(problem.placement_host, near),
    )


def _with_bed(now: Standing, bed: Bed) -> Problem:
    problem, at = now.problem, len(now.problem.hosts)
    fits = [
        (number, at, rules.total(rules.bed_causes(one, bed)))
        for number, one in enumerate(_learners(now))
        if not rules.bed_refusals(one, bed)
    ]
    near = [(number, at, cost, minutes) for number, place in _places(now) for cost, minutes in _way(now, place, bed)]
    return replace(
        problem,
        hosts=(*problem.hosts, Host(f"H{NEW}.{NEW}", (0,) * problem.slots)),
        learner_host=_joined(problem.learner_host, fits),
        placement_host=_joined(problem.placement_host, near),
    )


def _learners(now: Standing) -> Iterator[Learner]:
    return (now.world.learner[int(each.id[1:])] for each in now.problem.learners)


def _beds(now: Standing) -> Iterator[tuple[int, Bed]]:
    return ((number, now.world.bed[each.id[1:]]) for number, each in enumerate(now.problem.hosts))


def _places(now: Standing) -> Iterator[tuple[int, Place]]:
    return ((number, now.world.place[int(each.id[1:])]) for number, each in enumerate(now.problem.placements))


def _way(now: Standing, place: Place, bed: Bed) -> list[tuple[int, int]]:
    """The cost and minutes of a way that is known, where one can go. Who keeps what is new is not known."""
    way = now.world.way_of(place, bed)
    if not rules.goes_with(place, bed) or way.minutes is None:
        return []
    keeper = max(place.keeper, bed.keeper)
    same = replace(place, keeper=keeper), replace(bed, keeper=keeper)
    return [(rules.total(rules.way_causes(*same, way)), way.minutes)]


def _joined(arcs: Arcs, rows: Sequence[tuple[int, ...]]) -> Arcs:
    if not rows:
        return arcs
    added = np.array(rows, np.int64).T
    minutes = np.concatenate([arcs.minutes, added[3]]) if len(added) > 3 else arcs.minutes
    return Arcs(
        np.concatenate([arcs.left, added[0]]), np.concatenate([arcs.right, added[1]]),
        np.concatenate([arcs.cost, added[2]]), minutes,
    )  # fmt: skip
