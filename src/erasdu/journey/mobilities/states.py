"""What can become of a mobility; later steps add their own between planned and closed."""

from erasdu.kernel.lifecycle import Lifecycle, Step

MOBILITY = Lifecycle(
    "mobility",
    "planned",
    ("planned", "cancelled"),
    (Step("cancel", ("planned",), "cancelled"),),
)
LIFECYCLES = (MOBILITY,)
