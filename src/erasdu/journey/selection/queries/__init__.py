"""Reading selections: the board of one, what later steps need, what the report is made of."""

from erasdu.journey.selection.queries.board import (
    Board,
    File,
    Given,
    Line,
    Missing,
    Sheet,
    board,
    decidable,
    file_of,
    sensitivity,
)
from erasdu.journey.selection.queries.cv import Parts, cv_of
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
from erasdu.journey.selection.queries.reports import complaint_defaults, pdf_of, report_content, report_data
from erasdu.journey.selection.queries.ties import Asked, AskedPage, asked_by_person, asked_of, signs

__all__ = [
    "Asked",
    "AskedPage",
    "Board",
    "File",
    "Given",
    "Line",
    "Missing",
    "Outcome",
    "Own",
    "Parts",
    "Sheet",
    "asked_by_person",
    "asked_of",
    "board",
    "complaint_defaults",
    "cv_of",
    "decidable",
    "extract_of",
    "facts",
    "file_of",
    "outcome_of",
    "overview",
    "own_of",
    "pdf_of",
    "report_content",
    "report_data",
    "selected_for",
    "sensitivity",
    "signs",
    "summary",
]
