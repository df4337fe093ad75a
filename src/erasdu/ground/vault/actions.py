"""Keeping a file, letting it go, and giving it a new key.

`store` does all of it. Inside a transaction of your own call `prepare` before it and `attach` in it: reading an upload
takes a second, and no lock is held so long. What was prepared and never attached is swept away.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.limits import Limit
from erasdu.ground.people.models import Person
from erasdu.ground.vault import access, blobs, queries, rules
from erasdu.ground.vault.models import StoredFile
from erasdu.ground.vault.states import CLEAN, QUARANTINE, STORED_FILE
from erasdu.kernel import registernumber
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.uploads.clean import clean
from erasdu.kernel.uploads.limits import Cleaned
from erasdu.kernel.uploads.virus import scanner
from erasdu.kernel.verdict import Refused, no

log = logging.getLogger(__name__)
UPLOADS = Limit("vault-upload", rules.UPLOADS_AN_HOUR, 3600)


@dataclass(frozen=True, slots=True)
class Prepared:
    """An upload that was read, made anew and put away encrypted; no row knows it yet."""

    key: str
    blob: str
    key_id: int
    state: str
    sha256: str
    cleaned: Cleaned


def store(
    upload: bytes,
    *,
    name: str,
    subject: Model,
    purpose: str,
    keep: str,
    delete_after: date | None,
    about: Person | None = None,
    by: Actor,
    at: datetime,
) -> StoredFile:
    """Keep what somebody sent, or raise `Refused`. `name`: of their file, only looked at; `about`: whose data it is."""
    access.may_store(by, _sent(by, subject)).require()
    prepared = prepare(upload, name=name, by=by)
    return attach(
        prepared, subject=subject, purpose=purpose, keep=keep, delete_after=delete_after, about=about, by=by, at=at
    )


def prepare(upload: bytes, *, name: str, by: Actor) -> Prepared:
    """The slow part, outside any transaction: read, make anew, look for viruses, encrypt, put away."""
    if registernumber.contains(name.replace("_", " ")):
        raise Refused(no("upload_register_number"))
    if by.person is not None and not UPLOADS.take(str(by.person)):
        raise Refused(no("upload_too_often"))
    cleaned = clean(upload)
    state = _looked_at(cleaned.data)
    key, blob, ring = new_key(), blobs.new_name(), queries.keyring()
    try:
        blobs.put(blob, ring.close(cleaned.data, rules.about(key)))
    except blobs.NotReached as error:
        log.error("an upload cannot be kept: %s", error)
        raise Refused(no("vault_unreachable")) from error
    return Prepared(key, blob, ring.newest, state, sha256(cleaned.data).hexdigest(), cleaned)


def _looked_at(data: bytes) -> str:
    answer = scanner(settings.CLAMD).scan(data)
    if answer == "infected":
        raise Refused(no("upload_infected"))
    return CLEAN if answer == "clean" else QUARANTINE


@transaction.atomic
def attach(
    prepared: Prepared,
    *,
    subject: Model,
    purpose: str,
    keep: str,
    delete_after: date | None,
    about: Person | None = None,
    by: Actor,
    at: datetime,
) -> StoredFile:
    """The row of what was prepared. Who sends the same once more for the same gets the file that is already there."""
    kind, cleaned = subject._meta.label_lower, prepared.cleaned
    if by.person is not None:
        Person.objects.select_for_update().get(pk=by.person)  # two uploads at once are counted one after the other
        sent = access.sent_by(by.person, kind, subject.pk)
        if same := sent.filter(purpose=purpose, sha256=prepared.sha256).first():
            transaction.on_commit(partial(_remove, prepared.blob))
            return same
    access.may_store(by, _sent(by, subject)).require()
    file = StoredFile.objects.create(
        key=prepared.key, subject_kind=kind, subject_pk=subject.pk, purpose=purpose, about=about,
        uploaded_by_id=by.person, at=at, media_type=cleaned.media_type, size=len(cleaned.data), sha256=prepared.sha256,
        pages=cleaned.pages, width=cleaned.width, height=cleaned.height, blob=prepared.blob, key_id=prepared.key_id,
        state=prepared.state, keep=keep, delete_after=delete_after,
    )  # fmt: skip
    journal.record("vault.stored", subjects=[file, subject], by=by, at=at, purpose=purpose)
    return file


def keep(
    data: bytes,
    *,
    media_type: str,
    pages: int = 1,
    subject: Model,
    purpose: str,
    keep: str,
    about: Person | None = None,
    by: Actor,
    at: datetime,
) -> StoredFile:
    """Put away what we made ourselves, such as a sealed paper: encrypted, but not made anew."""
    prepared = put_away(data, media_type=media_type, pages=pages)
    return keep_put_away(prepared, subject=subject, purpose=purpose, keep=keep, about=about, by=by, at=at)


def put_away(data: bytes, *, media_type: str, pages: int = 1) -> Prepared:
    """The slow part of `keep`, outside any transaction."""
    key, blob, ring = new_key(), blobs.new_name(), queries.keyring()
    blobs.put(blob, ring.close(data, rules.about(key)))
    cleaned = Cleaned(data, media_type, pages, 0, 0)
    return Prepared(key, blob, ring.newest, CLEAN, sha256(data).hexdigest(), cleaned)


@transaction.atomic
def keep_put_away(
    prepared: Prepared,
    *,
    subject: Model,
    purpose: str,
    keep: str,
    about: Person | None = None,
    by: Actor,
    at: datetime,
) -> StoredFile:
    """The row of what was put away."""
    made = prepared.cleaned
    file = StoredFile.objects.create(
        key=prepared.key, subject_kind=subject._meta.label_lower, subject_pk=subject.pk, purpose=purpose, at=at,
        uploaded_by_id=by.person, media_type=made.media_type, size=len(made.data), sha256=prepared.sha256,
        pages=made.pages, blob=prepared.blob, key_id=prepared.key_id, state=CLEAN, keep=keep, about=about,
    )  # fmt: skip
    journal.record("vault.stored", subjects=[file, subject], by=by, at=at, purpose=purpose)
    return file


def _sent(by: Actor, subject: Model) -> int:
    return access.sent_by(by.person, subject._meta.label_lower, subject.pk).count() if by.person is not None else 0


@transaction.atomic
def keep_until(file: StoredFile, *, delete_after: date | None, by: Actor, at: datetime) -> None:
    """The last day became known, such as some days after a return; None: it counts now, and goes with its rule."""
    if access.kept().filter(pk=file.pk).update(delete_after=delete_after):
        about = [file, queries.subject_of(file)]
        journal.record(
            "vault.kept_until", subjects=about, by=by, at=at, until=delete_after.isoformat() if delete_after else ""
        )


@transaction.atomic
def delete(file: StoredFile, *, by: Actor, at: datetime) -> None:
    """Take it away. Whoever owns its subject has asked whether they may; a second time changes nothing."""
    if _emptied(file, at):
        journal.record("vault.deleted", subjects=[file, queries.subject_of(file)], by=by, at=at)


@transaction.atomic
def let_go(file: StoredFile, *, at: datetime) -> None:
    """Its last day has passed."""
    if _emptied(file, at):
        journal.record("vault.let_go", subjects=[file, queries.subject_of(file)], by=SYSTEM, at=at)


@transaction.atomic
def clear(file: StoredFile, *, at: datetime) -> None:
    """The antivirus looked at it after all, and it may be shown."""
    waiting = access.kept().filter(pk=file.pk, state__in=STORED_FILE.sources("clear"))
    if waiting.update(state=STORED_FILE.target("clear")):
        journal.record("vault.cleared", subjects=[file, queries.subject_of(file)], by=SYSTEM, at=at)


@transaction.atomic
def condemn(file: StoredFile, *, at: datetime) -> None:
    """The antivirus found something in it: it is taken away at once."""
    waiting = access.kept().filter(pk=file.pk, state__in=STORED_FILE.sources("condemn"))
    if waiting.update(state=STORED_FILE.target("condemn")) and _emptied(file, at):
        journal.record("vault.condemned", subjects=[file, queries.subject_of(file)], by=SYSTEM, at=at)


@transaction.atomic
def report_damage(file: StoredFile, *, at: datetime) -> None:
    """Told once, to who looks after the installation: in the log, in the journal, by `erasdu doctor`."""
    if access.kept().filter(pk=file.pk, damaged_at=None).update(damaged_at=at):
        log.error("the file %s is not what was kept", file.key)
        journal.record("vault.damaged", subjects=[file, queries.subject_of(file)], by=SYSTEM, at=at)


def report_sound(file: StoredFile) -> None:
    """It opens again: a backup was put back, or a disk answers again."""
    StoredFile.objects.filter(pk=file.pk).update(damaged_at=None)


def give_newest_key(file: StoredFile) -> bool:
    """Encrypt it anew; the old blob goes when the row knows the new one. False: it was deleted or moved meanwhile."""
    plain, ring, blob = queries.read(file), queries.keyring(), blobs.new_name()
    blobs.put(blob, ring.close(plain, rules.about(file.key)))
    moved = access.kept().filter(pk=file.pk, blob=file.blob).update(blob=blob, key_id=ring.newest)
    _remove(file.blob if moved else blob)
    return bool(moved)


def _emptied(file: StoredFile, at: datetime) -> bool:
    if not access.kept().filter(pk=file.pk).update(deleted_at=at, sha256=""):
        return False
    blob = StoredFile.objects.values_list("blob", flat=True).get(pk=file.pk)
    transaction.on_commit(partial(_remove, blob))
    return True


def _remove(blob: str) -> None:
    """What cannot be removed now is swept away later: no row needs it."""
    try:
        blobs.remove(blob)
    except blobs.NotReached as error:
        log.warning("a blob stays for the sweep: %s", error)
