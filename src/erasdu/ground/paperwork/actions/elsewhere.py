"""Signing with a key of one's own, at a trust service: there, and back again (`kernel.seal.remote`).

Of two who sign side by side the second to come back starts anew: each signature stands in the file of the one before.
What the service is asked happens outside every transaction; what is written, in one.
"""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import cast

from django.conf import settings
from django.db import transaction

from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.actions.chaining import kept_aside
from erasdu.ground.paperwork.actions.signing import Visit, confirm_otherwise, fresh, signature_of, write_signature
from erasdu.ground.paperwork.models import Envelope, RemoteSigning, Signer
from erasdu.ground.paperwork.rules import Json, same_person
from erasdu.ground.vault import actions as vault
from erasdu.ground.vault.models import StoredFile
from erasdu.ground.vault.queries import by_key
from erasdu.kernel import registernumber
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.seal.remote import (
    Certificate,
    Holder,
    Pending,
    RemoteFailed,
    RemoteService,
    finish,
    holder_of,
    prepare,
)
from erasdu.kernel.typeset import pages_of
from erasdu.kernel.verdict import Refused, no

INTRODUCE, AGREE = "introduce", "agree"
LASTS = timedelta(minutes=20)
WHY = {"unreachable": "signing_unreachable", "refused": "signing_refused"}


@dataclass(frozen=True, slots=True)
class Step:
    """Where the signer goes now; without an address they signed, or the service is still at it."""

    key: str
    address: str = ""
    signed: bool = False


def leave(
    signer: Signer, service: str, *, shown_sha256: str, answers: Mapping[str, object], visit: Visit, by: Actor,
    at: datetime,
) -> Step:  # fmt: skip
    """To the service, with what was answered and agreed to here; nothing is signed yet."""
    access.may_sign_elsewhere(by, signer, service, at=at).require()
    if shown_sha256 != signer.envelope.shown_sha256:
        no("paper_changed").require()
    row = RemoteSigning(key=new_key(), signer=signer, service=service, started_at=at, expires_at=at + LASTS)
    held: Json = {"shown": shown_sha256, "answers": dict(answers), "explanation": visit.explanation, "known": {}}
    try:
        ticket, port = _ticket(), queries.service(service)
        if address := port.introduce(ticket):
            return _gone(row, INTRODUCE, held, ticket, address)
        return _to_agree(row, held, port, at)
    except RemoteFailed as failed:
        raise Refused(no(WHY.get(failed.code, "signing_failed"))) from failed


def come_back(
    row: RemoteSigning, *, ticket: str, answer: Mapping[str, str], visit: Visit, by: Actor, at: datetime
) -> Step:
    """Back from the service, once with each ticket: on to what is agreed to, or signed."""
    access.may_sign_elsewhere(by, row.signer, row.service, at=at).require()
    if queries.is_over(row, at):
        no("signing_expired").require()
    if not RemoteSigning.objects.filter(pk=row.pk, ticket_hash=row.ticket_hash, used_at=None).update(used_at=at):
        no("signing_used").require()
    try:
        held, port = queries.held_of(row), queries.service(row.service)
        if row.stage == INTRODUCE:
            return _to_agree(row, held | {"known": port.known(ticket=ticket, answer=answer)}, port, at)
        return _agreed(row, held, port, ticket, answer, visit, by, at)
    except RemoteFailed as failed:
        _ended(row, failed.code)
        raise Refused(no(WHY.get(failed.code, "signing_failed"))) from failed
    except Refused as refused:
        _ended(row, refused.verdict.code)
        raise


def _ticket() -> str:
    return secrets.token_urlsafe(32)


def _gone(row: RemoteSigning, stage: str, held: Json, ticket: str, address: str) -> Step:
    row.stage, row.used_at, row.ticket_hash = stage, None, queries.ticket_hash(ticket)
    row.held = queries.close_held(row, held)
    row.save()
    return Step(row.key, address)


def _ended(row: RemoteSigning, outcome: str) -> None:
    RemoteSigning.objects.filter(pk=row.pk).update(outcome=outcome[:30], held=b"")


# -- agreeing --------------------------------------------------------------------------------------


def _to_agree(row: RemoteSigning, held: Json, port: RemoteService, at: datetime) -> Step:
    """Whose key it is is known now: the paper is made ready for that one signature, and its hash goes along."""
    signer = row.signer
    remote = port.signer(cast(Mapping[str, str], held["known"]))
    certificate = remote.certificate()
    _require_theirs(holder_of(certificate.own), signer, at)
    envelope = signer.envelope
    base = queries.signed_so_far(envelope)
    said = queries.consent_of(envelope, signer.role)
    state = prepare(base, certificate, at=at, reason=said, label=signer.name, field=f"Signature_{signer.role}")
    ticket = _ticket()
    sent = finish(state, remote, ticket=ticket)
    if not isinstance(sent, Pending) or not sent.redirect:
        raise RemoteFailed("bad_answer", "signed without asking the signer")
    ready = {"state": b64encode(state).decode(), "base": sha256(base).hexdigest()}
    return _gone(row, AGREE, held | ready, ticket, sent.redirect)


def _require_theirs(holder: Holder, signer: Signer, at: datetime) -> None:
    """The certificate is this very person's, valid today, and holds nothing that may not be kept here."""
    if registernumber.contains(holder.text):
        no("signing_register_number").require()
    if not any(same_person(name, signer.name) for name in holder.names):
        no("signing_other_name", name=signer.name).require()
    if not holder.valid_from <= at <= holder.valid_until:
        no("signing_certificate_over").require()


def _agreed(
    row: RemoteSigning,
    held: Json,
    port: RemoteService,
    ticket: str,
    answer: Mapping[str, str],
    visit: Visit,
    by: Actor,
    at: datetime,
) -> Step:
    remote, state = port.signer(cast(Mapping[str, str], held["known"])), b64decode(str(held["state"]))
    outcome = finish(state, remote, ticket=ticket, answer=answer)
    if isinstance(outcome, Pending):  # the same return, a moment later
        RemoteSigning.objects.filter(pk=row.pk).update(used_at=None)
        return Step(row.key, outcome.redirect)
    envelope = row.signer.envelope
    stored = vault.keep(
        outcome, media_type="application/pdf", pages=pages_of(outcome), subject=envelope, purpose="paperwork.signed",
        keep="grant_file", about=envelope.document.person, by=SYSTEM, at=at,
    )  # fmt: skip
    try:
        _written(row, held, remote.certificate(), stored, visit, by, at)
    except BaseException:
        vault.delete(stored, by=SYSTEM, at=at)
        raise
    return Step(row.key, signed=True)


@transaction.atomic
def _written(
    row: RemoteSigning,
    held: Json,
    certificate: Certificate,
    stored: StoredFile,
    visit: Visit,
    by: Actor,
    at: datetime,
) -> None:
    signer = fresh(row.signer)
    access.may_sign_elsewhere(by, signer, row.service, at=at).require()
    envelope, holder = signer.envelope, holder_of(certificate.own)
    if held["shown"] != envelope.shown_sha256:
        no("paper_changed").require()
    if held["base"] != queries.signed_sha256(envelope):
        no("signing_overtaken").require()
    before = by_key(envelope.signed_file)
    Envelope.objects.filter(pk=envelope.pk).update(signed_file=stored.key)
    envelope.signed_file = stored.key
    answers, explanation = cast(Mapping[str, object], held["answers"]), str(held["explanation"])
    level = _assurance(settings.SIGN_SERVICES[row.service]["level"], holder)
    signature = signature_of(signer, holder.names[0], answers, "remote", level, visit.language, explanation, at)
    payload = visit.payload(signer) | {"certificate": b64encode(certificate.own).decode()}
    body = kept_aside(signer, payload, at=at) | {
        "service": row.service,
        "certificate_sha256": sha256(certificate.own).hexdigest(),
        "signed_sha256": stored.sha256,
    }
    write_signature(signer, signature, "signed", by=by, at=at, **body)
    confirm_otherwise(signer, at=at)
    RemoteSigning.objects.filter(pk=row.pk).update(outcome="signed", held=b"")
    if before is not None:
        vault.delete(before, by=SYSTEM, at=at)


def _assurance(level: str, holder: Holder) -> str:
    """No more than the certificate says of itself."""
    if level == "qualified" and not holder.qualified:
        level = "advanced"
    return f"remote_{level}" if level else "remote"
