"""What a call asks of one person, for the page on which they say that it is done; and what waits for a look."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from erasdu.ground.look.words import called
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import access, rules
from erasdu.journey.readiness.access import acting
from erasdu.journey.readiness.models import Done, OwnRequirement, Said
from erasdu.journey.readiness.queries import composing
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import Requirement

HOLDER = "holder"  # of a personal link


@dataclass(frozen=True, slots=True)
class AskedOf:
    """One thing for one learner. `state`: "open", "said" or "met".

    `mine`: what this person said of it and can take back; `again`: why it was not in order when somebody looked.
    """

    own: OwnRequirement
    stay: Mobility
    title: str
    by: date | None
    state: str
    mine: Said | None
    again: str

    @property
    def name(self) -> str:
        return self.stay.person.given_name


def asked_of(actor: Actor, on: date) -> list[AskedOf]:
    """All that is asked of this person, what is open first; after leaving only what payment or closing waits for."""
    stays = list(acting.stays_for(actor))
    rows = {
        rules.PREFIX + row.key: row
        for row in OwnRequirement.objects.filter(call__in={stay.call_id for stay in stays}, ended_at=None)
    }
    roles = acting.roles_of(actor, stays, on) if rows else {}
    mine = [stay for stay in stays if any(row.who in roles.get(stay.pk, ()) for row in rows.values())]
    found = composing.requirements_of(mine, on)
    said = _said_of(mine)
    shown = [
        _asked(actor, rows[item.code], stay, item, said)
        for stay in mine
        for item in found[stay.pk]
        if item.code in rows and rows[item.code].who in roles[stay.pk] and _is_asked(item, stay, on)
    ]
    return sorted(shown, key=lambda one: (("open", "said", "met").index(one.state), one.by or date.max))


def _is_asked(item: Requirement, stay: Mobility, on: date) -> bool:
    left = stay.planned_from is not None and stay.planned_from < on
    if item.state == "not_applicable" or (left and not item.blocks & rules.AFTERWARDS):
        return False
    return item.met or not item.settled


def _said_of(stays: Sequence[Mobility]) -> dict[tuple[int, int], Said]:
    """(own requirement, stay) → what was said of it last."""
    rows = Said.objects.filter(mobility__in=stays, undone_at=None).order_by("at", "pk")
    return {(row.own_id, row.mobility_id): row for row in rows}


def _asked(
    actor: Actor, own: OwnRequirement, stay: Mobility, item: Requirement, said: dict[tuple[int, int], Said]
) -> AskedOf:
    last = said.get((own.pk, stay.pk))
    state = "met" if item.met else "said" if item.why in (rules.SAID, rules.CANNOT) else "open"
    mine = last is not None and not last.answer and last.by_id == actor.person
    again = last.reason if last is not None and state == "open" else ""
    return AskedOf(own, stay, called(item), item.by, state, last if mine else None, again)


def to_look_at(actor: Actor) -> QuerySet[Said]:
    """What was said of the stays that this person looks after, and nobody looked at yet; the oldest first."""
    done = Done.objects.filter(own=OuterRef("own"), mobility=OuterRef("mobility"), undone_at=None)
    rows = access.said_for(actor).filter(undone_at=None, answer="", own__ended_at=None, mobility__state="planned")
    return rows.exclude(Exists(done)).order_by("at", "pk")
