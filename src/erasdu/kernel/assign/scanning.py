"""Going through everything that each learner may have, compiled: at 1,000 learners that is a million combinations.

What other modules call hands the loops arrays to write in, for compiled code makes none of its own.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from erasdu.kernel.assign.compiled import compiled
from erasdu.kernel.assign.model import Floats
from erasdu.kernel.assign.problem import Integers

Counts = npt.NDArray[np.int32]
Listed = tuple[Counts, Counts, Floats, Floats]  # placement, host, cost, cost with prices
Listing = tuple[Integers, Integers, Integers, Floats, Floats]  # learner, placement, host, cost, cost with prices

PIECE = 1 << 16  # columns that are written at a time, at least


class Offers(NamedTuple):
    """What learners may have, at some prices. Lists of a learner lie from `…_from[learner]` to the next."""

    scale: float  # of the prices
    start: Integers  # [learner]
    end: Integers  # [learner]
    gender: Integers  # [learner]
    limit: Floats  # [learner]: minutes
    alone: Floats  # [learner]: the cost of being unassigned
    placed_from: Integers
    placement: Integers
    placed_cost: Integers
    housed_from: Integers
    host: Integers
    housed_cost: Integers
    near_host: Counts  # [placement, place in the row], filled up with the number of hosts
    near_cost: Floats
    near_minutes: Counts
    room: Floats  # [placement, slot and one more]: prices added up
    beds: Floats  # [gender, host, slot and one more]
    extra_from: Integers
    extra_host: Integers
    extra_price: Floats  # of this learner at this host
    banned_from: Integers
    banned_placement: Integers
    banned_host: Integers


class Free(NamedTuple):
    """What is free in each slot, and how many of each gender are where."""

    room: Integers  # [placement, slot]
    beds: Integers  # [host, slot]
    there: Counts  # [gender, host, slot]
    alike: npt.NDArray[np.bool_]  # [host]


class Scratch(NamedTuple):
    """To write in, for one learner at a time."""

    row: Floats  # [host]: infinite between two learners
    paid: Floats  # [host]: the same
    into: Listed  # as long as the longest list can be
    sorted: Floats  # the same


def scratch(offers: Offers) -> Scratch:
    hosts, most = offers.beds.shape[1], most_listed(offers)
    into = (np.empty(most, np.int32), np.empty(most, np.int32), np.empty(most), np.empty(most))
    return Scratch(np.full(hosts, np.inf), np.full(hosts, np.inf), into, np.empty(most))


def most_listed(offers: Offers) -> int:
    """How long the longest list can be."""
    most: int = np.diff(offers.placed_from).max(initial=0).item() * offers.near_host.shape[1] + 1
    return most


@compiled
def fill_row(offers: Offers, learner: int, row: Floats, paid: Floats) -> None:
    """[host]: what a bed there costs, and with prices; the rest of the rows must be infinite."""
    gender, start, end = offers.gender[learner], offers.start[learner], offers.end[learner]
    for at in range(offers.housed_from[learner], offers.housed_from[learner + 1]):
        host = offers.host[at]
        row[host] = offers.housed_cost[at] * offers.scale
        paid[host] = row[host] + offers.beds[gender, host, end] - offers.beds[gender, host, start]
    for at in range(offers.extra_from[learner], offers.extra_from[learner + 1]):
        paid[offers.extra_host[at]] += offers.extra_price[at]


@compiled
def clear_row(offers: Offers, learner: int, row: Floats, paid: Floats) -> None:
    for at in range(offers.housed_from[learner], offers.housed_from[learner + 1]):
        row[offers.host[at]] = paid[offers.host[at]] = np.inf


@compiled
def listed(offers: Offers, learner: int, scratch: Scratch) -> int:
    """Writes everything that a learner may have, by placement and host; how many these are."""
    row, paid, into = scratch.row, scratch.paid, scratch.into
    fill_row(offers, learner, row, paid)
    start, end, count = offers.start[learner], offers.end[learner], 0
    nowhere = len(row)
    for at in range(offers.placed_from[learner], offers.placed_from[learner + 1]):
        placement = offers.placement[at]
        cost = offers.placed_cost[at] * offers.scale
        price = offers.room[placement, end] - offers.room[placement, start]
        for place in range(offers.near_host.shape[1]):
            host = offers.near_host[placement, place]
            if host == nowhere:
                break
            if paid[host] == np.inf or offers.near_minutes[placement, place] > offers.limit[learner]:
                continue
            if is_banned(offers, learner, placement, host):
                continue
            near = offers.near_cost[placement, place] * offers.scale
            into[0][count], into[1][count] = placement, host
            into[2][count] = cost + near + row[host]
            into[3][count] = cost + price + near + paid[host]
            count += 1
    clear_row(offers, learner, row, paid)
    return count


@compiled
def is_banned(offers: Offers, learner: int, placement: int, host: int) -> bool:
    for at in range(offers.banned_from[learner], offers.banned_from[learner + 1]):
        if offers.banned_placement[at] == placement and offers.banned_host[at] == host:
            return True
    return False


def least_each(offers: Offers) -> Floats:
    """[learner]: the cheapest with prices, being unassigned included."""
    found = np.empty(len(offers.start))
    write_least(offers, scratch(offers), found)
    return found


@compiled
def write_least(offers: Offers, scratch: Scratch, found: Floats) -> int:
    for learner in range(len(found)):
        count = listed(offers, learner, scratch)
        found[learner] = offers.alone[learner] * offers.scale
        for at in range(count):
            found[learner] = min(found[learner], scratch.into[3][at])
    return len(found)


def best_by_host(offers: Offers, learner: int) -> tuple[Floats, Integers, Floats]:
    """[host]: the least with prices there, at which placement (-1: none), and the least at another one."""
    hosts = offers.beds.shape[1]
    best, place, second = np.full(hosts, np.inf), np.full(hosts, -1, np.int64), np.full(hosts, np.inf)
    write_best(offers, learner, scratch(offers), best, place, second)
    return best, place, second


@compiled
def write_best(offers: Offers, learner: int, scratch: Scratch, best: Floats, place: Integers, second: Floats) -> int:
    count, into = listed(offers, learner, scratch), scratch.into
    for at in range(count):
        host, value = into[1][at], into[3][at]
        if value < best[host]:
            second[host], best[host], place[host] = best[host], value, into[0][at]
        else:
            second[host] = min(second[host], value)
    return count


def cheap_columns(
    offers: Offers, learners: Integers, most: Integers, over: Floats, at_host: Floats, free: Free
) -> Listing:
    """Learner, placement, host, cost, and cost with prices, of at most `most` columns of each of these learners.

    They are at most `over` dearer with prices than the learner's cheapest, and than `at_host` [place in the list,
    host], when that has rows; and they fit in what is `free`, when that has rows.
    """
    working, progress = scratch(offers), np.zeros(1, np.int64)
    size, pieces = max(PIECE, len(working.sorted)), [new_piece(0)]
    while progress[0] < len(learners):
        piece = new_piece(size)
        count = write_columns(offers, learners, most, over, at_host, free, working, progress, piece)
        pieces.append(tuple(each[:count] for each in piece))  # type: ignore[arg-type]
    who, placement, host, cost, price = (np.concatenate(each) for each in zip(*pieces, strict=True))
    return who, placement, host, cost, price


def new_piece(size: int) -> Listing:
    return (
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size, np.int32),
        np.empty(size),
        np.empty(size),
    )


@compiled
def write_columns(
    offers: Offers,
    learners: Integers,
    most: Integers,
    over: Floats,
    at_host: Floats,
    free: Free,
    scratch: Scratch,
    progress: Integers,
    piece: Listing,
) -> int:
    """From learner `progress[0]` on until the piece is full, which then is the first whose columns did not go in it.

    How many columns there are in it.
    """
    placement, host, cost, price = scratch.into
    size = 0
    for place in range(progress[0], len(learners)):
        progress[0] = place
        learner = learners[place]
        count = listed(offers, learner, scratch)
        if len(free.room):
            count = keep_free(offers, free, learner, count, scratch.into)
        if not count:
            continue
        least = np.inf
        for at in range(count):
            least = min(least, price[at])
        limit, kept = least + over[place], 0
        for at in range(count):
            if price[at] <= limit and (not len(at_host) or price[at] <= at_host[place, host[at]]):
                placement[kept], host[kept], cost[kept], price[kept] = placement[at], host[at], cost[at], price[at]
                kept += 1
        left = min(kept, most[place])
        if size + left > len(piece[0]):
            return size
        if left < kept:
            for at in range(kept):
                scratch.sorted[at] = price[at]
            limit = ranked(scratch.sorted, kept, left - 1)
        for at in range(kept):
            if price[at] <= limit and left > 0:
                left -= 1
                piece[0][size], piece[1][size], piece[2][size] = learner, placement[at], host[at]
                piece[3][size], piece[4][size] = cost[at], price[at]
                size += 1
    progress[0] = len(learners)
    return size


@compiled
def ranked(values: Floats, count: int, rank: int) -> float:
    """The one that would stand at `rank` if the first `count` were sorted; leaves them half sorted (Hoare's way)."""
    low, high = 0, count - 1
    while low < high:
        middle, left, right = values[(low + high) // 2], low, high
        while left <= right:
            while values[left] < middle:
                left += 1
            while values[right] > middle:
                right -= 1
            if left <= right:
                values[left], values[right] = values[right], values[left]
                left, right = left + 1, right - 1
        if right < rank < left:
            break
        if rank <= right:
            high = right
        else:
            low = left
    found: float = values[rank]
    return found


@compiled
def keep_free(offers: Offers, free: Free, learner: int, count: int, into: Listed) -> int:
    """Moves what fits to the front of the list; how many these are."""
    gender, start, end = offers.gender[learner], offers.start[learner], offers.end[learner]
    kept = 0
    for at in range(count):
        if is_free(free, into[0][at], into[1][at], gender, start, end):
            into[0][kept], into[1][kept] = into[0][at], into[1][at]
            into[2][kept], into[3][kept] = into[2][at], into[3][at]
            kept += 1
    return kept


def cheapest_free(offers: Offers, free: Free, learner: int) -> tuple[int, int, float]:
    """Placement, host and cost (without prices) of what fits and is the cheapest with them; -1 when nothing fits."""
    working = scratch(offers)
    found = find_free(offers, free, learner, working)
    if found < 0:
        return -1, -1, np.inf
    placement, host, cost, _ = working.into
    return int(placement[found]), int(host[found]), float(cost[found])


@compiled
def find_free(offers: Offers, free: Free, learner: int, scratch: Scratch) -> int:
    """Its place in the list that this writes."""
    gender, start, end = offers.gender[learner], offers.start[learner], offers.end[learner]
    count, into = listed(offers, learner, scratch), scratch.into
    best, found = np.inf, -1
    for at in range(count):
        if into[3][at] < best and is_free(free, into[0][at], into[1][at], gender, start, end):
            best, found = into[3][at], at
    return found


@compiled
def is_free(free: Free, placement: int, host: int, gender: int, start: int, end: int) -> bool:
    for slot in range(start, end):
        if free.room[placement, slot] <= 0 or free.beds[host, slot] <= 0:
            return False
    if free.alike[host]:
        for other in range(free.there.shape[0]):
            for slot in range(start, end):
                if other != gender and free.there[other, host, slot]:
                    return False
    return True
