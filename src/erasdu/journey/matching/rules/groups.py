"""What a division costs that cannot be told of one learner: two kept apart, a whole class in one region, one alone.

The optimiser knows costs of single learners and of pairs. What groups cost is counted afterwards, and `nudged` makes
the regions that are not wanted dearer for those who could best go elsewhere, so that it can be tried once more.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from erasdu.journey.matching.rules.costs import WEIGHTS, Cause, total
from erasdu.journey.matching.rules.facts import Learner, Pair, Place

CLASS = 4  # so many of one school and study are a class

Regions = Mapping[int, str]  # learner → the region of their place
Causes = dict[int, list[Cause]]


def regions_of(learners: Iterable[Learner], placed: Mapping[int, Place]) -> dict[int, str]:
    """`placed`: learner → place. Of a place without a known town the region is not known either."""
    return {one.pk: placed[one.pk].region for one in learners if one.pk in placed and placed[one.pk].region}


def group_causes(
    learners: Iterable[Learner], regions: Regions, offered: Iterable[str], settled: Collection[int] = frozenset()
) -> Causes:
    """Only where places are offered in more than one region. A class pays once; the points are told of each in it.

    `settled`: learners who are there already and whom nothing moves. They count, and the points are told of the others.
    """
    if len(set(offered) - {""}) < 2:
        return {}
    found: Causes = defaultdict(list)
    for members in whole_classes(learners, regions):
        moving = [pk for pk in members if pk not in settled]
        for number, pk in enumerate(moving):
            found[pk].append(Cause("class_in_a_region", _share("class_in_a_region", number, len(moving)), len(members)))
    crowd = Counter(regions.values())
    for pk, region in regions.items():
        if crowd[region] == 1 and len(regions) > 1 and pk not in settled:
            found[pk].append(Cause("alone_in_region", WEIGHTS["alone_in_region"]))
    return dict(found)


def whole_classes(learners: Iterable[Learner], regions: Regions) -> list[list[int]]:
    """Classes of which everybody who has a place has it in the same region."""
    classes: dict[tuple[int, str], list[int]] = defaultdict(list)
    for one in learners:
        if one.pk in regions:
            classes[one.school, one.study].append(one.pk)
    return [each for each in classes.values() if len(each) >= CLASS and len({regions[pk] for pk in each}) == 1]


def apart_causes(pairs: Iterable[Pair], homes: Mapping[int, int]) -> Causes:
    """`homes`: learner → home. Two who are not under one roof, unless neither has a bed; each carries half."""
    found: Causes = defaultdict(list)
    for pair in pairs:
        housed = [pk for pk in (pair.one, pair.other) if pk in homes]
        if housed and homes.get(pair.one) != homes.get(pair.other):
            for number, pk in enumerate(housed):
                found[pk].append(Cause("pair_apart", _share("pair_apart", number, len(housed))))
    return dict(found)


def _share(code: str, number: int, among: int) -> int:
    """So that all shares together are the weight to the point."""
    weight = int(WEIGHTS[code])
    return weight // among + (number < weight % among)


def points(causes: Mapping[int, Iterable[Cause]]) -> int:
    return sum(total(each) for each in causes.values())


def nudged(
    problem: dict[str, Any], learners: Iterable[Learner], regions: Regions, of: Mapping[int, str]
) -> dict[str, Any]:
    """The same problem, with the unwanted regions dearer. `of`: place → region.

    Half of a class, those who lose least elsewhere, pay for staying in the region of all; who is alone pays there.
    """
    learners = list(learners)
    cheapest: dict[tuple[int, bool], int] = {}
    dearer: dict[tuple[int, str], int] = {}
    arcs = [(int(one[1:]), int(place[1:]), cost) for one, place, cost in problem["learner_placement"]]
    for one, place, cost in arcs:
        here = of.get(place, "") == regions.get(one)
        cheapest[one, here] = min(cost, cheapest.get((one, here), cost))
    for members in whole_classes(learners, regions):
        able = [pk for pk in members if (pk, False) in cheapest]
        able.sort(key=lambda pk: (cheapest[pk, False] - cheapest.get((pk, True), 0), pk))
        for pk in able[: max(1, len(members) // 2)]:
            dearer[pk, regions[pk]] = WEIGHTS["class_in_a_region"]
    crowd = Counter(regions.values())
    for pk, region in regions.items():
        if crowd[region] == 1:
            dearer[pk, region] = dearer.get((pk, region), 0) + WEIGHTS["alone_in_region"]
    changed = [[f"L{one}", f"P{place}", cost + dearer.get((one, of.get(place, "")), 0)] for one, place, cost in arcs]
    return problem | {"learner_placement": changed}
