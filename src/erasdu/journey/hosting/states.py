"""What can become of an internship place, and of what is taken."""

from erasdu.kernel.lifecycle import Lifecycle, Step

OFFERED, PAUSED, WITHDRAWN = "offered", "paused", "withdrawn"
PLACEMENT = Lifecycle(
    "placement",
    OFFERED,
    (OFFERED, PAUSED, WITHDRAWN),
    (
        Step("pause", (OFFERED,), PAUSED),
        Step("resume", (PAUSED,), OFFERED),
        Step("withdraw", (OFFERED, PAUSED), WITHDRAWN),
    ),
)
HELD, CONFIRMED = "held", "confirmed"
BOOKING = Lifecycle("booking", HELD, (HELD, CONFIRMED), (Step("confirm", (HELD,), CONFIRMED),))
LIFECYCLES = (PLACEMENT, BOOKING)
