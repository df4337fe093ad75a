"""What learners, schools and teachers do to candidacies: one function for each thing."""

from erasdu.journey.candidacies.actions.asking import ask_once_more, ask_papers, remind_papers, take_back_papers
from erasdu.journey.candidacies.actions.correcting import answer, ask_correction, propose
from erasdu.journey.candidacies.actions.entering import enter, import_learners, join, undo_import
from erasdu.journey.candidacies.actions.form import apply, save_form
from erasdu.journey.candidacies.actions.guardians import (
    Authority,
    confirm_guardians,
    lift_hold,
    record_objection,
    set_company_signer,
    set_guardians,
    vouch_again,
)
from erasdu.journey.candidacies.actions.school import (
    change_details,
    confirm,
    confirm_eligibility,
    refuse,
    reopen,
    take_up_again,
    withdraw,
)

__all__ = [
    "Authority",
    "answer",
    "apply",
    "ask_correction",
    "ask_once_more",
    "ask_papers",
    "change_details",
    "confirm",
    "confirm_eligibility",
    "confirm_guardians",
    "enter",
    "import_learners",
    "join",
    "lift_hold",
    "propose",
    "record_objection",
    "refuse",
    "remind_papers",
    "reopen",
    "save_form",
    "set_company_signer",
    "set_guardians",
    "take_back_papers",
    "take_up_again",
    "undo_import",
    "vouch_again",
    "withdraw",
]
