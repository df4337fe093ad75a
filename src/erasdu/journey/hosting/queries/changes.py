"""What became of stays that a host had agreed to: let go since, or on other days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from erasdu.ground.journal import queries as journal
from erasdu.journey.hosting.models import Booking, Company, Home
from erasdu.journey.hosting.states import CONFIRMED
from erasdu.kernel.periods import Period, brussels_date

SHOWN = timedelta(days=60)  # after it happened
CANCELLED, ELSEWHERE, MOVED = "cancelled", "elsewhere", "moved"
CODES = ("booking.released", "booking.moved")


@dataclass(frozen=True, slots=True)
class Changed:
    """`what`: the learner does not come any more, is somewhere else, or comes on other days: `stay` then says which."""

    what: str
    stay: Period
    on: date


def changes_of(row: Company | Home, on: date) -> list[Changed]:
    """What changed by others of what this host agreed to and is not over, the newest first. Two queries.

    Nothing of what was only proposed, since the host may not have heard of it, nor of what it took back itself.
    """
    here = Q(placement__company=row) if isinstance(row, Company) else Q(room__home=row)
    rows = Booking.objects.filter(here, state=CONFIRMED, ends_on__gte=on).select_related("mobility")
    known = {booking.pk: booking for booking in rows}
    kind, found = Booking._meta.label_lower, dict[int, Changed]()
    lines = journal.codes_of(kind, known, CODES).filter(subjects__kind=kind).order_by("-at", "-pk")
    for pk, code, at, data in lines.values_list("subjects__pk_of", "code", "at", "data"):
        booking = known.get(pk)
        if booking is None or pk in found or brussels_date(at) < on - SHOWN:
            continue
        if booking.released_at is None and booking.mobility.cancelled_at is None and code == "booking.moved":
            found[pk] = Changed(MOVED, Period(booking.starts_on, booking.ends_on), brussels_date(at))
        elif code == "booking.released" and not data.get("host_withdrew"):
            gone = CANCELLED if booking.mobility.cancelled_at else ELSEWHERE
            found[pk] = Changed(gone, Period(booking.starts_on, booking.ends_on), brussels_date(at))
    for pk, booking in known.items():  # of a cancelled stay the booking is let go a little later
        ended = booking.mobility.cancelled_at
        if ended is not None and pk not in found and booking.released_at is None and brussels_date(ended) >= on - SHOWN:
            found[pk] = Changed(CANCELLED, Period(booking.starts_on, booking.ends_on), brussels_date(ended))
    return sorted(found.values(), key=lambda each: (each.on, each.stay.start), reverse=True)
