"""What the worker does for hosting: maps are drawn before somebody opens one."""

from time import monotonic

from erasdu.ground.journal import clock
from erasdu.journey.hosting import queries
from erasdu.journey.hosting.models import Company, Home

PATIENCE = 1.0  # seconds: then mail and papers come first, and the rest is for the next round


def draw_maps() -> int:
    """The outlines of every network and of all together, which the cache then has; 1 when some are left."""
    began, on = monotonic(), clock.today()
    keepers = sorted(
        {
            *Company.objects.filter(withdrawn_at=None).values_list("keeper", flat=True),
            *Home.objects.filter(withdrawn_at=None).values_list("keeper", flat=True),
        }
    )
    for some in [keepers, *([keeper] for keeper in keepers)]:
        if some:
            queries.map_of(some, "nl", on)
        if monotonic() - began > PATIENCE:
            return int(some != keepers[-1:])
    return 0
