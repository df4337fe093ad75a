"""What becomes of a candidate file, from the school's desk to the learner's answer."""

from erasdu.kernel.lifecycle import Lifecycle, Step

SEATED = ("granted", "accepted")

FILE = Lifecycle(
    "candidate file",
    "preparing",
    (
        "preparing", "handed_in", "returned", "complete", "waiting",
        "granted", "accepted", "declined", "lapsed", "withdrawn",
    ),
    (
        Step("hand_in", ("preparing", "withdrawn"), "handed_in"),
        Step("return", ("handed_in", "complete", "waiting"), "returned"),
        Step("complete_again", ("returned",), "handed_in"),
        Step("approve", ("handed_in",), "complete"),
        Step("put_on_waiting_list", ("complete",), "waiting"),
        Step("grant", ("complete", "waiting"), "granted"),
        Step("accept", ("granted",), "accepted"),
        Step("decline", ("granted",), "declined"),
        Step("lapse", ("granted",), "lapsed"),
        Step("withdraw", ("preparing", "handed_in", "returned", "complete", "waiting", *SEATED), "withdrawn"),
    ),
)  # fmt: skip

ANSWERABLE = ("complete", "waiting")
TO_CHECK = ("handed_in", "returned")
OPEN = ("preparing", *TO_CHECK, *ANSWERABLE)  # may still get a place
HANDED_IN = (*TO_CHECK, *ANSWERABLE, *SEATED, "declined", "lapsed", "withdrawn")
LIFECYCLES = (FILE,)
