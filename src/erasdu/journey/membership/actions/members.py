"""What the coordinator does to grant agreements and memberships."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.membership import access
from erasdu.journey.membership.models import GrantAgreement, Membership
from erasdu.journey.membership.states import MEMBERSHIP
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused, no


@transaction.atomic
def create_grant_agreement(
    *, project_code: str, title: str, call_year: int, starts_on: date, ends_on: date, by: Actor, at: datetime
) -> GrantAgreement:
    """`Refused` when the project code is taken or the period is no period."""
    access.may_keep_grant_agreements(by).require()
    values = {"title": title, "call_year": call_year, "starts_on": starts_on, "ends_on": ends_on}
    _in_order(values)
    try:
        with transaction.atomic():
            made = GrantAgreement.objects.create(project_code=project_code, **values)
    except IntegrityError:
        raise Refused(no("project_code_taken")) from None
    journal.record("grant.created", subjects=[made], by=by, at=at)
    return made


@transaction.atomic
def edit_grant_agreement(
    grant_agreement: GrantAgreement, *, by: Actor, at: datetime, revision: int, values: Mapping[str, object]
) -> None:
    """New details over those of `revision`; `Stale` when somebody was first."""
    access.may_keep_grant_agreements(by).require()
    _in_order(values)
    seen = GrantAgreement.objects.filter(pk=grant_agreement.pk, revision=revision)
    try:
        with transaction.atomic():
            if not seen.update(**values, revision=F("revision") + 1):
                raise Stale
    except IntegrityError:
        raise Refused(no("project_code_taken")) from None
    grant_agreement.refresh_from_db()
    journal.record("grant.edited", subjects=[grant_agreement], by=by, at=at)


@transaction.atomic
def remove_grant_agreement(grant_agreement: GrantAgreement, *, by: Actor, at: datetime) -> None:
    """Takes away one that was made by mistake; refused when anything stands under it."""
    access.may_remove_grant_agreement(by, grant_agreement).require()
    journal.record("grant.removed", subjects=[grant_agreement], by=by, at=at)
    try:
        grant_agreement.delete()
    except ProtectedError:
        raise Refused(no("grant_in_use")) from None


@transaction.atomic
def take_in(organisation: Organisation, grant_agreement: GrantAgreement, *, by: Actor, at: datetime) -> Membership:
    """Puts an organisation under a grant agreement, as one that is interested."""
    access.may_take_in(by, organisation).require()
    try:
        with transaction.atomic():
            made = Membership.objects.create(
                organisation=organisation, grant_agreement=grant_agreement, state=MEMBERSHIP.initial, since=at
            )
    except IntegrityError:
        raise Refused(no("member_already")) from None
    journal.record("membership.interest", subjects=[made, organisation, grant_agreement], by=by, at=at)
    return made


@transaction.atomic
def activate(membership: Membership, *, reason: str, by: Actor, at: datetime) -> None:
    """Active from now on, by hand and with a reason, whatever its papers are; also one that had ended."""
    access.may_activate(by, membership, on=brussels_date(at)).require()
    if not reason.strip():
        no("activation_reason_needed").require()
    _step(membership, "activate", activated_at=at, activation_reason=reason, ended_at=None, end_reason="")
    journal.record("membership.activated", subjects=[membership, membership.organisation], by=by, at=at)


@transaction.atomic
def end(membership: Membership, *, reason: str, by: Actor, at: datetime) -> None:
    """Ends it with a reason; enrolments that stand keep standing, new ones are refused."""
    access.may_end(by, membership).require()
    if not reason.strip():
        no("end_reason_needed").require()
    _step(membership, "end", ended_at=at, end_reason=reason)
    journal.record("membership.ended", subjects=[membership, membership.organisation], by=by, at=at)


def _step(membership: Membership, name: str, **changes: object) -> None:
    rows = Membership.objects.filter(pk=membership.pk, state__in=MEMBERSHIP.sources(name))
    if not rows.update(state=MEMBERSHIP.target(name), **changes):
        no("changed_meanwhile").require()
    membership.refresh_from_db()


def _in_order(values: Mapping[str, object]) -> None:
    starts_on, ends_on = values["starts_on"], values["ends_on"]
    if isinstance(starts_on, date) and isinstance(ends_on, date) and ends_on <= starts_on:
        no("grant_ends_before_start").require()
