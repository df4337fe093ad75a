"""What a person decided before the solver: who must have what, who may not; and solutions taken over from before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from erasdu.kernel.assign.model import Flags, Model
from erasdu.kernel.assign.problem import Arcs, Problem, positions
from erasdu.kernel.assign.solution import Assignment
from erasdu.kernel.assign.state import State, TripleCosts

MUCH = 20  # times the highest cost of being unassigned: what a pinned learner without a place counts for


class Choice(NamedTuple):
    """By id. Pinned: this placement, this host, or both; with neither, any. Forbidden: any that has what is named."""

    learner: str
    placement: str | None = None
    host: str | None = None


def narrow(model: Model, problem: Problem, pinned: Iterable[Choice], forbidden: Iterable[Choice]) -> dict[int, float]:
    """Takes out of the model what may not be; the learners who must have something, with what that counts for.

    `KeyError` when a choice names somebody or something that is not in the problem.
    """
    learner_at = positions(problem.learners)
    placement_at, host_at = positions(problem.placements), positions(problem.hosts)
    much = MUCH * max(float(np.abs(model.alone).max(initial=0)), 1.0)
    must: dict[int, float] = {}
    for name, placement, host in pinned:
        learner = learner_at[name]
        if learner not in must:
            must[learner] = much
            model.alone[learner] += much
        if placement is not None:
            _keep(model, "placed", _is(model.placed, learner, placement_at[placement], others=True))
        if host is not None:
            _keep(model, "housed", _is(model.housed, learner, host_at[host], others=True))
    for name, placement, host in forbidden:
        learner = learner_at[name]
        if placement is not None and host is not None:
            model.banned.add((learner, placement_at[placement], host_at[host]))
        elif placement is not None:
            _keep(model, "placed", _is(model.placed, learner, placement_at[placement], others=False))
        elif host is not None:
            _keep(model, "housed", _is(model.housed, learner, host_at[host], others=False))
        else:
            raise ValueError("a forbidden choice names a placement or a host")
    return must


def _is(arcs: Arcs, learner: int, thing: int, *, others: bool) -> Flags:
    """Arcs to take out: those of the learner to that thing, or to all others."""
    same = arcs.right == thing
    return np.asarray((arcs.left == learner) & (~same if others else same), np.bool_)


def _keep(model: Model, name: str, out: Flags) -> None:
    arcs: Arcs = getattr(model, name)
    setattr(model, name, Arcs(arcs.left[~out], arcs.right[~out], arcs.cost[~out]))
    model.__dict__.pop(f"{name}_from", None)


def taken_up(model: Model, problem: Problem, assignments: Iterable[Assignment]) -> State:
    """These assignments, as far as they are still allowed and fit, in the order of the learners."""
    learner_at = positions(problem.learners)
    placement_at, host_at = positions(problem.placements), positions(problem.hosts)
    costs, state = TripleCosts(model), State(model)
    known = (
        (learner_at[learner], placement_at[placement], host_at[host])
        for learner, placement, host in assignments
        if learner in learner_at and placement in placement_at and host in host_at
    )
    for triple in sorted(known):
        try:
            costs.of(*triple)
        except KeyError:
            continue
        if state.fits(*triple):
            state.put(*triple)
    return state


def assigned(problem: Problem, state: State) -> tuple[Assignment, ...]:
    """By id."""
    return tuple(
        Assignment(problem.learners[learner].id, problem.placements[placement].id, problem.hosts[host].id)
        for learner, placement, host in state.triples(range(state.model.learners))
    )
