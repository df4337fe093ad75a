"""Who is a member under which grant agreement."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    DateTimeField,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import open_schools
from erasdu.journey.membership.access import active_on, standing_on
from erasdu.journey.membership.models import GrantAgreement, Membership
from erasdu.journey.membership.states import ACTIVE, ENDED, INTEREST, SIGNING
from erasdu.kernel.actor import Actor


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


def states_of(grant_agreement: int, organisations: Iterable[int], on: date) -> dict[int, str]:
    """Organisation → how its membership under one grant agreement stands; without one it is not in it."""
    rows = Membership.objects.filter(grant_agreement=grant_agreement, organisation__in=list(organisations))
    return dict(standing_on(rows, on).values_list("organisation", "standing"))


def own_standing(grant_agreement: int, on: date) -> QuerySet[Any]:
    """The membership of each organisation (`OuterRef("pk")`) with its `standing`: for a subquery."""
    rows = Membership.objects.filter(grant_agreement=grant_agreement, organisation=OuterRef("pk"))
    return standing_on(rows, on)


def with_figures(grant_agreements: QuerySet[GrantAgreement], actor: Actor, on: date) -> QuerySet[GrantAgreement]:
    """Each with `active`, `signing` and `waiting`: memberships that stand so and that the actor may count."""
    mine = Membership.objects.filter(grant_agreement=OuterRef("pk"))
    if not actor.is_coordinator:
        mine = mine.filter(organisation__in=actor.scope)
    standing = standing_on(mine, on)
    return grant_agreements.annotate(
        active=_number(standing, ACTIVE), signing=_number(standing, SIGNING), waiting=_number(standing, INTEREST)
    ).order_by("-starts_on", "pk")


def _number(rows: QuerySet[Any], standing: str) -> Coalesce:
    grouped = rows.filter(standing=standing).order_by().values("grant_agreement").annotate(number=Count("pk"))
    return Coalesce(Subquery(grouped.values("number"), output_field=IntegerField()), Value(0))


def schools_under(grant_agreement: GrantAgreement, on: date) -> QuerySet[Organisation]:
    """Every open school, and closed ones that were in it, each with `state` and `membership` (its key) or None."""
    own = own_standing(grant_agreement.pk, on)
    known = Membership.objects.filter(grant_agreement=grant_agreement).values("organisation")
    schools = Organisation.objects.filter(Q(pk__in=open_schools().values("pk")) | Q(pk__in=known))
    rows = schools.select_related("board", "group").annotate(
        state=Subquery(own.values("standing")[:1], output_field=CharField()),
        membership=Subquery(own.values("key")[:1]),
        activated_at=Subquery(own.values("active_since")[:1], output_field=DateTimeField()),
        signing_since=Subquery(own.values("signing_since")[:1]),
        ended_at=Subquery(own.values("ended_at")[:1]),
        end_reason=Subquery(own.values("end_reason")[:1]),
    )
    order = Case(
        When(state=INTEREST, then=0), When(state=SIGNING, then=1), When(state=ACTIVE, then=2),
        When(state=ENDED, then=4), default=3, output_field=IntegerField(),
    )  # fmt: skip
    return rows.annotate(order=order).order_by(F("order"), "name", "pk")
