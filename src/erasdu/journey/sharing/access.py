"""Who sees which snapshots, and who may share, take back and record a ground."""

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from erasdu.ground.organisations import rules as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.sharing import rules
from erasdu.journey.sharing.models import Ground, Share
from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import YES, Verdict, all_of, no


def live(on: date) -> QuerySet[Share]:
    """Shares that count: not taken back, not over, of a stay that was not cancelled, where data may go on that day."""
    rows = Share.objects.filter(revoked_at=None, mobility__state="planned").exclude(Q(snapshot={}) | over(on))
    free = Q(partner__country__in=rules.free_countries(on))
    rows = rows.filter(free | Exists(grounds_on(on).filter(partner=OuterRef("partner"))))
    return rows.select_related("mobility__call", "partner")


def over(on: date) -> Q:
    """Shares of which the last day has passed, by the days of the stay as they are now (`rules.expires`)."""
    ends = Coalesce("mobility__planned_until", "mobility__call__stay_until")
    return Q(LessThan(ends, on - rules.AFTER_STAY))


def visible_for(actor: Actor, on: date) -> QuerySet[Share]:
    """What a partner sees: the live ones that were shared with it."""
    return live(on).filter(partner__in=actor.scope) if actor.is_partner else Share.objects.none()


def shares_for(actor: Actor) -> QuerySet[Share]:
    """For who shares: the coordinator all, a school those of the learners whom it sends."""
    rows = Share.objects.select_related("mobility__person", "mobility__call", "partner", "shared_by")
    if actor.is_coordinator:
        return rows
    school = actor.is_contact_point and not actor.is_partner
    return rows.filter(mobility__sending__in=actor.scope) if school else rows.none()


def grounds_on(on: date) -> QuerySet[Ground]:
    return Ground.objects.filter(since__lte=on).filter(Q(until=None) | Q(until__gte=on))


def receivers(actor: Actor, on: date) -> QuerySet[Organisation]:
    """Of the organisations that somebody acts for those where data of learners may be on that day."""
    free = Q(country__in=rules.free_countries(on)) | Exists(grounds_on(on).filter(partner=OuterRef("pk")))
    return Organisation.objects.filter(free, pk__in=actor.scope)


def may_record_ground(actor: Actor, organisation: Organisation) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if organisation.kind == organisations.PARTNER else no("shared_with_partners"),
    )


def may_share(actor: Actor, mobility: Mobility, partner: Organisation, *, at: datetime) -> Verdict:
    """The coordinator, the sending school and the matching, of who goes abroad, with a partner that may receive it."""
    on = brussels_date(at)
    school = actor.is_contact_point and mobility.sending_id in actor.scope
    who = actor.is_coordinator or school or actor.role == SYSTEM_ROLE
    open_partner = partner.kind == organisations.PARTNER and partner.closed_at is None
    return all_of(
        YES if who else no("not_your_role"),
        YES if mobility.state == "planned" else no("mobility_not_live"),
        YES if mobility.direction == "outgoing" and mobility.profile_id else no("nothing_to_share"),
        YES if open_partner else no("shared_with_partners"),
        rules.may_transfer(partner.country, on, ground=grounds_on(on).filter(partner=partner).exists()),
    )


def may_revoke(actor: Actor, share: Share) -> Verdict:
    """Whoever may share may take it back, at any time."""
    school = actor.is_contact_point and share.mobility.sending_id in actor.scope
    return all_of(
        YES if actor.is_coordinator or school or actor.role == SYSTEM_ROLE else no("not_your_role"),
        YES if share.revoked_at is None else no("share_revoked"),
    )
