"""Scores: the private tie first, then 0 to 10 with arguments, saved while typing, then final."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Role
from erasdu.journey.calls.models import Criterion
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import access
from erasdu.journey.selection.actions.locking import locked, locked_of
from erasdu.journey.selection.models import Assessment, Reopened, Score, Selection
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no

Scores = Mapping[tuple[str, str], "int | None"]


@transaction.atomic
def declare_ties(
    selection: Selection,
    candidacies: Collection[Candidacy],
    *,
    tied: Collection[int],
    by: Actor,
    at: datetime,
    note: str = "",
) -> None:
    """Say of each candidate whether there is a private tie; with the ids in `tied` there is."""
    selection = locked(selection)
    access.may_assess(by, selection).require()
    role = _role(by)
    if any(candidacy.enrolment_id != selection.enrolment_id for candidacy in candidacies):
        no("not_a_candidate").require()
    ties = []
    for candidacy in sorted(candidacies, key=lambda row: row.pk):
        tie = candidacy.pk in tied
        if not tie:
            check_still_blind(candidacy, role)
        values = {
            "conflict": Assessment.Conflict.PRIVATE_TIE if tie else Assessment.Conflict.NONE,
            "conflict_note": note if tie else "",
            "declared_at": at,
        }
        row, new = Assessment.objects.get_or_create(candidacy=candidacy, role=role, defaults=values)
        if not new and row.conflict != values["conflict"]:
            Assessment.objects.filter(pk=row.pk).update(**values, revision=F("revision") + 1)
        ties += [candidacy] if tie else []
    journal.record("selection.ties_declared", subjects=[selection, *ties], by=by, at=at, ties=len(ties))


def check_still_blind(candidacy: Candidacy, role: Role) -> None:
    """A private tie is not taken back once others' scores are final: who has one is shown them."""
    tied = Assessment.objects.filter(candidacy=candidacy, role=role, conflict=Assessment.Conflict.PRIVATE_TIE)
    final = Assessment.objects.filter(candidacy=candidacy, final_at__isnull=False).exclude(role=role)
    if tied.exists() and final.exists():
        no("scores_shown_already").require()


@transaction.atomic
def save_scores(
    candidacy: Candidacy,
    *,
    scores: Scores,
    arguments: Mapping[str, str],
    revision: int,
    by: Actor,
    at: datetime,
) -> Assessment:
    """Keep what was filled in so far. `Stale` when it was changed elsewhere since `revision`."""
    selection = locked_of(candidacy)
    assessment = _mine(candidacy, selection, by)
    _write(assessment, scores, arguments, revision)
    return Assessment.objects.get(pk=assessment.pk)


@transaction.atomic
def finalise(
    candidacy: Candidacy,
    *,
    scores: Scores,
    arguments: Mapping[str, str],
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """From now on these scores count, and their assessor sees those of others."""
    selection = locked_of(candidacy)
    assessment = _mine(candidacy, selection, by)
    criteria = list(Criterion.objects.filter(call=selection.enrolment.call_id))
    keys = [(item.code, part) for item in criteria for part in item.parts or [""]]
    if any(scores.get(key) is None for key in keys):
        no("scores_incomplete").require()
    if not all(arguments.get(item.code) for item in criteria):
        no("arguments_incomplete").require()
    _write(assessment, scores, arguments, revision)
    Assessment.objects.filter(pk=assessment.pk).update(final_at=at)
    journal.record("selection.assessment_final", subjects=[candidacy, selection], by=by, at=at)


@transaction.atomic
def reopen_assessment(assessment: Assessment, *, reason: str, by: Actor, at: datetime) -> None:
    """Open final scores again, with a reason; what they were is kept."""
    selection = locked_of(assessment.candidacy)
    access.may_reopen_assessment(by, assessment, selection).require()
    kept = list(assessment.scores.order_by("pk").values("criterion", "part", "value", "argument"))
    row = Assessment.objects.filter(pk=assessment.pk, final_at__isnull=False)
    if row.update(final_at=None, revision=F("revision") + 1) == 0:
        no("changed_meanwhile").require()
    Reopened.objects.create(assessment=assessment, reason=reason, scores=kept, at=at, by_id=by.person)
    journal.record(
        "selection.assessment_reopened",
        subjects=[assessment.candidacy, selection],
        by=by,
        at=at,
        assessor=assessment.role.person_id,
    )


def write_scores(assessment: Assessment, scores: Scores, arguments: Mapping[str, str]) -> None:
    """The scores as they are now; the argument stands with the first part of its criterion."""
    first: dict[str, str] = {}
    for code, part in scores:
        first.setdefault(code, part)
    rows = [
        Score(
            assessment=assessment, criterion=code, part=part, value=value,
            argument=arguments.get(code, "") if first[code] == part else "",
        )
        for (code, part), value in scores.items()
    ]  # fmt: skip
    Score.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["assessment", "criterion", "part"],
        update_fields=["value", "argument"],
    )


def _mine(candidacy: Candidacy, selection: Selection, by: Actor) -> Assessment:
    """The actor's own assessment, when they may score this candidate now."""
    access.may_assess(by, selection).require()
    assessment = Assessment.objects.filter(candidacy=candidacy, role=_role(by)).first()
    if assessment is None or not assessment.conflict:
        no("tie_not_declared").require()
    assert assessment is not None
    if assessment.conflict == Assessment.Conflict.PRIVATE_TIE:
        no("private_tie").require()
    if assessment.final_at:
        no("assessment_final").require()
    return assessment


def _write(assessment: Assessment, scores: Scores, arguments: Mapping[str, str], revision: int) -> None:
    row = Assessment.objects.filter(pk=assessment.pk, revision=revision, final_at=None)
    if row.update(revision=F("revision") + 1) == 0:
        raise Stale
    write_scores(assessment, scores, arguments)


def _role(by: Actor) -> Role:
    role = access.role_of(by)
    if role is None:
        no("not_your_role").require()
    assert role is not None
    return role
