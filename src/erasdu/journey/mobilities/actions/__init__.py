"""What is done with a stay."""

from erasdu.journey.mobilities.actions.birthdays import ask_once_more, let_adults_decide
from erasdu.journey.mobilities.actions.bulk import ask_all, papers_job
from erasdu.journey.mobilities.actions.foreseeing import foresee
from erasdu.journey.mobilities.actions.incoming import give_to, nominate, take_out
from erasdu.journey.mobilities.actions.papers import ASKABLE, KINDS, ask_papers
from erasdu.journey.mobilities.actions.permission import ask_permission, permission_elsewhere, set_companions
from erasdu.journey.mobilities.actions.stays import cancel, go_back, go_to, open_for_learner, plan, unplan
from erasdu.journey.mobilities.actions.telling import tell_guardians
from erasdu.journey.mobilities.actions.travellers import correct_birth_date, describe, take_needs_back, tell_needs

__all__ = [
    "ASKABLE",
    "KINDS",
    "ask_all",
    "ask_once_more",
    "ask_papers",
    "ask_permission",
    "cancel",
    "correct_birth_date",
    "describe",
    "foresee",
    "give_to",
    "go_back",
    "go_to",
    "let_adults_decide",
    "nominate",
    "open_for_learner",
    "papers_job",
    "permission_elsewhere",
    "plan",
    "set_companions",
    "take_needs_back",
    "take_out",
    "tell_guardians",
    "tell_needs",
    "unplan",
]
