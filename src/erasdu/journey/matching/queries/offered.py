"""What an organisation says yes to: the place and the bed that were found for a learner."""

from __future__ import annotations

from dataclasses import dataclass

from erasdu.journey.matching.models import Answer
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor

HOSTS = (Answer.Party.COMPANY, Answer.Party.FAMILY)


@dataclass(frozen=True, slots=True)
class Offered:
    """`learner`: the whole name, for who sends or receives them, "" for others. `home`: its name, for who keeps it."""

    learner: str
    company: str
    company_town: str
    occupation: str
    tasks: tuple[str, ...]
    own_tasks: str
    home: str
    kind: str
    shared: bool
    home_town: str
    minutes: int | None


def offered(actor: Actor, answer: Answer) -> Offered | None:
    """None for a question to a host, which hears of the other host nothing."""
    match = answer.match
    if answer.party in HOSTS or match.placement is None or match.room is None:
        return None
    place, home = match.placement, match.room.home
    return Offered(
        learner=str(match.mobility.person) if _knows(answer) else "",
        company=place.company.organisation.name,
        company_town=str(place.company.town or ""),
        occupation=place.occupation,
        tasks=tuple(place.tasks),
        own_tasks=place.own_tasks,
        home=home.name if home.keeper_id in actor.scope or actor.is_coordinator else "",
        kind=home.get_kind_display(),
        shared=match.room.beds > 1,
        home_town=str(home.town or ""),
        minutes=match.minutes,
    )


def _knows(answer: Answer) -> bool:
    """A partner of whom it receives reads what was shared, elsewhere."""
    return answer.party != Answer.Party.PARTNER or answer.match.mobility.direction == Mobility.Direction.INCOMING
