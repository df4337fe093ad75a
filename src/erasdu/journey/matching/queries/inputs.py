"""From rows to the facts that the rules of matching know, one kind of thing at a time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting import rules as hosting
from erasdu.journey.hosting.models import Adult, Booking, Placement
from erasdu.journey.hosting.queries import PlacementFacts, UnitFacts, live
from erasdu.journey.hosting.words.content import OUTCOMES
from erasdu.journey.matching import rules
from erasdu.journey.matching.models import Answer, Board, Lock, Minutes, OwnPlace
from erasdu.journey.matching.queries.spans import Spans
from erasdu.journey.matching.rules import Bed, Learner, Locks, Place
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.kernel.geo import Position
from erasdu.kernel.periods import Period

Guests = Mapping[int, Sequence[tuple[int, Period, hosting.Guest]]]  # room → who when
Days = Callable[[str, Position | None], Period | None]  # of the destination to which a country and town belong
DAY = timedelta(days=1)
UNDERSTANDS = ("listening", "reading", "conversation")
SPEAKS = ("conversation", "speaking")


def stay_of(stay: Mobility) -> Period:
    """The planned days, else those of the destination, else the call's whole window.

    Whose days nobody planned stays in another country on the days of the destination there: `World.days_of`.
    """
    if is_planned(stay):
        assert stay.planned_from is not None
        assert stay.planned_until is not None
        return Period(stay.planned_from, stay.planned_until)
    if stay.destination:
        return Period(stay.destination.starts_on, stay.destination.ends_on)
    return Period(stay.call.stay_from, stay.call.stay_until)


def is_planned(stay: Mobility) -> bool:
    return stay.planned_from is not None and stay.planned_until is not None


def without(taken: Iterable[hosting.Taken], movable: Counter[Period]) -> list[Period]:
    """What stays taken when the matches that may move have moved."""
    left, movable = [], Counter(movable)
    for each in taken:
        period = Period(each.first, each.last)
        if movable[period]:
            movable[period] -= 1
        else:
            left.append(period)
    return left


def place(
    facts: PlacementFacts,
    country: str,
    towns: Mapping[int, tuple[Position, str]],
    movable: Counter[Period],
    found_by: int,
    balance: int,
    days: Days,
) -> Place:
    known = OCCUPATIONS.get(facts.occupation)
    at, region = towns.get(facts.town or 0, (None, ""))
    return Place(
        pk=facts.id,
        company=facts.company,
        keeper=facts.keeper,
        country=country,
        occupation=facts.occupation,
        sector=known.sector if known else "",
        periods=tuple((Period(each.first, each.last), each.places) for each in facts.offers),
        taken=tuple(without(facts.taken, movable)),
        at=at,
        region=f"{country} {region}" if region else "",
        balance=balance,
        tasks=frozenset(facts.tasks),
        min_age=facts.min_age,
        needed=facts.languages,
        accessible=facts.accessible,
        mark=facts.mark or 0.0,
        found_by=found_by,
        people=facts.people,
        proofs=facts.proofs,
        outcomes=frozenset(facts.outcomes),
        days=days(country, at),
        spoken=frozenset(facts.mentor_languages),
        adult_hours=hosting.for_adults_only(facts.schedule),
    )


def bed(
    key: str,
    facts: UnitFacts,
    country: str,
    towns: Mapping[int, tuple[Position, str]],
    busy: Mapping[int, list[Period]],
    people: Mapping[int, frozenset[int]],
    last: frozenset[int],
    guests: Guests,
    days: Spans,
) -> Bed:
    """The morning of leaving does not count as taken."""
    taken = [Period(each.start, each.end - DAY) for room in facts.taken for each in busy[room] if each.end > each.start]
    home, welcome = facts.unit.home, facts.welcome
    at = towns.get(facts.town or 0, (None, ""))[0]
    nights = tuple(Period(each.first, each.last) for each in facts.nights)
    near, spans = days.of_town(country, at), days.in_country(country)
    open_then = [each for each in (*([near] if near else []), *spans) if rules.open_all_along(nights, each)]
    return Bed(
        key=key,
        home=home,
        keeper=facts.keeper,
        country=country,
        beds=facts.unit.beds,
        shared=facts.unit.one_gender,
        nights=nights,
        rooms=facts.unit.rooms,
        taken=tuple(taken),
        at=at,
        checks=facts.checks,
        smoking=welcome.smoking,
        smokers_welcome=welcome.smokers_welcome,
        pets=welcome.pets,
        diets=welcome.diets,
        languages=frozenset(facts.languages),
        hobbies=frozenset(facts.hobbies),
        accessible=welcome.accessible,
        gender=welcome.gender,
        min_age=welcome.min_age or 0,
        max_age=welcome.max_age or 0,
        hosted_last=home in last,
        people=people.get(home, frozenset()) | {facts.contact},
        guests=tuple((period, guest) for room in facts.unit.rooms for _, period, guest in guests.get(room, ())),
        lively=facts.lively,
        mark=facts.mark or 0.0,
        days=open_then[0] if open_then else near,
        spans=spans,
    )


def people(units: Iterable[UnitFacts]) -> dict[int, frozenset[int]]:
    """Home → the persons who live there."""
    found: dict[int, set[int]] = {}
    for home, person in ADULTS.of(each.unit.home for each in units):
        found.setdefault(home, set()).add(person)
    return {home: frozenset(persons) for home, persons in found.items()}


def guests(units: Iterable[UnitFacts]) -> Guests:
    """Shared room → who sleeps there when, as things stand."""
    rooms = [room for each in units if each.unit.one_gender for room in each.unit.rooms]
    found: dict[int, list[tuple[int, Period, hosting.Guest]]] = {}
    for room, stay, first, last, gender, shares, born in SLEEPERS.of(rooms):
        guest = hosting.Guest(gender or "", shares or "", born)
        found.setdefault(room, []).append((stay, Period(first, last), guest))
    return found


def hosted_before(units: Iterable[UnitFacts], window: Period) -> frozenset[int]:
    """Homes that received somebody in the half year before."""
    earliest, left = window.start - timedelta(days=183), HOSTED.of(each.unit.home for each in units)
    return frozenset(home for home, last in left if earliest <= last < window.start)


ADULTS = Prepared(lambda: Adult.objects.filter(home__in=THESE).values_list("home", "person"))
SLEEPERS = Prepared(
    lambda: (
        live()
        .filter(room__in=THESE)
        .order_by("pk")
        .values_list(
            "room", "mobility", "starts_on", "ends_on",
            "mobility__traveller__gender", "mobility__profile__shares_room", "mobility__traveller__birth_date",
        )
    )
)  # fmt: skip
HOSTED = Prepared(
    lambda: Booking.objects.filter(room__home__in=THESE, released_at=None).values_list("room__home", "ends_on")
)


def balances(partners: Iterable[int]) -> dict[int, int]:
    """Partner → how many more learners it hosted than it sent, beside the partner of whom that is least."""
    known = list(partners)
    live = Mobility.objects.filter(kind=Mobility.Kind.LEARNER, cancelled_at=None).order_by()
    hosted = live.filter(direction=Mobility.Direction.OUTGOING, receiving__in=known).values_list("receiving", flat=True)
    sent = live.filter(direction=Mobility.Direction.INCOMING, sending__in=known).values_list("sending", flat=True)
    counted = Counter(hosted)
    counted.subtract(Counter(sent))
    least = min((counted[partner] for partner in known), default=0)
    return {partner: counted[partner] - least for partner in known}


def own_places(placements: Iterable[int]) -> dict[int, tuple[int, bool]]:
    """Placement → the stay of who found it, and whether the school said that they are mature enough."""
    return {placement: (stay, day is not None) for placement, stay, day in OWN.of(placements)}


def found_by(stays: Iterable[int]) -> frozenset[int]:
    """Places that these learners found themselves."""
    return frozenset(FOUND.of(stays))


OWN = Prepared(
    lambda: OwnPlace.objects.filter(placement__in=THESE).values_list("placement", "mobility", "certified_on")
)
FOUND = Prepared(lambda: OwnPlace.objects.filter(mobility__in=THESE).values_list("placement", flat=True))


def learners(
    board: Board,
    stays: Mapping[int, Mobility],
    places: Iterable[Place],
    mature: frozenset[int],
    had: Mapping[int, tuple[int, int]],
    **about: Mapping[int, Any],
) -> list[Learner]:
    """`about`: more of a learner by its name there, for the stays that have it (`relatives`, `beside`)."""
    outgoing = board.direction == Mobility.Direction.OUTGOING
    chosen = mobilities.choices_of(stays) if outgoing and not board.destination_id else {}
    needs, found = mobilities.needs_of(stays), {place.found_by: place for place in places if place.found_by}
    made = [
        _learner(
            stay,
            choices=chosen.get(pk, ()) if outgoing else (),
            needs=needs.get(pk, frozenset()),
            mature=pk in mature,
            had=had.get(pk, (0, 0)),
            **{name: rows[pk] for name, rows in about.items() if pk in rows},
        )
        for pk, stay in stays.items()
    ]
    return [_finder(one, found[one.pk]) if one.pk in found else one for one in made]


def _finder(one: Learner, place: Place) -> Learner:
    """Who found a place goes there, unless a rule is against it."""
    finder = replace(one, found=place.pk, found_in=place.country)
    return replace(finder, goes_there=not rules.place_refusals(finder, place))


def _learner(stay: Mobility, **known: Any) -> Learner:
    """Without a profile (of who was nominated and filled in nothing yet) nothing is wished and nothing fits."""
    profile, traveller = stay.profile or Profile(), getattr(stay, "traveller", None) or Traveller()
    return Learner(
        pk=stay.pk,
        stay=stay_of(stay),
        days_open=not is_planned(stay),
        born=traveller.birth_date,
        gender=traveller.gender,
        occupation=profile.occupation,
        sector=profile.sector,
        complementary=profile.complementary == "yes",
        close_unsaid=not profile.complementary,
        languages={name: level_of(skills) for name, skills in profile.languages.items() if any(skills.values())},
        wishes=frozenset(profile.tasks_want),
        hobbies=frozenset(profile.hobbies),
        smokes=profile.smokes == "yes",
        pets=profile.pets,
        shares=profile.shares_room,
        school=stay.sending_id,
        study=profile.study_programme,
        household=household_of(profile.character),
        outcomes=frozenset(learned.outcomes) if (learned := OUTCOMES.get(profile.occupation)) else frozenset(),
        **known,
    )


def household_of(character: Iterable[str]) -> str:
    """A lively or a quiet one, by how somebody describes themselves; "" when both would do."""
    told = set(character) & {"quiet", "sociable"}
    return {"quiet": "quiet", "sociable": "lively"}[told.pop()] if len(told) == 1 else ""


def level_of(skills: Mapping[str, str]) -> str:
    """How far one gets at work: the lower of the best of understanding and the best of speaking."""
    levels = rules.LEVELS

    def best(names: Iterable[str]) -> int:
        return max((levels.index(skills[name]) for name in names if skills.get(name) in levels), default=0)

    return levels[min(best(UNDERSTANDS), best(SPEAKS))]


def locks(stays: Mapping[int, Mobility]) -> Locks:
    pinned: dict[int, tuple[int, int]] = {}
    forbidden = set()
    for stay, kind, placement, home in LOCKED.of(stays):
        if kind == Lock.Kind.PIN:
            pinned[stay] = (placement or 0, home or 0)
        else:
            forbidden.add((stay, placement or 0, home or 0))
    return Locks(pinned, frozenset(forbidden | said_no(stays)))


def said_no(stays: Iterable[int]) -> set[tuple[int, int, int]]:
    """Who said no to whom, as what may not be again: learner, place, home, by `rules.no_is_about`."""
    said = NOES.of(stays)
    others = _places_of({each[-1] for each in said if each[0] == Answer.Party.COMPANY})
    found = set()
    for party, direction, stay, place, home, firm in said:
        about = rules.no_is_about(party, direction)
        if about == "home":
            found.add((stay, 0, home or 0))
        elif about == "both":
            found.add((stay, place or 0, home or 0))
        else:
            every = others.get(firm, []) if about == "company" else []
            found |= {(stay, each, 0) for each in (place or 0, *every)}
    return found


def _places_of(firms: Iterable[int | None]) -> dict[int, list[int]]:
    """Company → all its places, also those that another school keeps. One query, none where no company said no."""
    found: dict[int, list[int]] = {}
    wanted = [firm for firm in firms if firm]
    rows = Placement.objects.filter(company__organisation__in=wanted) if wanted else Placement.objects.none()
    for firm, place in rows.values_list("company__organisation", "pk"):
        found.setdefault(firm, []).append(place)
    return found


def by_hand(placements: Iterable[int]) -> dict[tuple[int, int], int]:
    return {(placement, home): minutes for placement, home, minutes in BY_HAND.of(placements)}


LOCKED = Prepared(
    lambda: Lock.objects.filter(mobility__in=THESE, lifted_at=None).values_list("mobility", "kind", "placement", "home")
)
NOES = Prepared(
    lambda: Answer.objects.filter(match__mobility__in=THESE, what=Answer.What.NO).values_list(
        "party", "match__mobility__direction", "match__mobility", "match__placement", "match__room__home",
        "match__placement__company__organisation",
    )
)  # fmt: skip
BY_HAND = Prepared(lambda: Minutes.objects.filter(placement__in=THESE).values_list("placement", "home", "minutes"))
