"""What a host signs before somebody comes: the company its commitment, the family its agreement and code of conduct.

Nobody works or sleeps with who signed nothing: both hold up leaving. One signature covers everybody who comes on its
days, so that a host is asked once a season.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, STAY, Requirement, because_of, pending

COMPANY, FAMILY = "host_commitment", "family_agreement"
CODES = (COMPANY, FAMILY)
WHO = ("host", "family", "contact_point")
GATES = frozenset({DEPART, STAY})  # of another host halfway as well
REASONS = {COMPANY: "host_agrees", FAMILY: "family_agrees"}


@dataclass(frozen=True, slots=True)
class Agreed:
    """One paper of a host. `signed`: everybody signed and nobody took it back; `who`: whose turn it is while it waits,
    which is until `due`; none of these: it was declined, taken back by the host or held up, and a person decides.
    """

    days: Period
    signed: bool = False
    who: str = ""
    due: date | None = None

    def counts(self, on: date) -> bool:
        """Whether it is signed, or may still be."""
        return self.signed or bool(self.turn(on))

    def turn(self, on: date) -> str:
        return self.who if self.due is None or on <= self.due else ""


@dataclass(frozen=True, slots=True)
class Received:
    """Where one stay is booked for good, and the papers of that host. `family`: a home; else a company."""

    days: Period
    family: bool
    papers: tuple[Agreed, ...] = ()


def covering(days: Period, papers: Iterable[Agreed], on: date) -> Agreed | None:
    """The paper that counts for these days: a signed one, else one that waits, else any."""
    found = [paper for paper in papers if paper.days.start <= days.start and days.end <= paper.days.end]
    return max(found, key=lambda paper: (paper.signed, paper.counts(on)), default=None)


def requirements(received: Iterable[Received], stay: Period | None, on: date) -> list[Requirement]:
    """One for each kind of host; nothing while it is not certain who receives."""
    found = []
    for code, family in ((COMPANY, False), (FAMILY, True)):
        here = [covering(one.days, one.papers, on) for one in received if one.family == family]
        if here:
            found.append(_requirement(code, here, stay, on))
    return found


def _requirement(code: str, papers: list[Agreed | None], stay: Period | None, on: date) -> Requirement:
    by = stay.start if stay else None
    lacking = [paper for paper in papers if paper is None or not paper.signed]
    who = next((paper.turn(on) for paper in lacking if paper is not None and paper.counts(on)), "")
    own = "family" if code == FAMILY and who == "host" else who
    item = Requirement(code, pending(not lacking, on, by, asked=bool(who)), own or "contact_point", by, GATES)
    return because_of(item, REASONS[code])
