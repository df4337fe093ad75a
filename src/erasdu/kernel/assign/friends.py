"""Friends who want one home, in the dive: they are decided first and both at once, while there is most to choose from.

Decided one by one, the first takes the last bed of a home and the other pays for being apart, or two others wait for
what they left over.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from erasdu.kernel.assign.model import Flags, Floats, Joint
from erasdu.kernel.assign.pricing import Pricing
from erasdu.kernel.assign.problem import Integers
from erasdu.kernel.assign.state import State

TURNS = 10
LOOKED_AT = 12  # columns of each of the two at one host


class Offer(NamedTuple):
    """What fits for both at one host, how much it costs with prices, and how much more than that anything else."""

    cost: float
    regret: float
    ours: int
    theirs: int
    host: int


def house(state: State, pricing: Pricing, undecided: Flags, number: int) -> int:
    """So many couples at most get a home together, those first for whom the choice matters most; how many did."""
    found = []
    for pair in state.model.couples:
        if undecided[pair.first] and undecided[pair.second] and (offer := best_offer(state, pricing, pair)):
            found.append((-offer.regret, pair.first, pair, offer))
    housed = 0
    for _, _, pair, offer in sorted(found, key=lambda each: each[:2])[:number]:
        if put_both(state, pair, offer):
            undecided[[pair.first, pair.second]] = False
            housed += 1
    return housed


def put_both(state: State, pair: Joint, offer: Offer) -> bool:
    """Whether both fit, one after the other."""
    if not state.fits(pair.first, offer.ours, offer.host):
        return False
    state.put(pair.first, offer.ours, offer.host)
    if state.fits(pair.second, offer.theirs, offer.host):
        state.put(pair.second, offer.theirs, offer.host)
        return True
    state.take(pair.first)
    return False


def best_offer(state: State, pricing: Pricing, pair: Joint) -> Offer | None:
    """The cheapest home for both; None when there is none, or being apart costs less."""
    ours, theirs = (listed(state, pricing, learner) for learner in (pair.first, pair.second))
    one, other = (least_at(state, each) for each in (ours, theirs))
    alone = state.model.alone[[pair.first, pair.second]]
    apart = min(float(np.minimum([one.min(), other.min()], alone).sum()) + pair.cost, float(alone.sum()))
    both = one + other
    offers: list[Offer] = []
    for host in np.argsort(both, kind="stable").tolist():
        if both[host] >= (min(apart, offers[1].cost) if len(offers) > 1 else apart):
            break
        if room_at(state, pair, host) and (offer := at_host(state, pair, ours, theirs, host)):
            offers = sorted([*offers, offer])[:2]
    if not offers:
        return None
    following = min(offers[1].cost if len(offers) > 1 else apart, apart)
    return offers[0]._replace(regret=following - offers[0].cost) if offers[0].cost < apart else None


def listed(state: State, pricing: Pricing, learner: int) -> tuple[Integers, Integers, Floats]:
    """Placement, host and cost with prices of everything that fits, the cheapest first."""
    _, placement, host, _, price = pricing.cheapest(np.array([learner]), free=state.free())
    order = np.argsort(price, kind="stable")
    return placement[order], host[order], price[order]


def least_at(state: State, columns: tuple[Integers, Integers, Floats]) -> Floats:
    """[host]: the least there."""
    found = np.full(state.model.hosts + 1, np.inf)
    np.minimum.at(found, columns[1], columns[2])
    return found


def room_at(state: State, pair: Joint, host: int) -> bool:
    """Whether both may be there at once, where each may be."""
    model = state.model
    if not pair.overlaps:
        return True
    unlike = bool(model.gender[pair.first] != model.gender[pair.second])
    return int(state.beds[host, slice(*pair.overlap)].min()) > 1 and not (unlike and model.alike[host])


def at_host(
    state: State,
    pair: Joint,
    ours: tuple[Integers, Integers, Floats],
    theirs: tuple[Integers, Integers, Floats],
    host: int,
) -> Offer | None:
    """The cheapest two columns there that fit beside each other."""
    (mine, paid), (friends, also) = ((each[0][each[1] == host], each[2][each[1] == host]) for each in (ours, theirs))
    best = None
    for one, cost in zip(mine[:LOOKED_AT].tolist(), paid.tolist(), strict=False):
        for other, price in zip(friends[:LOOKED_AT].tolist(), also.tolist(), strict=False):
            if best is not None and cost + price >= best.cost:
                break
            if one != other or not pair.overlaps or state.room[one, slice(*pair.overlap)].min() > 1:
                best = Offer(cost + price, 0.0, one, other, host)
    return best
