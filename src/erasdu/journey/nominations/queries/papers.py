"""How the papers of a partner's own stand, of one learner."""

from dataclasses import dataclass

from django.utils.translation import get_language

from erasdu.journey.nominations import rules
from erasdu.journey.nominations.models import HomePaper, Nomination
from erasdu.journey.nominations.rules.clauses import Clause


@dataclass(frozen=True, slots=True)
class PaperLine:
    """`lacks`: words of what was not found in it."""

    kind: str
    name: str
    paper: HomePaper | None
    lacks: list[str]


def papers_of(nomination: Nomination) -> list[PaperLine]:
    """Each kind in the order of the list, sent or not. One query."""
    there = {paper.kind: paper for paper in HomePaper.objects.filter(nomination=nomination)}
    return [_line(kind, there.get(kind)) for kind in rules.KINDS]


def _line(kind: str, paper: HomePaper | None) -> PaperLine:
    words = {clause.code: clause_text(clause) for clause in rules.CLAUSES.get(kind, ())}
    lacks = [words.get(code, code) for code in paper.lacks] if paper else []
    return PaperLine(kind, str(HomePaper.Kind(kind).label), paper, lacks)


def paper_of(nomination: Nomination, kind: str) -> HomePaper | None:
    return HomePaper.objects.filter(nomination=nomination, kind=kind).select_related("nomination__mobility").first()


def clause_text(clause: Clause) -> str:
    return clause.en if (get_language() or "nl").startswith("en") else clause.nl
