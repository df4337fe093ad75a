"""What the gate of leaving asks of the matching: whether a place and a bed are certain, and whose yes is awaited."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import QuerySet

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.hosting.queries import Certain
from erasdu.journey.hosting.rules import without_bed
from erasdu.journey.matching.models import Answer
from erasdu.journey.matching.rules import Placing
from erasdu.journey.mobilities.queries import Outlines
from erasdu.kernel.actor import CONTACT_POINT, COORDINATOR
from erasdu.kernel.periods import Period


def facts(stays: Outlines, booked: Mapping[int, Sequence[Certain]]) -> dict[int, Placing]:
    """By stay; three queries. `booked`: for good; what was booked beside the board counts as well.

    A bed counts while the checks of its home let this learner sleep there.
    """
    awaited = _awaited(stays)
    doubtful = hosting.doubtful(booked, {pk: of.birth_date for pk, of in stays.items()})
    return {
        pk: Placing(
            of.stay,
            of.learner,
            _works(of.stay, [one.days for one in booked.get(pk, ()) if not one.at_home]),
            pk not in doubtful and _sleeps(of.stay, [one.days for one in booked.get(pk, ()) if one.at_home]),
            tuple(awaited.get(pk, ())),
            CONTACT_POINT if of.receiving else COORDINATOR,
        )
        for pk, of in stays.items()
    }


def _works(stay: Period | None, days: Sequence[Period]) -> bool:
    """Whether what is booked is for these days: what was booked before a stay moved is for nobody.

    Between two places there may be days without work; the weekly programme is held against its own rules.
    """
    if stay is None:
        return bool(days)
    return any(one.contains(stay.start) for one in days) and any(one.contains(stay.end) for one in days)


def _sleeps(stay: Period | None, beds: Sequence[Period]) -> bool:
    """Whether there is a bed in every night from the first to the last: nobody is without one in between."""
    return bool(beds) and (stay is None or not without_bed(stay, beds))


def _awaited(stays: Iterable[int]) -> dict[int, list[str]]:
    """Stay → parties of its match who did not answer yet, in the order in which they were asked.

    After a no nobody's yes matters: it is the turn of who makes the match.
    """
    found: dict[int, list[str]] = defaultdict(list)
    for stay, party in AWAITED.of(stays):
        found[stay].append(party)
    return found


def _rows() -> QuerySet[Answer, tuple[int, str]]:
    rows = Answer.objects.filter(match__mobility__in=THESE, match__ended_at=None, match__state="asked", what="")
    rows = rows.exclude(match__answers__what=Answer.What.NO)
    return rows.order_by("asked_at", "pk").values_list("match__mobility", "party")


AWAITED = Prepared(_rows)
