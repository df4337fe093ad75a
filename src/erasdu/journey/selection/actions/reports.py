"""Closing a selection: its scores are frozen and the report is issued."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import translation

from erasdu.ground.journal import actions as journal
from erasdu.ground.paperwork.rules import Content
from erasdu.journey.selection import access, papers, queries
from erasdu.journey.selection.models import Report, Selection
from erasdu.journey.selection.states import SELECTION
from erasdu.journey.selection.words import LATE_ACCEPTED
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no

LANGUAGES = ("nl", "en")


def close(selection: Selection, *, by: Actor, at: datetime) -> Report:
    """Freeze and issue the next version of the report; typeset before the transaction, it takes a while."""
    access.may_close(by, selection).require()
    return _issue("close", selection, selection.correction, by, at)


def issue_again(selection: Selection, *, by: Actor, at: datetime) -> Report:
    """The next version of the report, because a late file was accepted after the last one."""
    access.may_issue_again(by, selection).require()
    with translation.override("nl"):
        correction = str(LATE_ACCEPTED)
    return _issue("issue_again", selection, correction, by, at)


def _issue(step: str, selection: Selection, why: str, by: Actor, at: datetime) -> Report:
    board = queries.board(selection, by)
    if any(item.decision is None or item.total is None for item in board.files):
        no("candidates_undecided").require()
    version = Report.objects.filter(selection=selection).count() + 1
    correction = why if version > 1 else ""
    printed = {
        language: queries.report_data(board, version=version, correction=correction, at=at, language=language)
        for language in LANGUAGES
    }
    content = queries.report_content()
    data: dict[str, papers.Json] = {language: _json(report, content, language) for language, report in printed.items()}
    hashes = {
        language: hashlib.sha256(papers.selection_report_from(data[language], language=language)).hexdigest()
        for language in LANGUAGES
    }
    data["extracts"] = {str(item.candidate.id): _extract(printed, content, item.rank or 0) for item in board.files}
    return _keep(step, selection, version, correction, data, hashes, by, at)


def _extract(printed: Mapping[str, papers.ReportData], content: Mapping[str, Content], rank: int) -> papers.Json:
    """What goes with one candidate's file, by language."""
    return {language: _json(report.extract(rank), content, language) for language, report in printed.items()}


def _json(report: papers.ReportData, content: Mapping[str, Content], language: str) -> papers.Json:
    """With the titles and sentences that the coordinator wrote in that language."""
    own = {"worded": papers.words_of(report, content[language], language)} if language in content else {}
    return report.as_json(language) | own


@transaction.atomic
def _keep(
    step: str,
    selection: Selection,
    version: int,
    correction: str,
    data: dict[str, papers.Json],
    hashes: dict[str, str],
    by: Actor,
    at: datetime,
) -> Report:
    rows = Selection.objects.filter(pk=selection.pk, state__in=SELECTION.sources(step), revision=selection.revision)
    if rows.update(state=SELECTION.target(step), closed_at=at, correction="", revision=F("revision") + 1) == 0:
        no("changed_meanwhile").require()
    report = Report.objects.create(
        selection=selection,
        version=version,
        correction=correction,
        data=data,
        template_version=papers.template_version(),
        sha256_nl=hashes["nl"],
        sha256_en=hashes["en"],
        at=at,
        by_id=by.person,
    )
    journal.record("selection.report_issued", subjects=[selection, report], by=by, at=at, version=version)
    if step == "close":
        journal.record("selection.closed", subjects=[selection], by=by, at=at)
    return report
