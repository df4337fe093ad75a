"""Why, why not, and what else: always from the same facts and rules as the optimiser's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from erasdu.journey.hosting import access as hosting
from erasdu.journey.hosting.models import Placement, Room
from erasdu.journey.matching import rules
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.rules import Bed, Cause, Learner, Place, Way
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period

FAR_OFF = frozenset({"country_not_chosen", "other_occupation", "occupation_unknown"})


@dataclass(frozen=True, slots=True)
class Why:
    """One combination with its causes; `refusals`: codes of hard rules, empty when it is allowed.

    `days`: on which it would be, where these are others than those of the learner's destination now.
    """

    place: Place
    bed: Bed
    way: Way
    causes: tuple[Cause, ...]
    refusals: tuple[str, ...]
    days: Period | None = None

    @property
    def cost(self) -> int:
        return rules.total(self.causes)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A suggestion for one learner, cheapest first: free as things stand. `room`: which bed of the unit it would be."""

    why: Why
    room: int
    place_name: str
    home_name: str


def why(world: World, learner: Learner, place: Place, bed: Bed) -> Why:
    way = world.way(place, bed)
    causes = (
        *rules.place_causes(learner, place),
        *rules.bed_causes(at(learner, place), bed),
        *rules.way_causes(place, bed, way),
    )
    refusals = tuple(why_not(world, learner, place=place, bed=bed))
    return Why(place, bed, way, causes, refusals, other_days(learner, place))


def at(learner: Learner, place: Place | None) -> Learner:
    """On the days of the place; without one as the learner is, so that each bed says when."""
    return learner.on(place.days) if place else learner


def other_days(learner: Learner, where: Place | Bed) -> Period | None:
    """Those of the destination there, where these are others than the learner's now."""
    there = learner.staying(where).stay
    return None if there == learner.stay else there


def why_not(
    world: World, learner: Learner, *, place: Place | None = None, bed: Bed | None = None, every: bool = False
) -> list[str]:
    """The hard rules that keep this learner from that place or those beds; none: it is a matter of cost.

    Not those that a person set aside for what the learner has, unless `every` one is asked.
    """
    refusals = rules.place_refusals(learner, place) if place else []
    refusals += rules.bed_refusals(at(learner, place), bed) if bed else []
    if place and bed:
        refusals += rules.way_refusals(learner.staying(place), world.way(place, bed))
    locked = world.locks.refusals(learner.pk, place.pk if place else 0, bed.home if bed else 0)
    aside = None if every else world.asides.get(learner.pk)
    return rules.left_after(refusals, aside, place.pk if place else 0, bed.home if bed else 0) + locked


def knows_checks(actor: Actor, keeper: int) -> bool:
    """Whether somebody may read which check of a home it is, of those that this organisation keeps."""
    return bool(hosting.may_know_checks_of(actor, keeper))


def forbids(world: World, stay: int, placement: Placement | None, room: Room | None) -> bool:
    """Whether a hard rule, a pin, a ban or somebody's no is against it as things stand now."""
    return bool(refusals(world, stay, placement, room))


def refusals(
    world: World, stay: int, placement: Placement | None, room: Room | None, *, every: bool = False
) -> list[str]:
    """Codes of what is against it, each once. What this board does not know at all (any more) is for who books it."""
    learner = world.learner.get(stay)
    if learner is None:
        return ["not_on_board"]
    place = world.place.get(placement.pk) if placement else None
    bed = world.bed_of_room.get(room.pk) if room else None
    locked = world.locks.refusals(stay, placement.pk if placement else 0, room.home_id if room else 0)
    return list(dict.fromkeys([*why_not(world, learner, place=place, bed=bed, every=every), *locked]))


def suggestions(world: World, learner: Learner, most: int = 5) -> list[Alternative]:
    """The best combinations that are free as things stand, for deciding by hand."""
    places = [
        (place, rules.total(rules.place_causes(learner, place)))
        for place in world.places
        if not why_not(world, learner, place=place) and place_free(world, place, learner)
    ]
    then = {(there := at(learner, place)).stay: there for place, _ in places}
    beds = {day: _beds_for(world, there) for day, there in then.items()}
    ways = [
        (of_place + of_bed + rules.total(rules.way_causes(place, bed, world.way(place, bed))), place, bed)
        for place, of_place in places
        for bed, of_bed in beds[at(learner, place).stay]
        if rules.goes_with(place, bed) and not rules.way_refusals(learner.staying(place), world.way(place, bed))
    ]
    cheapest = sorted(ways, key=lambda each: (each[0], each[1].pk))[: most * 8]
    allowed = [each for each in (why(world, learner, place, bed) for _, place, bed in cheapest) if not each.refusals]
    return [
        Alternative(
            each,
            room=world.free_rooms(each.bed, at(learner, each.place))[0],
            place_name=world.facts[each.place.pk].name,
            home_name=world.units[each.bed.key].name,
        )
        for each in _varied(allowed, most)
    ]


def _beds_for(world: World, there: Learner) -> list[tuple[Bed, int]]:
    """What they may have on their days and is free, with what speaks against it."""
    return [
        (bed, rules.total(rules.bed_causes(there, bed)))
        for bed in world.beds
        if not why_not(world, there, bed=bed) and bed_free(world, bed, there)
    ]


def unplaced(world: World, learner: Learner, only: Sequence[Place] | None = None) -> list[str]:
    """Why nobody (of these places) has room for this learner: the rule that refuses most, or what is scarce."""
    offered = world.places if only is None else only
    of_places = {place.pk: why_not(world, learner, place=place) for place in offered}
    places = [place for place in offered if not of_places[place.pk]]
    if not places:
        return ["no_place_fits", *_commonest(list(of_places.values()))]
    going = {place.pk: at(learner, place) for place in places}
    then = {there.stay: there for there in going.values()}
    of_beds = {(day, bed.key): why_not(world, there, bed=bed) for day, there in then.items() for bed in world.beds}
    if all(of_beds.values()):
        return ["no_bed_fits", *_commonest(list(of_beds.values()))]
    beds = {day: [bed for bed in world.beds if not of_beds[day, bed.key]] for day in then}
    pairs = [(place, there, beds[there.stay]) for place in places for there in (going[place.pk],)]
    if any(
        not rules.way_refusals(there, world.way(place, bed)) for place, there, open_then in pairs for bed in open_then
    ):
        return ["no_way_known" if _free_but_for_the_way(world, pairs) else "all_taken"]
    unknown = any(_far_unknown(world, place, open_then) for place, _, open_then in pairs)
    return ["no_way_known" if unknown else "no_way_fits"]


def _free_but_for_the_way(world: World, pairs: Iterable[tuple[Place, Learner, Sequence[Bed]]]) -> bool:
    """Whether a place and a bed are free as things stand of which only the way is not known. `pairs`: of each place
    with the learner on its days, and the beds that nothing is against."""
    for place, there, beds in pairs:
        unknown = _far_unknown(world, place, beds)
        if unknown and place_free(world, place, there) and any(bed_free(world, bed, there) for bed in unknown):
            return True
    return False


def _far_unknown(world: World, place: Place, beds: Iterable[Bed]) -> list[Bed]:
    """Those to which the way is not known: of hundreds of places only where one of the two towns is not."""
    apart = beds if place.at is None else (bed for bed in beds if bed.at is None)
    return [bed for bed in apart if world.way(place, bed).minutes is None]


def _commonest(refusals: Sequence[Sequence[str]], most: int = 3) -> list[str]:
    """The first reason of each, the commonest first; of those elsewhere or of another trade only when there are no
    others: they say nothing of what could be done."""
    first = [each[0] for each in refusals if each]
    first = [code for code in first if code not in FAR_OFF] or first
    return sorted(set(first), key=lambda code: (-first.count(code), code))[:most]


def _varied(found: Sequence[Why], most: int) -> list[Why]:
    """Not five beds for the same place: each place at most twice."""
    seen: dict[int, int] = {}
    chosen = []
    for each in found:
        if seen.get(each.place.pk, 0) < 2:
            seen[each.place.pk] = seen.get(each.place.pk, 0) + 1
            chosen.append(each)
        if len(chosen) == most:
            break
    return chosen


def place_free(world: World, place: Place, learner: Learner) -> bool:
    facts, has = world.facts[place.pk], world.has.get(learner.pk)
    if has and has.place == place.pk:
        facts = replace(facts, taken=has.left_of(facts.taken))
    free = facts.free(learner.staying(place).stay)
    return bool(free) and min(free) > 0


def bed_free(world: World, bed: Bed, learner: Learner) -> bool:
    return bool(world.free_rooms(bed, learner))
