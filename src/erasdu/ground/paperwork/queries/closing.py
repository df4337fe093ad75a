"""Health data and the like lies closed: opened only where somebody who may see it asks."""

from datetime import date
from typing import cast

from erasdu.ground.paperwork.models import Envelope, Signature
from erasdu.ground.paperwork.rules import Json
from erasdu.ground.vault.queries import keyring


def close_data(envelope: Envelope, data: Json) -> bytes:
    return keyring().close_json(data, _of_envelope(envelope))


def data_of(envelope: Envelope) -> Json:
    """The composed value of a version."""
    if not envelope.secret:
        return cast(Json, envelope.data)
    return cast(Json, keyring().open_json(bytes(envelope.secret), _of_envelope(envelope)))


def asked_on(envelope: Envelope, on: date) -> date:
    """By which day signers are asked to sign: while that is not past, a day before the last on which they can."""
    kept = data_of(envelope).get("asked_on")
    asked = date.fromisoformat(str(kept)) if kept else envelope.due_on
    return asked if asked >= on else envelope.due_on


def close_answers(signer_key: str, answers: Json) -> bytes:
    return keyring().close_json(answers, _of_signature(signer_key))


def answers_of(signature: Signature) -> Json:
    if not signature.secret_answers:
        return cast(Json, signature.answers)
    return cast(Json, keyring().open_json(bytes(signature.secret_answers), _of_signature(signature.signer.key)))


def _of_envelope(envelope: Envelope) -> str:
    return f"paperwork_envelope|secret|{envelope.key}"


def _of_signature(signer_key: str) -> str:
    return f"paperwork_signature|secret_answers|{signer_key}"
