"""What signers did with papers, read as plain values: a gate looks at thousands, and a row of the database costs more.

The names are those of the rows, so that a question about a signer reads the same for both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTransform

from erasdu.ground.paperwork import access
from erasdu.ground.paperwork.models import Document, Envelope, Signer
from erasdu.ground.paperwork.papers import kind
from erasdu.ground.paperwork.states import ASKED, DONE, OPEN, PASSED_ON, REVOKED, WAITING
from erasdu.ground.prepared import MARKS, Prepared

NEVER = datetime.min.replace(tzinfo=UTC)
PAPER = ("kind", "subject_kind", "subject_pk", "variant", "opened_at", "frozen_at", "frozen_code", "lifted_at",
         "lift_reason")  # fmt: skip
VERSION = ("state", "due_on")
SIGNATURE = ("method", "at", "answers", "revoked_at", "lacks")
SIGNER = ("role", "person", "state", "channel", "attested_how", "answered_at", "reason")
COLUMNS = (
    "envelope__document", *(f"envelope__document__{name}" for name in PAPER),
    "envelope", *(f"envelope__{name}" for name in VERSION), "terms",
    "signature", *(f"signature__{name}" for name in SIGNATURE),
    "pk", *SIGNER,
)  # fmt: skip
OF_VERSION = 1 + len(PAPER)  # where the columns of each begin
OF_SIGNATURE = OF_VERSION + 2 + len(VERSION)
OF_SIGNER = OF_SIGNATURE + 1 + len(SIGNATURE)
IN_FORCE = ("signed", "complete", "seen")


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """See `Document`."""

    pk: int
    kind: str
    subject_kind: str
    subject_pk: int
    variant: str
    opened_at: datetime
    frozen_at: datetime | None
    frozen_code: str
    lifted_at: datetime | None
    lift_reason: str


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """See `Envelope`; `terms`: what it was made for."""

    document: ReadPaper
    pk: int
    state: str
    due_on: date
    terms: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReadSignature:
    """See `Signature`; of who did not sign all of it is empty."""

    method: str = ""
    at: datetime = NEVER
    answers: Mapping[str, Any] = field(default_factory=dict)
    revoked_at: datetime | None = None
    lacks: list[str] | None = None


@dataclass(frozen=True, slots=True)
class ReadSigner:
    """See `Signer`."""

    envelope: ReadVersion
    signature: ReadSignature
    pk: int
    role: str
    person_id: int
    state: str
    channel: str
    attested_how: str
    answered_at: datetime | None
    reason: str

    @property
    def terms(self) -> Mapping[str, str]:
        return self.envelope.terms

    @property
    def envelope_id(self) -> int:
        return self.envelope.pk


UNSIGNED = ReadSignature()
SomeSigner = Signer | ReadSigner


class Answers:
    """What signers did with the papers of some subjects, read at once for all steps that ask about them."""

    def __init__(self, signers: Iterable[ReadSigner]) -> None:
        self._by_kind: dict[tuple[str, str], list[ReadSigner]] = {}
        for signer in signers:
            paper = signer.envelope.document
            self._by_kind.setdefault((paper.subject_kind, paper.kind), []).append(signer)

    def of(self, subject: str, kinds: Iterable[str], *, passed_on: bool = False) -> Iterator[ReadSigner]:
        """By kind and paper, the oldest version first. `passed_on`: with who passed a paper on to somebody else."""
        for kind_of_paper in kinds:
            for signer in self._by_kind.get((subject, kind_of_paper), ()):
                if passed_on or signer.state != PASSED_ON:
                    yield signer

    def asked(self) -> Iterator[ReadSigner]:
        """Whose turn it is."""
        for signers in self._by_kind.values():
            yield from (signer for signer in signers if signer.state == ASKED and signer.envelope.state == OPEN)

    def newest(self, subject: str, kinds: Iterable[str], *, passed_on: bool = False) -> list[list[ReadSigner]]:
        """Of each paper the signers of its newest version."""
        found: dict[int, list[ReadSigner]] = {}
        for signer in self.of(subject, kinds, passed_on=passed_on):
            there = found.setdefault(signer.envelope.document.pk, [])
            if there and there[0].envelope is not signer.envelope:
                there.clear()
            there.append(signer)
        return list(found.values())


def answers_about(subjects: Mapping[str, Iterable[int]], kinds: Iterable[str] = ()) -> Answers:
    """Of these papers, or of all papers of these subjects. One query. `subjects`: ids by kind of subject."""
    given = {subject: list(pks) for subject, pks in subjects.items()}
    return Answers(_read(_signers(tuple(given), tuple(kinds)).of(*given.values()))) if given else Answers(())


@cache
def _signers(subjects: Sequence[str], kinds: Sequence[str]) -> Prepared[tuple[Any, ...]]:
    """Not yet for any paper in particular."""

    def rows() -> QuerySet[Signer, tuple[Any, ...]]:
        about = Q()
        for subject, pks in zip(subjects, MARKS, strict=False):
            about |= Q(envelope__document__subject_kind=subject, envelope__document__subject_pk__in=pks)
        found = Signer.objects.annotate(terms=KeyTransform("terms", "envelope__data")).filter(about)
        found = found.filter(envelope__document__kind__in=kinds) if kinds else found
        return found.order_by("envelope__document", "envelope__version", "pk").values_list(*COLUMNS)

    return Prepared(rows)


def _read(rows: Iterable[tuple[Any, ...]]) -> Iterator[ReadSigner]:
    version: ReadVersion | None = None
    for row in rows:
        if version is None or version.pk != row[OF_VERSION]:
            version = _version(row, version)
        signature = ReadSignature(*row[OF_SIGNATURE + 1 : OF_SIGNER]) if row[OF_SIGNATURE] else UNSIGNED
        yield ReadSigner(version, signature, *row[OF_SIGNER:])


def _version(row: Sequence[Any], before: ReadVersion | None) -> ReadVersion:
    """Versions of one paper share it."""
    same = before is not None and before.document.pk == row[0]
    paper = before.document if before is not None and same else ReadPaper(*row[:OF_VERSION])
    pk, state, due_on, terms = row[OF_VERSION:OF_SIGNATURE]
    return ReadVersion(paper, pk, state, due_on, terms or {})


@dataclass(frozen=True, slots=True)
class Stands:
    """How one paper stands, by the same names as `Standing`."""

    kind: str
    variant: str
    state: str
    who: tuple[str, ...]
    terms: Mapping[str, str]
    in_force: bool


def stands_about(answers: Answers, subject: str, kinds: Iterable[str], at: datetime) -> dict[int, list[Stands]]:
    """Subject → how its papers of these kinds stand."""
    found: dict[int, list[Stands]] = {}
    for signers in answers.newest(subject, kinds, passed_on=True):
        version, paper = signers[0].envelope, signers[0].envelope.document
        state = state_of(paper, version, signers, at)
        counts = state in IN_FORCE and not unattested(signers)
        found.setdefault(paper.subject_pk, []).append(
            Stands(paper.kind, paper.variant, state, turns(signers), version.terms, counts)
        )
    return found


# -- the same for rows and for what was read -------------------------------------------------------


def state_of(
    document: Document | ReadPaper, envelope: Envelope | ReadVersion, signers: Sequence[SomeSigner], at: datetime
) -> str:
    """See `Standing.state`."""
    state = envelope.state
    if any(signer.state == REVOKED for signer in signers):
        state = "withdrawn"
    if state == "signed" and kind(document.kind).by_hand:
        state = "seen"
    if state == "open" and access.overdue(envelope, at):
        state = "overdue"
    return "frozen" if access.is_frozen(document) else state


def turns(signers: Iterable[SomeSigner]) -> tuple[str, ...]:
    """Roles that must act."""
    return tuple(signer.role for signer in signers if signer.state in (ASKED, WAITING))


def unattested(signers: Sequence[SomeSigner]) -> tuple[str, ...]:
    """Roles signed by somebody to whom it was passed on, and whom nobody on the sending side vouched for."""
    passed = {signer.role for signer in signers if signer.state == PASSED_ON}
    return tuple(
        signer.role for signer in signers if signer.state == DONE and not signer.attested_how and signer.role in passed
    )
