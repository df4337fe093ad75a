"""What several actions do: write over what was seen, find a contact, release what falls away."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.people.actions import find_or_make_person, owe_notice
from erasdu.ground.people.models import Account, Person
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.hosting.actions.commitments import let_go
from erasdu.journey.hosting.models import Adult, Booking, Company, Home, Placement
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date

NOTICE_WAITS = timedelta(days=21)  # the law leaves a month; nobody is mailed about a question that never came
HOST = "host"  # the privacy notice for companies, mentors and households
NAMES = ("given_name", "family_name", "email")
DETAILS = ("given_name", "family_name", "email", "phone", "language")


def write(row: Company | Home | Placement, values: Mapping[str, object], revision: int) -> None:
    """Over what the person saw; `Stale` when somebody was first."""
    rows = type(row)._default_manager.filter(pk=row.pk, revision=revision)
    if not rows.update(**values, revision=F("revision") + 1):
        raise Stale
    row.refresh_from_db()


def person_from(
    values: Mapping[str, Any] | None, *, keeper: int, at: datetime, known: Person | None = None
) -> Person | None:
    """Who is meant by a name, address, number and language; None for nobody. They get the privacy notice once: with
    the first question, else after some weeks.

    `known`: who it was until now, and stays when name and address are the same.
    Codes and letters go to that number in that language. So of somebody who also signs in, acts for an organisation, is
    a parent, signs papers, or hosts in another network, a keeper changes nothing: with other details it is a row apart.
    """
    if not values or not values.get("given_name"):
        return None
    details = {name: str(values.get(name) or "") for name in DETAILS}
    details["language"] = details["language"] or "nl"
    same = known is not None and all(details[name].casefold() == getattr(known, name).casefold() for name in NAMES)
    person = known if same and known is not None else find_or_make_person(**details, at=at)
    fresh = {name: details[name] for name in ("phone", "language") if details[name] not in ("", getattr(person, name))}
    if fresh and _acts_elsewhere(person, keeper):
        person = Person.objects.filter(**details, erased_at=None).order_by("pk").first() or Person.objects.create(
            **details, created_at=at
        )
    elif fresh:
        Person.objects.filter(pk=person.pk).update(**fresh, revision=F("revision") + 1)
        person.refresh_from_db()
    owe_notice(person, HOST, at=at, due=at + NOTICE_WAITS)
    return person


def _acts_elsewhere(person: Person, keeper: int) -> bool:
    tasks = (
        Account.objects.filter(person=person),
        Role.objects.filter(person=person, until=None),
        Guardian.objects.filter(person=person),
        Signer.objects.filter(person=person),
        Company.objects.filter(contact=person).exclude(keeper=keeper),
        Placement.objects.filter(mentor=person).exclude(company__keeper=keeper),
        Home.objects.filter(contact=person).exclude(keeper=keeper),
        Adult.objects.filter(person=person).exclude(home__keeper=keeper),
    )
    return any(rows.exists() for rows in tasks)


def release_all(where: Q, *, reason: str, by: Actor, at: datetime) -> Sequence[Booking]:
    """Release what is booked from today on; what lies behind us stays as it was. Which were released."""
    today: date = brussels_date(at)
    rows = Booking.objects.filter(where, released_at=None, ends_on__gte=today).order_by("pk")
    rows = rows.select_related("mobility", "placement__company__keeper", "room__home__keeper")
    found = list(rows.select_for_update(of=("self",)))
    Booking.objects.filter(pk__in=[each.pk for each in found]).update(released_at=at, reason=reason[:300])
    let_go(found, by=by, at=at)
    for each in found:
        subjects, what = [each, each.mobility], what_of(each)
        journal.record("booking.released", subjects=subjects, by=by, at=at, host_withdrew=True, what=what)
    return found


def what_of(booking: Booking) -> str:
    """What it is of, for the journal: a place or a bed. Whose it is only who may read the host is told."""
    return "place" if booking.placement_id else "bed"
