"""Personal links for tests, made by the same action as in the platform."""

from datetime import UTC, datetime

from erasdu.ground.links import actions
from erasdu.ground.links.models import Link
from erasdu.ground.organisations.models import Role
from erasdu.ground.people.actions import give_notice
from tests.factories.organisations import RoleFactory

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def make_link(purpose: str = "test.thing", *, role: Role | None = None, noticed: bool = True, days: int = 60) -> Link:
    """A teacher's link to their own school, unless another role is given; `purpose` must be in LINK_DOORS."""
    role = role or RoleFactory(teacher=True)
    if noticed:
        give_notice(role.person, role.kind, "screen", at=AT)
    return actions.issue(role.person, purpose, subject=role.organisation, role=role, at=AT, days=days)
