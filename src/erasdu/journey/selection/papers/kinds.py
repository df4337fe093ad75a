"""The selection report as a paper that the selection lead signs."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import cast

from erasdu.ground.paperwork.papers import specimen_of
from erasdu.ground.paperwork.rules import Content, Facts, Json, Kind, compose
from erasdu.journey.selection.papers.report import (
    FOLDER,
    TEMPLATE,
    TEMPLATE_VERSION,
    Call,
    Candidate,
    Channel,
    Criterion,
    Outcome,
    Panelist,
    PanelRole,
    ReportData,
    School,
    Score,
    Told,
)
from erasdu.kernel.requirement import HAND_IN
from erasdu.kernel.typeset import day_text, number_text

KINDS = (
    Kind(
        code="selection.report",
        folder=FOLDER,
        signers=(("selection_lead",),),
        gate=HAND_IN,
        template=TEMPLATE,
        template_version=TEMPLATE_VERSION,
    ),
)

WORDS = {
    "nl": {
        "school": "School", "call": "Oproep", "selected_on": "Datum van de selectie", "correction": "Verbetering",
        "rank": "Nr.", "candidate": "Kandidaat", "total": "Totaal", "decision": "Beslissing", "name": "Naam",
        "role": "Rol", "selected": "geselecteerd", "reserve": "reserve", "not_selected": "niet geselecteerd",
        "lead": "selectieverantwoordelijke", "teacher": "leraar", "counsellor": "trajectbegeleider",
        "interviewer": "gespreksvoerder",
    },
    "en": {
        "school": "School", "call": "Call", "selected_on": "Date of the selection", "correction": "Correction",
        "rank": "No.", "candidate": "Candidate", "total": "Total", "decision": "Decision", "name": "Name",
        "role": "Role", "selected": "selected", "reserve": "reserve", "not_selected": "not selected",
        "lead": "selection lead", "teacher": "teacher", "counsellor": "trajectory counsellor",
        "interviewer": "interviewer",
    },
}  # fmt: skip


def facts_of(report: ReportData, language: str) -> Facts:
    """What the paper to be signed is composed of: the same scores and decisions, and what the template draws."""
    words = WORDS[language]
    titles = [criterion.title for criterion in report.criteria]
    return {
        "school": report.school.name,
        "call": report.call.title,
        "about": [
            [words["school"], report.school.name],
            [words["call"], report.call.title],
            [words["selected_on"], day_text(report.selected_on, language)],
            [words["correction"], report.correction],
        ],
        "ranking": {
            "head": [words["rank"], words["candidate"], *titles, words["total"], words["decision"]],
            "rows": [_row(candidate, words, language) for candidate in report.candidates],
        },
        "panel": {
            "head": [words["name"], words["role"]],
            "rows": [[person.name, words[person.role]] for person in report.panel],
        },
        "drawn": report.as_json(language),
    }


def words_of(report: ReportData, content: Content, language: str) -> Json:
    """Titles and sentences that the coordinator wrote, for a report or an extract on its own."""
    worded = dict(cast(Json, compose(content, facts_of(report, language))["worded"]))
    return worded | ({"title": ""} if report.extract_of else {})  # an extract says so itself


def _row(candidate: Candidate, words: dict[str, str], language: str) -> list[str]:
    scores = [number_text(score.value, language, places=2, trim=True) for score in candidate.scores]
    decision = f"{words[candidate.outcome]} {candidate.reserve or ''}".strip()
    total = number_text(candidate.total, language, places=2)
    return [str(candidate.rank), candidate.name, *scores, total, decision]


def specimen(name: str, language: str) -> Facts:
    """Invented candidates of an invented school."""
    told = specimen_of(FOLDER, name, language)
    return facts_of(_invented(told), language)


def _invented(told: Facts) -> ReportData:
    texts = {name: str(text) for name, text in told.items() if isinstance(text, str)}
    criteria = _texts(told, "criteria")
    weights = (40, 30, 15, 15)
    held = datetime(2026, 9, 30, 14, 5, tzinfo=UTC)
    return ReportData(
        reference="SEL-2026-0001",
        version=1,
        call=Call(
            title=texts["call"],
            opening=datetime(2026, 9, 15, 6, 0, tzinfo=UTC),
            deadline=datetime(2026, 10, 4, 21, 59, 59, tzinfo=UTC),
            stay_from=date(2026, 11, 29),
            stay_until=date(2026, 12, 13),
            seats=2,
        ),
        school=School(texts["school"], "034512", texts["town"]),
        selected_on=held.date(),
        frozen_at=held,
        lead=texts["lead"],
        panel=(
            Panelist(texts["lead"], PanelRole.LEAD, True, date(2026, 9, 28)),
            Panelist(texts["teacher"], PanelRole.TEACHER, True, date(2026, 9, 28)),
        ),
        criteria=tuple(Criterion(title, weight) for title, weight in zip(criteria, weights, strict=True)),
        candidates=tuple(
            _candidate(place, name, weights, _texts(told, "arguments"))
            for place, name in enumerate(_texts(told, "candidates"))
        ),
        complain_how=texts["complain_how"],
        complain_until=date(2026, 10, 7),
        told=(Told(date(2026, 9, 30), Channel.TALK),),
    )


def _candidate(place: int, name: str, weights: tuple[int, ...], arguments: list[str]) -> Candidate:
    scores = tuple(Score(Fraction(18 - place - number, 2), argument) for number, argument in enumerate(arguments))
    return Candidate(
        name=name,
        rank=place + 1,
        scores=scores,
        total=sum((weight * score.value / 10 for weight, score in zip(weights, scores, strict=True)), Fraction(0)),
        outcome=Outcome.SELECTED if place < 2 else Outcome.RESERVE,
        arrived_at=datetime(2026, 9, 20, 8, 30, tzinfo=UTC) + timedelta(hours=7 * place),
        reserve=max(0, place - 1),
    )


def _texts(told: Facts, name: str) -> list[str]:
    texts = told[name]
    assert isinstance(texts, list)
    return [str(text) for text in texts]
