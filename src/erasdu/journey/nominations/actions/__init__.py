"""What is done with nominations: one function for each thing."""

from erasdu.journey.nominations.actions.dividing import divide, end_loan, lend, undo_division
from erasdu.journey.nominations.actions.importing import import_learners, undo_import
from erasdu.journey.nominations.actions.nominating import accept, correct, nominate, withdraw
from erasdu.journey.nominations.actions.papers import check_paper, see_card, send_paper
from erasdu.journey.nominations.actions.profiles import look, save_profile, send_form

__all__ = [
    "accept",
    "check_paper",
    "correct",
    "divide",
    "end_loan",
    "import_learners",
    "lend",
    "look",
    "nominate",
    "save_profile",
    "see_card",
    "send_form",
    "send_paper",
    "undo_division",
    "undo_import",
    "withdraw",
]
