"""Pages of nominations."""

from erasdu.journey.nominations.views.importing import example, import_done, import_learners, undo_import
from erasdu.journey.nominations.views.learners import (
    accept,
    accept_several,
    correct,
    index,
    nominate,
    show,
    withdraw,
)

__all__ = [
    "accept", "accept_several", "correct", "example", "import_done", "import_learners", "index", "nominate", "show",
    "undo_import", "withdraw",
]  # fmt: skip
