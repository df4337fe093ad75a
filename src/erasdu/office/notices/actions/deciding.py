"""What somebody decides about a mail before it goes."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.people.models import Person
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no
from erasdu.office.notices import access, rules
from erasdu.office.notices.models import Decision
from erasdu.office.notices.queries import frames


@transaction.atomic
def decide(
    person: Person,
    on: date,
    *,
    kind: str,
    until: date | None = None,
    note: str = "",
    subject: str = "",
    body: str = "",
    schools: Collection[int],
    news: bool,
    by: Actor,
    at: datetime,
) -> Decision:
    """Hold it until a day, cancel it, add a sentence, or write it otherwise; the last word counts.

    A sentence that is added to a mail that somebody wrote otherwise goes into that text.
    """
    access.may_decide(by, person.pk, on, schools, news=news).require()
    if kind == rules.HOLD and not (until and on < until <= on + rules.LONGEST):
        no("hold_too_late").require()
    before = Decision.objects.filter(person=person, on=on, kind=rules.EDIT).first()
    if kind == rules.ADD and before is not None:
        kind, subject, body = rules.EDIT, before.subject, rules.with_sentence(before.body, note)
    edited = kind == rules.EDIT
    if edited and (rules.unknown(subject + body, frames.PLACES) or rules.stray(subject + body) or not body.strip()):
        no("notice_text_faulty").require()
    values = {
        "kind": kind, "until": until if kind == rules.HOLD else None, "note": note if kind == rules.ADD else "",
        "subject": subject if edited else "", "body": body if edited else "", "by_id": by.person, "at": at,
    }  # fmt: skip
    row, made = Decision.objects.get_or_create(person=person, on=on, defaults=values)
    if not made:
        Decision.objects.filter(pk=row.pk).update(**values, revision=F("revision") + 1)
        row.refresh_from_db()
    journal.record("notices.decided", subjects=[row, person], by=by, at=at, kind=kind, on=on.isoformat())
    return row


@transaction.atomic
def take_back(person: Person, on: date, *, schools: Collection[int], news: bool, by: Actor, at: datetime) -> None:
    """It goes as it was planned."""
    access.may_decide(by, person.pk, on, schools, news=news).require()
    row = Decision.objects.filter(person=person, on=on).first()
    if row is not None:
        journal.record("notices.decision_taken_back", subjects=[row, person], by=by, at=at, on=on.isoformat())
        row.delete()
