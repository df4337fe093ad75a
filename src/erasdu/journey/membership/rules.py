"""Who signs the papers of a membership, and where data may go without more. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

# The European Union, the other states of the European Economic Area, and countries with an adequacy decision.
_UNION = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
_BESIDE = "IS LI NO"
_ADEQUATE = "AD AR CA CH FO GB GG IL IM JE JP KR NZ UY"
WITHOUT_MORE = frozenset(f"{_UNION} {_BESIDE} {_ADEQUATE}".split())


def is_outside(country: str) -> bool:
    """Whether an agreement with somebody there needs the clause about data that leave Europe."""
    return country not in WITHOUT_MORE


@dataclass(frozen=True, slots=True)
class Representative:
    """Who signs for a party. `authority`: on what that rests, as it stands on the paper."""

    given_name: str
    family_name: str
    email: str
    function: str
    authority: str

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"


@dataclass(frozen=True, slots=True)
class Order:
    """What is the same for each paper of one sending. `signers`: role on the paper → who signs, in their order."""

    signers: Mapping[str, Representative]
    language: str
    due_on: date
    valid_until: date

    def side(self, *roles: str) -> list[Representative]:
        return [self.signers[role] for role in roles if role in self.signers]

    @property
    def parties(self) -> dict[str, tuple[str, str]]:
        """Role → name and address."""
        return {role: (one.name, one.email) for role, one in self.signers.items()}


def authorities(side: list[Representative]) -> list[list[str]]:
    """Who represents a party, and on what that rests: pairs for the paper."""
    return [[f"{one.name}, {one.function}", one.authority] for one in side]


def authority_line(side: list[Representative]) -> str:
    return "; ".join(one.authority for one in side)
