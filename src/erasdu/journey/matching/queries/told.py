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
from erasdu.kernel.periods import Period

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


OWN_DOING = {"place_withdrawn": Answer.Party.COMPANY, "home_withdrawn": Answer.Party.FAMILY}


def why_over(answer: Answer) -> str:
    """Of a match that has ended, as far as the host may hear it: it said no or withdrew itself ("own"), the learner
    does not come at all ("cancelled"), the stay has other days ("days"), or something else was found ("")."""
    match = answer.match
    if answer.what == Answer.What.NO or OWN_DOING.get(match.end_code) == answer.party:
        return "own"
    if match.mobility.cancelled_at is not None:
        return "cancelled"
    return "days" if new_days(answer) else ""


def new_days(answer: Answer) -> Period | None:
    """The days of the stay, when they are others than those that were asked for."""
    match, now = answer.match, stays.stay_of(answer.match.mobility)
    return now if now is not None and (now.start, now.end) != (match.starts_on, match.ends_on) else None


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
