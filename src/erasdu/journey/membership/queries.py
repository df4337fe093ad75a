"""Who is a member under which grant agreement."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import open_schools
from erasdu.journey.membership.models import GrantAgreement, Membership
from erasdu.journey.membership.states import ACTIVE, ENDED, INTEREST
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import end_of_day


def active_on(on: date) -> Q:
    """Memberships that are active, and became so by the end of that day."""
    return Q(state=ACTIVE, activated_at__lt=end_of_day(on), organisation__closed_at=None)


def is_active(organisation: Organisation, grant_agreement: GrantAgreement, on: date) -> bool:
    """Whether the organisation is an active member under that grant agreement."""
    rows = Membership.objects.filter(active_on(on), organisation=organisation, grant_agreement=grant_agreement)
    return rows.exists()


def active_members(grant_agreement: int, on: date, among: Iterable[int] | None = None) -> frozenset[int]:
    """Ids of the organisations that are active members, of all or of some."""
    rows = Membership.objects.filter(active_on(on), grant_agreement=grant_agreement)
    if among is not None:
        rows = rows.filter(organisation__in=list(among))
    return frozenset(rows.values_list("organisation", flat=True))


def states_of(grant_agreement: int, organisations: Iterable[int]) -> dict[int, str]:
    """Organisation → state of its membership under one grant agreement; without one it is not in it."""
    rows = Membership.objects.filter(grant_agreement=grant_agreement, organisation__in=list(organisations))
    return dict(rows.values_list("organisation", "state"))


def with_figures(grant_agreements: QuerySet[GrantAgreement], actor: Actor) -> QuerySet[GrantAgreement]:
    """Each with `active` and `waiting`, the numbers of memberships in those states that the actor may count."""
    mine = Q() if actor.is_coordinator else Q(memberships__organisation__in=actor.scope)
    return grant_agreements.annotate(
        active=Count("memberships", filter=mine & Q(memberships__state=ACTIVE)),
        waiting=Count("memberships", filter=mine & Q(memberships__state=INTEREST)),
    ).order_by("-starts_on", "pk")


def schools_under(grant_agreement: GrantAgreement) -> QuerySet[Organisation]:
    """Every open school, and closed ones that were in it, each with `state` and `membership` (its key) or None."""
    own = Membership.objects.filter(grant_agreement=grant_agreement, organisation=OuterRef("pk"))
    known = Membership.objects.filter(grant_agreement=grant_agreement).values("organisation")
    schools = Organisation.objects.filter(Q(pk__in=open_schools().values("pk")) | Q(pk__in=known))
    rows = schools.select_related("board", "group").annotate(
        state=Subquery(own.values("state")[:1]),
        membership=Subquery(own.values("key")[:1]),
        activated_at=Subquery(own.values("activated_at")[:1]),
        ended_at=Subquery(own.values("ended_at")[:1]),
        end_reason=Subquery(own.values("end_reason")[:1]),
    )
    order = Case(
        When(state=INTEREST, then=0), When(state=ACTIVE, then=1), When(state=ENDED, then=3),
        default=2, output_field=IntegerField(),
    )  # fmt: skip
    return rows.annotate(order=order).order_by(F("order"), "name", "pk")
