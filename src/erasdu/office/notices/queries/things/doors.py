"""By which personal link they come in whom a call asks something and who have no account: parents, hosts, companies."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.db.models import OuterRef, Subquery

from erasdu.ground.links.models import Link
from erasdu.ground.post.queries import place_of
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.readiness.access import acting

PAPERS, OFFERS = "paperwork.own", "hosting.offer"
PROFILE, NEEDS_PAGE = "nominations.profile", "needs"
Role = tuple[int, str]  # of a stay
Doors = Mapping[Role, Mapping[int, str]]  # → person → the place of their link in a text


class AllDoors:
    """Who of these roles has an address and a link that works, on any day.

    Read at once, in at most five queries; none when no role is asked.
    """

    def __init__(self, stays: Sequence[Mobility], roles: Collection[str]) -> None:
        self.acting = acting.known_by_link(stays, roles)
        self.links = _links(self.acting.everybody())

    def on(self, day: date) -> Doors:
        found = self.acting.on(day)
        return {role: {pk: self.links[pk] for pk in pks if pk in self.links} for role, pks in found.items()}


def link_of(person: int) -> Link | None:
    """The link to all that is theirs; of a host the one to its offers first."""
    return _rows([person]).get(person)


def _links(persons: Collection[int]) -> dict[int, str]:
    """Person with an address → the place of that link in a text."""
    return {pk: place_of(link) for pk, link in _rows(persons).items()}


def _rows(persons: Collection[int]) -> dict[int, Link]:
    if not persons:
        return {}
    rows = Link.objects.filter(purpose__in=(PAPERS, OFFERS), person__in=persons, revoked_at=None)
    rows = rows.filter(person__erased_at=None).exclude(person__email="")
    return {link.person_id: link for link in sorted(rows, key=lambda link: (link.purpose == OFFERS, link.pk))}


def to_needs(stays: Collection[int]) -> dict[int, Mapping[int, str]]:
    """Stay → the learner, with the place of their own link to the page that asks what must be so where they sleep.

    Of who has an address and such a link. One query, none without stays.
    """
    about = Nomination.objects.filter(pk=OuterRef("subject_pk")).order_by().values("mobility")
    rows = Link.objects.filter(
        purpose=PROFILE, revoked_at=None, person__erased_at=None,
        person__in=Mobility.objects.filter(pk__in=stays).values("person"),
    ).exclude(person__email="")  # fmt: skip
    known = rows.annotate(stay=Subquery(about)).order_by("pk") if stays else ()
    return {link.stay: {link.person_id: place_of(link, NEEDS_PAGE)} for link in known if link.stay in stays}
