"""How the papers of a dossier stand: what later steps read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.apps import apps
from django.db.models import Exists, F, Model, OuterRef, Prefetch, Q, QuerySet
from django.db.models.fields.json import KeyTransform

from erasdu.ground.paperwork.models import Document, Envelope, Signer
from erasdu.ground.paperwork.queries.answers import IN_FORCE, state_of, turns, unattested
from erasdu.ground.paperwork.rules import Json
from erasdu.ground.paperwork.states import COMPLETE, LIVE, PASSED_ON, REVOKED, SIGNED

# Columns that a signer's page needs, and no list or gate.
OF_VERSION = (
    "data", "secret", "code", "content_version", "stamp", "pages", "shown_sha256", "shown_file", "lost_at", "language",
    "issued_at", "issued_by", "sealed_at", "final_sha256", "final_file", "signed_file", "record_file", "record_sha256",
    "ended_at", "end_reason",
)  # fmt: skip
OF_SIGNATURE = (
    "consent", "consent_language", "explanation", "typed_name", "shown_sha256", "assurance", "secret_answers",
    "carried_from",
)  # fmt: skip
SELDOM = (
    *(f"envelope__{name}" for name in OF_VERSION), *(f"signature__{name}" for name in OF_SIGNATURE),
    "envelope__document__head", "envelope__document__length",
)  # fmt: skip


def subject_of(document: Document) -> Model | None:
    """The dossier a paper is about."""
    model = apps.get_model(document.subject_kind)
    found: Model | None = model._default_manager.filter(pk=document.subject_pk).first()
    return found


def named_subject_of(document: Document) -> Model:
    """For who only names it in the journal: its kind and its id, not read."""
    found: Model = apps.get_model(document.subject_kind)(pk=document.subject_pk)
    return found


def about(subject_kind: str, pks: Iterable[int], kinds: Iterable[str] = ()) -> QuerySet[Document]:
    """Papers about these rows, with their live version and its signers at hand: two queries more."""
    rows = Document.objects.filter(subject_kind=subject_kind, subject_pk__in=list(pks))
    if wanted := list(kinds):
        rows = rows.filter(kind__in=wanted)
    return with_standing(rows)


def with_standing(rows: QuerySet[Document]) -> QuerySet[Document]:
    """`envelopes.all()` newest first, each with its signers and their signatures."""
    signers = Signer.objects.select_related("person", "organisation", "signature", "link").order_by("turn", "pk")
    envelopes = Envelope.objects.order_by("-version").prefetch_related(Prefetch("signers", signers))
    return rows.prefetch_related(Prefetch("envelopes", envelopes)).order_by("opened_at", "pk")


def signers_about(subject_kind: str, pks: Iterable[int], kinds: Iterable[str]) -> QuerySet[Signer]:
    """Every signer of every version of these papers, the oldest version first, with `terms`. One query.

    Without what no list asks of a version or signature: that comes when it is asked for. A gate reads `answers_about`.
    """
    rows = Signer.objects.filter(
        envelope__document__subject_kind=subject_kind,
        envelope__document__subject_pk__in=list(pks),
        envelope__document__kind__in=list(kinds),
    )
    rows = rows.exclude(state=PASSED_ON).select_related("envelope__document", "signature", "person").defer(*SELDOM)
    terms = KeyTransform("terms", "envelope__data")
    return rows.annotate(terms=terms).order_by("envelope__document", "envelope__version", "pk")


def latest(document: Document) -> Envelope | None:
    """The newest version; with `with_standing` without another query."""
    return next(iter(document.envelopes.all()), None)


def live(document: Document) -> Envelope | None:
    return next((one for one in document.envelopes.all() if one.state in LIVE), None)


def in_force(kind: str) -> QuerySet[Envelope]:
    """The versions of a kind that count now, as `Standing.in_force` says it, for a query: what a version that is not
    signed yet replaced is not among them."""
    moving = Q(document__frozen_at=None) | Q(document__lifted_at__gte=F("document__frozen_at"))
    taken_back = Signer.objects.filter(envelope=OuterRef("pk"), state=REVOKED)
    rows = Envelope.objects.filter(moving, document__kind=kind, state__in=(SIGNED, COMPLETE))
    return rows.exclude(Exists(taken_back))


@dataclass(frozen=True, slots=True)
class Standing:
    """How one paper stands, for the step that asked for it. `signed`: role → moment; `who`: role that must act."""

    document: Document
    envelope: Envelope | None
    state: str  # "", open, seen (signed by hand), signed, complete, declined, withdrawn, overdue, frozen
    who: tuple[str, ...]
    signed: Mapping[str, datetime]
    answers: Mapping[str, Json]
    terms: Mapping[str, str] = field(default_factory=dict)  # what the version was made for
    to_attest: tuple[str, ...] = ()  # roles signed by somebody whom nobody on the sending side vouched for

    @property
    def in_force(self) -> bool:
        """Everybody signed it, nobody took that back, and nothing holds it up."""
        return self.state in IN_FORCE and not self.to_attest


def standing(document: Document, at: datetime) -> Standing:
    """From rows that `with_standing` fetched; no query."""
    envelope = latest(document)
    if envelope is None:
        return Standing(document, None, "", (), {}, {})
    return _standing(document, envelope, list(envelope.signers.all()), envelope.data.get("terms") or {}, at)


def _standing(
    document: Document, envelope: Envelope, signers: Sequence[Signer], terms: Mapping[str, str], at: datetime
) -> Standing:
    done = [signer for signer in signers if signer.state == "signed"]
    return Standing(
        document,
        envelope,
        state_of(document, envelope, signers, at),
        turns(signers),
        {signer.role: signer.signature.at for signer in done},
        {signer.role: signer.signature.answers for signer in done},
        terms,
        unattested(signers),
    )
