"""The stays of a call of which the days are not set yet, by where they go, and the days to start from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.mobilities import access, rules
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Verdict

NOWHERE = "nowhere"  # the destination is not known yet


@dataclass(frozen=True, slots=True)
class WithoutDays:
    """Where these stays go, or who receives them: both None while nobody knows. `first`, `last`: to start from."""

    key: str
    destination: Destination | None
    receiving: Organisation | None
    stays: list[Mobility]
    first: date | None
    last: date | None


def without_days(actor: Actor, call: Call) -> list[WithoutDays]:
    """Those that the actor sees and that are live, in the order of the destinations. One query."""
    rows = access.mobilities_for(actor).filter(call=call, state="planned", planned_from=None)
    ordered = rows.select_related("person", "sending", "destination", "receiving").order_by(
        "destination__position", "destination", "receiving__name", "sending__name", "person__family_name", "pk"
    )
    found: dict[str, list[Mobility]] = {}
    for stay in ordered:
        found.setdefault(_where(stay), []).append(stay)
    return [_group(key, call, stays) for key, stays in found.items()]


def fits(call: Call, first: date, last: date) -> Verdict:
    """Whether a stay of these days, both included, may be in this call."""
    window = Period(call.stay_from, call.stay_until)
    return rules.may_plan(Period(first, last), window, call.min_days, call.max_days)


def days_to_start_from(call: Call, destination: Destination | None) -> tuple[date | None, date | None]:
    """Those of the destination; where they are more than the call allows only the first of them."""
    if destination is None:
        return None, None
    first, last = destination.starts_on, destination.ends_on
    return first, last if fits(call, first, last) else None


def _where(stay: Mobility) -> str:
    if stay.destination_id:
        return f"to{stay.destination_id}"
    return stay.receiving.key if stay.receiving else NOWHERE


def _group(key: str, call: Call, stays: list[Mobility]) -> WithoutDays:
    one = stays[0]
    first, last = days_to_start_from(call, one.destination)
    return WithoutDays(key, one.destination, one.receiving if one.destination is None else None, stays, first, last)
