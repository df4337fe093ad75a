"""What can become of an envelope, and of one signer in it."""

from erasdu.kernel.lifecycle import Lifecycle, Step

OPEN, SIGNED, COMPLETE = "open", "signed", "complete"
DECLINED, WITHDRAWN, SUPERSEDED = "declined", "withdrawn", "superseded"

ENVELOPE = Lifecycle(
    "envelope",
    OPEN,
    (OPEN, SIGNED, COMPLETE, DECLINED, WITHDRAWN, SUPERSEDED),
    (
        Step("finish", (OPEN,), SIGNED),
        Step("seal", (SIGNED,), COMPLETE),
        Step("decline", (OPEN,), DECLINED),
        Step("withdraw", (OPEN, SIGNED, DECLINED), WITHDRAWN),
        Step("supersede", (OPEN, SIGNED, COMPLETE, DECLINED), SUPERSEDED),
    ),
)

WAITING, ASKED, DONE, REFUSED, PASSED_ON, REVOKED = "waiting", "asked", "signed", "declined", "passed_on", "revoked"

SIGNER = Lifecycle(
    "signer",
    WAITING,
    (WAITING, ASKED, DONE, REFUSED, PASSED_ON, REVOKED),
    (
        Step("ask", (WAITING,), ASKED),
        Step("sign", (ASKED,), DONE),
        Step("decline", (ASKED,), REFUSED),
        Step("pass_on", (WAITING, ASKED), PASSED_ON),
        Step("revoke", (DONE,), REVOKED),
    ),
)

LIVE = (OPEN, SIGNED, COMPLETE)  # an envelope that says how its document stands
LIFECYCLES = (ENVELOPE, SIGNER)
