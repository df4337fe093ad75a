"""What becomes of a nomination. Where the learner goes is the stay's own: its receiving school."""

from erasdu.kernel.lifecycle import Lifecycle, Step

NOMINATION = Lifecycle(
    "nomination",
    "nominated",
    ("nominated", "accepted", "withdrawn"),
    (
        Step("accept", ("nominated",), "accepted"),
        Step("withdraw", ("nominated", "accepted"), "withdrawn"),
    ),
)
LIFECYCLES = (NOMINATION,)
NOMINATED, ACCEPTED, WITHDRAWN = "nominated", "accepted", "withdrawn"
LIVE = (NOMINATED, ACCEPTED)
