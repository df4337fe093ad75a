"""The complement to a learning agreement: what was reached of each outcome, who assessed it and when.

It is made of the same plan: `Told` says who and where, `Assessed` what came of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from erasdu.ground.paperwork.rules import Beside, Facts, Kind
from erasdu.journey.agreements.papers.learning import (
    FOLDER,
    HOSTING,
    NOBODY,
    SCHOOL,
    Pair,
    Told,
    names_of,
    specimen_given,
    specimen_told,
    wording_beside,
    words_of,
)
from erasdu.kernel.periods import Period
from erasdu.kernel.typeset import day_text

CODE = "agreements.complement"
COMPLEMENT = Kind(
    code=CODE,
    folder=FOLDER,
    signers=(("host", "partner"), ("contact_point",)),
    # When the learner was there and what was reached bind both.
    binds={"reference": NOBODY, "overall": HOSTING | SCHOOL, "school": SCHOOL, "counting": SCHOOL, "reading": NOBODY},
    explained=frozenset({"host"}),
)


@dataclass(frozen=True, slots=True)
class Result:
    """One outcome: planned so far, reached so far, and what the host remarks."""

    text: Pair
    planned: str
    reached: str
    remark: str


@dataclass(frozen=True, slots=True)
class Assessed:
    """What host and school found. `component`: whether the days count as the working component, empty where none is."""

    stay: Period
    results: Sequence[Result]
    overall: str
    found_by: str
    found_on: date
    component: str
    judgement: str
    judged_by: str
    judged_on: date


def facts(told: Told, assessed: Assessed, language: str, *, beside: bool) -> Facts:
    """For the content in that language; `beside`: another one stands beside it."""
    known = words_of(language)
    own = told.facts(language, beside=beside)
    labels = known["assessed"]
    return {
        **{name: own[name] for name in SHARED},
        "stay_from": day_text(assessed.stay.start, language),
        "stay_until": day_text(assessed.stay.end, language),
        "results": {
            "head": known["head_results"],
            "rows": [_row(told, result, language, known) for result in assessed.results],
        },
        "overall": assessed.overall,
        "found": [[labels["by"], assessed.found_by], [labels["on"], day_text(assessed.found_on, language)]],
        "component": known["component"].get(assessed.component, ""),
        "judgement": assessed.judgement,
        "judged": [[labels["by"], assessed.judged_by], [labels["on"], day_text(assessed.judged_on, language)]],
    }


SHARED = (
    "learner", "born", "studies", "sending", "sending_address", "host", "host_town", "occupation", "call", "references",
    "qualified", "counted", "beside",
)  # fmt: skip


def _row(told: Told, result: Result, language: str, known: Mapping[str, Any]) -> list[str]:
    planned, reached = known["levels"].get(result.planned, result.planned), known["reached"][result.reached]
    return [told.in_language(result.text, language), planned, reached, result.remark]


def beside(told: Told, assessed: Assessed, signed: str, other: str) -> Beside | None:
    """The second column; None when it would be the same language."""
    if signed == other:
        return None
    theirs = facts(told, assessed, other, beside=True)
    return Beside(wording_beside(other, "complement"), theirs, names_of(signed, other))


def specimen(language: str) -> Facts:
    """Invented facts."""
    given = specimen_given()["assessed"]
    told = specimen_told()
    results = [Result((nl, en), planned, reached, remark) for nl, en, planned, reached, remark in given["results"]]
    found = Assessed(
        told.stay, results, given["overall"], given["found_by"], date.fromisoformat(given["found_on"]),
        given["component"], given["judgement"], given["judged_by"], date.fromisoformat(given["judged_on"]),
    )  # fmt: skip
    return facts(told, found, language, beside=False)
