"""The rules of a selection: scores become totals, totals a ranking, and when a school may decide.

Everything is exact. Inside, scores are whole numbers over one common denominator (fractions are slow);
outside, totals are `Fraction`s from 0 to 100. A missing score is never a 0: it makes a file incomplete.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from itertools import groupby
from math import floor, lcm
from operator import attrgetter, mul
from typing import Literal, NamedTuple

from erasdu.journey.calls.rules import Criterion
from erasdu.kernel.requirement import HAND_IN, Requirement, pending
from erasdu.kernel.verdict import YES, Verdict, all_of, no

HIGHEST_SCORE = 10
TIE_CRITERIA = ("MOTIVATION", "MATURITY")  # in this order, when totals are equal

# What one assessor was asked for: (criterion, part) → score 0 to 10, or None when not given yet.
# What is not in it was not asked of this assessor.
Assessment = Mapping[tuple[str, str], int | None]

# -- one candidate ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Incomplete:
    """A total that cannot be told, because of these criteria (`MATURITY.PERSONAL` for a part)."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """How one criterion came out: its mean score, and what that contributes to the total."""

    criterion: str
    weight: int
    score: Fraction
    contribution: Fraction


@dataclass(frozen=True, slots=True)
class Total:
    """The sum of weight × score / 10 over the criteria, with the rows it is made of."""

    value: Fraction
    rows: tuple[Row, ...]


class Line(NamedTuple):
    """A row as it is shown: numbers with two decimals and a point."""

    criterion: str
    weight: str
    score: str
    contribution: str


def total(assessments: Sequence[Assessment], criteria: Sequence[Criterion]) -> Total | Incomplete:
    """The total of one candidate; of several assessors the mean counts, per criterion and part."""
    missing = _missing(assessments, criteria)
    if missing:
        return Incomplete(missing)
    means = [Fraction(*_mean(assessments, criterion)) for criterion in criteria]
    rows = tuple(
        Row(criterion.code, criterion.weight, mean, criterion.weight * mean / HIGHEST_SCORE)
        for criterion, mean in zip(criteria, means, strict=True)
    )
    return Total(sum((row.contribution for row in rows), Fraction(0)), rows)


def shown(number: Fraction) -> str:
    """Two decimals, half rounded up, with a point: `72.35`. Only for the eye; ranking uses the exact number."""
    hundredths = floor(number * 100 + Fraction(1, 2))
    return f"{hundredths // 100}.{hundredths % 100:02}"


def explain(of: Total) -> list[Line]:
    """How the total came about, one line for each criterion."""
    return [Line(row.criterion, str(row.weight), shown(row.score), shown(row.contribution)) for row in of.rows]


def _missing(assessments: Sequence[Assessment], criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """What an assessor was asked for and did not give, and what nobody gave."""
    return tuple(
        f"{code}.{part}" if part else code
        for criterion in criteria
        for code, part in criterion.scored
        if not (given := [item[code, part] for item in assessments if (code, part) in item]) or None in given
    )


def _mean(assessments: Sequence[Assessment], criterion: Criterion) -> tuple[int, int]:
    """Numerator and denominator of the mean over the parts of the means over the assessors."""
    top, bottom = 0, 1
    for key in criterion.scored:
        given = [score for item in assessments if (score := item.get(key)) is not None]
        if min(given) < 0 or max(given) > HIGHEST_SCORE:
            raise ValueError("A score is a whole number from 0 to 10.")
        top, bottom = top * len(given) + sum(given) * bottom, bottom * len(given)
    return top, bottom * len(criterion.scored)


# -- all candidates --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Candidate:
    """Who is ranked: an id, the moment of arrival, the final assessments, and a lot when one was drawn."""

    id: int
    arrived: datetime
    assessments: Sequence[Assessment]
    late: bool = False
    lot: int | None = None


class Ranked(NamedTuple):
    """A place in the ranking. `ahead_by` says what puts this one before the next: late (the next is late),
    total, motivation, maturity, arrival, lot, or nothing for the last and while a lot has to be drawn."""

    rank: int
    id: int
    total: Fraction
    ahead_by: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The complete candidates in order; those with missing scores; the ties that only a lot can end."""

    ranked: tuple[Ranked, ...]
    incomplete: Mapping[int, tuple[str, ...]]
    lots_to_draw: tuple[tuple[int, ...], ...]


def ranking(candidates: Sequence[Candidate], criteria: Sequence[Criterion], *, first_come: bool = False) -> Ranking:
    """Everybody in order: those in time first, then by total and its tie-breaks, or by arrival alone when
    `first_come` (the call has the order of arrival as its rule)."""
    missing = {item.id: codes for item in candidates if (codes := _missing(item.assessments, criteria))}
    complete = _marked([item for item in candidates if item.id not in missing], criteria)
    weights = [criterion.weight for criterion in criteria]
    placed = _placed(complete, weights, _tie_positions(criteria), first_come)
    return Ranking(_ranked(placed, HIGHEST_SCORE * complete.denominator), missing, _open_ties(placed))


class Shift(NamedTuple):
    """Who would cross the line, in and out, if this criterion's weight were `step` higher (or lower)."""

    criterion: str
    step: int
    enters: tuple[int, ...]
    leaves: tuple[int, ...]


def sensitivity(
    candidates: Sequence[Candidate], criteria: Sequence[Criterion], seats: int, step: int = 5
) -> list[Shift]:
    """For each weight a step higher and lower, the others scaled so that the sum stays the same.

    Steps that would take a weight out of 0 to 100, or leave no others to scale, are left out.
    """
    complete = _marked([item for item in candidates if not _missing(item.assessments, criteria)], criteria)
    weights, ties = [criterion.weight for criterion in criteria], _tie_positions(criteria)

    def line(changed: Sequence[int]) -> list[int]:
        return [item.id for item in _placed(complete, changed, ties)[:seats]]

    now, shifts = line(weights), []
    for at, criterion in enumerate(criteria):
        for move in (step, -step):
            if changed := _reweighted(weights, at, move):
                then = line(changed)
                enters = tuple(item for item in then if item not in now)
                leaves = tuple(item for item in now if item not in then)
                shifts.append(Shift(criterion.code, move, enters, leaves))
    return shifts


class _Marked(NamedTuple):
    """The means of all criteria, as whole numbers over one denominator, for each candidate."""

    means: list[tuple[Candidate, list[int]]]
    denominator: int


class _Placed(NamedTuple):
    """What candidates are compared by, first to last, the smaller ahead; then who, and the unscaled total."""

    order: tuple[bool, int, int, int, datetime, tuple[bool, int]]
    id: int
    total: int


_AHEAD_BY = ("late", "total", "motivation", "maturity", "arrival", "lot")


def _marked(candidates: Iterable[Candidate], criteria: Sequence[Criterion]) -> _Marked:
    means = [(item, [_mean(item.assessments, criterion) for criterion in criteria]) for item in candidates]
    shared = lcm(*{bottom for _, row in means for _, bottom in row})
    return _Marked([(item, [top * (shared // bottom) for top, bottom in row]) for item, row in means], shared)


def _tie_positions(criteria: Sequence[Criterion]) -> list[int | None]:
    """Where the tie criteria stand among those of the call, which may have others."""
    codes = [criterion.code for criterion in criteria]
    return [codes.index(code) if code in codes else None for code in TIE_CRITERIA]


def _placed(
    marked: _Marked, weights: Sequence[int], ties: Sequence[int | None], first_come: bool = False
) -> list[_Placed]:
    placed = []
    for item, means in marked.means:
        total = sum(map(mul, weights, means))
        motivation, maturity = (0 if at is None else -means[at] for at in ties)
        merit = (0, 0, 0) if first_come else (-total, motivation, maturity)
        lot = (item.lot is None, item.lot or 0)
        placed.append(_Placed((item.late, *merit, item.arrived, lot), item.id, total))
    return sorted(placed, key=attrgetter("order"))


def _ranked(placed: Sequence[_Placed], full: int) -> tuple[Ranked, ...]:
    """The places; who is still equal, because a lot has to be drawn, shares one."""
    ranked: list[Ranked] = []
    for at, item in enumerate(placed):
        shares = at > 0 and placed[at - 1].order == item.order
        rank = ranked[-1].rank if shares else at + 1
        ahead_by = _first_difference(item, placed[at + 1]) if at + 1 < len(placed) else ""
        ranked.append(Ranked(rank, item.id, Fraction(item.total, full), ahead_by))
    return tuple(ranked)


def _first_difference(item: _Placed, after: _Placed) -> str:
    pairs = zip(_AHEAD_BY, item.order, after.order, strict=True)
    return next((name for name, mine, theirs in pairs if mine != theirs), "")


def _open_ties(placed: Iterable[_Placed]) -> tuple[tuple[int, ...], ...]:
    """Groups that are equal in everything but a lot, and lack one or share one."""
    groups = [list(group) for _, group in groupby(placed, key=lambda item: item.order[:-1])]
    return tuple(
        tuple(item.id for item in group)
        for group in groups
        if len(group) > 1 and len({item.order[-1] for item in group if not item.order[-1][0]}) < len(group)
    )


def _reweighted(weights: Sequence[int], at: int, move: int) -> list[int]:
    """The weights with one moved and the others in their old proportion, all times one whole number."""
    everything, old = sum(weights), weights[at]
    new = old + move
    if not 0 <= new <= everything or old == everything:
        return []
    others, kept = everything - new, everything - old
    return [new * kept if index == at else weight * others for index, weight in enumerate(weights)]


# -- deciding --------------------------------------------------------------------------------------


def may_decide(
    inputs_required: Iterable[str], inputs_present: Collection[str], assessments_final: Collection[bool]
) -> Verdict:
    """Whether a school may decide on a candidate: every required input is there, every assessment final."""
    missing = sorted(set(inputs_required) - set(inputs_present))
    still_open = len(assessments_final) - sum(assessments_final)
    return all_of(
        no("input_missing", inputs=",".join(missing)) if missing else YES,
        YES if assessments_final else no("assessment_missing"),
        no("assessments_not_final", number=still_open) if still_open else YES,
    )


def inputs_required(*, teacher: bool, counsellor: bool, has_counsellor: bool) -> frozenset[str]:
    """What the call asks for a candidate: always the interview; a counsellor's input where there is one."""
    asked = {"interview": True, "teacher": teacher, "counsellor": counsellor and has_counsellor}
    return frozenset(code for code, needed in asked.items() if needed)


def conflict(
    *,
    declared_private_tie: bool,
    same_surname: bool = False,
    same_address: bool = False,
    teaches: bool = False,
    counsels: bool = False,
) -> Literal["excluded", "warn", "none"]:
    """Whether an assessor may judge a candidate.

    A declared private tie excludes; the same surname at the same address warns. Teaching or counselling
    a candidate is what the panel is for: `teaches` and `counsels` change nothing.
    """
    if declared_private_tie:
        return "excluded"
    return "warn" if same_surname and same_address else "none"


# -- input of teachers and counsellors -------------------------------------------------------------

STATEMENTS = ("reliable", "adapts", "skilled")
ANSWERS = ("agree", "partly", "disagree", "unknown")

# -- the fourth criterion --------------------------------------------------------------------------

# Sharing is in a form of one's own choice; consent to publish photos, name or blog is not among these.
ARRANGEMENTS = ("programme", "house_rules", "report", "survey", "evaluation", "sharing")


PUBLICITY = ("photo", "name", "blog")  # asked apart, never scored


def practical_score(answers: Mapping[str, bool]) -> int:
    """The score for the agreement to the practical arrangements: all of them 10, none 0, else in proportion.

    Other answers, such as consent to publicity, are not looked at.
    """
    agreed = sum(answers.get(code, False) for code in ARRANGEMENTS)
    return floor(Fraction(HIGHEST_SCORE * agreed, len(ARRANGEMENTS)) + Fraction(1, 2))


# -- what handing in asks of the selection ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one candidate; `selected`: or in reserve; `by`: the last day of the candidate files.

    `report_shows_all`: no late file of this candidate was accepted after the report.
    """

    selected: bool
    report_issued: bool
    by: date
    report_shows_all: bool = True


def requirements(facts: Facts, on: date) -> list[Requirement]:
    """The candidate is selected by the school, or a reserve, and the selection report is issued, with a late file."""
    needed = [("selected", facts.selected), ("report_issued", facts.report_issued)]
    if facts.report_issued and not facts.report_shows_all:
        needed.append(("report_issued_again", False))
    return [
        Requirement(code, pending(met, on, facts.by), "selection_lead", facts.by, frozenset({HAND_IN}))
        for code, met in needed
    ]
