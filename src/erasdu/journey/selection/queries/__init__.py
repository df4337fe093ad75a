"""Reading selections: the board of one, what later steps need, what the report is made of."""

from erasdu.journey.selection.queries.board import Board, File, Given, Missing, Sheet, board, file_of, sensitivity
from erasdu.journey.selection.queries.outcomes import (
    Outcome,
    extract_of,
    facts,
    outcome_of,
    overview,
    selected_for,
    summary,
)
from erasdu.journey.selection.queries.own import Own, own_of
from erasdu.journey.selection.queries.reports import pdf_of, report_data

__all__ = [
    "Board",
    "File",
    "Given",
    "Missing",
    "Outcome",
    "Own",
    "Sheet",
    "board",
    "extract_of",
    "facts",
    "file_of",
    "outcome_of",
    "overview",
    "own_of",
    "pdf_of",
    "report_data",
    "selected_for",
    "sensitivity",
    "summary",
]
