"""Who receives: companies with places and homes with beds, of each school in Flanders and each partner abroad."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any

from erasdu.demo.cast import phone, slug
from erasdu.demo.consortium import Consortium
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.places import queries as places
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting import actions
from erasdu.journey.hosting.actions import RoomGiven
from erasdu.journey.hosting.models import Home
from erasdu.journey.hosting.rules import Nights, Offer
from erasdu.journey.hosting.words.content import OUTCOMES
from erasdu.kernel.actor import Actor

NETWORK: dict[str, Any] = tomllib.loads(Path(__file__).with_name("network.toml").read_text("utf-8"))
SEED = 20261125
VISITOR = {"BE": "Sofie Claeys", "PT": "Rui Tavares", "ES": "Marta Ibáñez"}
IN_SCHOOL_HOMES = 2
IN_SCHOOL_COMPANIES = {0: 3, 9: 3}  # of schools that receive foreign learners, by their number; 2 of the others


@dataclass
class Players:
    """Those of one country who were not on stage yet."""

    companies: list[list[str]]
    mentors: Iterator[list[str]]
    families: Iterator[list[str]]
    language: str
    pick: Random
    number: int = 0

    def contact(self, name: list[str], *, mail: bool) -> dict[str, str]:
        self.number += 1
        given, family = name
        email = f"{slug(given)}.{slug(family)}@gastheer.example" if mail else ""
        number = phone(4000 + self.number + 500 * len(self.language + given))
        return {
            "given_name": given, "family_name": family, "email": email, "phone": number, "language": self.language,
        }  # fmt: skip


def networks(consortium: Consortium, today: date, at: datetime) -> None:
    """the networks of schools and partners"""
    cast = {
        country: Players(
            list(each["companies"]), cycle(each["mentors"]), iter(each["families"]), each["language"], Random(SEED)
        )
        for country, each in NETWORK.items()
    }
    for number, school in enumerate(consortium.schools):
        wanted = [each for each in cast["BE"].companies if OCCUPATIONS[each[1]].sector in school.sectors]
        wanted = wanted[: IN_SCHOOL_COMPANIES.get(number, 2)]
        _companies(school.organisation, school.actor, cast["BE"], wanted, today, at)
        cast["BE"].companies = [each for each in cast["BE"].companies if each not in wanted]
        for turn in range(IN_SCHOOL_HOMES):
            _home(school.organisation, school.actor, cast["BE"], 2 * number + turn, today, at)
    for role in consortium.partners:
        keeper, players = role.organisation, cast[role.organisation.country]
        _companies(keeper, actor_of(role), players, players.companies, today, at, places_each=(1, 1, 1, 2))
        for turn in range(len(NETWORK[keeper.country]["families"])):
            _home(keeper, actor_of(role), players, turn, today, at)
        _hostel(keeper, actor_of(role), players, today, at)


def _season(today: date) -> Offer:
    return Offer(today - timedelta(days=20), today + timedelta(days=240), 1)


def _companies(
    keeper: Organisation,
    by: Actor,
    players: Players,
    rows: list[list[str]],
    today: date,
    at: datetime,
    places_each: tuple[int, ...] = (1, 2),
) -> None:
    season = _season(today)
    for number, (name, occupation) in enumerate(rows):
        mentor = players.contact(next(players.mentors), mail=number % 3 == 0)
        moment = at + timedelta(minutes=7 * number)
        company = actions.add_company(
            keeper, organisation=_at(keeper) | {"name": name}, values=_company(occupation, number, keeper, today),
            contact=mentor, by=by, at=moment,
        )  # fmt: skip
        offer = Offer(season.first, season.last, places_each[number % len(places_each)])
        known = mentor if number % 6 != 5 else None
        values = placement_values(occupation, number, players.language)
        actions.offer_placement(company, values=values, periods=[offer], mentor=known, by=by, at=moment)


def _at(keeper: Organisation) -> dict[str, str]:
    return {"town": keeper.town, "postal_code": keeper.postal_code, "country": keeper.country}


def _company(occupation: str, number: int, keeper: Organisation, today: date) -> dict[str, object]:
    """Of every fourth nobody saw the risk analysis yet."""
    seen = number % 4 != 3
    return {
        "sector": OCCUPATIONS[occupation].sector,
        "contact_function": "zaakvoerder" if keeper.country == "BE" else "manager",
        "meals": number % 2 == 0,
        "risk_seen_by": VISITOR[keeper.country] if seen else "",
        "risk_seen_on": today - timedelta(days=60) if seen else None,
    }


def placement_values(occupation: str, number: int, language: str) -> dict[str, object]:
    """What a company says of a place for one occupation."""
    early = occupation == "baker"
    return {
        "occupation": occupation,
        "tasks": list(OCCUPATIONS[occupation].tasks)[:7],
        "outcomes": list(OUTCOMES[occupation].outcomes)[:5],
        "min_age": (16, 16, 17, 18)[number % 4],
        "languages": {"en": ("A2", "A1", "B1")[number % 3]},
        "hours_a_week": 35,
        "days": [1, 2, 3, 4, 5],
        "starts_at": time(5) if early else time(8, 30),
        "ends_at": time(13) if early else time(16, 30),
        "mentor_languages": ["en", language],
    }


def _home(keeper: Organisation, by: Actor, players: Players, turn: int, today: date, at: datetime) -> None:
    """Every sixth has a check that ended, another a dog, smokes outside, or a room for two."""
    given, family = name = next(players.families)
    contact = players.contact(name, mail=turn % 3 == 0)
    moment = at + timedelta(hours=1, minutes=5 * turn)
    house = _house(keeper, family, players, turn)
    home = actions.add_home(keeper, values=house, contact=contact, by=by, at=moment)
    shared = turn % 6 == 3
    told = NETWORK[keeper.country]["at_home"]
    rooms = [RoomGiven(None, told["room"], 2 if shared else 1)]
    if turn % 6 in (0, 5):
        rooms.append(RoomGiven(None, told["attic"], 1, shared_bathroom=False))
    season = _season(today)
    home.refresh_from_db()
    actions.set_rooms_and_nights(
        home, rooms=rooms, nights=[Nights(season.first, season.last)], revision=home.revision, by=by, at=moment
    )
    _check(home, by, VISITOR[keeper.country], turn, today, moment)
    for seen, who in ((True, [given, family]), (turn % 6 != 5 or turn > 12, [_partner_of(turn), family])):
        adult = actions.add_adult(home, given_name=who[0], family_name=who[1], by=by, at=moment)
        if seen:
            day = moment.date()
            actions.see_extract(
                adult,
                seen_by=VISITOR[keeper.country],
                seen_on=day,
                issued_on=day - timedelta(days=12),
                by=by,
                at=moment,
            )


FAMILY = {"BE": "Familie", "PT": "Família", "ES": "Familia"}
STREET = {"BE": "Lindelaan", "PT": "Rua do Sol", "ES": "Calle Larga"}


def _house(keeper: Organisation, family: str, players: Players, turn: int) -> dict[str, object]:
    """In the words of the household, in its own language."""
    told = NETWORK[keeper.country]["at_home"]
    return {
        "name": f"{FAMILY[keeper.country]} {family}",
        "street": f"{STREET[keeper.country]} {turn + 3}",
        "postal_code": keeper.postal_code,
        "town": places.by_name(keeper.town, keeper.country, keeper.postal_code),
        "languages": [players.language, "en"],
        "children": told["children"][turn % 3],
        "occupation": told["occupation"][turn % 2],
        "pets": {1: ["dog"], 4: ["cat"]}.get(turn % 6, []),
        "smoking": "outside" if turn % 6 == 2 else "no",
        "smokers_welcome": turn % 6 == 2,
        "diets": ["vegetarian", "no_pork"] if turn % 2 else ["vegetarian"],
        "hobbies": players.pick.sample(["sport", "music", "cooking", "nature", "gaming", "reading"], 2),
        "dinner_at": time(18, 30),
        "curfew": time(22),
        "gets_key": True,
        "lively": turn % 3 == 0,
        "dwelling": ("house", "flat")[turn % 2],
        "years_here": 3 + turn % 9,
        "transport": told["ways"][turn % 2],
        "minutes_to_centre": 10 + turn % 4 * 5,
        **{name: told[name] for name in ("chores", "house_rules", "insurance")},
    }


def _partner_of(turn: int) -> str:
    return ("Kim", "Robin", "Alex", "Sam", "Charlie", "Noa")[turn % 6]


def _check(home: Home, by: Actor, who: str, turn: int, today: date, at: datetime) -> None:
    """Most count for a year and more; of one it ended, of one it ends within sixty days, one was never visited."""
    if turn % 12 == 11:
        return
    until = {2: today - timedelta(days=9), 6: today + timedelta(days=40)}.get(turn % 12, today + timedelta(days=420))
    day = at.date()
    home.refresh_from_db()
    actions.record_checks(
        home, visited_by=who, visited_on=day, interviewed_by=who, interviewed_on=day, valid_until=until,
        revision=home.revision, by=by, at=at,
    )  # fmt: skip


def _hostel(keeper: Organisation, by: Actor, players: Players, today: date, at: datetime) -> None:
    """Rooms for many: beds enough for a whole group, visited like the others."""
    contact = players.contact(
        [next(players.mentors)[0], "Recepção" if keeper.country == "PT" else "Recepción"], mail=False
    )
    values = {
        "kind": "hostel", "name": NETWORK[keeper.country]["hostel"], "smoking": "no", "pets": [],
        "diets": ["vegetarian"],
        "town": places.by_name(keeper.town, keeper.country, keeper.postal_code), "languages": [players.language, "en"],
    }  # fmt: skip
    home = actions.add_home(keeper, values=values, contact=contact, by=by, at=at)
    season = _season(today)
    rooms = [
        RoomGiven(None, f"Room {number}", beds, shared_bathroom=False) for number, beds in ((1, 4), (2, 4), (3, 2))
    ]
    home.refresh_from_db()
    actions.set_rooms_and_nights(
        home, rooms=rooms, nights=[Nights(season.first, season.last)], revision=home.revision, by=by, at=at
    )
    _check(home, by, VISITOR[keeper.country], 0, today, at)
