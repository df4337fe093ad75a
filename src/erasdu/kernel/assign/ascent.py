"""Finds prices of beds and places at which the bound is high: smoothed, each learner divides itself over what is cheap.

At temperature T a learner takes each column with a chance that falls with its reduced cost over T; where more come
than there is room, the price rises by T times the logarithm of the excess, elsewhere it falls. The temperature goes
down, and with momentum some hundred rounds suffice.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import numpy as np

from erasdu.kernel.assign.division import Columns, Couples, Members, Scratch, Sizes
from erasdu.kernel.assign.model import Floats, Model
from erasdu.kernel.assign.pool import Pool
from erasdu.kernel.assign.pricing import Cut, Prices
from erasdu.kernel.assign.rounds import ascend

VIOLATED = 0.02


class Smooth:
    """One pool at one set of prices: how everybody divides, and how full everything gets."""

    def __init__(self, pool: Pool, cuts: Iterable[Cut]) -> None:
        self.pool, self.model = pool, pool.model
        model = self.model
        self.columns = Columns(
            pool.from_learner,
            pool.placement.astype(np.int32, copy=False),
            pool.host.astype(np.int32, copy=False),
            pool.group.astype(np.int32, copy=False),
            pool.cost.copy(),
            model.start.astype(np.int32),
            model.end.astype(np.int32),
        )
        self.couples = couples(pool)
        self.cuts = sorted(cuts)
        beds = [1 if cut.other >= 0 else model.beds[cut.host, cut.slot] for cut in self.cuts]
        self.sizes = Sizes(model.placements, model.hosts, model.slots, len(self.cuts))
        self.limit = np.concatenate([model.room.ravel(), model.beds.ravel(), beds]).astype(np.float64)
        self.members = self._members()
        self.scratch = self._scratch()
        self.share: Floats = np.zeros(len(pool))

    def _scratch(self) -> Scratch:
        sizes, prices = self.sizes, len(self.limit)
        room, beds = (np.zeros((things, sizes.slots + 1)) for things in (sizes.placements, sizes.hosts))
        groups = len(self.pool.first_of_group)
        return Scratch(np.zeros(len(self.pool)), np.zeros(groups), room, beds, np.zeros(prices), np.zeros(prices))

    def _members(self) -> Members:
        """Which groups each cut is about, and how heavily."""
        found: list[tuple[int, int, float]] = []
        by_host = groups_by_host(self.pool, {cut.host for cut in self.cuts})
        for number, cut in enumerate(self.cuts):
            for group in by_host.get(cut.host, ()):
                if heaviness := self.heaviness(cut, int(self.pool.group_learner[group])):
                    found.append((group, number, heaviness))
        found.sort()
        first = np.searchsorted([group for group, _, _ in found], np.arange(len(self.pool.first_of_group) + 1))
        cuts = np.array([cut for _, cut, _ in found], np.int64)
        return Members(first, cuts, np.array([heavy for _, _, heavy in found], np.float64))

    def heaviness(self, cut: Cut, learner: int) -> float:
        model = self.model
        if cut.other >= 0:
            return float(learner in (cut.one, cut.other))
        if learner == cut.one:
            return float(model.beds[cut.host, cut.slot])
        stays = model.start[learner] <= cut.slot < model.end[learner]
        return float(stays and model.gender[learner] != model.gender[cut.one])

    def violated(self) -> list[Cut]:
        """Cuts that this division breaks, of hosts of one gender with more than one bed."""
        model, pool = self.model, self.pool
        groups = np.add.reduceat(self.share, pool.first_of_group)
        weighty = np.flatnonzero((groups > VIOLATED) & (pool.group_host < model.hosts))
        weighty = weighty[model.alike[pool.group_host[weighty]]]
        at: dict[tuple[int, int], list[tuple[float, int]]] = {}
        for group in weighty.tolist():
            learner, host = int(pool.group_learner[group]), int(pool.group_host[group])
            for slot in range(int(model.start[learner]), int(model.end[learner])):
                if model.beds[host, slot] > 1:
                    at.setdefault((host, slot), []).append((float(groups[group]), learner))
        found: set[Cut] = set()
        for (host, slot), there in at.items():
            found.update(self._broken(host, slot, there))
        return sorted(found - set(self.cuts))

    def _broken(self, host: int, slot: int, there: list[tuple[float, int]]) -> list[Cut]:
        gender, beds = self.model.gender, int(self.model.beds[host, slot])
        found = []
        for kind in {int(gender[learner]) for _, learner in there}:
            ours = [each for each in there if gender[each[1]] == kind]
            theirs = [each for each in there if gender[each[1]] != kind]
            if not theirs:
                continue
            most, one = max(ours)
            if most + sum(part for part, _ in theirs) / beds > 1 + VIOLATED:
                found.append(Cut(host, slot, one))
            highest, other = max(theirs)
            if most + highest > 1 + VIOLATED:
                found.append(Cut(host, slot, min(one, other), max(one, other)))
        return found


def groups_by_host(pool: Pool, hosts: Collection[int]) -> dict[int, list[int]]:
    """Of these hosts."""
    found: dict[int, list[int]] = {}
    groups = np.flatnonzero(np.isin(pool.group_host, list(hosts)))
    for group, host in zip(groups.tolist(), pool.group_host[groups].tolist(), strict=True):
        found.setdefault(host, []).append(group)
    return found


def couples(pool: Pool) -> Couples:
    """What each couple can do together in this pool."""
    model = pool.model
    options: list[tuple[int, int]] = []
    clashes: list[tuple[int, int]] = []
    option_from, clash_from = [0], [0]
    columns = np.append(pool.first_of_group, len(pool))
    groups = np.append(pool.first_of_learner, len(pool.first_of_group))
    coupled = np.zeros(model.learners, np.bool_)
    for couple in model.couples:
        coupled[[couple.first, couple.second]] = True
        can, work = np.append(model.can_share(couple), True), np.append(model.can_work_together(couple), True)
        ours = {int(pool.group_host[each]): each for each in range(groups[couple.first], groups[couple.first + 1])}
        for other in range(groups[couple.second], groups[couple.second + 1]):
            host = int(pool.group_host[other])
            if host in ours and can[host]:
                one = ours[host]
                mine = {int(pool.placement[each]): each for each in range(columns[one], columns[one + 1])}
                theirs = range(columns[other], columns[other + 1])
                places = ((int(pool.placement[each]), each) for each in theirs)
                clashes += [(mine[place], each) for place, each in places if place in mine and not work[place]]
                options.append((one, other))
                clash_from.append(len(clashes))
        option_from.append(len(options))
    pairs, both = np.array(options, np.int64).reshape(-1, 2), np.array(clashes, np.int64).reshape(-1, 2)
    widest, most = int(np.diff(columns).max(initial=1)), int(np.diff(option_from).max(initial=1))
    return Couples(
        np.array([each.first for each in model.couples], np.int64),
        np.array([each.second for each in model.couples], np.int64),
        np.array([float(each.cost) for each in model.couples], np.float64),
        np.array(option_from, np.int64),
        pairs[:, 0].copy(),
        pairs[:, 1].copy(),
        np.array(clash_from, np.int64),
        both[:, 0].copy(),
        both[:, 1].copy(),
        columns,
        coupled,
        np.zeros(model.learners),
        np.zeros(len(pool)),
        np.zeros(widest),
        np.zeros(widest),
        np.zeros(widest, np.int64),
        np.zeros(most),
        np.zeros(most),
    )


class Climb:
    """Where an ascent stands; it goes on with one pool after another."""

    def __init__(self, model: Model, heat: float) -> None:
        self.model, self.heat = model, heat
        self.prices = Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape))
        self.before = self.prices
        self.momentum = 1.0
        self.pace = 0.5 / max(float((model.end - model.start).mean()), 1.0)

    def run(self, smooth: Smooth, rounds: int) -> None:
        """So many rounds at the temperature of now; `smooth.share` has how everybody divides at the end."""
        prices, before = in_a_row(self.prices, smooth.cuts), in_a_row(self.before, smooth.cuts)
        parts = (smooth.columns, smooth.couples, smooth.members, smooth.sizes, smooth.limit, smooth.scratch)
        self.momentum = ascend(rounds, self.heat, self.pace, self.momentum, *parts, prices, before, smooth.share)
        self.prices, self.before = self._out_of_row(prices, smooth.cuts), self._out_of_row(before, smooth.cuts)

    def add_cuts(self, cuts: Iterable[Cut]) -> None:
        for cut in cuts:
            self.prices.cuts[cut] = self.before.cuts[cut] = 0.0

    def copy(self) -> Climb:
        """One that goes its own way from here."""
        made = Climb(self.model, self.heat)
        made.prices, made.before, made.momentum = self.prices, self.before, self.momentum
        return made

    def _out_of_row(self, row: Floats, cuts: list[Cut]) -> Prices:
        model = self.model
        beds_at = model.room.size
        cuts_at = beds_at + model.beds.size
        room, beds = row[:beds_at].reshape(model.room.shape), row[beds_at:cuts_at].reshape(model.beds.shape)
        return Prices(room, beds, dict(zip(cuts, row[cuts_at:].tolist(), strict=True)))


def in_a_row(prices: Prices, cuts: list[Cut]) -> Floats:
    priced = np.array([prices.cuts[cut] for cut in cuts], np.float64)
    return np.concatenate([prices.room.ravel(), prices.beds.ravel(), priced])
