"""What becomes of a candidate file, from the school's desk to the learner's answer."""

from erasdu.kernel.lifecycle import Lifecycle, Step

FILE = Lifecycle(
    "candidate file",
    "preparing",
    (
        "preparing", "handed_in", "returned", "complete", "waiting",
        "granted", "accepted", "declined", "lapsed", "withdrawn",
    ),
    (
        Step("hand_in", ("preparing",), "handed_in"),
        Step("return", ("handed_in", "complete", "waiting"), "returned"),
        Step("complete_again", ("returned",), "handed_in"),
        Step("approve", ("handed_in",), "complete"),
        Step("put_on_waiting_list", ("complete",), "waiting"),
        Step("grant", ("complete", "waiting"), "granted"),
        Step("accept", ("granted",), "accepted"),
        Step("decline", ("granted",), "declined"),
        Step("lapse", ("granted",), "lapsed"),
        Step("withdraw", ("preparing", "handed_in", "returned", "complete", "waiting", "granted", "accepted"), "withdrawn"),
    ),
)  # fmt: skip

SEATED = ("granted", "accepted")
HANDED_IN = tuple(sorted(FILE.states - {"preparing"}))
ANSWERABLE = ("complete", "waiting")
