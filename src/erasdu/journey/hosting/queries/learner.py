"""What a learner and the parents hear of place and bed: nothing before all said yes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from django.conf import settings
from django.utils.module_loading import import_string

from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.rules import is_minor
from erasdu.journey.hosting.models import Booking, Home
from erasdu.journey.hosting.queries.capacity import live
from erasdu.journey.hosting.states import CONFIRMED
from erasdu.journey.mobilities.models import Mobility, Traveller


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class PlaceSeen:
    """Where the learner works. `days`: 1 for Monday; `mentor` is None while the company has not said who it is."""

    name: str
    street: str
    postal_code: str
    town: str
    country: str
    occupation: str
    first: date
    last: date
    starts_at: time | None
    ends_at: time | None
    days: Sequence[int]
    clothing: str
    meals: bool | None
    mentor: Contact | None


@dataclass(frozen=True, slots=True)
class BedSeen:
    """Where the learner lives. `smoking`: how one smokes there, in words; `tongue`: the language of the household, in
    which it wrote its rules. `own_bathroom`: not shared with the family, which only a `household` has. What is yes or
    no, and `pets`, is None while nobody asked."""

    kind: str
    name: str
    street: str
    postal_code: str
    town: str
    first: date
    last: date
    contact: Contact
    second_phone: str
    house_rules: str
    chores: str
    neighbourhood: str
    transport: str
    curfew: time | None
    dinner_at: time | None
    gets_key: bool | None
    pets: Sequence[str] | None
    languages: Sequence[str]
    bed_kind: str
    own_bathroom: bool | None
    household: bool
    children: str
    smoking: str
    tongue: str
    keeper: int


@dataclass(frozen=True, slots=True)
class Seen:
    """`short`: without street and telephone of the home, which learner and parents read."""

    place: PlaceSeen | None
    beds: tuple[BedSeen, ...]
    short: bool = False


def what_learner_sees(mobility: Mobility) -> Seen:
    """Place and beds with names and addresses, of confirmed bookings only; the mentor as the newest agreement says.

    One query, and those of the agreement where there is a place.
    """
    rows = live().filter(mobility=mobility, state=CONFIRMED).order_by("starts_on", "pk")
    related = ("placement__company__organisation", "placement__mentor", "room__home__contact", "room__home__town")
    found = list(rows.select_related(*related))
    places = [_place(each) for each in found if each.placement_id]
    named = import_string(settings.STAY_MENTOR)(mobility) if places else None
    if named is not None:
        places[0] = replace(places[0], mentor=Contact(named.name, named.phone, named.email))
    return Seen(places[0] if places else None, tuple(_bed(each) for each in found if each.room_id))


def what_staff_sees(mobility: Mobility, scope: Collection[int]) -> Seen:
    """The same for an organisation: of a home that it does not keep only which it is and in what town."""
    seen = what_learner_sees(mobility)
    beds = tuple(bed if bed.keeper in scope else _short(bed) for bed in seen.beds)
    return Seen(seen.place, beds, short=beds != seen.beds)


def risk_unseen(mobility: Mobility) -> bool:
    """Whether a minor works for good, abroad, at a company of which nobody saw the risk analysis: a word, no gate.

    Whoever comes here is held up by their requirements instead. At most two queries.
    """
    if mobility.direction == Mobility.Direction.INCOMING:
        return False
    works = live().filter(mobility=mobility, state=CONFIRMED, placement__company__risk_seen_on=None)
    first = works.exclude(placement=None).order_by("starts_on").values_list("starts_on", flat=True).first()
    born = Traveller.objects.filter(mobility=mobility).values_list("birth_date", flat=True).first()
    return first is not None and born is not None and is_minor(born, first)


def _short(bed: BedSeen) -> BedSeen:
    return replace(bed, street="", postal_code="", contact=Contact("", "", ""), second_phone="")


def _place(booking: Booking) -> PlaceSeen:
    placement = booking.placement
    assert placement is not None, "a booking of a place"
    firm = placement.company.organisation
    return PlaceSeen(
        name=firm.name,
        street=firm.street,
        postal_code=firm.postal_code,
        town=firm.town,
        country=firm.country,
        occupation=placement.occupation,
        first=booking.starts_on,
        last=booking.ends_on,
        starts_at=placement.starts_at,
        ends_at=placement.ends_at,
        days=placement.days,
        clothing=placement.company.clothing,
        meals=placement.company.meals,
        mentor=_contact(placement.mentor) if placement.mentor else None,
    )


def _bed(booking: Booking) -> BedSeen:
    assert booking.room is not None, "a booking of a bed"
    home, shared = booking.room.home, booking.room.shared_bathroom
    household = home.kind == Home.Kind.FAMILY
    return BedSeen(
        kind=home.kind,
        name=home.name,
        street=home.street,
        postal_code=home.postal_code,
        town=str(home.town) if home.town else "",
        first=booking.starts_on,
        last=booking.ends_on,
        contact=_contact(home.contact),
        second_phone=home.second_phone,
        house_rules=home.house_rules,
        chores=home.chores,
        neighbourhood=home.neighbourhood,
        transport=home.transport,
        curfew=home.curfew,
        dinner_at=home.dinner_at,
        gets_key=home.gets_key,
        pets=home.pets,
        languages=home.languages,
        bed_kind=booking.room.get_bed_kind_display() if booking.room.bed_kind else "",
        own_bathroom=None if not household or shared is None else not shared,
        household=household,
        children=home.children,
        smoking=home.get_smoking_display(),
        tongue=home.contact.language,
        keeper=home.keeper_id,
    )


def _contact(person: Person) -> Contact:
    return Contact(str(person), person.phone, person.email)
