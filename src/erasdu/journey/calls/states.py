"""What of a call is stored; whether it is open follows from its dates (`rules.stage`)."""

from erasdu.kernel.lifecycle import Lifecycle, Step

DRAFT, PUBLISHED, ARCHIVED = "draft", "published", "archived"

CALL = Lifecycle(
    "call",
    initial=DRAFT,
    states=(DRAFT, PUBLISHED, ARCHIVED),
    steps=(
        Step("publish", (DRAFT,), PUBLISHED),
        Step("archive", (PUBLISHED,), ARCHIVED),
    ),
)
