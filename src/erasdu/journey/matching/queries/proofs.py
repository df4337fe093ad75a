"""What somebody saw to be in order before a learner works: opened here, and handed on as codes."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from erasdu.ground.prepared import THESE, Prepared
from erasdu.ground.vault.queries import keyring
from erasdu.journey.matching.models import Proofs


@dataclass(frozen=True, slots=True)
class Proof:
    """`seen_on`: None for what is asked and nobody saw yet."""

    code: str
    seen_by: str = ""
    seen_on: date | None = None


def about(stay: int) -> str:
    """What the closed proofs of a stay are bound to."""
    return f"matching.proofs.closed.{stay}"


def opened(row: Proofs) -> dict[str, tuple[str, str]]:
    """Code → who saw it and the day, in ISO."""
    found = keyring().open_json(bytes(row.closed), about(row.mobility_id))
    told = found if isinstance(found, dict) else {}
    return {str(code): (str(who), str(day)) for code, (who, day) in told.items()}


def seen_of(stays: Collection[int]) -> dict[int, frozenset[str]]:
    """Stay → codes. One query."""
    return {row.mobility_id: frozenset(opened(row)) for row in SEEN.of(stays)}


SEEN = Prepared(lambda: Proofs.objects.filter(mobility__in=THESE))


def proofs_of(stay: int, asked: Collection[str]) -> list[Proof]:
    """Those that were seen, and those that are asked."""
    row = Proofs.objects.filter(mobility=stay).first()
    seen = opened(row) if row else {}
    found = [Proof(code, who, date.fromisoformat(day)) for code, (who, day) in sorted(seen.items())]
    return [*found, *(Proof(code) for code in sorted(set(asked) - set(seen)))]
