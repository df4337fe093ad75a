"""What can become of a match: agreed is not stored, it follows from everybody's yes."""

from erasdu.kernel.lifecycle import Lifecycle, Step

LIVE = ("proposed", "asked", "confirmed")
MATCH = Lifecycle(
    "match",
    "proposed",
    ("proposed", "asked", "confirmed", "ended"),
    (
        Step("ask", ("proposed",), "asked"),
        Step("confirm", ("proposed", "asked"), "confirmed"),
        Step("end", LIVE, "ended"),
    ),
)
LIFECYCLES = (MATCH,)
