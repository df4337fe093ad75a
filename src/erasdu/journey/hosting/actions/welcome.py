"""The open door of a network: somebody unknown leaves a name; the contact point takes them in or not."""

from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import write
from erasdu.journey.hosting.access import asking as access
from erasdu.journey.hosting.actions.asking import BED, link_of, signature
from erasdu.journey.hosting.actions.companies import add_company
from erasdu.journey.hosting.actions.homes import add_home
from erasdu.journey.hosting.models import Company, Home, Interest
from erasdu.journey.hosting.queries.towns import town_named
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import no

WELCOME = "hosting/letters/taken_in"


@transaction.atomic
def come_in(
    keeper: Organisation,
    *,
    what: str,
    given_name: str,
    family_name: str,
    email: str,
    phone: str,
    language: str,
    company: str,
    street: str,
    postal_code: str,
    town: str,
    text: str,
    at: datetime,
) -> Interest:
    """Kept until the contact point decides. A new person, also when name and address are somebody's whom we know."""
    access.may_come_in(keeper).require()
    person = Person.objects.create(
        given_name=given_name, family_name=family_name, email=email, phone=phone, language=language, created_at=at
    )
    made = Interest.objects.create(
        keeper=keeper, what=what, person=person, company=company, street=street, postal_code=postal_code, town=town,
        text=text, at=at,
    )  # fmt: skip
    journal.record("interest.left", subjects=[made, keeper], by=SYSTEM, at=at, what=what)
    return made


@transaction.atomic
def take_in(interest: Interest, *, by: Actor, at: datetime) -> Company | Home:
    """Into the network, with a personal link to offer a place or bed at once. What was left at the door goes."""
    access.may_decide(by, interest).require()
    interest = _locked(interest)
    contact = _contact(interest)
    made: Company | Home
    if interest.what == Interest.What.PLACE:
        made = _company(interest, contact, by, at)
    else:
        made = _home(interest, contact, by, at)
    journal.record("interest.confirmed", subjects=[made, interest.keeper], by=by, at=at, what=interest.what)
    _forget(interest, keep=made.contact_id)
    if made.contact is not None:
        link = link_of(made, at=at)
        context = {"school": interest.keeper.name, "signature": signature(_name(by), interest.keeper)}
        letter = WELCOME + BED if isinstance(made, Home) else WELCOME
        once = f"taken-in:{made._meta.model_name}:{made.pk}"
        write(letter, to=made.contact, once=once, at=at, link=link, languages=EVERYWHERE, context=context)
    return made


def _company(interest: Interest, contact: dict[str, str], by: Actor, at: datetime) -> Company:
    organisation = {
        "name": interest.company,
        "street": interest.street,
        "postal_code": interest.postal_code,
        "town": interest.town,
        "country": interest.keeper.country,
    }
    town = town_named(interest.town, interest.keeper.country, interest.postal_code)
    values = {"town": town, "remark": interest.text[:500]}
    return add_company(interest.keeper, organisation=organisation, values=values, contact=contact, by=by, at=at)


def _home(interest: Interest, contact: dict[str, str], by: Actor, at: datetime) -> Home:
    town = town_named(interest.town, interest.keeper.country, interest.postal_code)
    told = interest.text if town is not None else f"{interest.town}. {interest.text}".strip()
    values = {
        "name": interest.person.family_name or str(interest.person),
        "street": interest.street,
        "postal_code": interest.postal_code,
        "town": town,
        "remark": told[:500],
    }
    return add_home(interest.keeper, values=values, contact=contact, by=by, at=at)


@transaction.atomic
def turn_away(interest: Interest, *, by: Actor, at: datetime) -> None:
    """Not into the network: what was left at the door goes at once."""
    access.may_decide(by, interest).require()
    interest = _locked(interest)
    journal.record("interest.refused", subjects=[interest.keeper], by=by, at=at, what=interest.what)
    _forget(interest)


def _locked(interest: Interest) -> Interest:
    found = Interest.objects.select_for_update(of=("self",)).filter(pk=interest.pk)
    row = found.select_related("keeper", "person").first()
    if row is None:
        no("changed_meanwhile").require()
    assert row is not None
    return row


def _contact(interest: Interest) -> dict[str, str]:
    person = interest.person
    names = ("given_name", "family_name", "email", "phone", "language")
    return {name: getattr(person, name) for name in names}


def _forget(interest: Interest, keep: int | None = None) -> None:
    person = interest.person
    interest.delete()
    if person.pk != keep:
        person.delete()


def _name(by: Actor) -> Person | None:
    return Person.objects.filter(pk=by.person or 0).first()
