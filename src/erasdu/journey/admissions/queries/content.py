"""What a candidate file holds: the CV form and the extract of the report, live and as frozen."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from erasdu.ground.paperwork.rules import Json
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies import access as candidacy_access
from erasdu.journey.candidacies import papers as candidacy_papers
from erasdu.journey.candidacies import queries as candidacies
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import queries as selection
from erasdu.kernel.actor import COORDINATOR, Actor

WORDED = "worded"  # beside the CV form in what a file keeps


def frozen(candidacy: Candidacy) -> dict[str, Any]:
    """What a file keeps when it is handed in: the CV form, and the extract of the report in both languages."""
    # Read with a coordinator's eyes: who may hand in was asked before.
    rows = candidacies.with_form(candidacy_access.candidacies_for(Actor(None, COORDINATOR, via="system")))
    whole = rows.get(pk=candidacy.pk)
    extract = selection.extract_of(whole)
    for printed in extract.values():
        printed["candidates"][0]["late_reason"] = whole.late_reason or printed["candidates"][0]["late_reason"]
    cv = candidacies.cv(whole)
    return {"cv": asdict(cv) | {WORDED: candidacies.cv_words(cv)}, "extract": extract}


def cv_of(file: CandidateFile) -> candidacy_papers.Cv:
    """The CV form as it was when the file was handed in."""
    return candidacy_papers.Cv(**{name: value for name, value in file.cv.items() if name != WORDED})


def cv_words_of(file: CandidateFile) -> Json | None:
    """The words around it as they were then."""
    found: Json | None = file.cv.get(WORDED)
    return found


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion: weight out of 100, score and argument as the extract prints them."""

    title: str
    weight: str
    score: str
    argument: str


@dataclass(frozen=True, slots=True)
class Extract:
    """The learner's part of the selection report, for the screen."""

    reference: str
    total: str
    rank: str
    candidates: str
    lines: list[Line]


def extract_of(file: CandidateFile, language: str) -> Extract | None:
    """What was frozen, in that language, or None before handing in."""
    printed: Mapping[str, Any] = file.extract.get(language) or file.extract.get("nl") or {}
    if not printed:
        return None
    own = printed["candidates"][0]
    rows = zip(printed["criteria"], own["scores"], strict=True)
    return Extract(
        reference=printed["reference"],
        total=own["total"],
        rank=own["rank"],
        candidates=printed["extract_of"],
        lines=[Line(of["title"], of["weight"], score["value"], score["argument"]) for of, score in rows],
    )
