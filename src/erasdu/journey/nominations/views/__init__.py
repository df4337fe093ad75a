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
from erasdu.journey.nominations.views.profiles import profile_by_link, send_form

__all__ = [
    "accept", "accept_several", "correct", "example", "import_done", "import_learners", "index", "nominate",
    "profile_by_link", "send_form", "show", "undo_import", "withdraw",
]  # fmt: skip
