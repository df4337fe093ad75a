"""The recruitment radar: what one more place, family or language would bring, each solved with it added.

What is tried is what those without a place lack: beds near places that fit them, companies near beds, a lower level of
the language. Of each that helps it is looked up what makes it help: no pets, a diet, a level of the language.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.matching import rules
from erasdu.journey.matching.queries.added import NEW, added, several_days
from erasdu.journey.matching.queries.reasons import why_not
from erasdu.journey.matching.queries.standing import Standing
from erasdu.journey.matching.rules import Bed, Learner, Place
from erasdu.journey.mobilities.rules import DIETS
from erasdu.kernel.assign import explain
from erasdu.kernel.assign.problem import positions
from erasdu.kernel.assign.wishes import taken_up
from erasdu.kernel.geo import Position
from erasdu.kernel.periods import Period

SMALL, MOST_SMALL, MOST_LARGE = 150, 40, 14  # learners, and how often is solved for up to so many and for more
TOWNS, TRADES = 3, 3
LEVELS = ("B2", "B1", "A2", "A1")
TRAITS: dict[str, dict[str, Any]] = {
    "no_pets": {"pets": frozenset({"dog", "cat", "other"})},
    "smokers_welcome": {"smokers_welcome": False, "smoking": "no"},
    "accessible": {"accessible": False},
    **{diet: {"diets": frozenset(DIETS) - {diet}} for diet in DIETS},
    "smoke_free": {"smoking": "inside"},
}
PLAIN: tuple[dict[str, Any], ...] = (
    {"pets": frozenset({"dog", "cat", "other"}), "smokers_welcome": False, "smoking": "no", "diets": frozenset()},
    {"smoking": "inside"},
)
Found = dict[str, Any]
Tell = Callable[[int], bool]  # percent done; whether to go on


@dataclass
class Tries:
    """How often was solved, and how often it may be."""

    most: int
    tell: Tell
    done: int = 0
    wanted: int = 0

    def allow(self) -> bool:
        self.wanted += 1
        if self.done >= self.most or not self.tell(100 * self.done // self.most):
            return False
        self.done += 1
        return True


def radar(now: Standing, tell: Tell) -> Found:
    """The most first. `tried` of `of`: with many learners only the likeliest are tried."""
    lacking = [now.world.learner[int(name[1:])] for name in now.solution.unassigned]
    tries = Tries(MOST_SMALL if len(now.problem.learners) <= SMALL else MOST_LARGE, tell)
    found: list[Found] = []
    if lacking:
        for each in (_homes, _companies, _languages, _more):
            found += each(now, lacking, tries)
        found = found or _together(now, lacking, tries)
    found.sort(key=lambda each: (-each["more"], each["kind"], str(each)))
    return {"found": found[:10], "tried": tries.done, "of": tries.wanted}


# -- what is tried -----------------------------------------------------------------------------------


def _homes(now: Standing, lacking: list[Learner], tries: Tries) -> list[Found]:
    """A family near places that fit."""
    towns: Counter[int] = Counter()
    for one in lacking:
        here = {now.world.facts[place.pk].town for place in now.world.places if not rules.place_refusals(one, place)}
        towns.update(town for town in here if town)
    found = []
    for town, _ in towns.most_common(TOWNS):
        ideal = _ideal_home(now, town, lacking)
        more = _gain(now, bed=ideal, tries=tries)
        if more:
            found.append({"kind": "new_home", "town": town, "more": more, "traits": _traits(now, ideal, more, tries)})
    return found


def _traits(now: Standing, ideal: Bed, more: int, tries: Tries) -> list[str]:
    """Without which it would help less: first all of them at once, since most often none matters."""
    if all(_gain(now, bed=replace(ideal, **change), tries=tries) == more for change in PLAIN):
        return []
    needed = {need for one in now.world.movable for need in one.needs}
    tried = [name for name in TRAITS if name not in DIETS or name in needed]
    return [name for name in tried if _gain(now, bed=replace(ideal, **TRAITS[name]), tries=tries) < more]


def _companies(now: Standing, lacking: list[Learner], tries: Tries) -> list[Found]:
    """A company in the occupation of those who have none, near beds that are free for them."""
    found = []
    for occupation, _ in Counter(one.occupation for one in lacking if one.occupation).most_common(TRADES):
        towns: Counter[int] = Counter()
        for one in lacking:
            if one.occupation == occupation:
                towns.update(_near_beds(now, one))
        for town, _ in [each for each in towns.most_common(TOWNS) if each[0]][:1]:
            place = _ideal_place(now, town, occupation, lacking)
            more = _gain(now, place=place, tries=tries)
            if more:
                level = _level(now, place, more, lacking, tries)
                found.append({"kind": "new_place", "town": town, "occupation": occupation, "more": more} | level)
    return found


def _level(now: Standing, place: Place, more: int, lacking: list[Learner], tries: Tries) -> Found:
    """The highest level of the language that most of them know at which it helps as much."""
    spoken = Counter(name for one in lacking for name, level in one.languages.items() if level)
    for name, _ in spoken.most_common(1):
        for level in LEVELS:
            if _gain(now, place=replace(place, needed={name: level}), tries=tries) == more:
                return {"language": name, "level": level}
    return {}


def _languages(now: Standing, lacking: list[Learner], tries: Tries) -> list[Found]:
    """A company with a place left that asks too much of the language."""
    found = []
    for place in now.world.places:
        near = [one for one in lacking if rules.place_refusals(one, place) == ["language_too_low"]]
        if not near or not _left(now, place.pk):
            continue
        for name, level in place.needed.items():
            lower = max((one.languages.get(name, "") for one in near), key=rules.LEVELS.index)
            if rules.LEVELS.index(lower) >= rules.LEVELS.index(level):
                continue
            eased = replace(place, pk=NEW, needed={**place.needed, name: lower})
            more = _gain(now, place=eased, tries=tries)
            if more:
                found.append({"kind": "lower_level", "place": place.pk, "language": name, "level": lower, "more": more})
    return found


def _more(now: Standing, _lacking: list[Learner], tries: Tries) -> list[Found]:
    """One more at a company or home that is full and wanted."""
    found = []
    for kind, name in explain.dearest(now.problem, now.solution) or _full(now):
        if tries.allow():
            gain = explain.gain(now.problem, now.solution, kind, name, forbidden=now.forbidden)
            if gain.more_assigned > 0:
                number = int(name[1:].partition(".")[0])
                found.append({"kind": "more_places" if kind == "placement" else "more_beds", "id": number,
                              "more": gain.more_assigned})  # fmt: skip
    return found


def _full(now: Standing) -> list[tuple[Literal["placement", "host"], str]]:
    """Where no prices are known: what is taken whole and would suit who has nothing."""
    full = Counter(name for each in explain.unmatched_reasons(now.problem, now.solution) for name, _ in each.taken)
    return [("placement" if name[0] == "P" else "host", name) for name, _ in full.most_common(10)]


def _together(now: Standing, lacking: list[Learner], tries: Tries) -> list[Found]:
    """A company and a family in one town, where neither helps alone."""
    towns = Counter(town for each in now.world.facts.values() if (town := each.town))
    towns += Counter(town for each in now.world.units.values() if (town := each.town))
    trades = Counter(one.occupation for one in lacking if one.occupation).most_common(TRADES)
    found = []
    for occupation, _ in trades if towns else ():
        town = towns.most_common(1)[0][0]
        place, bed = _ideal_place(now, town, occupation, lacking), _ideal_home(now, town, lacking)
        if more := _gain(now, place=place, bed=bed, tries=tries):
            found.append({"kind": "new_both", "town": town, "occupation": occupation, "more": more})
    return found


# -- made up -----------------------------------------------------------------------------------------


def _window(lacking: Iterable[Learner], days: Iterable[Period]) -> Period:
    stays = [*(one.stay for one in lacking), *days]
    return Period(min(stay.start for stay in stays), max(stay.end for stay in stays))


@dataclass(frozen=True, slots=True)
class _Town:
    """Where it lies, and the days of its destination and of all in its country."""

    at: Position | None = None
    country: str = ""
    days: Period | None = None
    spans: tuple[Period, ...] = ()

    @property
    def every(self) -> tuple[Period, ...]:
        return self.spans or ((self.days,) if self.days else ())


def _at(now: Standing, town: int) -> _Town:
    """As of what is known there already."""
    world = now.world
    places = [(each.at, each.country) for each in world.places if world.facts[each.pk].town == town]
    beds = [(each.at, each.country) for each in world.beds if world.units[each.key].town == town]
    for at, country in (*places, *beds):
        return _Town(at, country, world.days.of_town(country, at), world.days.in_country(country))
    return _Town()


def _ideal_home(now: Standing, town: int, lacking: list[Learner]) -> Bed:
    """A family that suits everybody, with one bed of one's own."""
    there = _at(now, town)
    return Bed(
        key=f"{NEW}.{NEW}", home=NEW, keeper=0, country=there.country, beds=1, shared=False,
        nights=(_window(lacking, there.every),), days=there.days, spans=there.spans, at=there.at,
        smokers_welcome=True, smoking="outside", diets=frozenset(DIETS), accessible=True,
    )  # fmt: skip


def _ideal_place(now: Standing, town: int, occupation: str, lacking: list[Learner]) -> Place:
    there = _at(now, town)
    known = OCCUPATIONS.get(occupation)
    tasks = frozenset(known.tasks) if known else frozenset()
    return Place(
        pk=NEW, company=NEW, keeper=0, country=there.country, occupation=occupation,
        sector=known.sector if known else "", periods=((_window(lacking, there.every), 1),), days=there.days,
        at=there.at, tasks=tasks, accessible=True,
    )  # fmt: skip


def _free(now: Standing, bed: Bed, one: Learner) -> bool:
    return not why_not(now.world, one, bed=bed) and bool(now.world.free_rooms(bed, one))


def _near_beds(now: Standing, one: Learner) -> set[int]:
    """Towns of beds that are free for a learner; where destinations have days of their own, those from which one gets
    to a bed that is free on the days there, also one of another destination."""
    world = now.world
    if not several_days(world):
        return {world.units[bed.key].town or 0 for bed in world.beds if _free(now, bed, one)}
    towns = {town for each in world.facts.values() if (town := each.town)}
    towns |= {town for each in world.units.values() if (town := each.town)}
    return {town for town in towns if _reaches(now, _ideal_place(now, town, one.occupation, [one]), one)}


def _reaches(now: Standing, place: Place, one: Learner) -> bool:
    there = one.on(place.days)
    beds = (bed for bed in now.world.beds if rules.goes_with(place, bed) and _free(now, bed, there))
    return any(not rules.way_refusals(there, now.world.way_of(place, bed)) for bed in beds)


def _left(now: Standing, place: int) -> bool:
    """Whether a place is free in every slot of the division as it stands."""
    name = f"P{place}"
    number = next((at for at, each in enumerate(now.problem.placements) if each.id == name), None)
    if number is None:
        return True  # it fits nobody as it is, so it is free
    state = taken_up(now.model(), now.problem, now.solution.assignments)
    return bool(state.room[number].min() > 0)


# -- solved with it ----------------------------------------------------------------------------------


def _gain(now: Standing, *, tries: Tries, place: Place | None = None, bed: Bed | None = None) -> int:
    """How many more are placed with this one there; 0 too when no more may be tried."""
    if not tries.allow():
        return 0
    then = added(now, place, bed)
    kind: Literal["placement", "host"] = "host" if bed else "placement"
    name = f"H{NEW}.{NEW}" if bed else f"P{NEW}"
    if name not in positions(then.problem.hosts if bed else then.problem.placements):
        return 0  # it fits nobody
    return max(0, explain.gain(then.problem, then.solution, kind, name, forbidden=then.forbidden).more_assigned)
