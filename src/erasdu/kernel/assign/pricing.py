"""What each learner would cost at given prices of beds and places: exactly, over everything that is allowed.

With prices that are whole numbers the arithmetic is exact, for no number here comes near 2^53.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from erasdu.kernel.assign.model import Floats, Joint, Model
from erasdu.kernel.assign.problem import Integers, Problem, positions
from erasdu.kernel.assign.scanning import Free, Listing, Offers, best_by_host, cheap_columns, least_each

SCALE = 1000  # of prices that prove a bound
ALL = 10**9  # columns of a learner: no limit

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


def certified(problem: Problem, content: dict[str, Any]) -> Prices:
    """The prices in the certificate of a solution."""
    learners, hosts = positions(problem.learners), positions(problem.hosts)
    made = Prices(
        np.zeros((len(problem.placements), problem.slots)),
        np.zeros((len(problem.hosts), problem.slots)),
        scale=content["scale"],
    )
    for things, name, prices in ((problem.placements, "placements", made.room), (problem.hosts, "hosts", made.beds)):
        at = positions(things)
        for thing, slot, price in content[name]:
            prices[at[thing], slot] = price
    for host, slot, one, other, price in content["cuts"]:
        made.cuts[Cut(hosts[host], slot, learners[one], -1 if other is None else learners[other])] = float(price)
    return made


class Pricing:
    """Costs with prices in them, of everything that is allowed."""

    def __init__(self, model: Model, prices: Prices) -> None:
        self.model, self.prices = model, prices
        self.room = summed(prices.room)
        self.extra: dict[tuple[int, int], float] = {}
        self.beds = np.stack([summed(each) for each in self._beds_by_gender()])  # [gender, host, slot and one more]
        self.offers = self._offers()

    def _beds_by_gender(self) -> list[Floats]:
        """Prices with the cuts in them, and in `extra` what single learners pay at single hosts besides."""
        model, prices = self.model, self.prices
        others = np.zeros((model.genders, *prices.beds.shape))
        for cut, price in prices.cuts.items():
            if cut.other >= 0:
                self._pay(cut.one, cut.host, price)
                self._pay(cut.other, cut.host, price)
            else:
                self._pay(cut.one, cut.host, price * int(model.beds[cut.host, cut.slot]))
                others[:, cut.host, cut.slot] += price
                others[model.gender[cut.one], cut.host, cut.slot] -= price
        return [prices.beds + each for each in others]

    def _pay(self, learner: int, host: int, price: float) -> None:
        self.extra[learner, host] = self.extra.get((learner, host), 0.0) + price

    def _offers(self) -> Offers:
        model = self.model
        extra, banned = sorted(self.extra), sorted(model.banned)
        everybody = np.arange(model.learners + 1)
        return Offers(
            float(self.prices.scale),
            model.start,
            model.end,
            model.gender,
            model.limit,
            model.alone,
            model.placed_from,
            model.placed.right,
            model.placed.cost,
            model.housed_from,
            model.housed.right,
            model.housed.cost,
            model.near.host,
            model.near.cost,
            model.near.minutes,
            self.room,
            self.beds,
            np.searchsorted([learner for learner, _ in extra], everybody),
            np.array([host for _, host in extra], np.int64),
            np.array([self.extra[each] for each in extra], np.float64),
            np.searchsorted([learner for learner, _, _ in banned], everybody),
            np.array([placement for _, placement, _ in banned], np.int64),
            np.array([host for _, _, host in banned], np.int64),
        )

    @cached_property
    def least(self) -> Floats:
        """[learner]: its cheapest, being unassigned included."""
        return least_each(self.offers)

    def by_host(self, learner: int) -> tuple[Floats, Integers, Floats]:
        """[host]: the least there, with which placement (-1 for none), and the least with another one."""
        return best_by_host(self.offers, learner)

    def everything(self, learner: int) -> tuple[Integers, Integers, Floats]:
        """Placement, host and cost of all that a learner may have."""
        _, placement, host, _, price = self.cheapest(np.array([learner]))
        return placement, host, price

    def cheapest(
        self,
        learners: Integers,
        most: Integers | int = ALL,
        over: Floats | float = np.inf,
        at_host: Floats | None = None,
        free: Free | None = None,
    ) -> Listing:
        """The columns of these that are within all limits: see `cheap_columns`."""
        everywhere = np.zeros((0, self.model.hosts)) if at_host is None else at_host
        whole = np.full(len(learners), most) if isinstance(most, int) else most
        dear = np.full(len(learners), over) if isinstance(over, float) else over
        return cheap_columns(self.offers, learners, whole, dear, everywhere, free or nothing_at_all())

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


def nothing_at_all() -> Free:
    """Without rows: `cheap_columns` then does not look at what is free."""
    none = np.zeros((0, 0), np.int64)
    return Free(none, none, np.zeros((0, 0, 0), np.int32), np.zeros(0, np.bool_))


def summed(prices: Floats) -> Floats:
    """Running totals over the slots, from 0: the price of a stay is the difference of two of them."""
    found = np.zeros((prices.shape[0], prices.shape[1] + 1))
    np.cumsum(prices, axis=1, out=found[:, 1:])
    return found


def bound(model: Model, prices: Prices) -> int:
    """What every solution costs at least, given whole prices; in the problem's own units, rounded up."""
    pricing = Pricing(model, prices)
    coupled = {learner for pair in model.couples for learner in (pair.first, pair.second)}
    total = sum(int(pricing.least[learner]) for learner in range(model.learners) if learner not in coupled)
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
