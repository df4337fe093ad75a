"""Where a learner could be moved to: every place and every room, what fits, what not, and what it would cost."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from django.db.models import Exists, OuterRef

from erasdu.ground.places.models import Town
from erasdu.journey.hosting.models import Home, Placement
from erasdu.journey.matching import access, rules
from erasdu.journey.matching.models import Board, Line, Match
from erasdu.journey.matching.queries.common import HOSTS
from erasdu.journey.matching.queries.proposed import proposed, where
from erasdu.journey.matching.queries.reading import world
from erasdu.journey.matching.queries.reasons import at, knows_checks, other_days, place_free, why_not
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.rules import Bed, Cause, Learner, Place
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Verdict

TOLD = 2  # causes that are told of a target


@dataclass(frozen=True, slots=True)
class Target:
    """`placement` and `room`: what the learner would have after the move, 0 for none. `here`: has it already.

    `refusals`: codes of the rules that forbid it, those first that nobody may set aside; `holders`: who has it all.
    `offered`: it stands in the proposal.
    `alone`: only the bed that they have is against it, so that the place may be had without.
    `cost`: what speaks against it; `points`: against now, less than 0 is better; None when there is nothing to compare
    with. `causes`: what weighs most there. `knows`: who looks may read what was seen of the home. `days`: where they
    are others than the learner's now.
    """

    name: str
    town: str
    occupation: str
    placement: int
    room: int
    home: int = 0
    here: bool = False
    refusals: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    minutes: int | None = None
    cost: int = 0
    points: int | None = None
    causes: tuple[Cause, ...] = ()
    knows: bool = False
    days: Period | None = None
    alone: bool = False
    offered: bool = False

    @property
    def refusal(self) -> str:
        """The one that is told."""
        return next(iter(self.refusals), "")

    @property
    def all_the_same(self) -> bool:
        """Whether a person may decide for it, with a reason."""
        return bool(self.refusals) and not self.holders and rules.may_set_aside(self.refusals)

    @property
    def open(self) -> bool:
        return not self.here and not self.refusal and not self.holders

    @property
    def less(self) -> int:
        return -self.points if self.points is not None and self.points < 0 else 0

    @property
    def more(self) -> int:
        return self.points if self.points is not None and self.points > 0 else 0


@dataclass(frozen=True, slots=True)
class Moves:
    """What fits comes first, the cheapest on top.

    `line`: what the proposal has for the learner, where that is something else than what is there.
    """

    stay: Mobility
    match: Match | None
    places: list[Target]
    beds: list[Target]
    may_decide: Verdict
    line: Line | None = None

    @property
    def lists(self) -> list[tuple[str, list[Target], list[Target]]]:
        """Of places and of beds: those that fit, and those that do not."""
        return [
            (kind, [each for each in targets if not each.refusal], [each for each in targets if each.refusal])
            for kind, targets in (("place", self.places), ("bed", self.beds))
        ]

    @property
    def fixed(self) -> bool:
        return self.match is not None and self.match.state == "confirmed"


def moves(world: World, stay: Mobility, actor: Actor) -> Moves:
    learner = world.learner[stay.pk]
    match = Match.objects.filter(mobility=stay, ended_at=None).select_related(*HOSTS).first()
    place = world.place.get(match.placement_id or 0) if match else None
    room = (match.room_id or 0) if match else 0
    by_place, by_room = _holders(world, stay.pk)
    towns = _towns(world)
    bed = world.bed_of_room.get(room)
    knows = partial(knows_checks, actor)
    sees = bed is not None and knows(bed.keeper)
    line = proposed(world.board, stay, match)
    offered = where(line)
    places = [
        replace(
            _to_place(world, learner, each, place, bed, room, by_place, towns),
            knows=sees,
            offered=each.pk == offered[0],
        )
        for each in world.places
    ]
    beds = [
        replace(
            _to_room(world, learner, each, number, name, place, bed, room, by_room, towns),
            knows=knows(each.keeper),
            offered=number == offered[1],
        )
        for number, name, each in _rooms(world)
    ]
    decide = access.may_decide(actor, world.board)
    return Moves(stay, match, _sorted(places), _sorted(beds), decide, line)


def _sorted(targets: Iterable[Target]) -> list[Target]:
    return sorted(targets, key=_rank)


def _rank(each: Target) -> tuple[bool, bool, int, int, str]:
    """What fits, then where somebody must ask first, then what does not fit."""
    against = 0 if not each.refusal else 1 if rules.ASK_FIRST.issuperset(each.refusals) else 2
    return not each.here, not each.open, against, each.cost, each.name


def _rooms(world: World) -> list[tuple[int, str, Bed]]:
    return [(room, name, world.bed_of_room[room]) for room, name in world.room_choices()]


def _towns(world: World) -> dict[int, str]:
    ids = {each.town or 0 for each in world.facts.values()} | {each.town or 0 for each in world.units.values()}
    return {town.pk: str(town) for town in Town.objects.filter(pk__in=ids)}


def _holders(world: World, but: int) -> tuple[dict[int, list[str]], dict[int, list[str]]]:
    """Who of this board has which place, and which room."""
    places: dict[int, list[str]] = {}
    rooms: dict[int, list[str]] = {}
    live = Match.objects.filter(mobility__in=world.stays, ended_at=None).exclude(mobility=but).order_by("pk")
    for stay, place, room in live.values_list("mobility", "placement", "room"):
        name = str(world.stays[stay].person)
        if place:
            places.setdefault(place, []).append(name)
        if room:
            rooms.setdefault(room, []).append(name)
    return places, rooms


def _to_place(
    world: World,
    learner: Learner,
    to: Place,
    now: Place | None,
    bed: Bed | None,
    room: int,
    holders: dict[int, list[str]],
    towns: dict[int, str],
) -> Target:
    refusals = why_not(world, learner, place=to, bed=bed)
    refusals += _in_same_bed(world, at(learner, to), bed, room) if bed and to != now else []
    full = to != now and not place_free(world, to, learner)
    before = _causes(world, learner, now, bed) if now else None
    after = _causes(world, learner, to, bed)
    return Target(
        name=world.facts[to.pk].name,
        town=towns.get(world.facts[to.pk].town or 0, ""),
        occupation=to.occupation,
        placement=to.pk,
        room=room,
        here=to == now,
        refusals=_ranked(dict.fromkeys(refusals)),
        alone=bool(bed and refusals and not full and not why_not(world, learner, place=to)),
        holders=tuple(holders.get(to.pk, ["?"])) if full else (),
        minutes=world.way(to, bed).minutes if bed else None,
        cost=rules.total(after),
        points=None if before is None else rules.total(after) - rules.total(before),
        causes=_heaviest(after),
        days=other_days(learner, to),
    )


def _in_same_bed(world: World, there: Learner, bed: Bed, room: int) -> list[str]:
    """Why not in the bed that they have, on the days of a place: others may have it then."""
    if apart := world.apart(room, there):
        return [apart]
    return [] if room in world.free_rooms(bed, there) else ["bed_taken_then"]


def _to_room(
    world: World, learner: Learner, to: Bed, number: int, name: str, place: Place | None, bed: Bed | None, room: int,
    holders: dict[int, list[str]],
    towns: dict[int, str],
) -> Target:  # fmt: skip
    there = at(learner, place)
    apart = "" if number == room else world.apart(number, there)
    refusals = list(dict.fromkeys([*why_not(world, learner, place=place, bed=to), *([apart] if apart else [])]))
    full = not apart and number != room and number not in world.free_rooms(to, there)
    before = _causes(world, learner, place, bed) if bed else None
    after = _causes(world, learner, place, to)
    return Target(
        name=name,
        town=towns.get(world.units[to.key].town or 0, ""),
        occupation="",
        placement=place.pk if place else 0,
        room=number,
        home=to.home,
        here=number == room,
        refusals=_ranked(refusals),
        holders=tuple(holders.get(number, ["?"])) if full else (),
        minutes=world.way(place, to).minutes if place else None,
        cost=rules.total(after),
        points=None if before is None else rules.total(after) - rules.total(before),
        causes=_heaviest(after),
        days=other_days(learner, place or to),
    )


def _ranked(refusals: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(refusals, key=lambda code: rules.may_set_aside([code])))


def _causes(world: World, learner: Learner, place: Place | None, bed: Bed | None) -> list[Cause]:
    found = rules.place_causes(learner, place) if place else []
    found += rules.bed_causes(at(learner, place), bed) if bed else []
    return found + (rules.way_causes(place, bed, world.way(place, bed)) if place and bed else [])


def _heaviest(causes: Iterable[Cause]) -> tuple[Cause, ...]:
    """The way is told in minutes already."""
    told = [cause for cause in causes if cause.code not in ("minute", "over_ideal_minute")]
    return tuple(sorted(told, key=lambda cause: -cause.points)[:TOLD])


# -- what was just decided ---------------------------------------------------------------------------


def undoable(board: Board, key: str) -> Match | None:
    """A match that was just made here and may still be taken back."""
    live = Match.objects.filter(mobility__in=access.stays_on(board), state="proposed", ended_at=None)
    match = live.filter(key=key).select_related("mobility__person", *HOSTS).first() if key else None
    if match is not None:
        match.others = Match.objects.filter(at=match.at, ended_at=None).exclude(pk=match.pk).count()  # type: ignore[attr-defined]
        match.without = [str(each.mobility.person) for each in left_without(board, match.at)]  # type: ignore[attr-defined]
    return match


def left_without(board: Board, at: datetime) -> list[Match]:
    """What ended at this moment of those who got nothing instead, by name."""
    again = Match.objects.filter(mobility=OuterRef("mobility"), ended_at=None)
    rows = Match.objects.filter(~Exists(again), mobility__in=access.stays_on(board), ended_at=at)
    by_name = ("mobility__person__family_name", "mobility__person__given_name", "pk")
    return list(rows.select_related("mobility__person").order_by(*by_name))


def made_at(board: Board, at: datetime) -> str:
    """The key of a match that was made at this moment; "" when none was."""
    rows = Match.objects.filter(mobility__in=access.stays_on(board), at=at, ended_at=None).order_by("pk")
    return rows.values_list("key", flat=True).first() or ""


def decided_by(stay: Mobility, placement: int, room: int) -> list[Match]:
    """What stands now of a learner, a place and a room: for who decided the same a moment too late."""
    live = Match.objects.filter(ended_at=None).select_related("mobility__person", "by", *HOSTS)
    rows = live.filter(mobility=stay)
    if placement:
        rows |= live.filter(placement=placement)
    if room:
        rows |= live.filter(room=room)
    return list(rows.order_by("-at", "pk")[:6])


def offers_way(board: Board, stay: Mobility, placement: Placement, home: Home) -> bool:
    """Whether the way between these two is a matter of this board: both stand on it, or this learner has both."""
    if Match.objects.filter(mobility=stay, ended_at=None, placement=placement, room__home=home).exists():
        return True
    found = world(board)
    return placement.pk in found.place and home.pk in {bed.home for bed in found.beds}
