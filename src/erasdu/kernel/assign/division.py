"""The rounds of the ascent, compiled: everybody divides over columns at some prices, and the prices follow."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from erasdu.kernel.assign.compiled import compiled
from erasdu.kernel.assign.model import Floats
from erasdu.kernel.assign.problem import Integers

SLIGHT = 30.0  # temperatures above the cheapest: what is dearer is taken by nobody
FAINT = 1e-8  # of a learner: what is less was cut off too roughly to be divided further
SLIGHTLY, NEARLY = 1e-9, 1 - 1e-6  # parts of a couple that are lost by clashes
Counts = npt.NDArray[np.int32]


class Columns(NamedTuple):
    """Sorted by learner, host and placement; the last of each learner is being unassigned."""

    first: Integers  # [learner, and one more]: its first column
    placement: Counts
    host: Counts
    group: Counts  # of the columns of one learner at one host
    cost: Floats  # infinite for what may not be
    start: Counts  # [learner]
    end: Counts  # [learner]


class Couples(NamedTuple):
    """What couples can do together: options are two groups at one host, clashes two columns at one full placement."""

    first: Integers  # [couple]: a learner
    second: Integers  # [couple]: the other one
    cost: Floats  # [couple]: of being apart
    option: Integers  # [couple, and one more]: its first option
    one: Integers  # [option]: group
    other: Integers  # [option]: group
    clash: Integers  # [option, and one more]: its first clash
    ours: Integers  # [clash]: column
    theirs: Integers  # [clash]: column
    columns: Integers  # [group, and one more]: its first column
    coupled: npt.NDArray[np.bool_]  # [learner]
    alone: Floats  # [learner]: to write in, the smoothed least cost of each by itself
    kept: Floats  # [column]: to write in, how much of each learner would go there by itself
    our_parts: Floats  # as long as the largest group, to write in
    their_parts: Floats
    partner: Integers  # the same
    values: Floats  # as long as the most options of a couple, to write in
    plain: Floats


class Members(NamedTuple):
    """In which cuts each group stands, and how heavily: from `first[group]` to the next."""

    first: Integers
    cut: Integers
    weight: Floats


class Sizes(NamedTuple):
    """All prices stand in one row: of placements and of hosts, each by slot, then of cuts."""

    placements: int
    hosts: int
    slots: int
    cuts: int


class Scratch(NamedTuple):
    """To write in."""

    reduced: Floats  # [column]: its cost with prices
    extra: Floats  # [group]: what it pays for cuts
    room: Floats  # [placement, slot and one more]: prices added up
    beds: Floats  # [host, slot and one more]
    ahead: Floats  # as long as the prices
    use: Floats  # the same


@compiled
def divide(
    heat: float,
    columns: Columns,
    couples: Couples,
    members: Members,
    sizes: Sizes,
    prices: Floats,
    scratch: Scratch,
    share: Floats,
) -> float:
    """Fills `share` [column], how much of each learner goes there; the smoothed least cost of all together."""
    room, beds, extra, reduced = scratch.room, scratch.beds, scratch.extra, scratch.reduced
    beds_at = sizes.placements * sizes.slots
    cuts_at = beds_at + sizes.hosts * sizes.slots
    add_up(prices, 0, room)
    add_up(prices, beds_at, beds)
    for group in range(len(extra)):
        extra[group] = 0.0
        for at in range(members.first[group], members.first[group + 1]):
            extra[group] += prices[cuts_at + members.cut[at]] * members.weight[at]
    total = 0.0
    for learner in range(len(columns.start)):
        first, last = columns.first[learner], columns.first[learner + 1]
        start, end = columns.start[learner], columns.end[learner]
        least = np.inf
        for at in range(first, last):
            value = columns.cost[at]
            if value < np.inf and at < last - 1:
                placement, host = columns.placement[at], columns.host[at]
                value += room[placement, end] - room[placement, start] + beds[host, end] - beds[host, start]
                value += extra[columns.group[at]]
            reduced[at] = value
            least = min(least, value)
        mass = 0.0
        for at in range(first, last):
            away = (reduced[at] - least) / heat
            share[at] = np.exp(-away) if away < SLIGHT else 0.0
            mass += share[at]
        for at in range(first, last):
            share[at] /= mass
        couples.alone[learner] = least - heat * np.log(mass)
        if not couples.coupled[learner]:
            total += couples.alone[learner]
    for couple in range(len(couples.first)):
        total += divide_couple(couple, heat, columns, couples, reduced, share)
    return total


@compiled
def add_up(prices: Floats, first: int, totals: Floats) -> None:
    """Running totals over the slots, from 0."""
    slots = totals.shape[1] - 1
    for thing in range(totals.shape[0]):
        totals[thing, 0] = 0.0
        for slot in range(slots):
            totals[thing, slot + 1] = totals[thing, slot] + prices[first + thing * slots + slot]


@compiled
def divide_couple(
    couple: int, heat: float, columns: Columns, couples: Couples, reduced: Floats, share: Floats
) -> float:
    """Two who pay when they are apart: each option to be together stands beside all ways to be apart.

    How both divide by themselves says how they do at one host, where nothing clashes and enough of them goes there.
    All of `couples` is handed on only where that does not do, for handing it on takes longer than the sums.
    """
    one, other, groups, kept = couples.first[couple], couples.second[couple], couples.columns, couples.kept
    first, last = couples.option[couple], couples.option[couple + 1]
    alone = couples.alone[one] + couples.alone[other]
    values, plain = couples.values, couples.plain
    apart = least = alone + couples.cost[couple]
    for learner in (one, other):
        for at in range(columns.first[learner], columns.first[learner + 1]):
            kept[at] = share[at]
    ours, theirs = couples.our_parts, couples.their_parts
    for option in range(first, last):
        at = option - first
        values[at], plain[at] = np.inf, 0.0
        mine, friend = group_sum(groups, couples.one[option], kept), group_sum(groups, couples.other[option], kept)
        if mine > FAINT and friend > FAINT and couples.clash[option] == couples.clash[option + 1]:
            plain[at] = mine * friend
            values[at] = alone - heat * np.log(plain[at])
        else:
            lowest = group_least(groups, couples.one[option], reduced)
            lowest += group_least(groups, couples.other[option], reduced)
            if lowest < least + SLIGHT * heat:
                values[at] = option_value(option, heat, couples, reduced, ours, theirs)
        least = min(least, values[at])
    mass = np.exp(-(apart - least) / heat)
    for at in range(last - first):
        mass += np.exp(-(values[at] - least) / heat)
    weight = np.exp(-(apart - least) / heat) / mass
    for learner in (one, other):
        for at in range(columns.first[learner], columns.first[learner + 1]):
            share[at] *= weight
    for option in range(first, last):
        at = option - first
        weight = np.exp(-(values[at] - least) / heat) / mass
        if weight > 1e-9 and plain[at]:
            add_kept(groups, couples.one[option], weight, kept, share)
            add_kept(groups, couples.other[option], weight, kept, share)
        elif weight > 1e-9:
            option_value(option, heat, couples, reduced, ours, theirs)
            add_option(option, weight, couples, ours, theirs, share)
    value: float = least - heat * np.log(mass)
    return value


@compiled
def group_sum(columns: Integers, group: int, kept: Floats) -> float:
    total = 0.0
    for at in range(columns[group], columns[group + 1]):
        total += kept[at]
    return total


@compiled
def add_kept(columns: Integers, group: int, weight: float, kept: Floats, share: Floats) -> None:
    """So much of a learner divides over a group as it would by itself."""
    part = weight / group_sum(columns, group, kept)
    for at in range(columns[group], columns[group + 1]):
        share[at] += part * kept[at]


@compiled
def group_least(columns: Integers, group: int, reduced: Floats) -> float:
    least = np.inf
    for at in range(columns[group], columns[group + 1]):
        least = min(least, reduced[at])
    return least


@compiled
def option_value(
    option: int,
    heat: float,
    couples: Couples,
    reduced: Floats,
    ours: Floats,
    theirs: Floats,
) -> float:
    """Smoothed cost of both at one host; fills how each divides over its columns there, clashes left out."""
    one, other = couples.one[option], couples.other[option]
    value = spread_group(couples.columns[one], couples.columns[one + 1], heat, reduced, ours)
    value += spread_group(couples.columns[other], couples.columns[other + 1], heat, reduced, theirs)
    lost = 0.0
    for clash in range(couples.clash[option], couples.clash[option + 1]):
        mine = couples.ours[clash] - couples.columns[one]
        friend = couples.theirs[clash] - couples.columns[other]
        lost += ours[mine] * theirs[friend]
    if lost < SLIGHTLY:
        return value
    if lost > NEARLY:
        return one_by_one(option, heat, couples, reduced, ours, theirs)
    leave_out(option, couples, ours, theirs, lost)
    kept: float = value - heat * np.log(1 - lost)
    return kept


@compiled
def leave_out(option: int, couples: Couples, ours: Floats, theirs: Floats, lost: float) -> None:
    """Takes out of the parts of both what they lose by clashes: a column has one clash at most."""
    one, other = couples.columns[couples.one[option]], couples.columns[couples.other[option]]
    for clash in range(couples.clash[option], couples.clash[option + 1]):
        mine, friend = couples.ours[clash] - one, couples.theirs[clash] - other
        both = ours[mine] * theirs[friend]
        ours[mine] -= both
        theirs[friend] -= both
    for at in range(couples.columns[couples.one[option] + 1] - one):
        ours[at] /= 1 - lost
    for at in range(couples.columns[couples.other[option] + 1] - other):
        theirs[at] /= 1 - lost


@compiled
def one_by_one(option: int, heat: float, couples: Couples, reduced: Floats, ours: Floats, theirs: Floats) -> float:
    """The same by going through all pairs of columns: where nearly all is lost, only that is exact enough."""
    first, second = couples.columns[couples.one[option]], couples.columns[couples.other[option]]
    count, others = (
        couples.columns[couples.one[option] + 1] - first,
        couples.columns[couples.other[option] + 1] - second,
    )
    partner = couples.partner
    for one in range(count):
        partner[one] = -1
    for clash in range(couples.clash[option], couples.clash[option + 1]):
        partner[couples.ours[clash] - first] = couples.theirs[clash] - second
    least = np.inf
    for one in range(count):
        for other in range(others):
            if partner[one] != other:
                least = min(least, reduced[first + one] + reduced[second + other])
    ours[:count] = 0.0
    theirs[:others] = 0.0
    if least == np.inf:
        return least
    mass = 0.0
    for one in range(count):
        for other in range(others):
            away = (reduced[first + one] + reduced[second + other] - least) / heat
            if partner[one] != other and away < SLIGHT:
                part = np.exp(-away)
                mass += part
                ours[one] += part
                theirs[other] += part
    for one in range(count):
        ours[one] /= mass
    for other in range(others):
        theirs[other] /= mass
    value: float = least - heat * np.log(mass)
    return value


@compiled
def spread_group(first: int, last: int, heat: float, reduced: Floats, parts: Floats) -> float:
    least = np.inf
    for at in range(first, last):
        least = min(least, reduced[at])
    if least == np.inf:
        parts[: last - first] = 0.0
        return least
    mass = 0.0
    for at in range(first, last):
        away = (reduced[at] - least) / heat
        parts[at - first] = np.exp(-away) if away < SLIGHT else 0.0
        mass += parts[at - first]
    for at in range(last - first):
        parts[at] /= mass
    value: float = least - heat * np.log(mass)
    return value


@compiled
def add_option(option: int, weight: float, couples: Couples, ours: Floats, theirs: Floats, share: Floats) -> None:
    one, other = couples.columns[couples.one[option]], couples.columns[couples.other[option]]
    for at in range(couples.columns[couples.one[option] + 1] - one):
        share[one + at] += weight * ours[at]
    for at in range(couples.columns[couples.other[option] + 1] - other):
        share[other + at] += weight * theirs[at]
