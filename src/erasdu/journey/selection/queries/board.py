"""The board of a selection: every candidate with what is there, what lacks, the total and the place."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from erasdu.ground.organisations.models import Role
from erasdu.journey.calls.models import Call, Criterion
from erasdu.journey.calls.rules import is_late
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import access, rules
from erasdu.journey.selection.models import (
    Assessment,
    Complaint,
    Decision,
    Input,
    Interview,
    Panellist,
    Practical,
    Publicity,
    Selection,
)
from erasdu.journey.selection.queries.loading import Rows, load, weighed
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, no


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing without which a candidate cannot be decided on: a code, and who has to do it."""

    code: str  # interview | teacher | counsellor | assessment | assessor
    name: str = ""


@dataclass(frozen=True, slots=True)
class Given:
    """Input of one person; `answers` in the order of the statements."""

    row: Input
    name: str
    kind: str

    @property
    def given(self) -> bool:
        return self.row.given_at is not None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scores of one assessor on one candidate. Without `visible`, scores and arguments are empty."""

    role: Role
    mine: bool
    visible: bool
    expected: bool
    row: Assessment | None
    scores: Mapping[tuple[str, str], int | None]
    arguments: Mapping[str, str]

    @property
    def name(self) -> str:
        return str(self.role.person)

    @property
    def final_at(self) -> datetime | None:
        return self.row.final_at if self.row else None

    @property
    def declared(self) -> bool:
        return bool(self.row and self.row.conflict)

    @property
    def excluded(self) -> bool:
        return bool(self.row and self.row.conflict == Assessment.Conflict.PRIVATE_TIE)


@dataclass(frozen=True, slots=True)
class Line:
    """How one criterion came out: the mean, and what it adds to the total."""

    criterion: Criterion
    score: Fraction
    contribution: Fraction


@dataclass(frozen=True, slots=True)
class File:
    """One candidate in a selection. `total` is None while something is missing or not yet to be seen."""

    candidate: access.Candidate
    late: bool
    interview: Interview | None
    practical: Practical | None
    publicity: Mapping[str, Publicity]
    inputs: Sequence[Given]
    sheets: Sequence[Sheet]
    missing: Sequence[Missing]
    verdict: Verdict
    total: Fraction | None
    lines: Sequence[Line]
    rank: int | None
    ahead_by: str
    decision: Decision | None
    lot: int | None
    complaints: Sequence[Complaint]

    @property
    def mine(self) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.mine), None)

    @property
    def others(self) -> list[Sheet]:
        return [sheet for sheet in self.sheets if not sheet.mine]


@dataclass(frozen=True, slots=True)
class Board:
    """`files` in ranked order, those with something missing after them, by arrival."""

    selection: Selection
    call: Call
    criteria: Sequence[Criterion]
    panel: Sequence[Panellist]
    files: Sequence[File]
    seats: int
    lots_to_draw: Sequence[Sequence[int]]
    ranked: Sequence[rules.Candidate]

    @property
    def complete(self) -> bool:
        return bool(self.files) and all(not item.missing for item in self.files)

    @property
    def incomplete(self) -> list[File]:
        return [item for item in self.files if item.missing]


def board(selection: Selection, actor: Actor) -> Board:
    """Everything the actor may see of a selection, in twelve queries besides those of `access`."""
    candidates = access.candidates_in(actor, selection)
    rows = load(selection, [item.id for item in candidates])
    return _Maker(selection, rows, actor, *_marks([item.id for item in candidates])).board(candidates)


def file_of(the_board: Board, key: str) -> File | None:
    """One candidate of a board."""
    return next((item for item in the_board.files if item.candidate.key == key), None)


def sensitivity(the_board: Board, step: int = 5) -> list[tuple[Criterion, int, list[str], list[str]]]:
    """Who would cross the line if one weight were a step higher or lower: criterion, step, in, out."""
    names = {item.candidate.id: item.candidate.name for item in the_board.files}
    criteria = {item.code: item for item in the_board.criteria}
    shifts = rules.sensitivity(the_board.ranked, weighed(the_board.criteria), the_board.seats, step)
    return [
        (criteria[one.criterion], one.step, [names[x] for x in one.enters], [names[x] for x in one.leaves])
        for one in shifts
    ]


def decidable(the_board: Board) -> Verdict:
    """Whether nothing stands in the way of deciding on everybody; says for whom something is missing."""
    if not the_board.files:
        return no("no_candidates")
    if the_board.incomplete:
        names = ", ".join(item.candidate.name for item in the_board.incomplete)
        return no("candidates_incomplete", names=names)
    return no("lots_not_drawn") if the_board.lots_to_draw else YES


def _marks(ids: Sequence[int]) -> tuple[frozenset[int], frozenset[int]]:
    """Who has a trajectory counsellor (decides what is required, shown to nobody), and whose file may come late."""
    rows = list(Candidacy.objects.filter(pk__in=ids).values_list("pk", "has_counsellor", "late_allowed_at"))
    return frozenset(pk for pk, has, _at in rows if has), frozenset(pk for pk, _has, at in rows if at)


class _Maker:
    """Puts the rows of one selection together for one reader."""

    def __init__(
        self, selection: Selection, rows: Rows, actor: Actor, counselled: frozenset[int], late: frozenset[int]
    ) -> None:
        self.selection, self.rows, self.actor = selection, rows, actor
        self.counselled, self.late_allowed = counselled, late
        self.call = selection.enrolment.call
        self.weighed = weighed(rows.criteria)
        self.live = [item for item in rows.panel if item.until is None]

    def board(self, candidates: Sequence[access.Candidate]) -> Board:
        ranked = [self._ranked(item) for item in candidates]
        first_come = self.call.arrival == Call.Arrival.RULE
        ranking = rules.ranking(ranked, self.weighed, first_come=first_come)
        places = {item.id: item for item in ranking.ranked}
        files = [self._file(item, places.get(item.id)) for item in candidates]
        files.sort(key=lambda item: (item.rank is None, item.rank or 0))
        return Board(
            self.selection,
            self.call,
            self.rows.criteria,
            self.live,
            files,
            self._seats(len(candidates)),
            [list(group) for group in ranking.lots_to_draw],
            ranked,
        )

    def _seats(self, candidates: int) -> int:
        own = self.selection.places if self.selection.places is not None else self.call.seats_per_school
        return min(candidates, self.call.seats or candidates) if own is None else own

    def _ranked(self, candidate: access.Candidate) -> rules.Candidate:
        given = [_scores(item) for item in self.rows.assessments[candidate.id] if _counts(item)]
        waiting = [self._blank() for _ in self._waiting_for(candidate.id)]
        return rules.Candidate(
            candidate.id,
            candidate.applied_at,
            [*given, *waiting],
            self._late(candidate),
            self.rows.lots.get(candidate.id),
        )

    def _blank(self) -> dict[tuple[str, str], int | None]:
        return dict.fromkeys(key for criterion in self.weighed for key in criterion.scored)

    def _waiting_for(self, candidacy: int) -> list[Panellist]:
        """Assessors whose scores on this candidate are still to come."""
        done = {item.role_id for item in self.rows.assessments[candidacy] if item.final_at or _excluded(item)}
        return [item for item in self.live if item.assesses and item.role_id not in done]

    def _late(self, candidate: access.Candidate) -> bool:
        deadline = self.selection.enrolment.learner_deadline or self.call.files_deadline
        return is_late(candidate.applied_at, deadline) or candidate.id in self.late_allowed

    def _file(self, candidate: access.Candidate, place: rules.Ranked | None) -> File:
        missing = self._missing(candidate.id)
        sheets = self._sheets(candidate.id)
        inputs = [Given(item, str(item.role.person), item.role.kind) for item in self.rows.inputs[candidate.id]]
        shown = place is not None
        return File(
            candidate=candidate,
            late=self._late(candidate),
            interview=self.rows.interviews.get(candidate.id),
            practical=self.rows.practicals.get(candidate.id),
            publicity=self.rows.publicity[candidate.id],
            inputs=inputs,
            sheets=sheets,
            missing=missing,
            verdict=self._verdict(candidate.id, inputs),
            total=place.total if place else None,
            lines=self._lines(candidate) if shown else [],
            rank=place.rank if place else None,
            ahead_by=place.ahead_by if place else "",
            decision=self.rows.decisions.get(candidate.id),
            lot=self.rows.lots.get(candidate.id),
            complaints=self.rows.complaints[candidate.id],
        )

    def _lines(self, candidate: access.Candidate) -> list[Line]:
        total = rules.total(
            [_scores(item) for item in self.rows.assessments[candidate.id] if _counts(item)], self.weighed
        )
        if not isinstance(total, rules.Total):
            return []
        pairs = zip(self.rows.criteria, total.rows, strict=True)
        return [Line(criterion, row.score, row.contribution) for criterion, row in pairs]

    # -- what lacks --------------------------------------------------------------------------------

    def _required(self, candidacy: int) -> frozenset[str]:
        return rules.inputs_required(
            teacher=self.call.teacher_input_required,
            counsellor=self.call.counsellor_input_required,
            has_counsellor=candidacy in self.counselled,
        )

    def _present(self, candidacy: int, inputs: Iterable[Given]) -> set[str]:
        there = {item.kind for item in inputs if item.given}
        return there | ({"interview"} if candidacy in self.rows.interviews else set())

    def _verdict(self, candidacy: int, inputs: Iterable[Given]) -> Verdict:
        final = [True for item in self.rows.assessments[candidacy] if _counts(item)]
        final += [False for _ in self._waiting_for(candidacy)]
        return rules.may_decide(self._required(candidacy), self._present(candidacy, inputs), final)

    def _missing(self, candidacy: int) -> list[Missing]:
        inputs = [Given(item, str(item.role.person), item.role.kind) for item in self.rows.inputs[candidacy]]
        lacking = self._required(candidacy) - self._present(candidacy, inputs)
        found: list[Missing] = []
        for code in sorted(lacking):
            found.append(Missing(code, ", ".join(item.name for item in inputs if item.kind == code)))
        found += [Missing("assessment", str(item.role.person)) for item in self._waiting_for(candidacy)]
        if not self._waiting_for(candidacy) and not any(map(_counts, self.rows.assessments[candidacy])):
            found.append(Missing("assessor"))
        return found

    # -- blind scoring -----------------------------------------------------------------------------

    def _sheets(self, candidacy: int) -> list[Sheet]:
        rows = {item.role_id: item for item in self.rows.assessments[candidacy]}
        seats = {item.role_id: item.role for item in self.live if item.assesses}
        roles = {**seats, **{item.role_id: item.role for item in rows.values()}}
        sees_others = self._sees_others(candidacy, rows)
        return [self._sheet(role, rows.get(pk), pk in seats, sees_others) for pk, role in roles.items()]

    def _sheet(self, role: Role, row: Assessment | None, expected: bool, sees_others: bool) -> Sheet:
        mine = self._is_me(role)
        visible = mine or (row is not None and row.final_at is not None and sees_others)
        scores = _scores(row) if row and visible else {}
        arguments = _arguments(row) if row and visible else {}
        return Sheet(role, mine, visible, expected, row, scores, arguments)

    def _sees_others(self, candidacy: int, rows: Mapping[int, Assessment]) -> bool:
        """Who scores sees others' scores when their own are final; who does not, when all are."""
        if self.actor.is_coordinator:
            return True
        own = next((item for item in self.live if item.assesses and self._is_me(item.role)), None)
        if own is None or _excluded(rows.get(own.role_id)):
            return not self._waiting_for(candidacy)
        mine = rows.get(own.role_id)
        return mine is not None and mine.final_at is not None

    def _is_me(self, role: Role) -> bool:
        return role.person_id == self.actor.person and role.kind == self.actor.role


def _excluded(assessment: Assessment | None) -> bool:
    return assessment is not None and assessment.conflict == Assessment.Conflict.PRIVATE_TIE


def _counts(assessment: Assessment) -> bool:
    return assessment.final_at is not None and not _excluded(assessment)


def _scores(assessment: Assessment) -> dict[tuple[str, str], int | None]:
    """Criterion and part → score; what was left empty by who gives input was not asked."""
    return {
        (item.criterion, item.part): item.value for item in assessment.scores.all() if _is_score(item.value, assessment)
    }


def _is_score(value: int | None, assessment: Assessment) -> bool:
    return value is not None or assessment.final_at is None


def _arguments(assessment: Assessment) -> dict[str, str]:
    return {item.criterion: item.argument for item in assessment.scores.all() if item.argument}
