"""The states of a candidacy. Whether the school confirmed the learner is a moment, not a state."""

from erasdu.kernel.lifecycle import Lifecycle, Step

DRAFT, APPLIED, WITHDRAWN, REFUSED = "draft", "applied", "withdrawn", "refused"
LIVE = (DRAFT, APPLIED)

CANDIDACY = Lifecycle(
    "candidacy",
    DRAFT,
    (DRAFT, APPLIED, WITHDRAWN, REFUSED),
    (
        Step("apply", (DRAFT,), APPLIED),
        Step("reopen", (APPLIED,), DRAFT),
        Step("withdraw", LIVE, WITHDRAWN),
        Step("refuse", LIVE, REFUSED),
        Step("take_up_again", (WITHDRAWN, REFUSED), DRAFT),
    ),
)
LIFECYCLES = (CANDIDACY,)
