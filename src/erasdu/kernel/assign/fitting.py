"""Which columns fit beside everybody who stays where they are."""

import numpy as np

from erasdu.kernel.assign.model import Flags, Model
from erasdu.kernel.assign.pool import Columns
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.state import State


def fitting(model: Model, state: State, is_free: Flags, columns: Columns) -> Columns:
    """The columns of who is free that fit beside everybody who stays where they are."""
    learner, placement, host = (each.astype(np.int64, copy=False) for each in columns[:3])
    cost = columns[3]
    free = is_free[learner] & (host < model.hosts)
    learner, placement, host, cost = learner[free], placement[free], host[free], cost[free]
    there = fits(state, learner, placement, host)
    return learner[there], placement[there], host[there], cost[there]


def fits(state: State, learner: Integers, placement: Integers, host: Integers) -> Flags:
    """[column]: whether it fits beside everybody who has something."""
    model = state.model
    start, end = model.start[learner], model.end[learner]
    full = running(state.room <= 0)
    found = full[placement, end] == full[placement, start]
    full = running(state.beds <= 0)
    found &= full[host, end] == full[host, start]
    everybody = state.there.sum(axis=0)
    for gender in range(model.genders):
        other = running((everybody > state.there[gender]) & model.alike[:, None])
        found &= (model.gender[learner] != gender) | (other[host, end] == other[host, start])
    return np.asarray(found, np.bool_)


def running(flags: np.ndarray) -> Integers:
    """[thing, slot]: how many slots before it have the flag."""
    found = np.zeros((flags.shape[0], flags.shape[1] + 1), np.int64)
    np.cumsum(flags, axis=1, out=found[:, 1:])
    return found


def stays(start: Integers, end: Integers) -> tuple[Integers, Integers]:
    """Every (row, slot) of these stays."""
    length = end - start
    row = np.repeat(np.arange(len(start)), length)
    slot = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length) + start[row]
    return row, slot
