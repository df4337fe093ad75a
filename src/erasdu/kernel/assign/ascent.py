"""Finds prices of beds and places at which the bound is high: smoothed, each learner divides itself over what is cheap.

At temperature T a learner takes each column with a chance that falls with its reduced cost over T; where more come
than there is room, the price rises by T times the logarithm of the excess, elsewhere it falls. The temperature goes
down, and with momentum some hundred rounds suffice.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from erasdu.kernel.assign.model import Floats, Joint, Model
from erasdu.kernel.assign.pool import Pool
from erasdu.kernel.assign.pricing import Cut, Prices, summed
from erasdu.kernel.assign.problem import Integers

FURTHEST = 3.0  # of the logarithm of an excess, in one step
VIOLATED = 0.02


@dataclass
class Shared:
    """What couples could do together: for every couple and host that both have columns at, their two groups."""

    couples: list[Joint]
    cost: Floats  # [couple]
    couple: Integers  # [option]
    groups: tuple[Integers, Integers]  # [option]
    first_option: Integers  # [couple]
    clash: tuple[Integers, Integers, Integers]  # option and two columns at one placement that has room for one


class Smooth:
    """One pool at one set of prices: how everybody divides, and how full everything gets."""

    def __init__(self, pool: Pool) -> None:
        self.pool, self.model = pool, pool.model
        model = self.model
        self.real = pool.is_real
        learner = pool.learner[self.real]
        self.start, self.end = model.start[learner], model.end[learner]
        self.width = model.slots + 1
        self.room_at = pool.placement[self.real] * self.width
        real_groups = np.flatnonzero(pool.group_host < model.hosts)
        self.real_groups = real_groups
        self.group_start = model.start[pool.group_learner[real_groups]]
        self.group_end = model.end[pool.group_learner[real_groups]]
        self.beds_at = pool.group_host[real_groups] * self.width
        self.shared = shared(pool)
        self.cuts: list[Cut] = []
        self.members: tuple[Integers, Integers, Floats] = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))

    def use_cuts(self, cuts: list[Cut]) -> None:
        """Looks up which groups each cut is about, and how heavily."""
        self.cuts = cuts
        beds = [1 if cut.other >= 0 else self.model.beds[cut.host, cut.slot] for cut in cuts]
        self.limits = np.array(beds, np.float64)
        at: list[int] = []
        which: list[int] = []
        weight: list[float] = []
        by_host = groups_by_host(self.pool)
        for number, cut in enumerate(cuts):
            for group in by_host.get(cut.host, ()):
                if heaviness := self.heaviness(cut, int(self.pool.group_learner[group])):
                    at.append(number)
                    which.append(group)
                    weight.append(heaviness)
        self.members = (np.array(at, np.int64), np.array(which, np.int64), np.array(weight))

    def heaviness(self, cut: Cut, learner: int) -> float:
        model = self.model
        if cut.other >= 0:
            return float(learner in (cut.one, cut.other))
        if learner == cut.one:
            return float(model.beds[cut.host, cut.slot])
        stays = model.start[learner] <= cut.slot < model.end[learner]
        return float(stays and model.gender[learner] != model.gender[cut.one])

    def reduced(self, room: Floats, beds: Floats, cuts: Floats) -> Floats:
        """[column]"""
        room_total, beds_total = summed(room).ravel(), summed(beds).ravel()
        found = self.pool.cost.copy()
        found[self.real] += room_total[self.room_at + self.end] - room_total[self.room_at + self.start]
        groups = np.zeros(len(self.pool.first_of_group))
        of_groups = beds_total[self.beds_at + self.group_end] - beds_total[self.beds_at + self.group_start]
        groups[self.real_groups] = of_groups
        if len(cuts):
            at, which, weight = self.members
            groups += np.bincount(which, cuts[at] * weight, len(groups))
        found += groups[self.pool.group]
        return found

    def divided(self, reduced: Floats, heat: float) -> tuple[Floats, float]:
        """[column]: how much of each learner goes there; and the smoothed least cost of all together."""
        pool = self.pool
        lowest = np.minimum.reduceat(reduced, pool.first_of_group)
        parts = np.exp((lowest[pool.group] - reduced) / heat)
        mass = np.add.reduceat(parts, pool.first_of_group)
        value = lowest - heat * np.log(mass)
        parts /= mass[pool.group]
        least = np.minimum.reduceat(value, pool.first_of_learner)
        share = np.exp((least[pool.group_learner] - value) / heat)
        total = np.add.reduceat(share, pool.first_of_learner)
        everybody = least - heat * np.log(total)
        share /= total[pool.group_learner]
        if not len(self.shared.couple):
            return share[pool.group] * parts, float(everybody.sum())
        return self._with_couples(parts, value, share, everybody, heat)

    def _with_couples(
        self, parts: Floats, value: Floats, share: Floats, everybody: Floats, heat: float
    ) -> tuple[Floats, float]:
        shared, pool = self.shared, self.pool
        first, second = shared.groups
        both = value[first] + value[second]
        option, one, other = shared.clash
        lost = np.bincount(option, parts[one] * parts[other], len(both))
        both -= heat * np.log(np.maximum(1 - lost, 1e-12))
        ones = np.array([couple.first for couple in shared.couples])
        others = np.array([couple.second for couple in shared.couples])
        apart = everybody[ones] + everybody[others] + shared.cost
        least = np.minimum(np.minimum.reduceat(both, shared.first_option), apart)
        weight = np.exp((least[shared.couple] - both) / heat)
        weight_apart = np.exp((least - apart) / heat)
        total = np.add.reduceat(weight, shared.first_option) + weight_apart
        weight /= total[shared.couple]
        factor = np.ones(self.model.learners)
        factor[ones] = factor[others] = weight_apart / total
        share = share * factor[pool.group_learner]
        found = share[pool.group] * parts
        together = np.bincount(first, weight, len(share)) + np.bincount(second, weight, len(share))
        added = together[pool.group] * parts
        if len(option):
            # Where both would be at a placement that has room for one, one of them is elsewhere.
            left = np.maximum(1 - lost, 1e-12)
            scale = np.ones(len(share))
            scale[first], scale[second] = 1 / left, 1 / left
            added *= scale[pool.group]
            clashing = parts[one].copy(), parts[other].copy()
            added[one] *= np.maximum(1 - clashing[1], 0)
            added[other] *= np.maximum(1 - clashing[0], 0)
        sums = everybody.sum() - everybody[ones].sum() - everybody[others].sum()
        return found + added, float(sums + (least - heat * np.log(total)).sum())

    def used(self, divided: Floats) -> tuple[Floats, Floats, Floats]:
        """How full places, beds and cuts are."""
        model, pool = self.model, self.pool
        real = divided[self.real]
        room = spread(self.room_at, self.start, self.end, real, model.placements, self.width)
        groups = np.add.reduceat(divided, pool.first_of_group)
        of_groups = groups[self.real_groups]
        beds = spread(self.beds_at, self.group_start, self.group_end, of_groups, model.hosts, self.width)
        at, which, weight = self.members
        cuts: Floats = np.bincount(at, groups[which] * weight, len(self.cuts)).astype(np.float64)
        return room, beds, cuts

    def violated(self, divided: Floats) -> list[Cut]:
        """Cuts that this division breaks, of hosts of one gender with more than one bed."""
        model, pool = self.model, self.pool
        groups = np.add.reduceat(divided, pool.first_of_group)
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


def spread(at: Integers, start: Integers, end: Integers, amount: Floats, things: int, width: int) -> Floats:
    """[thing, slot]: sums of amounts over stays."""
    size = things * width
    changes = np.bincount(at + start, amount, size) - np.bincount(at + end, amount, size)
    found: Floats = np.cumsum(changes.reshape(things, width), axis=1)[:, :-1]
    return found


def groups_by_host(pool: Pool) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for group, host in enumerate(pool.group_host.tolist()):
        found.setdefault(host, []).append(group)
    return found


def shared(pool: Pool) -> Shared:
    model = pool.model
    options: list[tuple[int, int, int]] = []
    clashes: list[tuple[int, int, int]] = []
    ends = np.append(pool.first_of_learner, len(pool.first_of_group))
    column_ends = np.append(pool.first_of_group, len(pool))
    for number, couple in enumerate(model.couples):
        can, work = np.append(model.can_share(couple), True), np.append(model.can_work_together(couple), True)
        ours = {int(pool.group_host[g]): g for g in range(ends[couple.first], ends[couple.first + 1])}
        for other in range(ends[couple.second], ends[couple.second + 1]):
            host = int(pool.group_host[other])
            if host in ours and can[host]:
                one = ours[host]
                mine = {int(pool.placement[c]): c for c in range(column_ends[one], column_ends[one + 1])}
                for column in range(column_ends[other], column_ends[other + 1]):
                    place = int(pool.placement[column])
                    if place in mine and not work[place]:
                        clashes.append((len(options), mine[place], column))
                options.append((number, one, other))
    table, clash = np.array(options, np.int64).reshape(-1, 3), np.array(clashes, np.int64).reshape(-1, 3)
    return Shared(
        model.couples,
        np.array([float(couple.cost) for couple in model.couples]),
        table[:, 0],
        (table[:, 1], table[:, 2]),
        np.searchsorted(table[:, 0], np.arange(len(model.couples))),
        (clash[:, 0], clash[:, 1], clash[:, 2]),
    )


class Climb:
    """Where an ascent stands; it goes on with one pool after another."""

    def __init__(self, model: Model, heat: float) -> None:
        self.model, self.heat = model, heat
        self.prices = Prices(np.zeros(model.room.shape), np.zeros(model.beds.shape))
        self.before = self.prices
        self.momentum = 1.0
        self.division = np.zeros(0)
        self.pace = 0.5 / max(float((model.end - model.start).mean()), 1.0)

    def run(self, pool: Pool, rounds: int, coldest: float, *, cuts: bool) -> Floats:
        """So many rounds, in which the temperature falls evenly; how everybody divides at the end, by column."""
        smooth = Smooth(pool)
        smooth.use_cuts(sorted(self.prices.cuts))
        now, before = self._arrays(self.prices, smooth), self._arrays(self.before, smooth)
        room, beds = self.model.room.astype(np.float64), self.model.beds.astype(np.float64)
        cooling = (coldest / self.heat) ** (1.0 / rounds)
        last = -np.inf
        for _ in range(rounds):
            next_momentum = (1 + np.sqrt(1 + 4 * self.momentum**2)) / 2
            push = (self.momentum - 1) / next_momentum
            ahead = [np.maximum(a + push * (a - b), 0) for a, b in zip(now, before, strict=True)]
            divided, value = smooth.divided(smooth.reduced(*ahead), self.heat)
            limits: list[Floats] = [room, beds, smooth.limits]
            value -= sum(float((price * limit).sum()) for price, limit in zip(ahead, limits, strict=True))
            step = self.pace * self.heat
            steps: list[Floats] = [np.full(1, step), np.full(1, step), step / smooth.limits]
            before, now = (
                now,
                [
                    np.maximum(price + size * excess(use, limit), 0)
                    for price, size, use, limit in zip(ahead, steps, smooth.used(divided), limits, strict=True)
                ],
            )
            if value < last:
                self.momentum, before = 1.0, now
            else:
                self.momentum = next_momentum
            last = value
            self.heat *= cooling
        self.prices, self.before = self._prices(now, smooth), self._prices(before, smooth)
        if cuts:
            for cut in smooth.violated(divided):
                self.prices.cuts[cut] = self.before.cuts[cut] = 0.0
        self.division = divided
        return divided

    @staticmethod
    def _arrays(prices: Prices, smooth: Smooth) -> list[Floats]:
        return [prices.room, prices.beds, np.array([prices.cuts[cut] for cut in smooth.cuts], np.float64)]

    @staticmethod
    def _prices(arrays: list[Floats], smooth: Smooth) -> Prices:
        return Prices(arrays[0], arrays[1], dict(zip(smooth.cuts, arrays[2].tolist(), strict=True)))


def excess(used: Floats, limit: Floats) -> Floats:
    """The logarithm of how many times too full, within bounds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.log(used / limit)
    found = np.nan_to_num(found, nan=-FURTHEST, posinf=FURTHEST, neginf=-FURTHEST)
    return np.asarray(np.clip(found, -FURTHEST, FURTHEST), np.float64)
