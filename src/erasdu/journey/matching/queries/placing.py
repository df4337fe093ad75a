"""What the gate of leaving asks of the matching: whether a place and a bed are certain, and whose yes is awaited."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from erasdu.journey.hosting.queries import Certain
from erasdu.journey.matching.models import Answer
from erasdu.journey.matching.rules import Placing
from erasdu.journey.mobilities.queries import Outlines


def facts(stays: Outlines, booked: Mapping[int, Sequence[Certain]]) -> dict[int, Placing]:
    """By stay; one query. `booked`: for good; what was booked beside the board counts as well."""
    awaited = _awaited(stays)
    return {
        pk: Placing(
            of.stay,
            of.learner,
            any(not one.at_home for one in booked.get(pk, ())),
            any(one.at_home for one in booked.get(pk, ())),
            tuple(awaited.get(pk, ())),
        )
        for pk, of in stays.items()
    }


def _awaited(stays: Iterable[int]) -> dict[int, list[str]]:
    """Stay → parties of its match who did not answer yet, in the order in which they were asked."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Answer.objects.filter(match__mobility__in=list(stays), match__ended_at=None, match__state="asked", what="")
    for stay, party in rows.order_by("asked_at", "pk").values_list("match__mobility", "party"):
        found[stay].append(party)
    return found
