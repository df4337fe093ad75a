"""Entering covers, seeing cards, taking them away, and what a school declared."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Model

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call
from erasdu.journey.insurance import access
from erasdu.journey.insurance.models import Cover, Declaration
from erasdu.journey.insurance.rules import covers, documents
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no


@transaction.atomic
def enter_policy(organisation: Organisation, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Cover:
    """Once, for all who go with this organisation. In whose name it is follows from whose it is."""
    access.may_keep(by, organisation).require()
    kept = {**values, "holder": _holder(organisation)}
    row = Cover.objects.create(organisation=organisation, entered_at=at, entered_by_id=by.person, **kept)
    journal.record("insurance.policy_entered", subjects=[organisation], by=by, at=at, cover=row.pk, kind=row.kind)
    return row


@transaction.atomic
def enter_cover(mobility: Mobility, values: Mapping[str, Any], *, by: Actor, at: datetime) -> Cover:
    """Of one stay alone."""
    access.may_enter(by, mobility).require()
    row = Cover.objects.create(mobility=mobility, entered_at=at, entered_by_id=by.person, **values)
    journal.record("insurance.cover_entered", subjects=[mobility], by=by, at=at, cover=row.pk, kind=row.kind)
    return row


@transaction.atomic
def see(
    mobility: Mobility,
    *,
    what: str,
    seen_by: str,
    seen_on: date,
    valid_until: date | None,
    insurer: str = "",
    by: Actor,
    at: datetime,
) -> Cover:
    """A card or form that somebody looked at: until when it is valid, and no copy or number. A newer one stands beside
    the older."""
    access.may_enter(by, mobility).require()
    mutual = what == covers.MUTUAL
    where = mobility.destination.country if mobility.destination else ""
    if what == documents.TREATY and not where:
        no("form_of_no_country").require()
    row = Cover.objects.create(
        mobility=mobility, kind=covers.MUTUAL if mutual else covers.HEALTH, document="" if mutual else what,
        holder=covers.LEARNER, insurer=insurer, activities=list(covers.ACTIVITIES),
        territory=[where] if what == documents.TREATY else ["world"],
        ends_on=valid_until, confirmed_by=seen_by, confirmed_on=seen_on, entered_at=at, entered_by_id=by.person,
    )  # fmt: skip
    journal.record("insurance.seen", subjects=[mobility], by=by, at=at, cover=row.pk, kind=row.kind)
    return row


@transaction.atomic
def update(cover: Cover, values: Mapping[str, Any], *, revision: int, by: Actor, at: datetime) -> None:
    """Change a policy or a cover of one stay. `Stale` when somebody was first."""
    access.may_change(by, cover).require()
    kept = {name: value for name, value in values.items() if name != "holder" or cover.organisation_id is None}
    live = Cover.objects.filter(pk=cover.pk, revision=revision, ended_at=None)
    if not live.update(**kept, revision=F("revision") + 1):
        raise Stale
    journal.record("insurance.edited", subjects=[_of(cover)], by=by, at=at, cover=cover.pk, kind=cover.kind)


@transaction.atomic
def end(cover: Cover, *, by: Actor, at: datetime) -> None:
    """It counts no longer; that it was there stays."""
    access.may_change(by, cover).require()
    if not Cover.objects.filter(pk=cover.pk, ended_at=None).update(ended_at=at, revision=F("revision") + 1):
        no("cover_ended").require()
    journal.record("insurance.ended", subjects=[_of(cover)], by=by, at=at, cover=cover.pk, kind=cover.kind)


@transaction.atomic
def declare(mobility: Mobility, *, answer: str, on: date, by: Actor, at: datetime) -> None:
    """The school declared the internship, or says that this is not required."""
    access.may_enter(by, mobility).require()
    days = {"first": mobility.planned_from, "last": mobility.planned_until}
    said = {"answer": answer, "on": on, "by_id": by.person, **days}
    Declaration.objects.update_or_create(mobility=mobility, defaults=said)
    journal.record("insurance.declared", subjects=[mobility], by=by, at=at)


@transaction.atomic
def bring_back(cover: Cover, *, by: Actor, at: datetime) -> None:
    """A policy that was taken away by mistake counts again, with what the insurer confirmed."""
    access.may_bring_back(by, cover).require()
    if not Cover.objects.filter(pk=cover.pk).exclude(ended_at=None).update(ended_at=None, revision=F("revision") + 1):
        no("cover_stands").require()
    journal.record("insurance.brought_back", subjects=[_of(cover)], by=by, at=at, cover=cover.pk, kind=cover.kind)


@transaction.atomic
def undeclare(mobility: Mobility, *, by: Actor, at: datetime) -> None:
    """Said by mistake: nothing is said of declaring the internship any more."""
    access.may_enter(by, mobility).require()
    if not Declaration.objects.filter(mobility=mobility).delete()[0]:
        no("nothing_declared").require()
    journal.record("insurance.undeclared", subjects=[mobility], by=by, at=at)


@transaction.atomic
def declare_all(call: Call, *, on: date, by: Actor, at: datetime) -> int:
    """The school declared the internships of all its learners in this call, where nothing was said yet; how many."""
    rows = list(access.undeclared_for(by, call).order_by("pk"))
    for mobility in rows:
        declare(mobility, answer="yes", on=on, by=by, at=at)
    return len(rows)


def _of(cover: Cover) -> Model:
    subject = cover.organisation or cover.mobility
    assert subject is not None
    return subject


def _holder(organisation: Organisation) -> str:
    coordinator = organisation.kind == Organisation.Kind.COORDINATOR
    return covers.COORDINATOR if coordinator else covers.SENDING
