"""Whom an invitation reaches, shown before it goes: by name and role, and who has no address for mail."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation.queries.inviting import Group, guests_of, without_parent
from erasdu.kernel.actor import Actor

NEW, INVITED, UNREACHED = ("new", "invited", "unreached")


@dataclass(frozen=True, slots=True)
class Reached:
    """One person. `of`: first names of the learners of whom they are a parent. `stands`: see above."""

    person: Person
    role: str
    of: Sequence[str]
    stands: str


@dataclass(frozen=True, slots=True)
class Reach:
    """`without`: learners of whom no parent can be invited. `held`: how many are on the list, of this group or another.

    `seats`: None when everybody may come.
    """

    rows: Sequence[Reached]
    without: Sequence[Mobility] = ()
    held: int = 0
    seats: int | None = None

    def number(self, stands: str, role: str = "") -> int:
        return sum(row.stands == stands and role in ("", row.role) for row in self.rows)

    @property
    def learners(self) -> int:
        return self.number(NEW, "learner")

    @property
    def guardians(self) -> int:
        return self.number(NEW, "guardian")

    @property
    def new(self) -> int:
        """Who gets a mail."""
        return self.number(NEW)

    @property
    def invited(self) -> int:
        return self.number(INVITED)

    @property
    def unreached(self) -> list[Reached]:
        return [row for row in self.rows if row.stands == UNREACHED]

    @property
    def to_invite(self) -> int:
        """Who comes on the list, with a mail or without."""
        return self.new + len(self.unreached)

    @property
    def too_many(self) -> bool:
        """Whether somebody waits when all of them say yes."""
        return self.seats is not None and self.to_invite > 0 and self.held + self.to_invite > self.seats


def reach(actor: Actor, meeting: Meeting, call: Call, group: Group, on: date) -> Reach:
    """Each person once, in the order of the stays; the number of queries does not grow with it."""
    held = set(Invitation.objects.filter(meeting=meeting, withdrawn_at=None).values_list("person", flat=True))
    found: dict[int, Reached] = {}
    for guest in guests_of(actor, call, group, on):
        pk, known = guest.person.pk, found.get(guest.person.pk)
        assert isinstance(guest.subject, Mobility)
        of = [guest.subject.person.given_name] if guest.role == "guardian" else []
        stands = INVITED if pk in held else NEW if guest.person.email else UNREACHED
        role, others = (known.role, known.of) if known else (guest.role, ())
        found[pk] = Reached(guest.person, role, [*others, *of], stands)
    return Reach(list(found.values()), without_parent(actor, call, group, on), len(held), meeting.capacity)
