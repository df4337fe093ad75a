"""What each learner would cost at given prices of beds and places: exactly, over everything that is allowed.

With prices that are whole numbers the arithmetic is exact, for no number here comes near 2^53.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from erasdu.kernel.assign.model import Floats, Joint, Model
from erasdu.kernel.assign.problem import Integers

SCALE = 1000  # of prices that prove a bound

Triple = tuple[int, int, int]


@dataclass(frozen=True, slots=True, order=True)
class Cut:
    """At a host of one gender: `one` and every learner of another gender cannot both be there in that slot.

    With `other` it is about these two, else about all others together, of whom there is room for `beds`.
    """

    host: int
    slot: int
    one: int
    other: int = -1


@dataclass
class Prices:
    """Of one unit in one slot, and of the cuts; all 0 or more, in units of 1 / `scale` of the problem's costs."""

    room: Floats  # [placement, slot]
    beds: Floats  # [host, slot]
    cuts: dict[Cut, float] = field(default_factory=dict)
    scale: int = 1

    def rounded(self, scale: int) -> Prices:
        """Whole numbers, in finer units."""
        cuts = {cut: float(np.rint(price * scale)) for cut, price in self.cuts.items()}
        return Prices(
            np.rint(self.room * scale),
            np.rint(self.beds * scale),
            {cut: price for cut, price in cuts.items() if price > 0},
            scale,
        )

    def unscaled(self) -> Prices:
        """The same prices in the problem's own units."""
        cuts = {cut: price / self.scale for cut, price in self.cuts.items()}
        return Prices(self.room / self.scale, self.beds / self.scale, cuts)


class Pricing:
    """Reduced costs at some prices, learner by learner."""

    def __init__(self, model: Model, prices: Prices) -> None:
        self.model, self.prices = model, prices
        self.room = summed(prices.room)
        self.extra: dict[int, dict[int, float]] = {}
        self.beds = [summed(each) for each in self._beds_by_gender()]
        self.row = np.full(model.hosts + 1, np.inf)

    def _beds_by_gender(self) -> list[Floats]:
        """Prices with the cuts in them, and in `extra` what single learners pay at single hosts besides."""
        model, prices = self.model, self.prices
        others = np.zeros((model.genders, *prices.beds.shape)) if prices.cuts else None
        for cut, price in prices.cuts.items():
            if cut.other >= 0 or others is None:
                self._pay(cut.one, cut.host, price)
                self._pay(cut.other, cut.host, price)
            else:
                self._pay(cut.one, cut.host, price * int(model.beds[cut.host, cut.slot]))
                others[:, cut.host, cut.slot] += price
                others[model.gender[cut.one], cut.host, cut.slot] -= price
        if others is None:
            return [prices.beds] * model.genders
        return [prices.beds + each for each in others]

    def _pay(self, learner: int, host: int, price: float) -> None:
        of_learner = self.extra.setdefault(learner, {})
        of_learner[host] = of_learner.get(host, 0.0) + price

    def table(self, learner: int) -> tuple[Integers, Floats]:
        """Placements of a learner, and the reduced cost of each with the hosts near it: [place in list, near]."""
        model, scale = self.model, self.prices.scale
        first, last = model.placed_from[learner], model.placed_from[learner + 1]
        start, end = model.start[learner], model.end[learner]
        placements = model.placed.right[first:last]
        base = model.placed.cost[first:last] * scale + self.room[placements, end] - self.room[placements, start]
        first, last = model.housed_from[learner], model.housed_from[learner + 1]
        hosts = model.housed.right[first:last]
        beds = self.beds[model.gender[learner]]
        self.row[hosts] = model.housed.cost[first:last] * scale + beds[hosts, end] - beds[hosts, start]
        for host, price in self.extra.get(learner, {}).items():
            self.row[host] += price
        found = model.near.cost[placements] * scale
        found += self.row[model.near.host[placements]]
        found += base[:, None]
        if np.isfinite(model.limit[learner]):
            found[model.near.minutes[placements] > model.limit[learner]] = np.inf
        for placement, host in model.banned.get(learner, ()):
            found[(placements == placement)[:, None] & (model.near.host[placements] == host)] = np.inf
        self.row[hosts] = np.inf
        for host in self.extra.get(learner, {}):
            self.row[host] = np.inf
        return placements, found

    def least(self, learner: int) -> float:
        """The cheapest of one learner, being unassigned included."""
        _, found = self.table(learner)
        return min(float(found.min(initial=np.inf)), float(self.model.alone[learner]) * self.prices.scale)

    def by_host(self, learner: int) -> tuple[Floats, Integers, Floats]:
        """[host]: the least reduced cost there, with which placement, and the least with another one."""
        model = self.model
        placements, found = self.table(learner)
        hosts = model.near.host[placements].ravel()
        which = np.repeat(placements, found.shape[1])
        values = found.ravel()
        order = np.lexsort((values, hosts))
        order = order[np.isfinite(values[order])]
        hosts, which, values = hosts[order], which[order], values[order]
        first = np.flatnonzero(np.diff(hosts, prepend=-1))
        best, best_at, second = np.full(model.hosts, np.inf), np.full(model.hosts, -1), np.full(model.hosts, np.inf)
        best[hosts[first]], best_at[hosts[first]] = values[first], which[first]
        next_ = first + 1
        next_ = next_[(next_ < len(hosts))]
        next_ = next_[hosts[next_] == hosts[next_ - 1]]
        second[hosts[next_]] = values[next_]
        return best, best_at, second

    def together(self, pair: Joint) -> tuple[Floats, float, float]:
        """[host]: the least reduced cost of both there; and the least of each learner by itself."""
        model = self.model
        best, best_at, next_best = self.by_host(pair.first)
        other, other_at, next_other = self.by_host(pair.second)
        both = best + other
        if pair.overlaps:
            clash = (best_at == other_at) & (best_at >= 0)
            clash &= ~np.append(model.can_work_together(pair), True)[best_at]
            both[clash] = np.minimum(best + next_other, next_best + other)[clash]
        both[~model.can_share(pair)] = np.inf
        scale = self.prices.scale
        return (
            both,
            min(float(best.min(initial=np.inf)), float(model.alone[pair.first]) * scale),
            min(float(other.min(initial=np.inf)), float(model.alone[pair.second]) * scale),
        )

    def least_of_pair(self, pair: Joint) -> float:
        both, one, other = self.together(pair)
        scale = self.prices.scale
        none = float(self.model.alone[pair.first] + self.model.alone[pair.second]) * scale
        return min(float(both.min(initial=np.inf)), one + other + pair.cost * scale, none)


def summed(prices: Floats) -> Floats:
    """Running totals over the slots, from 0: the price of a stay is the difference of two of them."""
    found = np.zeros((prices.shape[0], prices.shape[1] + 1))
    np.cumsum(prices, axis=1, out=found[:, 1:])
    return found


def bound(model: Model, prices: Prices) -> int:
    """What every solution costs at least, given whole prices; in the problem's own units, rounded up."""
    pricing = Pricing(model, prices)
    coupled = {learner for pair in model.couples for learner in (pair.first, pair.second)}
    total = sum(int(pricing.least(learner)) for learner in range(model.learners) if learner not in coupled)
    total += sum(int(pricing.least_of_pair(pair)) for pair in model.couples)
    total += sum(min(pair.cost, 0) for pair in model.pairs) * prices.scale
    total -= worth(model, prices)
    return -(-total // prices.scale)


def worth(model: Model, prices: Prices) -> int:
    """What all places, beds and cuts are worth at these prices."""
    total = int((prices.room.astype(np.int64) * model.room).sum())
    total += int((prices.beds.astype(np.int64) * model.beds).sum())
    for cut, price in prices.cuts.items():
        total += int(price) * (1 if cut.other >= 0 else int(model.beds[cut.host, cut.slot]))
    return total
