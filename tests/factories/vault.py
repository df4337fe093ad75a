"""Stored files for tests, made by the same action as in the platform, with or without reading what was sent."""

from datetime import UTC, date, datetime
from typing import Any

from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.vault import actions, blobs
from erasdu.ground.vault.models import StoredFile
from erasdu.kernel.uploads.limits import Cleaned
from tests.factories.organisations import RoleFactory

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECRET = b"kanarie in the bytes"


def stored(role: Role | None = None, data: bytes = SECRET, **changes: Any) -> StoredFile:
    """What a contact point sent about their school; `data` as it is after cleaning."""
    role = role or RoleFactory()
    state = changes.pop("state", "clean")
    given: dict[str, Any] = {"subject": role.organisation, "purpose": "test.scan", "keep": "candidate"}
    given |= {"delete_after": date(2027, 6, 30), "about": role.person, "by": actor_of(role), "at": AT, **changes}
    return actions.attach(prepared(data, state), **given)


def prepared(data: bytes = SECRET, state: str = "clean") -> actions.Prepared:
    """As `actions.prepare` leaves it, without the child process."""
    media_type = "application/pdf" if data.startswith(b"%PDF") else "image/jpeg"
    key, blob, ring = actions.new_key(), blobs.new_name(), actions.queries.keyring()
    blobs.put(blob, ring.close(data, actions.rules.about(key)))
    digest = actions.sha256(data).hexdigest()
    return actions.Prepared(key, blob, ring.newest, state, digest, Cleaned(data, media_type, 1, 10, 10))
