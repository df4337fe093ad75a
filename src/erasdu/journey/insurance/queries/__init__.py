"""Reading covers: for the gate of leaving, for the page of a stay, for a call, and for the emergency card."""

from erasdu.journey.insurance.queries.facts import facts, worked_days
from erasdu.journey.insurance.queries.pages import Line, lines_of, overview, page, reopened, rules_page, told_of
from erasdu.journey.insurance.queries.policies import draft, holders, inherited, kinds_lacking, policies_of, preview

__all__ = [
    "Line", "draft", "facts", "holders", "inherited", "kinds_lacking", "lines_of", "overview", "page", "policies_of",
    "preview", "reopened", "rules_page", "told_of", "worked_days",
]  # fmt: skip
