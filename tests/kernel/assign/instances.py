"""Invented learners, companies and families in the towns of some regions, for tests and benchmarks."""

import json
import math
import random
from dataclasses import dataclass

from erasdu.kernel.assign.problem import Host, Learner, Placement, Problem

SECTORS = 8
TOWNS = 6
LANGUAGES = 4


@dataclass(frozen=True)
class Kind:
    """What an instance is like; `tight` is places and beds per learner."""

    learners: int
    slots: int = 1
    pairs: bool = True
    tight: float = 1.08
    per_region: int = 84
    alike: float = 0.6


def instance(kind: Kind, seed: int) -> Problem:
    """The same arguments give the same problem."""
    chance = random.Random(seed)
    regions = max(1, round(kind.learners / kind.per_region))
    towns = [[(chance.uniform(0, 60), chance.uniform(0, 60)) for _ in range(TOWNS)] for _ in range(regions)]
    people = [_person(chance, kind, regions, number) for number in range(kind.learners)]
    friends = _friends(chance, kind, people)
    places = [_company(chance, kind, regions, towns, number) for number in range(round(kind.learners * 0.8))]
    homes = [_family(chance, kind, regions, towns, number) for number in range(round(kind.learners * 0.62))]
    _stretch(chance, places, kind)
    _stretch(chance, homes, kind)
    return Problem.of(
        kind.slots,
        [person["learner"] for person in people],
        [Placement(place["id"], tuple(place["capacity"])) for place in places],
        [Host(home["id"], tuple(home["capacity"]), home["alike"]) for home in homes],
        learner_placement=_placed(people, places),
        learner_host=_housed(people, homes),
        placement_host=_near(places, homes),
        pairs=friends,
    )


def text_of(problem: Problem) -> str:
    """As a file in the format `erasdu-match/1`."""
    names = [[each.id for each in things] for things in (problem.learners, problem.placements, problem.hosts)]

    def rows(arcs, left, right, *numbers):
        columns = (arcs.left.tolist(), arcs.right.tolist(), *(each.tolist() for each in numbers))
        return [[names[left][one], names[right][two], *rest] for one, two, *rest in zip(*columns, strict=True)]

    near = problem.placement_host
    content = {
        "format": "erasdu-match/1",
        "slots": problem.slots,
        "learners": [
            {
                "id": each.id,
                "from": each.start,
                "to": each.end,
                "unassigned_cost": each.unassigned_cost,
                "gender": each.gender,
                "max_minutes": each.max_minutes,
            }
            for each in problem.learners
        ],
        "placements": [{"id": each.id, "capacity": each.capacity} for each in problem.placements],
        "hosts": [{"id": each.id, "capacity": each.capacity, "one_gender": each.one_gender} for each in problem.hosts],
        "learner_placement": rows(problem.learner_placement, 0, 1, problem.learner_placement.cost),
        "learner_host": rows(problem.learner_host, 0, 2, problem.learner_host.cost),
        "placement_host": rows(near, 1, 2, near.cost, near.minutes),
        "pairs": [[each.first, each.second, each.cost] for each in problem.pairs],
    }
    return json.dumps(content)


def _person(chance, kind, regions, number):
    length = min(kind.slots, chance.choice([1, 2, 2, 3]) * max(1, kind.slots // 6))
    start = chance.randrange(kind.slots - length + 1)
    minor = chance.random() < 0.25
    learner = Learner(f"L{number}", start, start + length, 30000, chance.choice("fm"), 45 if minor else None)
    return {
        "learner": learner,
        "sector": chance.randrange(SECTORS),
        "wider": chance.random() < 0.3,
        "regions": chance.sample(range(regions), min(regions, 6)),
        "languages": [chance.random() for _ in range(LANGUAGES)],
        "smokes": chance.random() < 0.15,
        "allergic": chance.random() < 0.15,
        "diet": chance.random() < 0.2,
        "minor": minor,
        "taste": [chance.random() for _ in range(4)],
    }


def _friends(chance, kind, people):
    """A tenth of all want to live with somebody; friends chose the same regions and stay at the same time."""
    if not kind.pairs:
        return []
    found = []
    for one in range(0, len(people) - 1, 2):
        if chance.random() < 0.2:
            first, second = people[one], people[one + 1]
            second["regions"] = first["regions"]
            a, b = first["learner"], second["learner"]
            second["learner"] = Learner(b.id, a.start, a.end, 30000, b.gender, b.max_minutes)
            if chance.random() < 0.7:
                second["learner"] = Learner(b.id, a.start, a.end, 30000, a.gender, b.max_minutes)
            found.append((a.id, b.id, chance.randrange(1000, 4000)))
    return found


def _at(chance, towns, region):
    x, y = chance.choice(towns[region])
    return region, x + chance.gauss(0, 3), y + chance.gauss(0, 3)


def _company(chance, kind, regions, towns, number):
    return {
        "id": f"P{number}",
        "at": _at(chance, towns, chance.randrange(regions)),
        "sector": chance.randrange(SECTORS),
        "language": chance.randrange(LANGUAGES),
        "level": chance.random() * 0.5,
        "adult": chance.random() < 0.15,
        "taste": [chance.random() for _ in range(4)],
        "capacity": [1] * kind.slots,
    }


def _family(chance, kind, regions, towns, number):
    return {
        "id": f"H{number}",
        "at": _at(chance, towns, chance.randrange(regions)),
        "pets": chance.random() < 0.35,
        "smoking": chance.random() < 0.3,
        "diet": chance.random() < 0.7,
        "checked": chance.random() < 0.75,
        "taste": [chance.random() for _ in range(4)],
        "alike": chance.random() < kind.alike,
        "capacity": [1] * kind.slots,
    }


def _stretch(chance, things, kind):
    """Adds units until there are so many as are tight, and leaves some slots closed."""
    load = 1.0 if kind.slots == 1 else 0.62
    wanted = round(kind.learners * kind.tight * load)
    while sum(sum(thing["capacity"]) for thing in things) < wanted * kind.slots:
        thing = chance.choice(things)
        if max(thing["capacity"]) < 3:
            thing["capacity"] = [units + 1 for units in thing["capacity"]]
    if kind.slots > 1:
        for thing in things:
            if chance.random() < 0.2:
                thing["capacity"][chance.randrange(kind.slots)] = 0


def _apart(one, other):
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


def _in_regions(things):
    """The things of each region, with their place in the list."""
    found = {}
    for number, thing in enumerate(things):
        found.setdefault(thing["at"][0], []).append((number, thing))
    return found


def _of(person, by_region):
    """The things in a person's regions, in their order."""
    near = [each for region in person["regions"] for each in by_region.get(region, [])]
    return [thing for _, thing in sorted(near, key=lambda each: each[0])]


def _placed(people, places):
    by_region = _in_regions(places)
    for person in people:
        for place in _of(person, by_region):
            region = place["at"][0]
            if place["adult"] and person["minor"]:
                continue
            other = place["sector"] != person["sector"]
            if other and not (person["wider"] and place["sector"] == (person["sector"] + 1) % SECTORS):
                continue
            fit = person["languages"][place["language"]] - place["level"]
            if fit < 0:
                continue
            choice = 0 if person["regions"].index(region) < 3 else 900
            cost = choice + 1500 * _apart(person["taste"], place["taste"]) + 800 * (1 - fit) + 600 * other
            yield person["learner"].id, place["id"], round(cost)


def _housed(people, homes):
    by_region = _in_regions(homes)
    for person in people:
        for home in _of(person, by_region):
            if person["minor"] and not home["checked"]:
                continue
            if (person["allergic"] and home["pets"]) or (person["smokes"] and not home["smoking"]):
                continue
            if person["diet"] and not home["diet"]:
                continue
            yield person["learner"].id, home["id"], round(2000 * _apart(person["taste"], home["taste"]))


def _near(places, homes):
    by_region: dict[int, list[dict]] = {}
    for home in homes:
        by_region.setdefault(home["at"][0], []).append(home)
    for place in places:
        for home in by_region.get(place["at"][0], []):
            minutes = round(6 + 2.2 * math.dist(place["at"][1:], home["at"][1:]))
            if minutes <= 60:
                yield place["id"], home["id"], minutes * 40, minutes
