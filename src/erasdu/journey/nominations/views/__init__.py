"""Pages of nominations."""

from erasdu.journey.nominations.views.dividing import board, divide, end_loan, lend, loans, undo_division
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
from erasdu.journey.nominations.views.needs import needs_back_by_link, needs_by_link
from erasdu.journey.nominations.views.papers import check_paper, ledger, paper
from erasdu.journey.nominations.views.profiles import profile_by_link, send_form
from erasdu.journey.nominations.views.receiving import incoming, incoming_copy, incoming_learner, incoming_open

__all__ = [
    "accept",
    "accept_several",
    "board",
    "check_paper",
    "correct",
    "divide",
    "end_loan",
    "example",
    "import_done",
    "import_learners",
    "incoming",
    "incoming_copy",
    "incoming_learner",
    "incoming_open",
    "index",
    "ledger",
    "lend",
    "loans",
    "needs_back_by_link",
    "needs_by_link",
    "nominate",
    "paper",
    "profile_by_link",
    "send_form",
    "show",
    "undo_division",
    "undo_import",
    "withdraw",
]
