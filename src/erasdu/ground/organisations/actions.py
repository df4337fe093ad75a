"""What one does to organisations and to the roles at them."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations import access, queries, rules
from erasdu.ground.organisations.models import ImportBatch, Organisation, Role
from erasdu.ground.people import actions as people
from erasdu.ground.people import queries as people_queries
from erasdu.ground.people.models import Person
from erasdu.kernel.actor import ACCOUNT_ROLES, ADMINISTRATOR, COORDINATOR, SYSTEM, Actor
from erasdu.kernel.verdict import Refused, no

UNIQUE = ("institution_number", "enterprise_number", "oid")


@transaction.atomic
def create(kind: str, *, by: Actor, at: datetime, values: Mapping[str, object]) -> Organisation:
    """A new organisation. `Refused` when a number is another's, or the kind does not have the field."""
    access.may_create(by).require()
    organisation = Organisation(kind=kind, created_at=at, **_fitting(kind, values))
    with _numbers_once(organisation):
        organisation.save(force_insert=True)
    journal.record("organisation.created", subjects=[organisation], by=by, at=at, kind=kind)
    return organisation


@transaction.atomic
def edit(organisation: Organisation, *, by: Actor, at: datetime, revision: int, values: Mapping[str, object]) -> None:
    """New details, over the ones of `revision`; `Stale` when somebody was first."""
    access.may_edit(by, organisation).require()
    if {"board", "group"} & set(values):
        access.may_choose_above(by).require()
    fitting = _fitting(organisation.kind, values)
    changed = [name for name, value in fitting.items() if getattr(organisation, name) != value]
    for name, value in fitting.items():
        setattr(organisation, name, value)
    with _numbers_once(organisation):
        seen = Organisation.objects.filter(pk=organisation.pk, revision=revision, closed_at=None)
        if not seen.update(**fitting, revision=F("revision") + 1):
            raise Stale
    organisation.refresh_from_db()
    journal.record("organisation.edited", subjects=[organisation], by=by, at=at, fields=sorted(changed))


@transaction.atomic
def find_or_make_company(values: Mapping[str, object], *, by: Actor, at: datetime) -> Organisation:
    """The open company with this enterprise number, or with this name in this town; else a new one.

    The door for the step that keeps companies, which asked whether it may.
    """
    if known := queries.same_company(values):
        return known
    company = Organisation(kind=rules.COMPANY, created_at=at, **_fitting(rules.COMPANY, values))
    with _numbers_once(company):
        company.save(force_insert=True)
    journal.record("organisation.created", subjects=[company], by=by, at=at, kind=rules.COMPANY)
    return company


@transaction.atomic
def correct_company(company: Organisation, values: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """Other details of a company. The door for the step that keeps companies, which asked whether it may."""
    fitting = _fitting(rules.COMPANY, values)
    changed = sorted(name for name, value in fitting.items() if getattr(company, name) != value)
    if not changed:
        return
    for name, value in fitting.items():
        setattr(company, name, value)
    with _numbers_once(company):
        rows = Organisation.objects.filter(pk=company.pk, kind=rules.COMPANY)
        rows.update(**fitting, revision=F("revision") + 1)
    company.refresh_from_db()
    journal.record("organisation.edited", subjects=[company], by=by, at=at, fields=changed)


@transaction.atomic
def close(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    """Nobody acts for it any more; its rows stay. Roles are not ended: opening again brings them back."""
    access.may_close(by, organisation).require()
    if not Organisation.objects.filter(pk=organisation.pk, closed_at=None).update(closed_at=at):
        no("changed_meanwhile").require()
    organisation.refresh_from_db()
    journal.record("organisation.closed", subjects=[organisation], by=by, at=at)


@transaction.atomic
def reopen(organisation: Organisation, *, by: Actor, at: datetime) -> None:
    access.may_reopen(by, organisation).require()
    if not Organisation.objects.filter(pk=organisation.pk, closed_at__isnull=False).update(closed_at=None):
        no("changed_meanwhile").require()
    organisation.refresh_from_db()
    journal.record("organisation.reopened", subjects=[organisation], by=by, at=at)


@transaction.atomic
def give_role(
    person: Person, organisation: Organisation, kind: str, *, by: Actor, at: datetime, function: str = ""
) -> Role:
    """A role from now on. Somebody who signs in needs an account: `add_contact` makes it."""
    access.may_give_role(by, organisation, kind).require()
    try:
        with transaction.atomic():
            role = Role.objects.create(person=person, organisation=organisation, kind=kind, function=function, since=at)
    except IntegrityError:
        raise Refused(no("role_given_already")) from None
    journal.record("role.given", subjects=[organisation, person, role], by=by, at=at, kind=kind, role_id=role.pk)
    return role


@transaction.atomic
def end_role(role: Role, *, by: Actor, at: datetime) -> None:
    """At once: the next request of a session or link of this role finds it gone."""
    if role.kind in (COORDINATOR, ADMINISTRATOR):  # so that two cannot end each other's as the last
        list(Role.objects.select_for_update().filter(kind=role.kind, until=None).order_by("pk"))
    access.may_end_role(by, role).require()
    if not Role.objects.filter(pk=role.pk, until=None).update(until=at):
        no("changed_meanwhile").require()
    role.refresh_from_db()
    subjects = [role.organisation, role.person, role]
    journal.record("role.ended", subjects=subjects, by=by, at=at, kind=role.kind, role_id=role.pk)


@transaction.atomic
def add_contact(
    organisation: Organisation,
    kind: str,
    *,
    given_name: str,
    family_name: str,
    email: str,
    by: Actor,
    at: datetime,
    phone: str = "",
    language: str = "nl",
    function: str = "",
) -> Role:
    """A role for somebody known by name and address, or for a new person.

    Who signs in gets an account and an invitation; who does not gets the privacy notice for the role.
    """
    access.may_give_role(by, organisation, kind).require()
    person = _person(given_name, family_name, email, phone=phone, language=language, at=at)
    role = give_role(person, organisation, kind, by=by, at=at, function=function)
    if kind in ACCOUNT_ROLES:
        people.invite(person, role=role, by=by, at=at)
    else:
        people.owe_notice(person, kind, at=at)
    return role


@transaction.atomic
def found(values: Mapping[str, object], *, given_name: str, family_name: str, email: str, at: datetime) -> Role:
    """The first act on an empty installation: the coordinator's organisation and the first who signs in.

    Refused once there is a coordinator; from then on people are invited on the screen.
    """
    if Organisation.objects.filter(kind=COORDINATOR).exists():
        no("founded_already").require()
    organisation = Organisation.objects.create(kind=COORDINATOR, created_at=at, **_fitting(COORDINATOR, values))
    person = _person(given_name, family_name, email, phone="", language="nl", at=at)
    role = Role.objects.create(person=person, organisation=organisation, kind=COORDINATOR, since=at)
    people.invite(person, role=role, by=SYSTEM, at=at)
    journal.record("organisation.founded", subjects=[organisation, person, role], by=SYSTEM, at=at)
    return role


@transaction.atomic
def edit_contact(
    role: Role,
    *,
    given_name: str,
    family_name: str,
    email: str,
    phone: str,
    language: str,
    function: str,
    by: Actor,
    at: datetime,
    revision: int,
) -> None:
    """Corrects who somebody is; who signed in already changes the address in their own account."""
    access.may_edit_contact(by, role).require()
    person = role.person
    account = people_queries.account_of(person) if email.lower() != person.email.lower() else None
    values = {"given_name": given_name, "family_name": family_name, "email": email, "phone": phone}
    seen = Person.objects.filter(pk=person.pk, revision=revision)
    if not seen.update(**values, language=language, revision=F("revision") + 1):
        raise Stale
    Role.objects.filter(pk=role.pk).update(function=function)
    person.refresh_from_db()
    if account:
        people.correct_address(account, email, role=role, by=by, at=at)
    role.refresh_from_db()
    journal.record("contact.edited", subjects=[role.organisation, person], by=by, at=at, role_id=role.pk)


@transaction.atomic
def import_organisations(what: str, rows: Sequence[Mapping[str, object]], *, by: Actor, at: datetime) -> ImportBatch:
    """All rows or none; each holds the columns of one school or partner."""
    access.may_import(by).require()
    kind = rules.PARTNER if what == ImportBatch.What.PARTNERS else rules.SCHOOL
    batch = ImportBatch.objects.create(what=what, by_id=by.person, at=at)
    made = [create(str(row.get("kind") or kind), by=by, at=at, values=_without(row, "kind")) for row in rows]
    batch.organisations.add(*made)
    journal.record("organisations.imported", subjects=[batch], by=by, at=at, what=what, number=len(made))
    return batch


@transaction.atomic
def import_contacts(rows: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime) -> ImportBatch:
    """All rows or none; each names an organisation, a role and a person, who gets their invitation or notice."""
    access.may_import(by).require()
    batch = ImportBatch.objects.create(what=ImportBatch.What.CONTACTS, by_id=by.person, at=at)
    made = [
        add_contact(row["organisation"], row["role"], **_without(row, "organisation", "role"), by=by, at=at)
        for row in rows
    ]
    batch.roles.add(*made)
    journal.record("organisations.imported", subjects=[batch], by=by, at=at, what=batch.what, number=len(made))
    return batch


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: Actor, at: datetime) -> tuple[int, int]:
    """How many were taken away, and how many stay because something was built on them. Roles end."""
    access.may_undo_import(by, batch).require()
    if not ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=at):
        no("changed_meanwhile").require()
    batch.refresh_from_db()
    gone = batch.roles.filter(until=None).update(until=at)
    made = list(batch.organisations.all())
    batch.organisations.clear()
    taken = [organisation for organisation in made if _taken_away(organisation)]
    batch.organisations.add(*[organisation for organisation in made if organisation not in taken])
    gone, kept = gone + len(taken), len(made) - len(taken)
    journal.record("organisations.import_undone", subjects=[batch], by=by, at=at, gone=gone, kept=kept)
    return gone, kept


def _taken_away(organisation: Organisation) -> bool:
    pk = organisation.pk
    try:
        with transaction.atomic():
            organisation.delete()
    except ProtectedError:
        return False
    organisation.pk = pk
    return True


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def _person(given_name: str, family_name: str, email: str, *, phone: str, language: str, at: datetime) -> Person:
    if known := queries.same_person(given_name, family_name, email):
        return known
    return Person.objects.create(
        given_name=given_name, family_name=family_name, email=email, phone=phone, language=language, created_at=at
    )


def _fitting(kind: str, values: Mapping[str, object]) -> dict[str, object]:
    """The values, when this kind has all those fields."""
    if set(values) - set(rules.fields_of(kind)):
        no("not_of_this_kind").require()
    return dict(values)


@contextmanager
def _numbers_once(organisation: Organisation) -> Iterator[None]:
    """Turns the constraint on a number into a refusal that names who has it."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError:
        for field in UNIQUE:
            if other := _who_has(field, organisation):
                raise Refused(no(f"{field}_taken", name=other.name)) from None
        raise


def _who_has(field: str, organisation: Organisation) -> Organisation | None:
    value = getattr(organisation, field)
    others = Organisation.objects.filter(**{field: value}).exclude(pk=organisation.pk)
    if field == "enterprise_number":
        others = others.filter(kind=organisation.kind)
    return others.first() if value else None
