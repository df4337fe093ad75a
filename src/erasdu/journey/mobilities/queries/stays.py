"""Reading stays: the list of a call, and who is party to one."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.queries import held_up
from erasdu.journey.mobilities import access
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.journey.mobilities.queries.days import days_to_start_from
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period


def of_call(actor: Actor, call: Call) -> QuerySet[Mobility]:
    """The stays of a call that the actor sees, for a list."""
    return access.mobilities_for(actor).filter(call=call)


def parties(mobility: Mobility) -> list[Party]:
    """Who is on the dossier now, in the order in which they came."""
    rows = Party.objects.filter(mobility=mobility, until=None).select_related("person", "organisation")
    return list(rows.order_by("since", "pk"))


def window(mobility: Mobility) -> Period:
    """The days in which the stay must lie."""
    return Period(mobility.call.stay_from, mobility.call.stay_until)


FINAL_DAYS = Prepared(
    lambda: Mobility.objects.filter(
        profile__candidacy__in=THESE, cancelled_at=None, planned_from__isnull=False, planned_until__isnull=False
    ).values_list("profile__candidacy", "planned_from", "planned_until")
)


def stays_of(candidacies: Iterable[int]) -> dict[int, Period]:
    """Candidacy → the final dates of its stay, of those that have them. One query."""
    return {pk: Period(first, last) for pk, first, last in FINAL_DAYS.of(candidacies) if first and last}


def suggested(mobility: Mobility) -> tuple[object, object]:
    """First and last day to start from: what was planned, else those of the destination."""
    if mobility.planned_from:
        return mobility.planned_from, mobility.planned_until
    return days_to_start_from(mobility.call, mobility.destination)


def first_chosen(mobility: Mobility) -> bool:
    """Whether the learner put the destination first; another can come of a match."""
    if mobility.profile_id is None or mobility.destination_id is None:
        return False
    return Candidacy.objects.filter(profile=mobility.profile_id, first_choice=mobility.destination_id).exists()


def on_hold(mobility: Mobility, at: datetime) -> Candidacy | None:
    """The candidacy whose approvals hold this stay up, when they do."""
    if mobility.profile_id is None:
        return None
    return next(iter(held_up(Candidacy.objects.filter(profile=mobility.profile_id), at)), None)
