"""Where the encrypted bytes lie: a folder of this installation, or a bucket that speaks S3 (ERASDU_VAULT_URL).

Names are random and bytes are encrypted before they come here. A blob is whole or not there.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

ALIAS = "vault"


class NotReached(Exception):
    """The storage does not answer now; what is in it may be in order."""


class Gone(Exception):
    """The storage answers, and there is no such blob."""


class Folder(FileSystemStorage):
    """Written under another name, brought to the disk, then renamed: a power cut leaves no half file."""

    lasting = True

    def _save(self, name: str, content: File[Any]) -> str:
        final = Path(self.path(name))
        final.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        unfinished = final.with_name(f"{name}.part")
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.writelines(content.chunks())
            file.flush()
            if self.lasting:
                os.fsync(file.fileno())
        unfinished.replace(final)
        if self.lasting:
            _bring_to_disk(final.parent)
        return name


class Passing(Folder):
    """That of a rehearsal is thrown away: a power cut costs nothing there, and nobody waits for the disk."""

    lasting = False


def _bring_to_disk(folder: Path) -> None:
    """The name too."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def storage() -> Storage:
    return storages[ALIAS]


def new_name() -> str:
    return secrets.token_hex(20)


@contextmanager
def _reaching() -> Iterator[None]:
    """Whatever a storage's library raises, a caller knows two answers: not reached, or gone."""
    try:
        yield
    except FileNotFoundError as error:
        raise Gone from error
    except Exception as error:
        raise NotReached(type(error).__name__) from error


def put(name: str, data: bytes) -> None:
    with _reaching():
        storage().save(name, ContentFile(data))


def get(name: str) -> bytes:
    with _reaching(), storage().open(name, "rb") as file:
        return bytes(file.read())


def remove(name: str) -> None:
    """One that is not there is fine."""
    with _reaching():
        storage().delete(name)


def names() -> list[str]:
    """Every blob, also those that were not finished; none when nothing was ever kept."""
    try:
        with _reaching():
            return storage().listdir("")[1]
    except Gone:
        return []


def changed_at(name: str) -> datetime:
    with _reaching():
        return storage().get_modified_time(name)


def probe() -> None:
    """Write, read and take away: `NotReached` or `Gone` when any of it fails."""
    name = f"probe-{new_name()[:20]}"
    put(name, name.encode())
    try:
        if get(name) != name.encode():
            raise NotReached("it gives back something else")
    finally:
        remove(name)
