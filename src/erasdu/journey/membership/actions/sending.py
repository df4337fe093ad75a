"""Sending the papers of a membership, and the agreement with a partner abroad."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Party, Reads
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.people.actions import find_or_make_person
from erasdu.journey.membership import access
from erasdu.journey.membership.models import Cover, Membership
from erasdu.journey.membership.queries import papers
from erasdu.journey.membership.queries.papers import Draft
from erasdu.journey.membership.rules import Order
from erasdu.journey.membership.states import MEMBERSHIP
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no


def send_papers(
    membership: Membership,
    order: Order,
    *,
    schools: Sequence[Organisation],
    form: str,
    by: Actor,
    at: datetime,
) -> tuple[Envelope, Envelope]:
    """Agreement and mandate in one step. Sent before: a new version in which only those bound sign again.

    Both are drawn first, and go out together or not at all.
    """
    access.may_send_papers(by, membership).require()
    allowed = {school.pk for school in papers.coverable(membership)}
    chosen = {school.pk for school in schools}
    if not chosen <= allowed or membership.organisation_id not in chosen:
        no("school_of_another_board").require()
    agreement, mandate = papers.drafts(membership, order, schools, form, by, at)
    legal = papers.legal_person(membership.organisation)
    drafts = [_drafted(one, order, legal, by, at) for one in (agreement, mandate)]
    with transaction.atomic():
        first, second = paperwork.send(drafts)
        _cover(first, schools, order.valid_until)
        _signing(membership, form, by, at)
    return first, second


def send_partner_agreement(
    partner: Organisation,
    order: Order,
    *,
    role: str,
    tasks: Sequence[str],
    country: str,
    by: Actor,
    at: datetime,
) -> Envelope:
    """What a partner abroad does, and that nobody pays; `country`: its name in the language of the paper."""
    access.may_send_partner_agreement(by, partner).require()
    draft = papers.partner_draft(partner, order, role, tasks, country, by, at)
    return paperwork.send([_drafted(draft, order, partner, by, at)])[0]


def _drafted(draft: Draft, order: Order, other: Organisation, by: Actor, at: datetime) -> paperwork.Draft:
    coordinator = draft.readers[0]
    return paperwork.draft(
        draft.code,
        draft.subject,
        parties=_signing_parties(order, other, coordinator, at),
        readers=[Reads("coordinator" if one == coordinator else "member", organisation=one) for one in draft.readers],
        facts=draft.facts,
        language=order.language,
        due_on=order.due_on,
        by=by,
        at=at,
    )


def _signing_parties(order: Order, other: Organisation, coordinator: Organisation, at: datetime) -> list[Party]:
    found = []
    for role, one in order.signers.items():
        person = find_or_make_person(one.given_name, one.family_name, one.email, language=order.language, at=at)
        organisation = coordinator if role == "coordinator" else other
        found.append(Party(role, person, organisation, function=one.function))
    return found


def _cover(envelope: Envelope, schools: Sequence[Organisation], valid_until: date) -> None:
    for school in schools:
        Cover.objects.get_or_create(envelope=envelope, organisation=school, defaults={"valid_until": valid_until})


def _signing(membership: Membership, form: str, by: Actor, at: datetime) -> None:
    """One that is active by hand stays so; one that had ended begins anew."""
    Membership.objects.filter(pk=membership.pk).update(mandate_form=form)
    rows = Membership.objects.filter(pk=membership.pk, state__in=MEMBERSHIP.sources("send"))
    rows.exclude(state=MEMBERSHIP.target("send")).update(
        state=MEMBERSHIP.target("send"), signing_since=at, ended_at=None, end_reason=""
    )
    membership.refresh_from_db()
    subjects = [membership, membership.organisation]
    journal.record("membership.papers_sent", subjects=subjects, by=by, at=at)
