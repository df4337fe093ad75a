"""Trust services at which a signer may sign with a key of their own, and who is on the way there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from erasdu.ground.paperwork import access
from erasdu.ground.paperwork.models import RemoteSigning, Signer
from erasdu.ground.paperwork.rules import Json
from erasdu.ground.people.queries import in_demo
from erasdu.ground.vault.queries import keyring
from erasdu.kernel.seal.remote import RemoteService

PRETENDED = "erasdu.demo."


@dataclass(frozen=True, slots=True)
class Offer:
    """`level`: what a signature of that service is, as the installation was told; empty: nothing but a pretence."""

    id: str
    name: str
    level: str


def offers(signer: Signer) -> list[Offer]:
    """Where this signer may sign instead; a pretended service only in the demo."""
    if not access.is_for_own_keys(signer.envelope.document):
        return []
    return [_offer(id) for id, each in settings.SIGN_SERVICES.items() if in_demo() or not _is_pretended(each)]


def offer(signer: Signer, service: str) -> Offer | None:
    return next((each for each in offers(signer) if each.id == service), None)


def _offer(id: str) -> Offer:
    given = settings.SIGN_SERVICES[id]
    return Offer(id, given["name"], given["level"])


def _is_pretended(given: Mapping[str, str]) -> bool:
    return given["make"].startswith(PRETENDED)


def service(id: str) -> RemoteService:
    """The port, as the installation configured it."""
    given = settings.SIGN_SERVICES[id]
    return cast(RemoteService, import_string(given["make"])(**given["options"]))


def ticket_hash(ticket: str) -> str:
    return sha256(ticket.encode()).hexdigest()


def on_the_way(ticket: str, service: str, key: str) -> RemoteSigning | None:
    """By the ticket that came back, in the browser that went (`key`, from its session), at the service it was for."""
    rows = RemoteSigning.objects.filter(key=key, service=service, ticket_hash=ticket_hash(ticket))
    return rows.select_related("signer__envelope__document", "signer__person").first() if ticket and key else None


def close_held(row: RemoteSigning, held: Json) -> bytes:
    return keyring().close_json(held, _about(row))


def held_of(row: RemoteSigning) -> Json:
    return cast(Json, keyring().open_json(bytes(row.held), _about(row)))


def _about(row: RemoteSigning) -> str:
    return f"paperwork_remotesigning|held|{row.key}"


def is_over(row: RemoteSigning, at: datetime) -> bool:
    return row.expires_at <= at
