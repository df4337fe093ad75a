"""The life of a membership. Part 2 puts agreement and mandate between interest and active."""

from erasdu.kernel.lifecycle import Lifecycle, Step

INTEREST, ACTIVE, ENDED = "interest", "active", "ended"

MEMBERSHIP = Lifecycle(
    "membership",
    initial=INTEREST,
    states=(INTEREST, ACTIVE, ENDED),
    steps=(
        Step("activate", (INTEREST, ENDED), ACTIVE),
        Step("end", (INTEREST, ACTIVE), ENDED),
    ),
)
