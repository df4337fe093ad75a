"""Asking teachers and trajectory counsellors what they think of a learner, and their answers."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Role
from erasdu.ground.post import actions as post
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import access, rules
from erasdu.journey.selection.actions.assessments import check_still_blind, write_scores
from erasdu.journey.selection.actions.locking import locked, locked_of
from erasdu.journey.selection.actions.panel import LINK_DAYS
from erasdu.journey.selection.models import Assessment, Input, Panellist, Selection
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

Scores = Mapping[tuple[str, str], "int | None"]


@transaction.atomic
def ask_input(
    selection: Selection, candidacies: Iterable[Candidacy], roles: Iterable[Role], *, by: Actor, at: datetime
) -> int:
    """Ask each of the roles about each of the candidacies; one letter a person. How many were new."""
    selection = locked(selection)
    access.may_ask_input(by, selection).require()
    asked, about = 0, sorted(candidacies, key=lambda row: row.pk)
    if any(row.enrolment_id != selection.enrolment_id for row in about):
        no("not_a_candidate").require()
    possible = {role.pk for role in access.roles_for_panel(selection) if role.kind in access.INPUT_KINDS}
    for role in roles:
        if role.pk not in possible:
            no("not_of_the_school").require()
        new = [row for row in about if _ask(row, role, by, at)]
        if new:
            _write(selection, role, "input_asked", f"{at.isoformat()}", at)
        for candidacy in new:
            journal.record("selection.input_asked", subjects=[candidacy, selection], by=by, at=at, of=role.person_id)
        asked += len(new)
    return asked


@transaction.atomic
def remind(selection: Selection, role: Role, *, by: Actor, at: datetime) -> bool:
    """Write once more to somebody who did not answer; at most once a day."""
    selection = locked(selection)
    access.may_ask_input(by, selection).require()
    open_ones = Input.objects.filter(
        candidacy__enrolment=selection.enrolment_id, role=role, given_at=None, withdrawn_at=None
    )
    if not open_ones.update(reminded_at=at):
        return False
    _write(selection, role, "input_reminder", brussels_date(at).isoformat(), at)
    journal.record("selection.input_reminded", subjects=[selection], by=by, at=at, of=role.person_id)
    return True


@transaction.atomic
def withdraw_input(asked: Input, *, by: Actor, at: datetime) -> None:
    """No longer wait for somebody's input; what was given stays."""
    selection = locked_of(asked.candidacy)
    access.may_ask_input(by, selection).require()
    if Input.objects.filter(pk=asked.pk, given_at=None, withdrawn_at=None).update(withdrawn_at=at) == 0:
        no("input_given_already").require()
    journal.record(
        "selection.input_withdrawn", subjects=[asked.candidacy, selection], by=by, at=at, of=asked.role.person_id
    )


@transaction.atomic
def give_input(
    asked: Input,
    *,
    statements: Mapping[str, str],
    line: str,
    revision: int,
    by: Actor,
    at: datetime,
    scores: Scores | None = None,
    arguments: Mapping[str, str] | None = None,
    private_tie: bool = False,
) -> None:
    """Three statements and a line; where the call wants them also scores, empty ones left out of the mean."""
    selection = locked_of(asked.candidacy)
    access.may_give_input(by, asked, selection).require()
    _check(statements)
    row = Input.objects.filter(pk=asked.pk, revision=revision, withdrawn_at=None)
    values = {"statements": dict(statements), "line": line, "given_at": at, "revision": F("revision") + 1}
    if row.update(**values) == 0:
        raise Stale
    if selection.enrolment.call.scores_by_input and (scores is not None or private_tie):
        _score(asked, {} if private_tie else scores or {}, arguments or {}, private_tie, at)
    journal.record("selection.input_given", subjects=[asked.candidacy, selection], by=by, at=at)


def _ask(candidacy: Candidacy, role: Role, by: Actor, at: datetime) -> bool:
    return Input.objects.get_or_create(
        candidacy=candidacy, role=role, withdrawn_at=None, defaults={"asked_at": at, "asked_by_id": by.person}
    )[1]


def _check(statements: Mapping[str, str]) -> None:
    if set(statements) != set(rules.STATEMENTS) or not set(statements.values()) <= set(rules.ANSWERS):
        no("statements_incomplete").require()


def _score(asked: Input, scores: Scores, arguments: Mapping[str, str], private_tie: bool, at: datetime) -> None:
    if not private_tie:
        check_still_blind(asked.candidacy, asked.role)
        _check_not_on_panel(asked)
    kind = Assessment.Conflict.PRIVATE_TIE if private_tie else Assessment.Conflict.NONE
    assessment, _new = Assessment.objects.update_or_create(
        candidacy=asked.candidacy,
        role=asked.role,
        defaults={"conflict": kind, "declared_at": at, "final_at": None if private_tie else at},
    )
    write_scores(assessment, scores, arguments)
    Assessment.objects.filter(pk=assessment.pk).update(revision=F("revision") + 1)


def _check_not_on_panel(asked: Input) -> None:
    """Who also sits on the panel sees others' scores once their own are final: reopened first, with a reason."""
    final = Assessment.objects.filter(candidacy=asked.candidacy, role=asked.role, final_at__isnull=False)
    seats = Panellist.objects.filter(selection__enrolment=asked.candidacy.enrolment_id, role=asked.role, assesses=True)
    if final.exists() and seats.filter(until=None).exists():
        no("assessment_final").require()


def _write(selection: Selection, role: Role, letter: str, once: str, at: datetime) -> None:
    link = links.issue(role.person, purpose="selection.input", subject=selection, role=role, at=at, days=LINK_DAYS)
    post.write(
        f"selection/letters/{letter}",
        to=role.person,
        once=f"selection.{letter}:{link.key}:{once}",
        at=at,
        about=selection,
        link=link,
        context={"school": selection.enrolment.school.name, "lead": selection.lead},
    )
