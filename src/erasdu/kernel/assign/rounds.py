"""The rounds of the ascent, compiled: everybody divides over columns at some prices, and the prices follow.

Where more come than there is room, a price rises by the temperature times the logarithm of the excess; elsewhere it
falls. That is a step along the slope of the smoothed bound; momentum makes the steps longer while it rises.
"""

from __future__ import annotations

import numpy as np

from erasdu.kernel.assign.compiled import compiled
from erasdu.kernel.assign.division import Columns, Couples, Members, Scratch, Sizes, divide
from erasdu.kernel.assign.model import Floats

FURTHEST = 3.0  # of the logarithm of an excess, in one step


@compiled
def ascend(
    rounds: int,
    heat: float,
    pace: float,
    momentum: float,
    columns: Columns,
    couples: Couples,
    members: Members,
    sizes: Sizes,
    limit: Floats,
    scratch: Scratch,
    prices: Floats,
    before: Floats,
    share: Floats,
) -> float:
    """Changes `prices`, `before` (those of one round earlier) and `share` [column]; the momentum at the end.

    `pace` is the length of a step in temperatures. Momentum starts anew when the bound falls.
    """
    ahead, use = scratch.ahead, scratch.use
    cuts_at = (sizes.placements + sizes.hosts) * sizes.slots
    last = -np.inf
    for _ in range(rounds):
        follow = (1 + np.sqrt(1 + 4 * momentum * momentum)) / 2
        push = (momentum - 1) / follow
        for at in range(len(prices)):
            ahead[at] = max(prices[at] + push * (prices[at] - before[at]), 0.0)
        value = divide(heat, columns, couples, members, sizes, ahead, scratch, share)
        paid = 0.0
        for at in range(len(prices)):
            paid += ahead[at] * limit[at]
        value -= paid
        count(columns, members, sizes, share, scratch.extra, use)
        momentum = 1.0 if value < last else follow
        last = value
        for at in range(len(prices)):
            step = pace * heat * excess(use[at], limit[at])
            if at >= cuts_at:
                step /= limit[at]
            changed = max(ahead[at] + step, 0.0)
            before[at] = changed if momentum == 1.0 else prices[at]
            prices[at] = changed
    return momentum


@compiled
def excess(use: float, limit: float) -> float:
    """The logarithm of how many times too full, within bounds."""
    if limit <= 0:
        return 0.0
    if use <= 0:
        return -FURTHEST
    found: float = min(max(np.log(use / limit), -FURTHEST), FURTHEST)
    return found


@compiled
def count(columns: Columns, members: Members, sizes: Sizes, share: Floats, extra: Floats, use: Floats) -> None:
    """How full placements, beds and cuts are; `extra` [group] becomes how much of its learner is there."""
    beds_at = sizes.placements * sizes.slots
    cuts_at = beds_at + sizes.hosts * sizes.slots
    use[:] = 0.0
    extra[:] = 0.0
    for learner in range(len(columns.start)):
        for at in range(columns.first[learner], columns.first[learner + 1] - 1):
            part = share[at]
            if part > 0:
                extra[columns.group[at]] += part
                for slot in range(columns.start[learner], columns.end[learner]):
                    use[columns.placement[at] * sizes.slots + slot] += part
                    use[beds_at + columns.host[at] * sizes.slots + slot] += part
    for group in range(len(extra)):
        for member in range(members.first[group], members.first[group + 1]):
            use[cuts_at + members.cut[member]] += extra[group] * members.weight[member]
