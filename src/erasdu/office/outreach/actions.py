"""Noting a telephone call, and sending one message to many."""

from datetime import date, datetime
from typing import NamedTuple

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.people.models import Person
from erasdu.ground.post import actions as post
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no
from erasdu.office.outreach import access, queries, rules
from erasdu.office.outreach.models import Message, Note


class Text(NamedTuple):
    """What is written; the English is empty when everybody gets the same."""

    subject: str
    text: str
    subject_en: str = ""
    text_en: str = ""

    def read_in(self, language: str) -> tuple[str, str]:
        """Subject and text for a reader of that language."""
        if language == "en" and self.text_en:
            return self.subject_en or self.subject, self.text_en
        return self.subject, self.text


@transaction.atomic
def add_note(candidacy: Candidacy, *, text: str, follow_up_on: date | None, by: Actor, at: datetime) -> Note:
    """What was said on the telephone, and when to come back to it."""
    access.may_add_note(by, candidacy).require()
    writer = Person.objects.get(pk=by.person or 0)
    note = Note.objects.create(candidacy=candidacy, by=writer, at=at, text=text, follow_up_on=follow_up_on)
    journal.record("outreach.note_added", subjects=[candidacy], by=by, at=at, note=note.key)
    return note


@transaction.atomic
def done(note: Note, *, by: Actor, at: datetime) -> None:
    """The note was come back to."""
    access.may_finish(by, note).require()
    if Note.objects.filter(pk=note.pk, done_at=None).update(done_at=at) == 0:
        no("changed_meanwhile").require()
    journal.record("outreach.note_done", subjects=[note.candidacy], by=by, at=at, note=note.key)


@transaction.atomic
def send(selected: list[Candidacy], *, role: str, text: Text, by: Actor, at: datetime) -> Message:
    """One letter to each person in that role who has an address, on the timeline of each dossier.

    Refused when nobody can be reached, or when a placeholder does not exist.
    """
    access.may_send(by, selected).require()
    if rules.unknown("\n".join(text)):
        no("placeholder_unknown").require()
    found = [each for each in queries.recipients(selected, role) if each.reachable]
    if not found:
        no("nobody_reachable").require()
    message = Message.objects.create(by_id=by.person, at=at, role=role, recipients=len(found), **text._asdict())
    message.candidacies.set(selected)
    for recipient in found:
        _letter(message, recipient, text, at)
    journal.record("outreach.message_sent", subjects=selected, by=by, at=at, message=message.key, role=role)
    return message


def _letter(message: Message, recipient: queries.Recipient, text: Text, at: datetime) -> None:
    values = queries.words_for(recipient)
    subject, body = (rules.filled(part, values) for part in text.read_in(recipient.language))
    post.write(
        queries.TEMPLATE,
        to=recipient.person,
        once=f"outreach:{message.key}:{recipient.person.pk}",
        at=at,
        context={"subject": subject, "body": body, "sender": message.by, "school": values["school"]},
        about=recipient.about[0] if len(recipient.about) == 1 else None,
    )
