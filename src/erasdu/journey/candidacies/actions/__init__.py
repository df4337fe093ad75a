"""What learners, schools and teachers do to candidacies: one function for each thing."""

from erasdu.journey.candidacies.actions.correcting import answer, ask_correction, propose
from erasdu.journey.candidacies.actions.entering import enter, import_learners, join, undo_import
from erasdu.journey.candidacies.actions.form import apply, save_form
from erasdu.journey.candidacies.actions.school import (
    change_details,
    confirm,
    confirm_eligibility,
    refuse,
    reopen,
    set_guardians,
    take_up_again,
    withdraw,
)

__all__ = [
    "answer",
    "apply",
    "ask_correction",
    "change_details",
    "confirm",
    "confirm_eligibility",
    "enter",
    "import_learners",
    "join",
    "propose",
    "refuse",
    "reopen",
    "save_form",
    "set_guardians",
    "take_up_again",
    "undo_import",
    "withdraw",
]
