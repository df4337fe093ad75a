"""Answers about a solution: why this, why not that, who got nothing and why, what one more place would bring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from erasdu.kernel.assign.forced import force
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.pricing import Prices, Pricing
from erasdu.kernel.assign.problem import Arcs, Problem, positions
from erasdu.kernel.assign.repair import AROUND, around
from erasdu.kernel.assign.solution import Assignment, Solution, cost_of
from erasdu.kernel.assign.state import NONE, State
from erasdu.kernel.assign.wishes import Choice, assigned, narrow, taken_up

Rule = Literal["placement", "host", "commute", "minutes", "room", "beds", "gender"]


@dataclass(frozen=True, slots=True)
class Why:
    """What a learner's choice costs, by cause; `apart` are friends elsewhere, with what that costs."""

    assignment: Assignment | None
    placement: int
    host: int
    commute: int
    minutes: int
    apart: tuple[tuple[str, int], ...]
    unassigned: int

    @property
    def total(self) -> int:
        return self.placement + self.host + self.commute + self.unassigned + sum(cost for _, cost in self.apart)


def why(problem: Problem, solution: Solution, learner: str) -> Why:
    """The costs of what a learner got; `unassigned` when it got nothing."""
    mine = solution.of(learner)
    hosts = {each.learner: each.host for each in solution.assignments}
    apart = []
    for pair in problem.pairs:
        if learner in (pair.first, pair.second):
            friend = pair.second if pair.first == learner else pair.first
            if hosts.get(friend) != hosts.get(learner):
                apart.append((friend, pair.cost))
    at = positions(problem.learners)[learner]
    if mine is None:
        return Why(None, 0, 0, 0, 0, tuple(apart), problem.learners[at].unassigned_cost)
    placement, host = positions(problem.placements)[mine.placement], positions(problem.hosts)[mine.host]
    near = _row(problem.placement_host, placement, host)
    return Why(
        mine,
        _cost(problem.learner_placement, at, placement),
        _cost(problem.learner_host, at, host),
        int(problem.placement_host.cost[near]),
        int(problem.placement_host.minutes[near]),
        tuple(apart),
        0,
    )


def _row(arcs: Arcs, left: int, right: int) -> int:
    """Where an arc stands, -1 when there is none."""
    found = np.flatnonzero((arcs.left == left) & (arcs.right == right))
    return int(found[0]) if len(found) else -1


def _cost(arcs: Arcs, left: int, right: int) -> int:
    return int(arcs.cost[_row(arcs, left, right)])


@dataclass(frozen=True, slots=True)
class WhyNot:
    """Either the hard `rule` that forbids it, or what it would cost `more` and who would have to move.

    `moved` has what each would have instead, None for nothing. There may be a cheaper way than the one that was found.
    `rule` without a cost: placement, host (may not have it), commute (no way between them), minutes (too far), room,
    beds (not open for the whole stay); "gender" and None for `more` never go together with a way to do it.
    """

    rule: Rule | None
    more: int | None = None
    moved: tuple[tuple[str, Assignment | None, Assignment | None], ...] = ()


def why_not(
    problem: Problem,
    solution: Solution,
    learner: str,
    placement: str | None = None,
    host: str | None = None,
    *,
    forbidden: Iterable[Choice] = (),
) -> WhyNot:
    """Why a learner did not get this placement, this host, or both; solved again around it with that choice forced."""
    if (rule := broken(problem, learner, placement, host)) is not None:
        return WhyNot(rule)
    if has(solution.of(learner), placement, host):
        return WhyNot(None, 0)
    model = Model.of(problem)
    narrow(model, problem, [Choice(learner, placement, host)], forbidden)
    at = positions(problem.learners)[learner]
    state = taken_up(model, problem, solution.assignments)
    if not len(Pricing(model, free(model)).everything(at)[0]):
        return WhyNot("commute")
    force(state, solution.prices, at, _holders(problem, solution, placement, host))
    if state.placement[at] == NONE:
        return WhyNot("room")
    after = assigned(problem, state)
    return WhyNot(None, cost_of(problem, after) - solution.cost, changes(solution.assignments, after))


def free(model: Model) -> Prices:
    """Nothing costs more than its own cost."""
    return Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape))


def has(mine: Assignment | None, placement: str | None, host: str | None) -> bool:
    """Whether what a learner has is what is asked for."""
    return mine is not None and placement in (None, mine.placement) and host in (None, mine.host)


def changes(
    before: Iterable[Assignment], after: Iterable[Assignment]
) -> tuple[tuple[str, Assignment | None, Assignment | None], ...]:
    """Who has something else: learner, what it had, what it has."""
    old, new = {each.learner: each for each in before}, {each.learner: each for each in after}
    return tuple((name, old.get(name), new.get(name)) for name in sorted(old | new) if old.get(name) != new.get(name))


def _holders(problem: Problem, solution: Solution, placement: str | None, host: str | None) -> set[int]:
    at = positions(problem.learners)
    return {at[each.learner] for each in solution.assignments if each.placement == placement or each.host == host}


def broken(problem: Problem, learner: str, placement: str | None, host: str | None) -> Rule | None:
    """The first hard rule that a choice breaks by itself, whatever others have."""
    at = positions(problem.learners)[learner]
    who = problem.learners[at]
    stay = slice(who.start, who.end)
    if placement is not None:
        place = positions(problem.placements)[placement]
        if _row(problem.learner_placement, at, place) < 0:
            return "placement"
        if not all(problem.placements[place].capacity[stay]):
            return "room"
    if host is not None:
        bed = positions(problem.hosts)[host]
        if _row(problem.learner_host, at, bed) < 0:
            return "host"
        if not all(problem.hosts[bed].capacity[stay]):
            return "beds"
    if placement is not None and host is not None:
        near = _row(problem.placement_host, place, bed)
        if near < 0:
            return "commute"
        if who.max_minutes is not None and int(problem.placement_host.minutes[near]) > who.max_minutes:
            return "minutes"
    return None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """Why a learner got nothing: `rule` names the filter that left nobody, or None when what it could have is taken.

    `taken` are then placements and hosts that are full, each with who has them; `dearer` when there was something free
    that costs more than being unassigned.
    """

    learner: str
    rule: Rule | None
    taken: tuple[tuple[str, tuple[str, ...]], ...] = ()
    dearer: bool = False


def unmatched_reasons(problem: Problem, solution: Solution) -> list[Unmatched]:
    """One for each learner who got nothing."""
    model = Model.of(problem)
    state = taken_up(model, problem, solution.assignments)
    at = positions(problem.learners)
    return [_unmatched(problem, solution, state, name, at[name]) for name in solution.unassigned]


def _unmatched(problem: Problem, solution: Solution, state: State, name: str, at: int) -> Unmatched:
    model = state.model
    who = problem.learners[at]
    places = problem.learner_placement.right[problem.learner_placement.left == at]
    beds = problem.learner_host.right[problem.learner_host.left == at]
    for rule, arcs, found in (("placement", places, "room"), ("host", beds, "beds")):
        if not len(arcs):
            return Unmatched(name, rule)  # type: ignore[arg-type]
        usable = model.placed if rule == "placement" else model.housed
        if not (usable.left == at).any():
            return Unmatched(name, found)  # type: ignore[arg-type]
    joined = np.isin(problem.placement_host.left, places) & np.isin(problem.placement_host.right, beds)
    if not joined.any():
        return Unmatched(name, "commute")
    if who.max_minutes is not None and not (problem.placement_host.minutes[joined] <= who.max_minutes).any():
        return Unmatched(name, "minutes")
    stay = slice(who.start, who.end)
    full = [
        *(problem.placements[each].id for each in np.unique(places).tolist() if state.room[each, stay].min() <= 0),
        *(problem.hosts[each].id for each in np.unique(beds).tolist() if state.beds[each, stay].min() <= 0),
    ]
    taken = tuple(
        (thing, tuple(each.learner for each in solution.assignments if thing in (each.placement, each.host)))
        for thing in full
    )
    return Unmatched(name, None, taken, dearer=len(full) < len(np.unique(places)) + len(np.unique(beds)) and not taken)


@dataclass(frozen=True, slots=True)
class Gain:
    """What one more unit of a placement or host brings, in every slot: found by solving again around it."""

    kind: Literal["placement", "host"]
    id: str
    more_assigned: int
    saved: int


def radar(
    problem: Problem, solution: Solution, extra: Iterable[tuple[Literal["placement", "host"], str]] | None = None
) -> list[Gain]:
    """What one more unit of each of these would bring, the most first; without `extra`, of the ten dearest.

    For a family or company that is not there yet, add it to the problem with capacity 0 and name it.
    """
    found = [
        gain(problem, solution, kind, name) for kind, name in (dearest(problem, solution) if extra is None else extra)
    ]
    return sorted(found, key=lambda each: (-each.more_assigned, -each.saved, each.id))


def dearest(problem: Problem, solution: Solution, most: int = 10) -> list[tuple[Literal["placement", "host"], str]]:
    """The placements and hosts with the highest prices."""
    if solution.prices is None:
        return []
    listed: list[tuple[float, Literal["placement", "host"], str]] = []
    for number, placement in enumerate(problem.placements):
        listed.append((-float(solution.prices.room[number].sum()), "placement", placement.id))
    for number, host in enumerate(problem.hosts):
        listed.append((-float(solution.prices.beds[number].sum()), "host", host.id))
    return [(kind, name) for price, kind, name in sorted(listed)[:most] if price < 0]


def gain(
    problem: Problem,
    solution: Solution,
    kind: Literal["placement", "host"],
    name: str,
    *,
    forbidden: Iterable[Choice] = (),
) -> Gain:
    """One more unit, and whoever is near it divided anew."""
    larger = added(problem, kind, name)
    model = Model.of(larger)
    narrow(model, larger, (), forbidden)
    state = taken_up(model, larger, solution.assignments)
    at = positions(problem.placements if kind == "placement" else problem.hosts)[name]
    search = around(model, state, unpriced(solution.prices, kind, at))
    arcs = model.placed if kind == "placement" else model.housed
    wanting = arcs.left[arcs.right == at]
    if not len(wanting):
        return Gain(kind, name, 0, 0)
    loss = (search.paid - search.least)[wanting]
    eager = wanting[np.argsort(-loss, kind="stable")][: AROUND // 2]
    near = search.neighbourhood(int(eager[0]), AROUND)
    search.improve(np.unique(np.concatenate([eager, near])))
    after = assigned(larger, state)
    saved = solution.cost - cost_of(larger, after)
    return Gain(kind, name, len(after) - len(solution.assignments), saved)


def unpriced(prices: Prices | None, kind: Literal["placement", "host"], at: int) -> Prices | None:
    """The same prices, and one of these for nothing: so everybody who would like it looks at it."""
    if prices is None:
        return None
    free = replace(prices, room=prices.room.copy(), beds=prices.beds.copy())
    (free.room if kind == "placement" else free.beds)[at] = 0
    return free


def added(problem: Problem, kind: Literal["placement", "host"], name: str) -> Problem:
    """The problem with one more unit in every slot."""
    if kind == "placement":
        return replace(
            problem,
            placements=tuple(
                replace(each, capacity=tuple(units + 1 for units in each.capacity)) if each.id == name else each
                for each in problem.placements
            ),
        )
    return replace(
        problem,
        hosts=tuple(
            replace(each, capacity=tuple(units + 1 for units in each.capacity)) if each.id == name else each
            for each in problem.hosts
        ),
    )


@dataclass(frozen=True, slots=True)
class Envy:
    """A learner and a placement that would both rather have each other; `instead_of` is who is there."""

    learner: str
    placement: str
    instead_of: str
    better: int


def envy(problem: Problem, solution: Solution) -> list[Envy]:
    """By the costs of learner and placement: the learner's would fall, and be less than that of somebody there."""
    names = [each.id for each in problem.learners]
    at, place_at = positions(problem.learners), positions(problem.placements)
    arcs = problem.learner_placement
    mine = np.full(len(names), np.iinfo(np.int64).max)
    worst: dict[int, tuple[int, int]] = {}
    cost_of_arc = dict(zip(zip(arcs.left.tolist(), arcs.right.tolist(), strict=True), arcs.cost.tolist(), strict=True))
    for each in solution.assignments:
        learner, place = at[each.learner], place_at[each.placement]
        mine[learner] = cost_of_arc[learner, place]
        worst[place] = max(worst.get(place, (-(10**18), -1)), (int(mine[learner]), learner))
    found = []
    for (learner, place), cost in cost_of_arc.items():
        there, who = worst.get(place, (-(10**18), -1))
        overlap = who >= 0 and (
            problem.learners[who].start < problem.learners[learner].end
            and problem.learners[learner].start < problem.learners[who].end
        )
        if overlap and who != learner and cost < there and cost < mine[learner]:
            found.append(Envy(names[learner], problem.placements[place].id, names[who], there - cost))
    return sorted(found, key=lambda each: (-each.better, each.learner, each.placement))
