"""Reading covers: for the gate of leaving, for the page of a stay, for a call, and for the emergency card."""

from erasdu.journey.insurance.queries.facts import facts, home_cards, in_force, worked_days
from erasdu.journey.insurance.queries.pages import Line, lines_of, overview, page, reopened, told_of
from erasdu.journey.insurance.queries.policies import draft, holders, inherited, kinds_lacking, policies_of, preview
from erasdu.journey.insurance.queries.ruling import RulesPage, asked_in, draft_rule, rules_page, turned

__all__ = [
    "Line", "RulesPage", "asked_in", "draft", "draft_rule", "facts", "holders", "home_cards", "in_force", "inherited",
    "kinds_lacking", "lines_of", "overview", "page", "policies_of", "preview", "reopened", "rules_page", "told_of",
    "turned", "worked_days",
]  # fmt: skip
