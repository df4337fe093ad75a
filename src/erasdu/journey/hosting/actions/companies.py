"""What is done to companies of a network."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations import actions as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.places import queries as places
from erasdu.ground.places.models import Town
from erasdu.journey.hosting import access
from erasdu.journey.hosting.actions.parts import person_from, release_all, write
from erasdu.journey.hosting.models import Booking, Company, Placement
from erasdu.journey.hosting.states import WITHDRAWN
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused, no


@transaction.atomic
def add_company(
    keeper: Organisation,
    *,
    organisation: Mapping[str, object],
    values: Mapping[str, object],
    contact: Mapping[str, Any] | None = None,
    by: Actor,
    at: datetime,
) -> Company:
    """Put a company in the network of `keeper`. `organisation`: name, address, number; one that is known is found."""
    access.may_keep(by, keeper).require()
    firm = organisations.find_or_make_company(organisation, by=by, at=at)
    person = person_from(contact, keeper=keeper.pk, at=at)
    try:
        with transaction.atomic():
            made = Company.objects.create(
                organisation=firm, keeper=keeper, contact=person, added_at=at, **{"town": town_of(firm), **values}
            )
    except IntegrityError:
        raise Refused(no("company_known", name=firm.name)) from None
    journal.record("company.added", subjects=[made, keeper], by=by, at=at)
    return made


@transaction.atomic
def edit_company(
    company: Company,
    *,
    organisation: Mapping[str, object],
    values: Mapping[str, object],
    contact: Mapping[str, Any] | None,
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """Name and address are changed only by who alone keeps the company, or by the coordinator."""
    access.may_edit_company(by, company).require()
    firm = company.organisation
    if any(getattr(firm, name) != value for name, value in organisation.items()):
        if not by.is_coordinator and Company.objects.filter(organisation=firm).exclude(pk=company.pk).exists():
            no("company_kept_elsewhere").require()
        organisations.correct_company(firm, organisation, by=by, at=at)
    person = person_from(contact, keeper=company.keeper_id, at=at, known=company.contact)
    write(company, {"town": town_of(firm), **values, "contact": person}, revision)
    journal.record("company.edited", subjects=[company], by=by, at=at)


@transaction.atomic
def locate_company(company: Company, where: Mapping[str, Any] | None, *, by: Actor, at: datetime) -> None:
    """Put a company on the map of which the town was not known. `where`: street, postal code and the town.

    What another network keeps too gets no other address: only where it lies for this one.
    """
    if where is None or company.town_id is not None:
        return
    access.may_edit_company(by, company).require()
    if not Company.objects.filter(organisation=company.organisation).exclude(pk=company.pk).exists():
        told = {name: value for name in ("street", "postal_code") if (value := where[name])}
        organisations.correct_company(company.organisation, told | {"town": str(where["town"])}, by=by, at=at)
    write(company, {"town": where["town"]}, company.revision)
    journal.record("company.edited", subjects=[company], by=by, at=at)


@transaction.atomic
def pause_company(company: Company, *, by: Actor, at: datetime) -> None:
    """Not asked and not proposed until it is resumed; what is booked stands."""
    access.may_pause_company(by, company).require()
    _switch(company, Q(paused_at=None), paused_at=at)
    journal.record("company.paused", subjects=[company], by=by, at=at)


@transaction.atomic
def resume_company(company: Company, *, by: Actor, at: datetime) -> None:
    access.may_resume_company(by, company).require()
    _switch(company, Q(paused_at__isnull=False), paused_at=None)
    journal.record("company.resumed", subjects=[company], by=by, at=at)


@transaction.atomic
def withdraw_company(company: Company, *, reason: str, by: Actor, at: datetime) -> Sequence[Booking]:
    """For good, with all its places. Which bookings were released: these learners need another place."""
    access.may_withdraw_company(by, company).require()
    places = list(Placement.objects.select_for_update().filter(company=company).order_by("pk"))
    _switch(company, Q(), withdrawn_at=at)
    Placement.objects.filter(company=company).update(state=WITHDRAWN, revision=F("revision") + 1)
    released = release_all(Q(placement__in=places), reason=reason, by=by, at=at)
    journal.record("company.withdrawn", subjects=[company], by=by, at=at, released=len(released))
    return released


def town_of(firm: Organisation) -> Town | None:
    """Where it lies on the map; None when its town is not known or its name is that of several."""
    return places.by_name(firm.town, firm.country, firm.postal_code) if firm.town else None


def _switch(company: Company, seen: Q, **columns: object) -> None:
    rows = Company.objects.filter(seen, pk=company.pk, withdrawn_at=None)
    if not rows.update(**columns, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    company.refresh_from_db()
