"""The record of the conversation, the practical arrangements, and, apart from both, publicity."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import access, rules
from erasdu.journey.selection.actions.locking import locked_of
from erasdu.journey.selection.models import Interview, Practical, Publicity
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no


@transaction.atomic
def record_interview(
    candidacy: Candidacy, *, held_on: date, notes: str, revision: int, by: Actor, at: datetime
) -> Interview:
    """Write or change the record. `revision`: the one seen, -1 when there was none. `Stale` when another was."""
    selection = locked_of(candidacy)
    access.may_record_interview(by, selection).require()
    if held_on > brussels_date(at):
        no("interview_in_future").require()
    before = Interview.objects.filter(candidacy=candidacy).first()
    if before is None:
        interview = Interview.objects.create(candidacy=candidacy, held_on=held_on, notes=notes, by_id=by.person or 0)
    elif _changed(before, revision, held_on=held_on, notes=notes, by_id=by.person):
        interview = Interview.objects.get(pk=before.pk)
    else:
        raise Stale
    # Saved while typing: one line on the timeline for each person who writes, not for each sentence.
    if before is None or before.by_id != by.person:
        journal.record("selection.interview_recorded", subjects=[candidacy, selection], by=by, at=at)
    return interview


@transaction.atomic
def record_practical(
    candidacy: Candidacy, *, agreed: Mapping[str, bool], sharing_form: str, revision: int, by: Actor, at: datetime
) -> Practical:
    """What the learner agrees to, by themselves or as said in the interview; the fourth criterion scores it."""
    selection = locked_of(candidacy)
    access.may_record_practical(by, candidacy, selection).require()
    values = {code: bool(agreed.get(code)) for code in rules.ARRANGEMENTS}
    before = Practical.objects.filter(candidacy=candidacy).first()
    if before is None:
        practical = Practical.objects.create(
            candidacy=candidacy, **values, sharing_form=sharing_form, at=at, by_id=by.person
        )
    else:
        row = Practical.objects.filter(pk=before.pk, revision=revision)
        if not row.update(**values, sharing_form=sharing_form, at=at, by=by.person, revision=F("revision") + 1):
            raise Stale
        practical = Practical.objects.get(pk=before.pk)
    if before is None or any(getattr(before, code) != value for code, value in values.items()):
        journal.record("selection.practical_recorded", subjects=[candidacy, selection], by=by, at=at)
    return practical


@transaction.atomic
def record_publicity(candidacy: Candidacy, *, choices: Mapping[str, bool], by: Actor, at: datetime) -> None:
    """Yes or no to photos, name, blog. Never read by anything that scores; a yes can be taken back at any time."""
    selection = locked_of(candidacy)
    access.may_record_publicity(by, candidacy, selection).require()
    if not set(choices) <= set(rules.PUBLICITY):
        raise ValueError(f"unknown purpose among {sorted(choices)}")
    before = {row.purpose: row for row in Publicity.objects.filter(candidacy=candidacy)}
    changed = [purpose for purpose, given in choices.items() if _differs(before.get(purpose), given)]
    rows = [_consent(candidacy, purpose, choices[purpose], before.get(purpose), by, at) for purpose in changed]
    Publicity.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["candidacy", "purpose"],
        update_fields=["given", "at", "by", "revoked_at"],
    )
    if changed:
        journal.record("selection.publicity_recorded", subjects=[candidacy], by=by, at=at, purposes=sorted(changed))


def _changed(before: Interview, revision: int, **values: object) -> bool:
    row = Interview.objects.filter(pk=before.pk, revision=revision)
    return row.update(**values, revision=F("revision") + 1) == 1


def _differs(row: Publicity | None, given: bool) -> bool:
    return row is None or row.given != given


def _consent(
    candidacy: Candidacy, purpose: str, given: bool, before: Publicity | None, by: Actor, at: datetime
) -> Publicity:
    taken_back = at if before is not None and before.given and not given else None
    return Publicity(candidacy=candidacy, purpose=purpose, given=given, at=at, by_id=by.person, revoked_at=taken_back)
