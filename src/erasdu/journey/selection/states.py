"""The life of a school's selection in a call."""

from erasdu.kernel.lifecycle import Lifecycle, Step

OPEN, DECIDED, TOLD, CLOSED, REOPENED = "open", "decided", "told", "closed", "reopened"

SELECTION = Lifecycle(
    "selection",
    OPEN,
    (OPEN, DECIDED, TOLD, CLOSED, REOPENED),
    (
        Step("decide", (OPEN, REOPENED), DECIDED),
        Step("tell", (DECIDED,), TOLD),
        Step("close", (TOLD,), CLOSED),
        Step("reopen", (DECIDED, TOLD, CLOSED), REOPENED),
        Step("issue_again", (CLOSED,), CLOSED),
    ),
)
LIFECYCLES = (SELECTION,)

WORKING = SELECTION.sources("decide")  # scores, input and interviews may change
SETTLED = (DECIDED, TOLD, CLOSED)  # the school has decided
KNOWN = (TOLD, CLOSED)  # the candidates know
