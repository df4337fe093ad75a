"""Candidacies and guardians read as plain values: a gate looks at thousands, and a row of the database costs more.

The names are those of the rows, so that a question about a candidacy reads the same for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.candidacies.models import Candidacy, Guardian

OWN = (
    "pk", "state", "confirmed_at", "eligible_at", "birth_date", "agreement", "agreement_until", "guardian_mode",
    "sole_guardian", "decision_seen_by", "decision_seen_on",
)  # fmt: skip
OF = {
    "call": ("files_deadline", "stay_from", "stay_until"),
    "training_company": ("key", "closed_at"),
    "profile": ("revision", "mobile"),
    "learner": ("given_name", "family_name", "email", "phone"),
}
COLUMNS = (*OWN, *(f"{row}__{name}" for row, names in OF.items() for name in names))
GUARDIAN = ("candidacy", "person", "position", "attested_how", "attested_at", "attested_mail", "attested_phone")


@dataclass(frozen=True, slots=True)
class ReadCall:
    """See `Call`."""

    files_deadline: date
    stay_from: date
    stay_until: date


@dataclass(frozen=True, slots=True)
class ReadCompany:
    """See `TrainingCompany`."""

    key: str
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class ReadProfile:
    """See `Profile`."""

    revision: int
    mobile: str


@dataclass(frozen=True, slots=True)
class ReadLearner:
    """See `Person`."""

    given_name: str
    family_name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class ReadCandidacy:
    """See `Candidacy`."""

    pk: int
    state: str
    confirmed_at: datetime | None
    eligible_at: datetime | None
    birth_date: date | None
    agreement: str
    agreement_until: date | None
    guardian_mode: str
    sole_guardian: int | None
    decision_seen_by: str
    decision_seen_on: date | None
    call: ReadCall
    training_company: ReadCompany | None
    profile: ReadProfile
    learner: ReadLearner


@dataclass(frozen=True, slots=True)
class ReadGuardian:
    """See `Guardian`."""

    candidacy_id: int
    person_id: int
    position: int
    attested_how: str
    attested_at: datetime | None
    attested_mail: str
    attested_phone: str


SomeCandidacy = Candidacy | ReadCandidacy
SomeGuardian = Guardian | ReadGuardian
CANDIDACIES = Prepared(lambda: Candidacy.objects.filter(pk__in=THESE).values_list(*COLUMNS))
GUARDIANS = Prepared(lambda: Guardian.objects.filter(candidacy__in=THESE).order_by("position").values_list(*GUARDIAN))


def candidacies(pks: Iterable[int]) -> dict[int, ReadCandidacy]:
    """By id. One query."""
    own = len(OWN)
    return {
        row[0]: ReadCandidacy(  # type: ignore[call-arg]
            *row[:own],
            ReadCall(*row[own : own + 3]),
            ReadCompany(*row[own + 3 : own + 5]) if row[own + 3] else None,
            ReadProfile(*row[own + 5 : own + 7]),
            ReadLearner(*row[own + 7 :]),
        )
        for row in CANDIDACIES.of(pks)
    }


def guardians(pks: Iterable[int]) -> list[ReadGuardian]:
    """Of these candidacies, by position. One query."""
    return [ReadGuardian(*row) for row in GUARDIANS.of(pks)]
