"""Who must do it says that it is done; the school or the coordinator looks at it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import access
from erasdu.journey.readiness.models import Done, OwnRequirement, Said
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

CONFIRMED, NOT_YET = "confirmed", "not_yet"


@transaction.atomic
def say_done(own: OwnRequirement, mobility: Mobility, *, remark: str, by: Actor, at: datetime) -> None:
    """It then waits for who looks at it, or is in order at once when their word is enough; twice changes nothing."""
    _say(own, mobility, remark, by, at)


@transaction.atomic
def say_cannot(own: OwnRequirement, mobility: Mobility, *, why: str, by: Actor, at: datetime) -> None:
    """The school then finds another way with them; nobody reminds them of it any more."""
    if not why.strip():
        no("own_needs_why").require()
    _say(own, mobility, why, by, at, cannot=True)


def _say(
    own: OwnRequirement, mobility: Mobility, remark: str, by: Actor, at: datetime, *, cannot: bool = False
) -> None:
    access.may_say(by, own, mobility, on=brussels_date(at)).require()
    if Done.objects.filter(own=own, mobility=mobility, undone_at=None).exists():
        return
    remark = remark.strip()[:300]
    try:
        with transaction.atomic():
            said = {"role": own.who, "remark": remark, "cannot": cannot, "by_id": by.person, "at": at}
            row = Said.objects.create(own=own, mobility=mobility, **said)
            if own.word_enough and not cannot:
                Done.objects.create(own=own, mobility=mobility, evidence=remark, said=row, by_id=by.person, at=at)
    except IntegrityError:  # said or marked at the same moment
        return
    code = "own_requirement.cannot" if cannot else "own_requirement.said"
    journal.record(code, subjects=[mobility], by=by, at=at, own=own.key, said=row.key)


@transaction.atomic
def take_back(said: Said, *, by: Actor, at: datetime) -> None:
    """It was not done after all, or it can be done."""
    access.may_take_back(by, said, on=brussels_date(at)).require()
    if not Said.objects.filter(pk=said.pk, undone_at=None, answer="").update(undone_at=at):
        no("own_said_looked_at").require()
    Done.objects.filter(said=said, undone_at=None).update(undone_at=at)
    journal.record("own_requirement.unsaid", subjects=[said.mobility], by=by, at=at, own=said.own.key, said=said.key)


@transaction.atomic
def confirm(said: Said, *, by: Actor, at: datetime) -> None:
    """Somebody looked: it is in order, on that word. That it cannot be done is no such word."""
    if said.cannot:
        no("own_cannot_be_done").require()
    _answer(said, CONFIRMED, "", by, at)
    values = {"evidence": said.remark, "said": said, "by_id": by.person, "at": at}
    Done.objects.get_or_create(own=said.own, mobility=said.mobility, undone_at=None, defaults=values)
    journal.record("own_requirement.done", subjects=[said.mobility], by=by, at=at, own=said.own.key)


@transaction.atomic
def not_yet(said: Said, *, reason: str, by: Actor, at: datetime) -> None:
    """Somebody looked: it is not in order; the reason goes to who said it."""
    if not reason.strip():
        no("own_needs_reason").require()
    _answer(said, NOT_YET, reason.strip()[:300], by, at)
    subjects = [said.mobility]
    journal.record("own_requirement.not_yet", subjects=subjects, by=by, at=at, own=said.own.key, said=said.key)


def _answer(said: Said, answer: str, reason: str, by: Actor, at: datetime) -> None:
    access.may_mark(by, said.own, said.mobility).require()
    rows = Said.objects.filter(pk=said.pk, undone_at=None, answer="")
    if not rows.update(answer=answer, reason=reason, answered_by_id=by.person, answered_at=at):
        no("own_said_looked_at").require()
