"""A keeper's spreadsheet: every valid row or none, and taken out again as far as nothing was built on it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError, Q

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import cancel
from erasdu.journey.hosting import access
from erasdu.journey.hosting.access.asking import may_undo_import
from erasdu.journey.hosting.actions.checks import add_adult
from erasdu.journey.hosting.actions.companies import add_company
from erasdu.journey.hosting.actions.homes import RoomGiven, add_home, set_rooms_and_nights
from erasdu.journey.hosting.actions.placements import offer_placement
from erasdu.journey.hosting.models import Ask, Booking, Company, Home, ImportBatch, Placement
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no

Row = Mapping[str, Any]
CONTACT = ("given_name", "family_name", "email", "phone", "language")
ORGANISATION = (
    "name", "enterprise_number", "registration_number", "oid", "street", "postal_code", "town", "country",
)  # fmt: skip
OF_COMPANY = (
    "sector", "contact_function", "clothing", "meals", "accessible", "closed_on", "risk_seen_by", "risk_seen_on",
    "remark",
)  # fmt: skip
OF_PLACE = (
    "occupation", "tasks", "own_tasks", "outcomes", "tools", "proofs", "days", "starts_at", "ends_at",
    "break_minutes", "hours_a_week", "shifts", "mentor_function", "mentor_languages",
)  # fmt: skip
OF_HOME = (
    "kind", "name", "second_phone", "street", "postal_code", "children", "occupation", "languages", "dwelling",
    "years_here", "neighbourhood", "transport", "minutes_to_centre", "bathrooms", "toilets", "hosts_age", "insurance",
    "emergency_name", "emergency_phone", "hobbies", "lively", "smoking", "smokers_welcome", "pets", "diets",
    "dinner_at", "chores", "house_rules", "curfew", "gets_key", "someone_home", "accessible", "gender", "min_age",
    "max_age", "experience", "references", "remark",
)  # fmt: skip


@transaction.atomic
def import_companies(keeper: Organisation, rows: Sequence[Row], *, by: Actor, at: datetime) -> ImportBatch:
    """All rows or none; who answers for a company gets the privacy notice. A row for each further place of it."""
    batch = _batch(keeper, ImportBatch.What.COMPANIES, by, at)
    made: dict[tuple[str, str], Company] = {}
    for row in rows:
        here = (str(row["name"]).casefold(), str(row.get("town") or "").casefold())
        company = made.get(here) or made.setdefault(here, _company(keeper, row, by, at))
        _offer(company, row, by, at)
    batch.companies.set(made.values())
    journal.record("hosts.imported", subjects=[batch, keeper], by=by, at=at, what=batch.what, number=len(made))
    return batch


@transaction.atomic
def import_homes(keeper: Organisation, rows: Sequence[Row], *, by: Actor, at: datetime) -> ImportBatch:
    """All rows or none, each with its rooms; none of them is proposable before it was visited."""
    batch = _batch(keeper, ImportBatch.What.HOMES, by, at)
    made = [_home(keeper, row, by, at) for row in rows]
    batch.homes.set(made)
    journal.record("hosts.imported", subjects=[batch, keeper], by=by, at=at, what=batch.what, number=len(made))
    return batch


def _batch(keeper: Organisation, what: str, by: Actor, at: datetime) -> ImportBatch:
    access.may_keep(by, keeper).require()
    return ImportBatch.objects.create(keeper=keeper, what=what, by_id=by.person, at=at)


def _company(keeper: Organisation, row: Row, by: Actor, at: datetime) -> Company:
    organisation = {"country": keeper.country, **_given(row, ORGANISATION)}
    values = {**_given(row, OF_COMPANY), "town": row.get("place")}
    return add_company(keeper, organisation=organisation, values=values, contact=_given(row, CONTACT), by=by, at=at)


def _offer(company: Company, row: Row, by: Actor, at: datetime) -> None:
    """The place that the row tells of, if any."""
    if not row.get("occupation"):
        return
    values = {
        **_given(row, OF_PLACE), **({"min_age": row["place_min_age"]} if row.get("place_min_age") else {}),
        "languages": row.get("needs") or {},
    }  # fmt: skip
    mentor = {name: row.get(f"mentor_{name}") or "" for name in CONTACT}
    mentor["language"] = mentor["language"] or row.get("language") or ""
    offer_placement(company, values=values, periods=row.get("periods") or [], mentor=mentor, again=True, by=by, at=at)


def _home(keeper: Organisation, row: Row, by: Actor, at: datetime) -> Home:
    values = {**_given(row, OF_HOME), "town": row.get("place")}
    values.setdefault("name", row.get("family_name") or row["given_name"])
    home = add_home(keeper, values=values, contact=_given(row, CONTACT), by=by, at=at)
    rooms = [RoomGiven(None, *room) for room in row.get("beds") or []]
    nights = row.get("nights") or []
    if rooms or nights:
        set_rooms_and_nights(home, rooms=rooms, nights=nights, revision=home.revision, by=by, at=at)
    for name in row.get("adults") or []:
        given, _space, family = name.partition(" ")
        add_adult(home, given_name=given, family_name=family, language=home.contact.language, by=by, at=at)
    return home


def _given(row: Row, names: Sequence[str]) -> dict[str, Any]:
    """What the row says: an empty cell says nothing, a no or none is something."""
    return {name: row[name] for name in names if row.get(name) not in (None, "")}


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: Actor, at: datetime) -> tuple[int, int]:
    """How many were taken out, and how many stay because something was built on them."""
    may_undo_import(by, batch).require()
    if not ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=at):
        no("changed_meanwhile").require()
    batch.refresh_from_db()
    rows: list[Company | Home] = [*batch.companies.select_related("contact"), *batch.homes.select_related("contact")]
    gone = sum(_taken_out(row, batch, at) for row in rows if _is_untouched(row, batch))
    kept = len(rows) - gone
    journal.record("hosts.import_undone", subjects=[batch, batch.keeper], by=by, at=at, gone=gone, kept=kept)
    return gone, kept


def _is_untouched(row: Company | Home, batch: ImportBatch) -> bool:
    """Nobody changed it, asked it, checked it or booked it since."""
    if row.withdrawn_at is not None or Ask.objects.filter(**{row._meta.model_name or "": row}).exists():
        return False
    if isinstance(row, Company):
        others = Placement.objects.filter(company=row).exclude(offered_at=batch.at, revision=0)
        booked = Booking.objects.filter(placement__company=row).exists()
        return row.revision == 0 and not others.exists() and not booked
    made = 1 if row.rooms.exists() or row.periods.exists() else 0  # setting them was part of the import
    booked = Booking.objects.filter(room__home=row).exists()
    known = row.adults.filter(Q(seen_on__isnull=False) | Q(person__created_at__gt=batch.at)).exists()
    return row.revision <= made and not booked and not known


def _taken_out(row: Company | Home, batch: ImportBatch, at: datetime) -> bool:
    """The row, and with it the firm or person that came with this import and of whom nothing else is known."""
    with_it: list[Person | Organisation | None] = [row.contact]
    if isinstance(row, Company):
        with_it += [row.organisation, *(place.mentor for place in row.placements.select_related("mentor"))]
    else:
        with_it += [adult.person for adult in row.adults.select_related("person").exclude(person=row.contact)]
    try:
        with transaction.atomic():
            if isinstance(row, Company):
                batch.companies.remove(row)
                row.placements.all().delete()
            else:
                batch.homes.remove(row)
            row.delete()
    except ProtectedError:
        return False
    for left in dict.fromkeys(with_it):
        if left is not None and left.created_at == batch.at:
            _let_go(left, at)
    return True


def _let_go(left: Person | Organisation, at: datetime) -> None:
    if isinstance(left, Person):
        for letter in left.letters.all():
            cancel(letter, at=at)
    try:
        with transaction.atomic():
            left.delete()
    except ProtectedError:
        return
