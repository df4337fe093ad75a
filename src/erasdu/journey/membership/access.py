"""Who sees grant agreements and memberships, and who decides on them."""

from datetime import date
from typing import Any

from django.db.models import Case, CharField, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Greatest

from erasdu.ground.organisations import access as organisations_access
from erasdu.ground.organisations import rules as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.paperwork.queries import in_force
from erasdu.journey.membership.models import GrantAgreement, Membership
from erasdu.journey.membership.papers import COOPERATION, MANDATE
from erasdu.journey.membership.states import ACTIVE, ENDED, INTEREST, MEMBERSHIP, SIGNING
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import end_of_day
from erasdu.kernel.verdict import YES, Verdict, all_of, no

# -- rows ------------------------------------------------------------------------------------------


def grant_agreements_for(actor: Actor) -> QuerySet[GrantAgreement]:
    """The coordinator's; a contact point sees those under which its schools are."""
    if actor.is_coordinator:
        return GrantAgreement.objects.all()
    own = memberships_for(actor).values("grant_agreement")
    return GrantAgreement.objects.filter(pk__in=own)


def memberships_for(actor: Actor) -> QuerySet[Membership]:
    if actor.is_coordinator:
        return Membership.objects.all()
    if actor.is_contact_point:
        return Membership.objects.filter(organisation__in=actor.scope)
    return Membership.objects.none()


def agreement_holders_for(actor: Actor) -> QuerySet[Organisation]:
    """Organisations with which an agreement is made: boards, schools and partners that the actor sees."""
    if not (actor.is_coordinator or actor.is_contact_point):
        return Organisation.objects.none()
    return organisations_access.organisations_for(actor).filter(kind__in=organisations.AGREES)


# -- how a membership stands -----------------------------------------------------------------------


def active_on(on: date) -> Q:
    """Memberships that are active by the end of that day: by hand, or because both papers are in force."""
    signed = Q(state=SIGNING, signing_since__lt=end_of_day(on)) & Q(Exists(_agreements(on))) & Q(Exists(_mandates(on)))
    return (Q(state=ACTIVE, activated_at__lt=end_of_day(on)) | signed) & Q(organisation__closed_at=None)


def standing_on(rows: QuerySet[Membership], on: date) -> QuerySet[Any]:
    """Each with `standing` (as `states.standing`), and `active_since` when it is active: the later signature."""
    agreed = Subquery(_agreements(on).order_by("signed_at").values("signed_at")[:1])
    mandated = Subquery(_mandates(on).values("signed_at")[:1])
    standing = Case(
        When(active_on(on), then=Value(ACTIVE)),
        When(state__in=(SIGNING, ACTIVE), organisation__closed_at__isnull=False, then=Value(ENDED)),
        When(state=ACTIVE, then=Value(INTEREST)),  # not yet on that day
        default=F("state"),
        output_field=CharField(),
    )
    since = Case(
        When(standing=ACTIVE, state=ACTIVE, then=F("activated_at")),
        When(standing=ACTIVE, then=Greatest(agreed, mandated, F("signing_since"))),
        output_field=DateTimeField(),
    )
    return rows.annotate(standing=standing).annotate(active_since=since)


def _agreements(on: date) -> QuerySet[Envelope]:
    covering = in_force(COOPERATION).filter(covers__organisation=OuterRef("organisation"), covers__valid_until__gte=on)
    return covering.filter(signed_at__lt=end_of_day(on))


def _mandates(on: date) -> QuerySet[Envelope]:
    own = in_force(MANDATE).filter(
        document__subject_kind=Membership._meta.label_lower, document__subject_pk=OuterRef("pk")
    )
    return own.filter(signed_at__lt=end_of_day(on))


def standing_of(membership: Membership, on: date) -> str:
    return str(standing_on(Membership.objects.filter(pk=membership.pk), on).get().standing)


# -- verbs -----------------------------------------------------------------------------------------


def may_keep_grant_agreements(actor: Actor) -> Verdict:
    return YES if actor.is_coordinator else no("not_your_role")


def may_remove_grant_agreement(actor: Actor, grant_agreement: GrantAgreement) -> Verdict:
    """Only one that nothing stands under; calls are looked at by the database's own protection."""
    used = grant_agreement.memberships.exists()
    return all_of(may_keep_grant_agreements(actor), no("grant_in_use") if used else YES)


def may_take_in(actor: Actor, organisation: Organisation) -> Verdict:
    """Whether an organisation may be put under a grant agreement."""
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if organisation.kind in organisations.SENDING else no("not_a_sending_organisation"),
        YES if organisation.closed_at is None else no("member_closed"),
    )


def may_activate(actor: Actor, membership: Membership, *, on: date) -> Verdict:
    """By hand, with a reason: beside the signed route of agreement and mandate."""
    state = standing_of(membership, on)
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if membership.organisation.closed_at is None else no("member_closed"),
        YES if state in MEMBERSHIP.sources("activate") else no("membership_active_already"),
    )


def may_end(actor: Actor, membership: Membership) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if membership.state in MEMBERSHIP.sources("end") else no("membership_ended_already"),
    )


def may_send_papers(actor: Actor, membership: Membership) -> Verdict:
    """Agreement and mandate, to who signs for the school board and for the coordinator; again as a new version."""
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if membership.organisation.closed_at is None else no("member_closed"),
    )


def may_send_partner_agreement(actor: Actor, organisation: Organisation) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if organisation.kind == organisations.PARTNER else no("not_a_partner"),
        YES if organisation.closed_at is None else no("member_closed"),
    )
