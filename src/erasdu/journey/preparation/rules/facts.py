"""What is known of how ready one stay is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from erasdu.ground.meetings.rules import Session
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.preparation.rules import arriving, entry
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, STAY, Evidence, Requirement, State

GATES = frozenset({DEPART})
ABROAD = ("travel_document", "entry_permit")  # must be valid every day away
PAGE = "preparation:stay"


@dataclass(frozen=True, slots=True)
class Seen:
    """A document that somebody at school looked at; `until`: the last day that it is valid.

    `to`: where somebody was going then. `given`: of a residence card or visa the country that gave it, as far as known.
    `limited`: it serves in that country alone. `first`: the first day on which it serves; `longest`: for at most so
    many days, 0: for any number.
    """

    kind: str
    until: date
    to: str = ""
    given: str = ""
    limited: bool = False
    first: date | None = None
    longest: int = 0

    def refused(self, stay: Period | None) -> tuple[str, dict[str, str | int]] | None:
        """Why the days for which it was given are not those of the stay; None when they are."""
        if stay is None:
            return None
        if self.first is not None and self.first > stay.start:
            return "entry_begins_later", {"first": self.first.isoformat(), "leaves": stay.start.isoformat()}
        if self.longest and stay.days > self.longest:
            return "entry_too_few_days", {"days": self.longest, "stay": stay.days}
        return None


@dataclass(frozen=True, slots=True)
class Uninvited:
    """Who invites to a session that others have to come to; its key and its day."""

    who: str
    session: str
    day: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one stay. `ruling`: what the coordinator decided about residence and visa for this stay.

    `own`: what the coordinator said about that for everybody. `arrival`: of who comes here.
    `uninvited`: in which roles nobody was invited to a session that is required of others like them.
    `unopened`: a required session to which nobody is invited yet, and the role that invites.
    `parents`: why no parent can be invited ("none" is known, or "unconfirmed"), "" when one can.
    `parents_told`: who is of age and keeps the parents informed.
    `support`, `support_open`: how many needs were agreed, and how many of them are not arranged yet.
    """

    key: str = ""
    stay: Period | None = None
    country: str = ""
    home: str = "BE"
    nationality: str = ""
    incoming: bool = False
    papers: Sequence[Seen] = ()
    ruling: entry.Ruling | None = None
    support: int = 0
    support_open: int = 0
    sessions: Sequence[Session] = ()
    uninvited: Mapping[str, Uninvited] = field(default_factory=dict)
    unopened: tuple[str, str] | None = None
    parents: str = ""
    born: date | None = None
    parents_told: bool = False
    own: Sequence[entry.Rule] = ()
    arrival: arriving.Arrival = arriving.NOTHING

    @property
    def leaving(self) -> date | None:
        return self.stay.start if self.stay else None

    @property
    def sender(self) -> str:
        """Who looks at documents: the school that sends, or the partner abroad."""
        return "partner" if self.incoming else "contact_point"

    def tells_parents(self, on: date) -> bool:
        """Of a minor, and of who is of age and wants it."""
        return self.parents_told or self.born is None or is_minor(self.born, on)

    @property
    def page(self) -> Evidence | None:
        return Evidence(PAGE, self.key) if self.key else None

    def item(self, code: str, state: State, who: str, by: date | None, *, unverified: bool = False) -> Requirement:
        gates = GATES | {STAY} if code in ABROAD else GATES
        return Requirement(code, state, who, by, gates, evidence=self.page, unverified=unverified)
