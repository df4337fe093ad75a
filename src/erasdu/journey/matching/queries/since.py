"""What came or changed after a proposal was made: what it says of the best, and of who has nothing, is as old as it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from erasdu.ground.journal.models import Subject
from erasdu.journey.hosting.models import Company, Home
from erasdu.journey.matching.models import Board, Match, Minutes, Proposal
from erasdu.journey.matching.queries.reach import keepers_of
from erasdu.journey.mobilities.models import Mobility

PLACES = (
    "company.added", "company.resumed", "placement.offered", "placement.renewed", "placement.edited",
    "placement.resumed",
)  # fmt: skip
BEDS = ("home.added", "home.resumed", "home.rooms_set", "home.edited", "home.checked", "home.extract_seen")


@dataclass(frozen=True, slots=True)
class Since:
    """How many learners came on the board, companies and homes have something new, and ways were filled in by hand."""

    learners: int
    companies: int
    homes: int
    ways: int = 0


def since(board: Board, proposal: Proposal | None, stays: Iterable[int]) -> Since | None:
    """None when nothing came. `stays`: those on the board. At most five queries."""
    if proposal is None:
        return None
    keepers = keepers_of(board)
    found = Since(
        _new(proposal, set(stays)),
        Company.objects.filter(
            pk__in=_touched(Company, proposal, PLACES), keeper__in=keepers, withdrawn_at=None
        ).count(),
        Home.objects.filter(pk__in=_touched(Home, proposal, BEDS), keeper__in=keepers, withdrawn_at=None).count(),
        Minutes.objects.filter(
            at__gt=proposal.at, placement__company__keeper__in=keepers, home__keeper__in=keepers
        ).count(),
    )
    return found if found != Since(0, 0, 0) else None


def _new(proposal: Proposal, stays: set[int]) -> int:
    """A repair has lines only of who must move: there it is who has a stay since."""
    if proposal.made == Proposal.Made.REPAIR:
        return Mobility.objects.filter(pk__in=stays, opened_at__gt=proposal.at).count()
    return len(stays - set(proposal.lines.values_list("mobility", flat=True)) - _settled(proposal, stays))


def _settled(proposal: Proposal, stays: set[int]) -> set[int]:
    """Who had an answer to wait for, or was confirmed, was not looked at and is not new."""
    rows = Match.objects.filter(mobility__in=stays, at__lte=proposal.at)
    return set(rows.values_list("mobility", flat=True))


def _touched(kind: type[Company | Home], proposal: Proposal, codes: Sequence[str]) -> QuerySet[Subject, int]:
    rows = Subject.objects.filter(line__code__in=codes, line__at__gt=proposal.at, kind=kind._meta.label_lower)
    return rows.values_list("pk_of", flat=True)
