"""Who sees grant agreements and memberships, and who decides on them."""

from django.db.models import QuerySet

from erasdu.ground.organisations import rules as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.membership.models import GrantAgreement, Membership
from erasdu.journey.membership.states import MEMBERSHIP
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no


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


def may_activate(actor: Actor, membership: Membership) -> Verdict:
    """By hand, until the signed route of agreement and mandate takes over."""
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if membership.state in MEMBERSHIP.sources("activate") else no("membership_active_already"),
        YES if membership.organisation.closed_at is None else no("member_closed"),
    )


def may_end(actor: Actor, membership: Membership) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if membership.state in MEMBERSHIP.sources("end") else no("membership_ended_already"),
    )
