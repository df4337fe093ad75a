"""Which places and homes of another network a board may use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from erasdu.journey.matching.models import Board
from erasdu.journey.nominations.queries import lent_in


@dataclass(frozen=True, slots=True)
class Lent:
    """What schools lend each other in a call, as one school's board has it; on other boards it changes nothing."""

    school: int
    places: Mapping[int, int]  # placement → the school that uses it
    homes: Mapping[int, int]
    keepers: frozenset[int]

    @classmethod
    def of(cls, board: Board) -> Lent:
        loans = lent_in(board.call) if board.receiving_id else []
        return cls(
            board.receiving_id or 0,
            {loan.placement_id: loan.to_school_id for loan in loans if loan.placement_id},
            {loan.home_id: loan.to_school_id for loan in loans if loan.home_id},
            frozenset(loan.keeper_id for loan in loans if loan.to_school_id == board.receiving_id),
        )

    def place(self, pk: int, keeper: int) -> bool:
        return self.school in (0, self.places.get(pk, keeper))

    def home(self, pk: int, keeper: int) -> bool:
        return self.school in (0, self.homes.get(pk, keeper))
