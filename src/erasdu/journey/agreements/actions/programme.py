"""The days of a plan as its column keeps them."""

from collections.abc import Sequence

from erasdu.journey.agreements import queries
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.rules import Day


def stored(days: Sequence[Day]) -> list[dict[str, str | int]]:
    """The programme as its column keeps it; a break only where one was told."""
    return [
        {
            "on": day.on.isoformat(),
            "kind": day.kind,
            "starts": day.starts.isoformat("minutes") if day.starts and not day.is_idle else "",
            "ends": day.ends.isoformat("minutes") if day.ends and not day.is_idle else "",
        }
        | ({} if day.pause is None or day.is_idle else {"pause": day.pause})
        for day in sorted(days, key=lambda each: each.on)
    ]


def keep_days(plan: LearningPlan) -> None:
    """What goes out to be signed is what the plan says from then on, also of a stay that moved since."""
    days = stored(queries.days_of(plan))
    if days != plan.days:
        LearningPlan.objects.filter(pk=plan.pk).update(days=days)
        plan.days = days
