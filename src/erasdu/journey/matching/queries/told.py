"""Whom a match concerns who has no account: parents, who comes here, hosts; and what a host reads once all agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from erasdu.ground.organisations.queries import contact_points
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.queries import asking
from erasdu.journey.matching.models import Answer
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities import queries as stays
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import deciders
from erasdu.journey.nominations.models import Guardian

SUBJECT = "mobilities.mobility"


def parents_of(stay: Mobility, at: datetime) -> list[Person]:
    """Those who answer for a minor, and of an adult those whom the learner keeps informed.

    Of who goes abroad those for whom the school vouched, of who comes here those whom the partner named.
    """
    if not mobilities.check_telling(SUBJECT, stay.pk, "guardian_1", at):
        return []
    if stay.direction == Mobility.Direction.INCOMING:
        rows = Guardian.objects.filter(nomination__mobility=stay).select_related("person").order_by("position")
        return [row.person for row in rows]
    applied = Candidacy.objects.select_related("learner", "profile").filter(profile=stay.profile_id)
    candidacy = applied.first() if stay.profile_id else None
    if candidacy is None:
        return []
    return [one.person for one in deciders(candidacy, asking.reachable_guardians(candidacy))]


@dataclass(frozen=True, slots=True)
class Expected:
    """Who comes, for a host whose match is confirmed: the name, the days, and whom to call. `needs`: for a family."""

    name: str
    starts_on: date
    ends_on: date
    needs: tuple[str, ...]
    contacts: tuple[Person, ...]
    keeper: str


def expected(answer: Answer) -> Expected | None:
    """None before all agreed, and once it is over."""
    match = answer.match
    if match.state != "confirmed" or match.ended_at is not None or match.placement is None or match.room is None:
        return None
    family = answer.party == Answer.Party.FAMILY
    keeper = match.room.home.keeper if family else match.placement.company.keeper
    needs = stays.needs_of([match.mobility_id]).get(match.mobility_id, frozenset()) if family else frozenset()
    return Expected(
        name=str(match.mobility.person),
        starts_on=match.starts_on,
        ends_on=match.ends_on,
        needs=tuple(sorted(needs)),
        contacts=tuple(contact_points([keeper.pk]).get(keeper.pk, [])),
        keeper=keeper.name,
    )
