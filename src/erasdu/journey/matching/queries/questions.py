"""Why not: the first hard rules in words, or what it would cost and who would have to move, by solving it again.

Solved again is only what lies around it, from what stands.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from django.db.models import Q

from erasdu.journey.matching.models import Match
from erasdu.journey.matching.queries.reasons import Why, knows_checks, why, why_not
from erasdu.journey.matching.queries.roofs import counted_too_much
from erasdu.journey.matching.queries.standing import Standing, standing
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.rules import Learner
from erasdu.kernel.actor import Actor
from erasdu.kernel.assign import explain
from erasdu.kernel.assign.explain import WhyNot, changes
from erasdu.kernel.assign.forced import WIDELY
from erasdu.kernel.assign.model import Model
from erasdu.kernel.assign.problem import Problem, positions
from erasdu.kernel.assign.solution import Assignment, cost_of
from erasdu.kernel.assign.wishes import assigned, taken_up

Changes = tuple[tuple[str, Assignment | None, Assignment | None], ...]


class Asked(Protocol):
    """Numbers of a placement and a home, 0 for any."""

    @property
    def placement(self) -> int: ...

    @property
    def home(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Moved:
    """Another learner who would have something else; "" for nothing."""

    stay: int
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Held:
    """A learner who was asked or is confirmed there in the same days; without `key` one of another board."""

    name: str
    state: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """`refusals`: codes of hard rules. Without any: what it would cost more for all, and what would change for whom.

    `possible` is False when no division has it, whatever the cost; `held`: who has it then, and does not move.
    `looked_at`: how many learners were looked at, when there are more; 0 when it was everybody. `why`: what the learner
    would have, with its causes. `knows`: who asked may read what was seen of the home.
    """

    place: int
    home: int
    refusals: tuple[str, ...]
    possible: bool = True
    more: int = 0
    why: Why | None = None
    names: str = ""
    moved: tuple[Moved, ...] = ()
    looked_at: int = 0
    knows: bool = False
    held: tuple[Held, ...] = ()

    @property
    def movers(self) -> list[Moved]:
        return [each for each in self.moved if each.after]

    @property
    def losers(self) -> list[Moved]:
        return [each for each in self.moved if each.before and not each.after]


def answered(world: World, learner: Learner, asked: Asked, actor: Actor) -> Answered:
    place_pk, home_pk = asked.placement, asked.home
    place, beds = world.place.get(place_pk), world.beds_of(home_pk)
    each = (
        [why_not(world, learner, place=place, bed=bed) for bed in beds]
        if beds
        else [why_not(world, learner, place=place)]
    )
    refusals = min(each, key=len) if place or beds else ["no_bed_fits" if home_pk else "no_place_fits"]
    if refusals or learner.pk in world.fixed:
        knows = bool(beds) and knows_checks(actor, beds[0].keeper)
        return Answered(place_pk, home_pk, tuple(refusals), possible=False, knows=knows)
    return _solved(world, learner, place_pk, home_pk)


def _solved(world: World, learner: Learner, place: int, home: int) -> Answered:
    """With the choice forced, in whichever beds of the home are cheapest."""
    now, name = standing(world), f"L{learner.pk}"
    known = {*positions(now.problem.placements), *positions(now.problem.hosts)}
    hosts = [key for key in (f"H{bed.key}" for bed in world.beds_of(home)) if key in known] if home else [None]
    wanted = f"P{place}" if place else None
    if wanted and wanted not in known:
        hosts = []
    mine = now.solution.of(name)
    if mine is not None and wanted in (None, mine.placement) and (not home or mine.host in hosts):
        return _told(now, learner, place, home, WhyNot(None, 0))
    tried = [explain.why_not(now.problem, now.solution, name, wanted, host, forbidden=now.forbidden) for host in hosts]
    found = [_counted(now, each) for each in tried if each.rule is None]
    if not found:
        held = _held(world, learner, place, home)
        return Answered(place, home, (), possible=False, looked_at=_looked_at(now), held=held)
    best = min(found, key=lambda each: each.more or 0)
    told = _told(now, learner, place, home, replace(best, moved=fewest(now, best.moved, name)))
    return replace(told, looked_at=_looked_at(now))


def _held(world: World, learner: Learner, place: int, home: int) -> tuple[Held, ...]:
    """Who has the place, or a bed in the home, in these days, and is not for the optimiser to move."""
    where = world.place.get(place) or next(iter(world.beds_of(home)), None)
    days = learner.staying(where).stay if where else learner.stay
    rows = Match.objects.filter(ended_at=None, starts_on__lte=days.end, ends_on__gte=days.start)
    rows = rows.filter(Q(placement=place) | Q(room__home=home)).exclude(mobility=learner.pk).order_by("pk")
    columns = ("mobility", "mobility__key", "state")
    fixed = [row for row in rows.values_list(*columns) if row[0] in world.fixed or row[0] not in world.stays]
    return tuple(
        Held(str(world.stays[stay].person), state, key) if stay in world.stays else Held("", state)
        for stay, key, state in fixed
    )


def _counted(now: Standing, each: WhyNot) -> WhyNot:
    """Two who belong together are so in two rooms of one home as well."""
    before, after = now.solution.assignments, _after(now, each.moved).values()
    was, then = (counted_too_much(now.world, now.problem, every) for every in (before, after))
    return replace(each, more=(each.more or 0) + was - then)


def _after(now: Standing, moved: Changes) -> dict[str, Assignment]:
    """Who would have what."""
    after = {each.learner: each for each in now.solution.assignments} | {name: to for name, _, to in moved if to}
    for name, _, to in moved:
        if to is None:
            after.pop(name, None)
    return after


def _looked_at(now: Standing) -> int:
    return WIDELY if len(now.problem.learners) > WIDELY else 0


def fewest(now: Standing, moved: Changes, asked: str) -> Changes:
    """The changes without those that are of no use to anybody: who can stay where they were, at no higher cost."""
    after = _after(now, moved)
    others = [(name, before) for name, before, _ in moved if name != asked and before is not None]
    model, stays, most = now.model(), True, cost_of(now.problem, after.values())
    while stays:
        stays = False
        for name, before in others:
            tried = after | {name: before}
            if after.get(name) == before:
                continue
            cost = cost_of(now.problem, tried.values())
            if cost <= most and _holds(now.problem, model, tried):
                after, stays, most = tried, True, cost
    return changes(now.solution.assignments, after.values())


def _holds(problem: Problem, model: Model, tried: dict[str, Assignment]) -> bool:
    return set(assigned(problem, taken_up(model, problem, tried.values()))) == set(tried.values())


def _told(now: Standing, learner: Learner, place: int, home: int, best: WhyNot) -> Answered:
    world, own = now.world, _after(now, best.moved).get(f"L{learner.pk}")
    why_own = None
    if own is not None:
        why_own = why(world, learner, world.place[int(own.placement[1:])], world.bed[own.host[1:]])
    moved = [
        Moved(int(name[1:]), str(world.stays[int(name[1:])].person), named(world, before), named(world, after))
        for name, before, after in best.moved
        if name != f"L{learner.pk}"
    ]
    more = max(0, best.more or 0)
    return Answered(place, home, (), True, more, why_own, named(world, own), tuple(moved))


def named(world: World, each: Assignment | None) -> str:
    """A place and a home by their names; "" for nothing."""
    if each is None:
        return ""
    return f"{world.facts[int(each.placement[1:])].name} · {world.units[each.host[1:]].name}"
