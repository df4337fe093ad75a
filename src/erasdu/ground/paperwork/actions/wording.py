"""The coordinator's own texts and picture on papers, and who confirmed an explanation."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.models import Confirmation, Logo, Wording
from erasdu.ground.paperwork.rules import Content, Kind, write_content
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused, no


@transaction.atomic
def write_text(kind: Kind, language: str, content: Content, *, revision: int, by: Actor, at: datetime) -> Wording:
    """Keep a draft; `Stale` when somebody else wrote meanwhile. `revision` -1: there was no draft."""
    access.may_word(by).require()
    text = write_content(content)
    drafts = Wording.objects.filter(kind=kind.code, language=language, published_at=None)
    values = {"text": text, "by": by.person, "at": at}
    if drafts.filter(revision=revision).update(**values, revision=F("revision") + 1):
        return drafts.get()
    if drafts.exists() or revision >= 0:
        raise Stale
    draft = _new(kind, language, text, by, at)
    journal.record("wording.saved", subjects=[draft], by=by, at=at, kind=kind.code, language=language)
    return draft


def _new(kind: Kind, language: str, text: str, by: Actor, at: datetime) -> Wording:
    latest = Wording.objects.filter(kind=kind.code, language=language).aggregate(top=Max("version"))["top"] or 0
    try:
        with transaction.atomic():
            return Wording.objects.create(
                kind=kind.code, language=language, version=latest + 1, text=text, by_id=by.person, at=at
            )
    except IntegrityError:
        raise Stale from None


@transaction.atomic
def publish(draft: Wording, kind: Kind, *, by: Actor, at: datetime) -> None:
    """From now on new papers have this text; those that are out keep theirs."""
    access.may_word(by).require()
    content = queries.being_written(kind, draft.language)
    if fault := queries.fault_in(kind, draft.language, content):
        no("wording_faulty", where=fault.where).require()
    if not Wording.objects.filter(pk=draft.pk, published_at=None).update(published_at=at):
        no("changed_meanwhile").require()
    journal.record(
        "wording.published", subjects=[draft], by=by, at=at, kind=kind.code, language=draft.language,
        version=draft.version,
    )  # fmt: skip


@transaction.atomic
def drop(draft: Wording, *, by: Actor, at: datetime) -> None:
    """Throw a draft away; what is in force stays."""
    access.may_word(by).require()
    Wording.objects.filter(pk=draft.pk, published_at=None).delete()


@transaction.atomic
def back_to_shipped(kind: Kind, language: str, *, by: Actor, at: datetime) -> Wording:
    """A version that says: the text that ships with the program."""
    access.may_word(by).require()
    Wording.objects.filter(kind=kind.code, language=language, published_at=None).delete()
    row = _new(kind, language, "", by, at)
    Wording.objects.filter(pk=row.pk).update(published_at=at)
    journal.record(
        "wording.published", subjects=[row], by=by, at=at, kind=kind.code, language=language, version=row.version
    )
    return row


@transaction.atomic
def confirm_explanation(kind: Kind, language: str, *, digest: str, name: str, by: Actor, at: datetime) -> None:
    """A named person read the very text of that hash, and says that it is right."""
    access.may_word(by).require()
    found = queries.explained_one(kind, language)
    if found is None:
        raise Refused(no("explanation_missing"))
    if found.digest != digest:
        raise Stale
    row, _ = Confirmation.objects.update_or_create(
        kind=kind.code, language=language, sha256=digest, defaults={"name": name, "by_id": by.person, "at": at}
    )
    journal.record("wording.confirmed", subjects=[row], by=by, at=at, kind=kind.code, language=language)


@transaction.atomic
def set_logo(svg: str, alt: str, *, by: Actor, at: datetime) -> Logo:
    """Another picture on new papers; those that are out keep theirs."""
    access.may_word(by).require()
    Logo.objects.filter(ended_at=None).update(ended_at=at)
    latest = Logo.objects.aggregate(top=Max("version"))["top"] or 0
    row = Logo.objects.create(version=latest + 1, svg=svg, alt=alt, by_id=by.person, at=at)
    journal.record("wording.logo", subjects=[row], by=by, at=at, version=row.version)
    return row


@transaction.atomic
def end_logo(*, by: Actor, at: datetime) -> None:
    """No picture on new papers."""
    access.may_word(by).require()
    row = Logo.objects.filter(ended_at=None).first()
    if row is not None:
        Logo.objects.filter(pk=row.pk).update(ended_at=at)
        journal.record("wording.logo", subjects=[row], by=by, at=at, version=0)
