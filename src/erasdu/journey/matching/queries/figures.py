"""How good a division is: by school, who envies whom, who has nothing and why, and what would help."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from erasdu.ground.places.models import Town
from erasdu.journey.hosting.models import Home, Placement
from erasdu.journey.matching import access
from erasdu.journey.matching.models import Board, Proposal
from erasdu.journey.matching.queries.boards import latest
from erasdu.journey.matching.queries.reading import world
from erasdu.journey.matching.queries.reasons import unplaced, why
from erasdu.journey.matching.queries.standing import Standing, standing
from erasdu.journey.matching.queries.world import World
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.assign import explain

FEW = 30  # lines of who envies whom
FAR, FEWER = 8, 0.1  # minutes and part of the learners by which a school differs enough to say so
ENOUGH = 3  # learners of a school, to compare it with the others


@dataclass(frozen=True, slots=True)
class Share:
    """Of one school, or of all together (`name` is ""). `minutes` and `points`: means of those with a place and a bed.

    `first`: how many are in the country of their first choice, of `chose` who chose one.
    """

    name: str
    learners: int
    placed: int
    first: int
    chose: int
    minutes: float | None
    points: float | None

    @property
    def part(self) -> float:
        return self.placed / self.learners if self.learners else 1.0


@dataclass(frozen=True, slots=True)
class Envies:
    """A learner and a company that would both rather have each other; `instead_of` has that place."""

    stay: Mobility
    place: int
    place_name: str
    instead_of: Mobility


@dataclass(frozen=True, slots=True)
class Lacking:
    """Who has nothing: the rules that leave nobody, or what is scarce and who has it."""

    stay: Mobility
    reasons: list[str]
    taken: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True)
class RadarLine:
    """`name`: of a company or home that exists; `town` and the rest: of one that does not."""

    kind: str
    more: int
    name: str = ""
    town: str = ""
    occupation: str = ""
    language: str = ""
    level: str = ""
    traits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Figures:
    proposal: Proposal | None
    schools: list[Share]
    whole: Share
    notes: list[tuple[str, str, int]]  # code, school, number: where a school differs
    envies: list[Envies]
    envies_more: int
    lacking: list[Lacking]
    radar: list[RadarLine]

    @property
    def chose(self) -> bool:
        return self.whole.chose > 0


def figures(board: Board) -> Figures:
    """Of everybody on the board, whatever is decided: with the proposal for who has nothing yet."""
    found = world(board, freed=frozenset(access.stays_on(board).values_list("pk", flat=True)))
    now, proposal = standing(found), latest(board)
    schools, whole = shares(now)
    found_envies = envies(now)
    return Figures(
        proposal=proposal,
        schools=schools,
        whole=whole,
        notes=[note for each in schools for note in differs(each, whole)] if len(schools) > 1 else [],
        envies=found_envies[:FEW],
        envies_more=len(found_envies[FEW:]),
        lacking=lacking(now),
        radar=radar_of(proposal),
    )


def shares(now: Standing) -> tuple[list[Share], Share]:
    """By school, by name; and all together."""
    world = now.world
    fits = {
        int(each.learner[1:]): why(
            world, world.learner[int(each.learner[1:])], world.place[int(each.placement[1:])], world.bed[each.host[1:]]
        )
        for each in now.solution.assignments
    }
    here = [world.stays[int(each.id[1:])] for each in now.problem.learners]
    by_school: dict[str, list[Mobility]] = {}
    for stay in here:
        by_school.setdefault(stay.sending.name, []).append(stay)
    rows = [_share(name, stays, world, fits) for name, stays in sorted(by_school.items())]
    return rows, _share("", here, world, fits)


def _share(name: str, stays: Sequence[Mobility], world: World, fits: dict[int, Any]) -> Share:
    placed = [stay.pk for stay in stays if stay.pk in fits]
    chose = [stay.pk for stay in stays if len(world.learner[stay.pk].choices) > 1]
    first = [pk for pk in chose if pk in fits and fits[pk].place.country == world.learner[pk].choices[0]]
    minutes = [fits[pk].way.minutes for pk in placed if fits[pk].way.minutes is not None]
    return Share(
        name=name,
        learners=len(stays),
        placed=len(placed),
        first=len(first),
        chose=len(chose),
        minutes=fmean(minutes) if minutes else None,
        points=fmean(fits[pk].cost for pk in placed) if placed else None,
    )


def differs(one: Share, whole: Share) -> list[tuple[str, str, int]]:
    """Where a school is worse off than all together, enough to look at; of a few learners only that all are without."""
    found: list[tuple[str, str, int]] = []
    if one.learners < ENOUGH:
        return [("school_nobody", one.name, one.learners)] if whole.placed and not one.placed else found
    if one.part < whole.part - FEWER:
        found.append(("school_without", one.name, one.learners - one.placed))
    if one.minutes is not None and whole.minutes is not None and one.minutes > whole.minutes + FAR:
        found.append(("school_far", one.name, round(one.minutes - whole.minutes)))
    if one.chose and one.first / one.chose < whole.first / max(1, whole.chose) - FEWER:
        found.append(("school_second", one.name, one.chose - one.first))
    return found


def envies(now: Standing) -> list[Envies]:
    """The most to gain first."""
    stays, facts = now.world.stays, now.world.facts
    return [
        Envies(
            stay=stays[int(each.learner[1:])],
            place=int(each.placement[1:]),
            place_name=facts[int(each.placement[1:])].name,
            instead_of=stays[int(each.instead_of[1:])],
        )
        for each in explain.envy(now.problem, now.solution)
    ]


def lacking(now: Standing) -> list[Lacking]:
    world, found = now.world, []
    for each in explain.unmatched_reasons(now.problem, now.solution):
        stay = world.stays[int(each.learner[1:])]
        taken = [(_name(world, thing), [str(world.stays[int(who[1:])].person) for who in whose])
                 for thing, whose in each.taken if whose]  # fmt: skip
        found.append(Lacking(stay, unplaced(world, world.learner[stay.pk]), taken[:4]))
    return sorted(found, key=lambda each: str(each.stay.person))


def _name(world: World, thing: str) -> str:
    return world.facts[int(thing[1:])].name if thing[0] == "P" else world.units[thing[1:]].name


# -- what would help ---------------------------------------------------------------------------------


def radar_of(proposal: Proposal | None) -> list[RadarLine]:
    """With names, the most first. At most three queries."""
    rows: list[dict[str, Any]] = proposal.radar.get("found", []) if proposal and proposal.radar else []
    if not rows:
        return []
    places = _names(Placement, "company__organisation__name", rows, ("more_places", "lower_level"))
    homes = _names(Home, "name", rows, ("more_beds",))
    towns = {town.pk: town for town in Town.objects.filter(pk__in={row.get("town") for row in rows if row.get("town")})}
    lines = [_line(row, homes if row["kind"] == "more_beds" else places, towns) for row in rows]
    return [line for line in lines if line.name or line.town]


def _names(model: Any, column: str, rows: Iterable[dict[str, Any]], kinds: tuple[str, ...]) -> dict[int, str]:
    ids = {row.get("id") or row.get("place") for row in rows if row["kind"] in kinds}
    return dict(model.objects.filter(pk__in=ids).values_list("pk", column)) if ids else {}


def _line(row: dict[str, Any], names: dict[int, str], towns: dict[int, Town]) -> RadarLine:
    return RadarLine(
        kind=row["kind"],
        more=row["more"],
        name=names.get(row.get("id") or row.get("place") or 0, ""),
        town=str(towns.get(row.get("town") or 0, "")),
        occupation=row.get("occupation", ""),
        language=row.get("language", ""),
        level=row.get("level", ""),
        traits=tuple(row.get("traits", ())),
    )
