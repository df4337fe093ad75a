"""Reading what is kept: the address to hand out, the bytes behind it, and how the vault is doing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings
from django.db.models import Model
from django.urls import reverse

from erasdu.ground.vault import access, blobs, rules
from erasdu.ground.vault.models import StoredFile
from erasdu.kernel.cipher import Keyring, NotOpened

SCANNED_WITHIN = timedelta(hours=1)


class Damaged(Exception):
    """What lies there is not what was kept: changed, moved, or gone. It is shown to nobody."""


def keyring() -> Keyring:
    return Keyring(settings.VAULT_KEYS, newest=next(iter(settings.VAULT_KEYS)))


def address(file: StoredFile, *, person: int, at: datetime) -> str:
    """Where this person, and nobody else, reads the file in the next five minutes.

    They are signed in, or came in by a personal link of theirs. Whoever calls this has asked whether they may.
    """
    ends = rules.until(at)
    mark = rules.mark(settings.SECRET_KEY, file.key, ends, person)
    return reverse("vault:file", args=[file.key, ends, mark])


def addressed(key: str, ends: int, mark: str, persons: Iterable[int], at: datetime) -> StoredFile | None:
    """The file behind an address, when it still works and is of one of the persons who are here."""
    if rules.is_over(ends, at):
        return None
    if not any(rules.same(mark, rules.mark(settings.SECRET_KEY, key, ends, person)) for person in persons):
        return None
    return access.shown().filter(key=key).first()


def read(file: StoredFile) -> bytes:
    """The plain bytes. `Damaged`: never to be shown; `blobs.NotReached`: not now."""
    try:
        return _opened(file)
    except blobs.Gone:
        moved = access.kept().filter(pk=file.pk).exclude(blob=file.blob).first()  # by a new key, meanwhile
        if moved is None:
            raise Damaged(file.key) from None
    try:
        return _opened(moved)
    except blobs.Gone:
        raise Damaged(file.key) from None


def _opened(file: StoredFile) -> bytes:
    if file.key_id not in settings.VAULT_KEYS:
        raise blobs.NotReached(f"the key {file.key_id} is not here")
    try:
        return keyring().open(blobs.get(file.blob), rules.about(file.key))
    except NotOpened:
        raise Damaged(file.key) from None


def by_key(key: str) -> StoredFile | None:
    """A file that its owner knows by its key."""
    return access.kept().filter(key=key).first() if key else None


def by_keys(keys: Iterable[str]) -> list[StoredFile]:
    """Those that may be shown, in one query."""
    return list(access.shown().filter(key__in=list(keys)))


def files_of(subject: Model, purpose: str = "") -> list[StoredFile]:
    """What is kept about a thing, also what may not be shown yet, in the order in which it came."""
    files = access.kept().filter(subject_kind=subject._meta.label_lower, subject_pk=subject.pk)
    return list((files.filter(purpose=purpose) if purpose else files).order_by("at", "pk"))


def subject_of(file: StoredFile) -> Model:
    """For the journal: a row that has only its kind and number."""
    model: type[Model] = apps.get_model(file.subject_kind)
    return model(pk=file.subject_pk)


@dataclass(frozen=True, slots=True)
class Troubles:
    """`unscanned`: files that wait longer than an hour; `unreadable`: by how many a key is needed that is not here."""

    damaged: int
    unscanned: int
    unreadable: int


def troubles(at: datetime) -> Troubles:
    return Troubles(
        access.kept().exclude(damaged_at=None).count(),
        access.waiting().filter(at__lt=at - SCANNED_WITHIN).count(),
        access.kept().exclude(key_id__in=list(settings.VAULT_KEYS)).count(),
    )
