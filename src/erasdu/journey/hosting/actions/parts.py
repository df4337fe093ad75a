"""What several actions do: write over what was seen, find a contact, release what falls away."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.people.actions import find_or_make_person, owe_notice
from erasdu.ground.people.models import Account, Person
from erasdu.journey.hosting.models import Booking, Company, Home, Placement
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date

HOST = "host"  # the privacy notice for companies, mentors and households
NAMES = ("given_name", "family_name", "email")


def write(row: Company | Home | Placement, values: Mapping[str, object], revision: int) -> None:
    """Over what the person saw; `Stale` when somebody was first."""
    rows = type(row)._default_manager.filter(pk=row.pk, revision=revision)
    if not rows.update(**values, revision=F("revision") + 1):
        raise Stale
    row.refresh_from_db()


def person_from(values: Mapping[str, Any] | None, *, at: datetime, known: Person | None = None) -> Person | None:
    """Who is meant by a name, address, number and language; None for nobody. They get the privacy notice once.

    `known`: who it was until now: the same person when name and address are the same. Number and language of somebody
    who signs in are their own to change.
    """
    if not values or not values.get("given_name"):
        return None
    same = known is not None and all(
        str(values.get(name, "")).casefold() == getattr(known, name).casefold() for name in NAMES
    )
    person = known if same and known is not None else find_or_make_person(**values, at=at)
    fresh = {name: values[name] for name in ("phone", "language") if values.get(name)}
    if fresh and not Account.objects.filter(person=person).exists():
        Person.objects.filter(pk=person.pk).update(**fresh)
        person.refresh_from_db()
    owe_notice(person, HOST, at=at)
    return person


def release_all(where: Q, *, reason: str, by: Actor, at: datetime) -> Sequence[Booking]:
    """Release what is booked from today on; what lies behind us stays as it was. Which were released."""
    today: date = brussels_date(at)
    rows = Booking.objects.filter(where, released_at=None, ends_on__gte=today).select_related("mobility").order_by("pk")
    found = list(rows.select_for_update(of=("self",)))
    Booking.objects.filter(pk__in=[each.pk for each in found]).update(released_at=at, reason=reason[:300])
    for each in found:
        journal.record("booking.released", subjects=[each, each.mobility], by=by, at=at, host_withdrew=True)
    return found
