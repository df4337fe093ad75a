"""The coordinator's own texts of notices: a draft, then a version, and a way back."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no
from erasdu.office.notices import access, rules
from erasdu.office.notices.models import Wording
from erasdu.office.notices.queries import catalogue


@transaction.atomic
def write_text(text: str, language: str, *, subject: str, body: str, revision: int, by: Actor, at: datetime) -> Wording:
    """Keep a draft; `Stale` when somebody else wrote meanwhile. `revision`: that of the draft that was seen."""
    access.may_word(by).require()
    drafts = Wording.objects.filter(text=text, language=language, published_at=None)
    values = {"subject": subject, "body": body, "by": by.person, "at": at}
    if drafts.filter(revision=revision).update(**values, revision=F("revision") + 1):
        return drafts.get()
    if drafts.exists():
        raise Stale
    draft = _new(text, language, subject, body, by, at)
    journal.record("notices.text_saved", subjects=[draft], by=by, at=at, text=text, language=language)
    return draft


def _new(text: str, language: str, subject: str, body: str, by: Actor, at: datetime) -> Wording:
    latest = Wording.objects.filter(text=text, language=language).aggregate(top=Max("version"))["top"] or 0
    try:
        with transaction.atomic():
            return Wording.objects.create(
                text=text, language=language, version=latest + 1, subject=subject, body=body, by_id=by.person, at=at
            )
    except IntegrityError:
        raise Stale from None


@transaction.atomic
def publish(draft: Wording, *, by: Actor, at: datetime) -> None:
    """From now on mails have this text."""
    access.may_word(by).require()
    whole = draft.subject + draft.body
    lacking = catalogue.kept_in(draft.text) - rules.places_in(draft.body)
    unknown = rules.unknown(whole, catalogue.places_of(draft.text))
    if unknown or lacking or rules.stray(whole) or not draft.body.strip():
        no("notice_text_faulty").require()
    if not Wording.objects.filter(pk=draft.pk, published_at=None, revision=draft.revision).update(published_at=at):
        no("changed_meanwhile").require()
    _published(draft, by, at)


@transaction.atomic
def drop(draft: Wording, *, by: Actor, at: datetime) -> None:
    """Throw a draft away; what is in force stays."""
    access.may_word(by).require()
    Wording.objects.filter(pk=draft.pk, published_at=None).delete()


@transaction.atomic
def back_to_shipped(text: str, language: str, *, by: Actor, at: datetime) -> Wording:
    """A version that says: the text that ships with the program."""
    access.may_word(by).require()
    Wording.objects.filter(text=text, language=language, published_at=None).delete()
    row = _new(text, language, "", "", by, at)
    Wording.objects.filter(pk=row.pk).update(published_at=at)
    _published(row, by, at)
    return row


def _published(row: Wording, by: Actor, at: datetime) -> None:
    journal.record(
        "notices.text_published", subjects=[row], by=by, at=at, text=row.text, language=row.language,
        version=row.version,
    )  # fmt: skip
