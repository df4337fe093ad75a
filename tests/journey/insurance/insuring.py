"""A stay in Porto with everything insured, for tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from erasdu.journey.calls.models import Destination
from erasdu.journey.hosting.models import Booking
from erasdu.journey.insurance.models import Cover, Declaration
from erasdu.journey.mobilities.models import Mobility, Traveller
from tests.factories.admissions import CandidateFileFactory
from tests.factories.hosting import BookingFactory

ENTERED = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)
FIRST, LAST = date(2027, 3, 7), date(2027, 3, 20)
YEAR = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31)}
WORLD = {"territory": ["world"], "activities": ["travel", "work", "leisure"], "entered_at": ENTERED}


def stay_abroad(*, country: str = "PT", nationality: str = "BE", **values: Any) -> Mobility:
    """Taken, with days and a destination; nothing is insured."""
    stay: Mobility = CandidateFileFactory(accepted=True).mobility
    where = Destination.objects.create(
        call=stay.call, country=country, place="Ergens", starts_on=FIRST, ends_on=LAST, places=3
    )
    given = {"planned_from": FIRST, "planned_until": LAST, "destination": where} | values
    Mobility.objects.filter(pk=stay.pk).update(**given)
    Traveller.objects.update_or_create(mobility=stay, defaults={"nationality": nationality})
    return Mobility.objects.select_related("person", "call", "sending", "destination").get(pk=stay.pk)


def with_place(stay: Mobility) -> Booking:
    """It is known where the learner works, some weeks more than the stay, before any insurer confirmed anything."""
    around = timedelta(days=21)
    days = {"starts_on": (stay.planned_from or FIRST) - around, "ends_on": (stay.planned_until or LAST) + around}
    booking: Booking = BookingFactory(mobility=stay, at=datetime(2026, 9, 1, tzinfo=UTC), confirmed=True, **days)
    return booking


def insured(stay: Mobility, *, place: bool = True) -> dict[str, Cover]:
    """Policies of the school, and what the learner showed. `place`: where the learner works was known before."""
    if place:
        with_place(stay)
    school = {
        "organisation": stay.sending,
        "insurer": "Verzekeringen De Haven",
        "policy": "DH-2027-14",
        **YEAR,
        **WORLD,
    }
    paper = {
        "confirmed_by": "An Claes", "confirmed_on": date(2026, 10, 1), "confirmed_how": "brief", "names_way": True,
        "confirms_from": date(2027, 1, 1), "confirms_until": date(2027, 12, 31), "names_workplace": True,
    }  # fmt: skip
    seen = {"mobility": stay, "holder": "learner", "confirmed_by": "Joris", "confirmed_on": date(2026, 11, 2), **WORLD}
    Declaration.objects.create(mobility=stay, answer="yes", on=date(2026, 11, 2))
    return {
        "accident": Cover.objects.create(kind="accident", phone="+3215000001", **school, **paper),
        "liability_work": Cover.objects.create(kind="liability_work", **school),
        "liability": Cover.objects.create(kind="liability", **school),
        "mutual": Cover.objects.create(kind="mutual", **seen),
        "health": Cover.objects.create(kind="health", document="ehic", ends_on=LAST, **seen),
    }
