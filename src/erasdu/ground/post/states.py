"""What can become of a letter."""

from erasdu.kernel.lifecycle import Lifecycle, Step

LETTER = Lifecycle(
    "letter",
    "queued",
    ("queued", "sent", "delivered", "bounced", "failed", "cancelled"),
    (
        Step("send", ("queued",), "sent"),
        Step("refuse", ("queued",), "bounced"),
        Step("give_up", ("queued",), "failed"),
        Step("try_again", ("failed", "bounced"), "queued"),
        Step("cancel", ("queued",), "cancelled"),
        Step("confirm_delivery", ("sent",), "delivered"),
        Step("come_back", ("sent", "delivered"), "bounced"),
    ),
)
