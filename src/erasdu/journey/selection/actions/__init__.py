"""What people do in a selection, one function for each thing."""

from erasdu.journey.selection.actions.assessments import declare_ties, finalise, reopen_assessment, save_scores
from erasdu.journey.selection.actions.complaints import answer_complaint, ask_scores, complain
from erasdu.journey.selection.actions.decisions import (
    Choice,
    choose,
    decide,
    draw_lots,
    move_reserve,
    reopen,
    set_places,
    tell,
)
from erasdu.journey.selection.actions.inputs import ask_input, give_input, remind, withdraw_input
from erasdu.journey.selection.actions.interviews import record_interview, record_practical, record_publicity
from erasdu.journey.selection.actions.panel import add_panellist, remove_panellist, set_lead, start
from erasdu.journey.selection.actions.reports import close, issue_again

__all__ = [
    "Choice",
    "add_panellist",
    "answer_complaint",
    "ask_input",
    "ask_scores",
    "choose",
    "close",
    "complain",
    "decide",
    "declare_ties",
    "draw_lots",
    "finalise",
    "give_input",
    "issue_again",
    "move_reserve",
    "record_interview",
    "record_practical",
    "record_publicity",
    "remind",
    "remove_panellist",
    "reopen",
    "reopen_assessment",
    "save_scores",
    "set_lead",
    "set_places",
    "start",
    "tell",
    "withdraw_input",
]
