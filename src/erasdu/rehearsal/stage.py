"""The day-by-day run of a rehearsal: people act by the playbook, and in between the worker does what it always does."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

from erasdu.demo import access
from erasdu.demo.actions import ON_TIME, TEXT_EN, TEXT_NL
from erasdu.demo.cast import Learners
from erasdu.demo.consortium import Consortium, come_together, receive_in
from erasdu.demo.round import ANSWERED, Plan, Round
from erasdu.ground.journal import clock
from erasdu.ground.places import queries as places
from erasdu.ground.places.models import Town
from erasdu.journey.calls import actions as calls
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.words.content import OCCUPATIONS, languages_of
from erasdu.office.notices.models import Digest
from erasdu.office.notices.queries import digests, planned
from erasdu.rehearsal import counting, rules, ways
from erasdu.rehearsal.play import perform
from erasdu.rehearsal.scene import Stage

PLAYBOOK = Path(__file__).with_name("playbook.toml")
WAKES = time(6, 30)  # UTC: after the hour at which the mails of the day go, in summer and in winter
ENDS = time(22, 30)
GRANT_MONTH = 6
LONGEST = timedelta(days=ON_TIME["max_days"] - 1)
SHOWN_DATES = ("enrolment_deadline", "files_opening", "files_deadline", "stay_from", "stay_until")

Tick = Callable[[datetime], None]
Say = Callable[[int, int], None]


Place = tuple[str, str, bool]  # country, town, whether no minor leaves for it without a travel permission
SOME_PLACES: Sequence[Place] = (("PT", "Porto", False), ("ES", "Sevilla", True))


@dataclass(frozen=True, slots=True)
class Order:
    """What is rehearsed. `dates`: those of the call, by name; `start`: the day on which it is published; `places`: its
    destinations. `parts`: where each learner stands between 0 and 1; without it evenly, as the seed says. `own`: what
    the call and the consortium have of their own (`ways.of_call`)."""

    learners: int
    seed: int
    start: date
    dates: Mapping[str, date]
    places: Sequence[Place] = SOME_PLACES
    parts: Sequence[float] = ()
    own: ways.Ways = field(default_factory=dict)


def some_dates(start: date) -> dict[str, date]:
    """A call of its own: from enrolment to departure in a good hundred days, leaving on a Sunday."""
    stay_from = start + timedelta(days=105)
    stay_from += timedelta(days=(6 - stay_from.weekday()) % 7)
    days = {"enrolment_deadline": 10, "files_opening": 16, "files_deadline": 38}
    found = {name: start + timedelta(days=number) for name, number in days.items()}
    return found | {"stay_from": stay_from, "stay_until": stay_from + timedelta(days=14)}


def playbook() -> list[rules.Step]:
    return rules.read(tomllib.loads(PLAYBOOK.read_text("utf-8")))


def rehearse(order: Order, tick: Tick, say: Say, *, compare: int = 0, until: date | None = None) -> dict[str, Any]:
    """Play it all in this database, which must be a sandbox, and report. `compare`: how often with the forecast.

    `until`: no further than that day, before the departure.
    """
    access.may_demo().require()
    steps = playbook()
    days = rules.calendar(steps, order.dates)
    stage = set_up(order)
    first, last = order.start, until or order.dates["stay_from"]
    length, differing = (last - first).days + 1, 0
    for number in range(length):
        day = first + timedelta(days=number)
        expected = _foreseen(day) if compare and number % compare == 0 else None
        tick(datetime.combine(day, WAKES, tzinfo=UTC))
        differing += expected is not None and expected != _written(day)
        for at, step in days.get(day, ()):
            with clock.standing_at(at):
                perform(stage, step, at)
        if day in days:
            tick(datetime.combine(day, ENDS, tzinfo=UTC))
        say(number + 1, length)
    found = counting.count(stage, datetime.combine(first, time(0), tzinfo=UTC), last)
    compared = {"forecast": {"every": compare, "differing": differing}} if compare else {}
    return _heading(order, stage, steps) | compared | found


def _heading(order: Order, stage: Stage, steps: list[rules.Step]) -> dict[str, Any]:
    return {
        "learners": order.learners, "schools": len(stage.plans), "seed": order.seed,
        "start": order.start.isoformat(), "places": [list(place) for place in order.places],
        "dates": {name: order.dates[name].isoformat() for name in SHOWN_DATES},
        "left_out": ["drawing papers", "sealing papers"],
        "own": {name: len(rows) for name, rows in order.own.items()},
        "steps": [
            {"day": step.at(order.dates).date().isoformat(), "what": step.what, "who": step.who, "part": step.part}
            for step in sorted(steps, key=lambda one: one.at(order.dates))
        ],
    }  # fmt: skip


def set_up(order: Order) -> Stage:
    """The consortium has been there for a while; the call is published on the first day."""
    before = datetime.combine(order.start - timedelta(days=1), time(8), tzinfo=UTC)
    with clock.standing_at(before):
        consortium = come_together(_grant_day(order.start), before)
        for country, town, _demanded in order.places:
            if not any(role.organisation.country == country for role in consortium.partners):
                receive_in(consortium, country, _known_town(country, town), before)
    sizes = rules.spread(order.learners, len(consortium.schools) - 1)
    at = datetime.combine(order.start, time(7), tzinfo=UTC)
    with clock.standing_at(at):
        call = _call(order, consortium, max(sizes), at)
    learners = Learners(_occupations())
    learners.pick = Random(order.seed)  # noqa: S311
    plans = [Plan(number, size, ANSWERED, size) for number, size in enumerate(sizes)]
    parts = list(order.parts) or rules.parts(order.learners, order.seed)
    spoken = languages_of([country for country, _town, _demanded in order.places])
    looks = sorted(step.at(order.dates) for step in playbook() if step.what == "meet_own")
    return Stage(consortium, Round(consortium, call, learners, spoken), plans, parts, looks)


def _grant_day(start: date) -> date:
    """A grant begins in June: before that a call belongs to the one of the year before."""
    return start if start.month >= GRANT_MONTH else date(start.year - 1, GRANT_MONTH, 1)


def _known_town(country: str, town: str) -> str:
    """Where the ways to work can be reckoned: that town, or when it is a region the largest of the country."""
    if places.by_name(town, country):
        return town
    largest = Town.objects.filter(country=country).order_by("-population").first()
    return largest.name if largest else town


def _call(order: Order, consortium: Consortium, most: int, at: datetime) -> Call:
    values = {
        **ON_TIME, **{name: order.dates[name] for name in SHOWN_DATES},
        "grant_agreement": consortium.grants[_grant_day(order.start).year], "title_nl": "De generale repetitie",
        "title_en": "The rehearsal", "text_nl": TEXT_NL, "text_en": TEXT_EN, "outgoing": True, "incoming": False,
        "seats": order.learners, "seats_per_school": most, "sectors": sorted(consortium.companies),
    }  # fmt: skip
    first = order.dates["stay_from"]
    days = {"starts_on": first, "ends_on": min(order.dates["stay_until"], first + LONGEST)}
    rows = [
        {"country": country, "place": place, "places": order.learners, "permission_demanded": demanded, **days}
        for country, place, demanded in order.places
    ]
    call = calls.create(values=values, destinations=rows, by=consortium.actor, at=at)
    calls.publish(call, revision=call.revision, by=consortium.actor, at=at + timedelta(hours=1))
    call.refresh_from_db()
    ways.take_up(order.own, call, by=consortium.actor, at=at + timedelta(hours=2))
    return call


def _occupations() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for occupation in OCCUPATIONS.values():
        found.setdefault(occupation.sector, []).append(occupation.code)
    return found


# -- the forecast against what is sent ---------------------------------------------------------------

Sent = dict[tuple[int, str], tuple[str, str]]  # person and way → subject and text


def _foreseen(day: date) -> Sent:
    """What the forecast of the evening before says of that day, word for word."""
    eve = day - timedelta(days=1)
    world = planned.foreseen(planned.world(eve), eve, 2)
    mails = [mail for mail in planned.forecast(world, eve, 2) if mail.on == day and not mail.cancelled]
    people, found = planned.persons_of(mails), {}
    for mail in mails:
        waiting, news = planned.of_mail(world, mail)
        words = digests.words(mail.way, people[mail.person], waiting, news, mail.note, day, mail.own)
        found[mail.person, mail.way] = words
    return found


def _written(day: date) -> Sent:
    rows = Digest.objects.filter(on=day).values_list("person", "way", "letter__subject", "letter__text")
    return {(person, way): (subject, text) for person, way, subject, text in rows}
