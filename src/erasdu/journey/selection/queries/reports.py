"""From the frozen scores of a selection to the data of its report, in one language."""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise

from django.utils import translation
from django.utils.translation import gettext as _

from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.rules import Content
from erasdu.journey.calls.models import Call
from erasdu.journey.calls.models import Criterion as CallCriterion
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import papers
from erasdu.journey.selection.models import Report, Selection
from erasdu.journey.selection.queries.board import Board, File, Sheet
from erasdu.kernel.periods import brussels_date, end_of_day, start_of_day
from erasdu.kernel.verdict import no

PARTS = {
    "nl": {"PERSONAL": "persoonlijk", "VOCATIONAL": "beroepstechnisch"},
    "en": {"PERSONAL": "personal", "VOCATIONAL": "vocational"},
}


def report_data(board: Board, *, version: int, correction: str, at: datetime, language: str) -> papers.ReportData:
    """Everything that the report prints; `ValueError` when a candidate has no decision or no total."""
    selection = board.selection
    if any(item.decision is None or item.total is None for item in board.files):
        raise ValueError("a report needs a decision and a total for every candidate")
    school = selection.enrolment.school
    with translation.override(language):
        return papers.ReportData(
            reference=f"SEL-{at.year}-{selection.key}",
            version=version,
            call=_call(board, language),
            school=papers.School(school.name, school.institution_number, school.town),
            selected_on=selection.held_on or brussels_date(at),
            frozen_at=at.astimezone(UTC).replace(microsecond=0),
            lead=str(selection.lead) if selection.lead else "",
            panel=tuple(_panel(board)),
            criteria=tuple(_criterion(item, language) for item in board.criteria),
            candidates=_candidates(board),
            complain_how=selection.complaint_how,
            complain_until=selection.complaint_by or brussels_date(at),
            order=papers.Order.ARRIVAL if board.call.arrival == Call.Arrival.RULE else papers.Order.TOTAL,
            ties=tuple(_ties(board)),
            told=(papers.Told(selection.told_on, papers.Channel.MAIL),) if selection.told_on else (),
            complaints=tuple(_complaints(board)),
            fewer_opportunities=_fewer(board),
            correction=correction,
        )


def _call(board: Board, language: str) -> papers.Call:
    call = board.call
    return papers.Call(
        title=(call.title_en if language == "en" else call.title_nl) or call.title_nl,
        opening=start_of_day(call.files_opening),
        deadline=end_of_day(call.files_deadline) - timedelta(seconds=1),
        stay_from=call.stay_from,
        stay_until=call.stay_until,
        seats=board.seats,
    )


def _criterion(row: CallCriterion, language: str) -> papers.Criterion:
    title = (row.name_en if language == "en" else row.name_nl) or row.name_nl
    return papers.Criterion(title, row.weight, tuple(PARTS[language].get(part, part) for part in row.parts))


def _panel(board: Board) -> Iterator[papers.Panelist]:
    """Who scored: assessors, and teachers and counsellors whose scores the call wanted."""
    seen: dict[int, list[tuple[File, Sheet]]] = {}
    for item in board.files:
        for sheet in item.sheets:
            seen.setdefault(sheet.role.pk, []).append((item, sheet))
    for sheets in seen.values():
        role = sheets[0][1].role
        rows = [sheet.row for _file, sheet in sheets if sheet.row]
        declared = [row.declared_at for row in rows if row.declared_at]
        yield papers.Panelist(
            str(role.person),
            _panel_role(role.kind, role.person_id == board.selection.lead_id),
            bool(declared),
            brussels_date(max(declared)) if declared else None,
            tuple(item.candidate.name for item, sheet in sheets if sheet.excluded),
        )


def _panel_role(kind: str, leads: bool) -> papers.PanelRole:
    if leads:
        return papers.PanelRole.LEAD
    # A second contact point in the panel is there for the conversation.
    return papers.PanelRole.INTERVIEWER if kind == "contact_point" else papers.PanelRole(kind)


def _candidates(board: Board) -> tuple[papers.Candidate, ...]:
    late = Candidacy.objects.filter(pk__in=[item.candidate.id for item in board.files]).exclude(late_reason="")
    reasons = dict(late.values_list("pk", "late_reason"))
    return tuple(_candidate(item, reasons.get(item.candidate.id, "")) for item in board.files)


def _candidate(item: File, accepted_late: str) -> papers.Candidate:
    decision = item.decision
    assert decision is not None
    assert item.total is not None
    return papers.Candidate(
        name=item.candidate.name,
        rank=item.rank or 0,
        scores=tuple(_score(item, line.criterion, line.score) for line in item.lines),
        total=item.total,
        outcome=papers.Outcome(decision.outcome),
        arrived_at=item.candidate.applied_at,
        reserve=decision.reserve_rank or 0,
        reason=decision.reason,
        late_reason=accepted_late or (_("Applied after the school's last day.") if item.late else ""),
    )


def _score(item: File, criterion: CallCriterion, mean: Fraction) -> papers.Score:
    sheets = [sheet for sheet in item.sheets if sheet.final_at and not sheet.excluded]
    texts = [(sheet.name, text) for sheet in sheets if (text := sheet.arguments.get(criterion.code))]
    argument = texts[0][1] if len(texts) == 1 else " · ".join(f"{name}: {text}" for name, text in texts)
    parts = tuple(_mean(sheets, criterion.code, part) for part in criterion.parts)
    return papers.Score(mean, argument, parts)


def _mean(sheets: Sequence[Sheet], code: str, part: str) -> Fraction:
    given = [value for sheet in sheets if (value := sheet.scores.get((code, part))) is not None]
    return Fraction(sum(given), len(given))


def _ties(board: Board) -> Iterator[papers.Tie]:
    """Neighbours with one total, and what put the first ahead."""
    if board.call.arrival == Call.Arrival.RULE:
        return
    settled = set(papers.TieBreak)
    for first, second in pairwise(board.files):
        if first.total != second.total or first.ahead_by not in settled:
            continue
        by = papers.TieBreak(first.ahead_by)
        lots = [f"{item.candidate.name}: {item.lot}" for item in (first, second)]
        yield papers.Tie((first.candidate.name, second.candidate.name), by, "; ".join(lots) if by == "lot" else "")


def _complaints(board: Board) -> Iterator[papers.Complaint]:
    """Only when, and when answered: the texts may name people."""
    for item in board.files:
        for row in item.complaints:
            answered = brussels_date(row.answered_at) if row.answered_at else None
            yield papers.Complaint(brussels_date(row.received_at), answered_on=answered)


def _fewer(board: Board) -> int:
    ids = [item.candidate.id for item in board.files]
    return Candidacy.objects.filter(pk__in=ids, fewer_opportunities=True).count()


def report_content() -> dict[str, Content]:
    """By language, the words of the report where the coordinator wrote them."""
    (kind,) = papers.KINDS
    found = {language: paperwork.wording(kind, language) for language in kind.languages}
    return {language: content for language, (content, version) in found.items() if version}


def pdf_of(report: Report, language: str) -> bytes:
    """The PDF of a version, the same bytes as when it was issued; refused when it cannot be made again."""
    expected = report.sha256_en if language == "en" else report.sha256_nl
    pdf = papers.selection_report_from(report.data[language], language=language)
    if hashlib.sha256(pdf).hexdigest() != expected:
        no("report_not_the_same", version=report.version).require()
    return pdf


def complaint_defaults(selection: Selection, today: date) -> dict[str, object]:
    """What a lead finds filled in before telling: to whom, and a week."""
    if selection.complaint_how:
        return {"complaint_how": selection.complaint_how, "complaint_by": today + timedelta(days=7)}
    school = selection.enrolment.school
    whom = ", ".join(text for text in (str(selection.lead or ""), school.email, school.phone) if text)
    how = _("Tell or write to %(whom)s. You get an answer within a week.") % {"whom": whom or school.name}
    return {"complaint_how": how, "complaint_by": today + timedelta(days=7)}
