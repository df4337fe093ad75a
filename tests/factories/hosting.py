"""Companies with places and homes with beds for tests, around `tests.conftest.AT` (23 November 2026).

A placement is offered, and a home is proposable for a minor, from January to March 2027, unless a trait says otherwise.
"""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from erasdu.journey.hosting.models import (
    Adult,
    Booking,
    Company,
    Home,
    HomePeriod,
    Placement,
    PlacementPeriod,
    Room,
)
from erasdu.journey.mobilities.models import Mobility, Traveller
from tests.factories.calls import CallFactory
from tests.factories.organisations import CompanyFactory as FirmFactory
from tests.factories.organisations import PersonFactory, SchoolFactory

ADDED = datetime(2026, 10, 1, 8, 0, tzinfo=UTC)
FIRST, LAST = date(2027, 1, 1), date(2027, 3, 31)


class CompanyFactory(DjangoModelFactory):
    class Meta:
        model = Company

    class Params:
        paused = factory.Trait(paused_at=ADDED)
        withdrawn = factory.Trait(withdrawn_at=ADDED)

    organisation = factory.SubFactory(FirmFactory)
    keeper = factory.SubFactory(SchoolFactory)
    contact = factory.SubFactory(PersonFactory)
    sector = "hospitality"
    added_at = ADDED


class PlacementFactory(DjangoModelFactory):
    """One place of a cook; `places=2` for two at a time, `periods=False` for none."""

    class Meta:
        model = Placement
        skip_postgeneration_save = True

    company = factory.SubFactory(CompanyFactory)
    occupation = "cook"
    offered_at = ADDED

    @factory.post_generation
    def places(self: Placement, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted != 0:
            number = extracted if isinstance(extracted, int) else 1
            PlacementPeriod.objects.create(placement=self, starts_on=FIRST, ends_on=LAST, places=number)


class HomeFactory(DjangoModelFactory):
    """A family with one adult whose extract was seen, visited and spoken with; without rooms: `RoomFactory`."""

    class Meta:
        model = Home
        skip_postgeneration_save = True

    class Params:
        unchecked = factory.Trait(visited_on=None, interviewed_on=None, valid_until=None)
        expired = factory.Trait(valid_until=date(2026, 12, 31))
        paused = factory.Trait(paused_at=ADDED)
        withdrawn = factory.Trait(withdrawn_at=ADDED)

    keeper = factory.SubFactory(SchoolFactory)
    name = factory.Sequence(lambda n: f"Familie Lindemans {n}")
    contact = factory.SubFactory(PersonFactory)
    street = "Kerkstraat 12"
    added_at = ADDED
    visited_by = "Mila Aerts"
    visited_on = date(2026, 10, 2)
    interviewed_by = "Mila Aerts"
    interviewed_on = date(2026, 10, 2)
    valid_until = date(2027, 9, 30)

    @factory.post_generation
    def adults(self: Home, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted != 0:
            AdultFactory(home=self, person=self.contact)

    @factory.post_generation
    def nights(self: Home, create: bool, extracted: object, **kwargs: object) -> None:
        if create and extracted != 0:
            HomePeriod.objects.create(home=self, starts_on=FIRST, ends_on=LAST)


class RoomFactory(DjangoModelFactory):
    class Meta:
        model = Room

    home = factory.SubFactory(HomeFactory)
    name = factory.Sequence(lambda n: f"Kamer {n}")


class AdultFactory(DjangoModelFactory):
    """`unseen=True`: no extract was seen."""

    class Meta:
        model = Adult

    class Params:
        unseen = factory.Trait(seen_by="", seen_on=None, issued_on=None)

    home = factory.SubFactory(HomeFactory, adults=0)
    person = factory.SubFactory(PersonFactory)
    seen_by = "Mila Aerts"
    seen_on = date(2026, 10, 2)
    issued_on = date(2026, 9, 20)


class StayFactory(DjangoModelFactory):
    """A live stay from 10 to 24 January 2027, of a minor girl unless told otherwise."""

    class Meta:
        model = Mobility
        skip_postgeneration_save = True

    call = factory.SubFactory(CallFactory, stay_from=date(2027, 1, 10), stay_until=date(2027, 1, 24))
    person = factory.SubFactory(PersonFactory)
    direction = "outgoing"
    kind = "learner"
    sending = factory.SubFactory(SchoolFactory)
    opened_at = ADDED

    @factory.post_generation
    def traveller(self: Mobility, create: bool, extracted: object, **kwargs: object) -> None:
        """`traveller__birth_date=…`, `traveller__gender="m"`."""
        if create:
            Traveller.objects.create(mobility=self, **{"birth_date": date(2009, 5, 1), "gender": "f", **kwargs})


class BookingFactory(DjangoModelFactory):
    """A place, held; `room=…, placement=None` for a bed, `confirmed=True`."""

    class Meta:
        model = Booking

    class Params:
        confirmed = factory.Trait(state="confirmed")

    mobility = factory.SubFactory(StayFactory)
    placement = factory.SubFactory(PlacementFactory)
    starts_on = date(2027, 1, 11)
    ends_on = date(2027, 1, 23)
    at = ADDED
