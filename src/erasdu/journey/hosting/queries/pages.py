"""What the page of one company or home shows: its places or rooms, free weeks, who comes, and how it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from erasdu.ground.journal.queries import codes_of
from erasdu.journey.hosting import access, rules
from erasdu.journey.hosting.models import Adult, Booking, Company, Evaluation, Home, Placement, Room
from erasdu.journey.hosting.queries.capacity import free_beds, free_places, live, nights_of, offers_of
from erasdu.journey.hosting.queries.checks import home_facts
from erasdu.journey.hosting.queries.names import with_what_differs
from erasdu.journey.hosting.rules import Extract
from erasdu.journey.hosting.states import OFFERED, WITHDRAWN
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Verdict

KINDS_OF_HOMES = Home.Kind.choices
# What a home is like, of which a page would otherwise say "none" or "no" before anybody was asked.
ASKED = (
    "children", "languages", "smoking", "pets", "accessible", "insurance", "emergency_name", "gender", "diets",
    "smokers_welcome", "gets_key", "someone_home", "lively",
)  # fmt: skip


def checks_of(home: Home, on: date) -> tuple[Verdict, Verdict, date | None]:
    """Whether it is proposable for a minor and for an adult on a day, and when the first check ends."""
    facts = home_facts([home.pk])[home.pk]
    return (
        rules.proposable(facts, on, minor=True),
        rules.proposable(facts, on, minor=False),
        rules.expires_on(facts),
    )


def unasked(home: Home) -> frozenset[str]:
    """The columns of `ASKED` that nobody filled in yet: what is yes or no, smoking and animals are empty then; the
    others hold what a new home holds, and no change of the home wrote them. One query."""
    told: set[str] = set()
    for data in codes_of(home._meta.label_lower, [home.pk], ("home.added", "home.edited")).values_list(
        "data", flat=True
    ):
        told |= set(data.get("told", ()))
    new = Home()
    told.discard("smoking")  # which may be taken back
    return frozenset(
        name for name in ASKED
        if getattr(home, name) is None or (name not in told and getattr(home, name) == getattr(new, name))
    )  # fmt: skip


def untold(home: Home) -> list[str]:
    """What nobody asked this household yet, in words: for who visits it. One query."""
    lacks = unasked(home)
    return [str(home._meta.get_field(name).verbose_name) for name in ASKED if name in lacks]  # type: ignore[union-attr]


def bookings_at(actor: Actor, company: Company | None = None, home: Home | None = None, *, on: date) -> list[Booking]:
    """What is live at one company or home, now or later; each with `known`."""
    where = Q(placement__company=company) if company is not None else Q(room__home=home)
    related = ("mobility__person", "mobility__sending", "placement", "room")
    return list(
        access.naming(actor, live()).filter(where, ends_on__gte=on).select_related(*related).order_by("starts_on", "pk")
    )


def bookings_of_place(actor: Actor, placement: Placement, on: date) -> list[Booking]:
    rows = access.naming(actor, live()).filter(placement=placement, ends_on__gte=on).select_related("mobility__person")
    return list(rows.order_by("starts_on", "pk"))


def placements_of(company: Company) -> list[Placement]:
    """Its places with their periods, mentor and what tells one from another, those offered first. Two queries."""
    rows = company.placements.select_related("mentor").prefetch_related("periods")
    in_order = sorted(rows, key=lambda each: (each.state != OFFERED, each.state == WITHDRAWN, each.occupation, each.pk))
    return list(with_what_differs(in_order))


def rooms_of(home: Home) -> list[Room]:
    return list(home.rooms.all())


def adults(home: Home) -> QuerySet[Adult]:
    return home.adults.select_related("person", "home__contact").order_by("pk")


def adults_of(home: Home) -> list[Adult]:
    return list(adults(home))


def extract_until(adult: Adult) -> date | None:
    """Until when what was seen of an adult counts; None when nothing that counts was."""
    return rules.valid_on(Extract(adult.seen_on, adult.issued_on))


def is_household(home: Home) -> bool:
    return rules.is_household(home.kind)


def evaluations_of(actor: Actor, company: Company | None = None, home: Home | None = None) -> list[Evaluation]:
    """How it was, the latest first."""
    where = Q(company=company) if company is not None else Q(home=home)
    return list(access.evaluations_for(actor).filter(where).select_related("by").order_by("-on", "-pk")[:20])


# -- calendars -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Span:
    """Days on end with the same number `free`; of a bed the nights after these days."""

    first: date
    last: date
    free: int


def half_a_year(on: date) -> Period:
    """From that day, 26 weeks."""
    return Period(on, on + timedelta(days=26 * 7 - 1))


def weeks_of_places(placements: Sequence[Placement], on: date) -> dict[int, list[Span]]:
    """Place → the days of the weeks ahead on which it is offered, with what is free of it. Two queries."""
    window = half_a_year(on)
    ids = [each.pk for each in placements if each.state == OFFERED]
    free, offers = free_places(ids, window), offers_of(ids)
    return {pk: _spans(free[pk], rules.free_places(offers.get(pk, []), [], window), window) for pk in ids}


def weeks_of_beds(home: Home, on: date) -> list[Span]:
    """The nights for guests of the weeks ahead, and how many beds are free in each of them."""
    window = half_a_year(on)
    offered = rules.free_beds(1, nights_of([home.pk]).get(home.pk, []), [], window)
    return _spans(free_beds([home.pk], window)[home.pk], offered, window)


def _spans(free: Sequence[int], offered: Sequence[int], window: Period) -> list[Span]:
    """Days on which nothing is offered are left out."""
    found: list[Span] = []
    for number, (left, there) in enumerate(zip(free, offered, strict=True)):
        if not there:
            continue
        first = last = window.start + timedelta(days=number)
        if found and found[-1].free == left and found[-1].last == first - timedelta(days=1):
            first = found.pop().first
        found.append(Span(first, last, left))
    return found
