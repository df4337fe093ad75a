"""Roles of a person, and the scope of organisations that each covers."""

from django.db.models import Q, QuerySet

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.kernel.actor import ACCOUNT_ROLES, COORDINATOR, Actor

SCHOOLS = (Organisation.Kind.SCHOOL, Organisation.Kind.TRAINING_CENTRE)


def live_roles(person: int) -> QuerySet[Role]:
    """Roles that have not ended, at organisations that have not closed; those of an account first."""
    roles = Role.objects.filter(person_id=person, until=None, organisation__closed_at=None)
    return roles.select_related("organisation").order_by("since", "pk")


def account_roles(person: int) -> list[Role]:
    """The roles in which a person signs in, the widest first."""
    found = [role for role in live_roles(person) if role.kind in ACCOUNT_ROLES]
    return sorted(found, key=lambda role: (ACCOUNT_ROLES.index(role.kind), role.pk))


def scope_of(organisation: Organisation) -> frozenset[int]:
    """The organisation itself and every school that it acts for: a board or group for its schools."""
    if organisation.kind == Organisation.Kind.BOARD:
        below = Q(board=organisation)
    elif organisation.kind == Organisation.Kind.GROUP:
        below = Q(group=organisation) | Q(board__group=organisation)
    else:
        return frozenset({organisation.pk})
    schools = Organisation.objects.filter(below, closed_at=None).values_list("pk", flat=True)
    return frozenset({organisation.pk, *schools})


def actor_of(role: Role, *, via: str = "account", link: int | None = None) -> Actor:
    """The actor that a live role makes. A coordinator's scope is everything: rows ask `is_coordinator`."""
    scope = frozenset() if role.kind == COORDINATOR else scope_of(role.organisation)
    return Actor(role.person_id, role.kind, role.organisation_id, scope, via, link)
