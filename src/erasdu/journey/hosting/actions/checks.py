"""What makes a home safe: visit, interview, the adults, and that an extract of each was seen that was in order."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.people.models import Person
from erasdu.journey.hosting import access, rules
from erasdu.journey.hosting.actions.parts import person_from, write
from erasdu.journey.hosting.models import Adult, Home
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused, no


@transaction.atomic
def record_checks(
    home: Home,
    *,
    visited_by: str,
    visited_on: date | None,
    interviewed_by: str,
    interviewed_on: date | None,
    valid_until: date | None,
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """Visit and interview, by whom and when, and until when they count."""
    access.may_check_home(by, home).require()
    rules.check_visit([visited_on, interviewed_on], valid_until, today=brussels_date(at)).require()
    values = {
        "visited_by": visited_by, "visited_on": visited_on, "interviewed_by": interviewed_by,
        "interviewed_on": interviewed_on, "valid_until": valid_until,
    }  # fmt: skip
    write(home, values, revision)
    journal.record("home.checked", subjects=[home], by=by, at=at)


@transaction.atomic
def add_adult(
    home: Home, *, given_name: str, family_name: str, email: str = "", language: str = "nl", by: Actor, at: datetime
) -> Adult:
    """Somebody of age who lives there."""
    access.may_check_home(by, home).require()
    values = {"given_name": given_name, "family_name": family_name, "email": email, "language": language}
    person = _in_this_household(home, values) or person_from(values, keeper=home.keeper_id, at=at)
    if person is None:
        raise Refused(no("adult_without_name"))
    try:
        with transaction.atomic():
            made = Adult.objects.create(home=home, person=person)
    except IntegrityError:
        raise Refused(no("adult_known")) from None
    journal.record("home.adult_added", subjects=[home], by=by, at=at, adult=made.pk)
    return made


@transaction.atomic
def remove_adult(adult: Adult, *, by: Actor, at: datetime) -> None:
    """Somebody who does not live there any more, or was entered by mistake."""
    access.may_check_home(by, adult.home).require()
    journal.record("home.adult_removed", subjects=[adult.home], by=by, at=at, adult=adult.pk)
    adult.delete()


@transaction.atomic
def see_extract(adult: Adult, *, seen_by: str, seen_on: date, issued_on: date, by: Actor, at: datetime) -> None:
    """An extract in order was seen. One that is not in order, or lacks, is never written down."""
    access.may_check_home(by, adult.home).require()
    rules.check_extract(issued_on, seen_on, today=brussels_date(at)).require()
    Adult.objects.filter(pk=adult.pk).update(seen_by=seen_by, seen_on=seen_on, issued_on=issued_on)
    adult.refresh_from_db()
    journal.record("home.extract_seen", subjects=[adult.home], by=by, at=at, adult=adult.pk)


@transaction.atomic
def take_extract_back(adult: Adult, *, by: Actor, at: datetime) -> None:
    """It was written down by mistake, or no longer counts: empty again, without a reason."""
    access.may_check_home(by, adult.home).require()
    Adult.objects.filter(pk=adult.pk).update(seen_by="", seen_on=None, issued_on=None)
    adult.refresh_from_db()
    journal.record("home.extract_taken_back", subjects=[adult.home], by=by, at=at, adult=adult.pk)


def _in_this_household(home: Home, values: dict[str, str]) -> Person | None:
    """The contact of the home, when it is the same name: most often that is the first adult."""
    contact = home.contact
    same = (contact.given_name.casefold(), contact.family_name.casefold()) == (
        values["given_name"].casefold(),
        values["family_name"].casefold(),
    )
    return contact if same and values["email"].casefold() in ("", contact.email.casefold()) else None
