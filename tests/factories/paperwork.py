"""Papers for tests without drawing them: rows as the engine writes them. `tests.ground.paperwork.scene` sends real ones."""

from datetime import UTC, date, datetime
from typing import Any

from django.db.models import Model

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork.models import Document, Envelope, Reader, Signature, Signer
from erasdu.ground.people.models import Person
from tests.factories.organisations import PersonFactory

SENT = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


def paper(
    subject: Model,
    kind: str = "candidacies.company_approval",
    role: str = "company",
    *,
    person: Person | None = None,
    signed: bool = False,
    state: str = "",
    variant: str = "",
    answers: dict[str, Any] | None = None,
    reader: Organisation | None = None,
    channel: str = "text",
    at: datetime = SENT,
) -> Envelope:
    """One paper with one signer, asked or signed, as if it had been drawn and sent."""
    document, _ = Document.objects.get_or_create(
        kind=kind, subject_kind=subject._meta.label_lower, subject_pk=subject.pk, variant=variant,
        defaults={"opened_at": at},
    )  # fmt: skip
    data = {"title": "A paper", "short": "A paper", "lead": "", "facts": [], "clauses": [], "roles": {}, "consent": {},
            "questions": {}, "about": "Amina", "space": "", "logo": None}  # fmt: skip
    envelope = Envelope.objects.create(
        document=document, version=document.envelopes.count() + 1, language="en" if kind == "candidacies.cv" else "nl", data=data, stamp="1", pages=1,
        shown_sha256="0" * 64, issued_at=at, due_on=date(2027, 1, 31), state=state or ("signed" if signed else "open"),
        signed_at=at if signed else None,
    )  # fmt: skip
    whose = person or PersonFactory()
    signer = Signer.objects.create(
        envelope=envelope, role=role, person=whose, name=str(whose), state="signed" if signed else "asked",
        asked_at=at, answered_at=at if signed else None, attested_how="records", attested_at=at, channel=channel,
    )  # fmt: skip
    if signed:
        Signature.objects.create(
            signer=signer, method="link", assurance="text_code", at=at, typed_name=signer.name,
            shown_sha256=envelope.shown_sha256, consent="", consent_language="nl", answers=answers or {},
        )  # fmt: skip
    if reader is not None:
        Reader.objects.get_or_create(document=document, organisation=reader, role="school", defaults={"since": at})
    return envelope
