"""One thing that waits, and what a mail, a page and the list of whom to telephone may say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from erasdu.ground.meetings.models import Meeting
from erasdu.ground.paperwork.models import Envelope
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness.rules import Safe
from erasdu.kernel.requirement import Requirement
from erasdu.office.notices.rules import Item

UNKNOWN = date.max  # since when: nobody kept it, so the first day on which it was seen


@dataclass(frozen=True, slots=True)
class Thing:
    """`name`: a first name at most. `page`: path for staff, `own`: for a learner who must act and opens no page of
    staff, `link`: place of the personal link of who must act.

    `links`: the same of several who must act, each by their own. `schools`: the organisations whose contact points
    follow it; `dossier`: key of the candidacy, for a telephone note. `stay`, `safe`: whose departure it is about, and
    by when it must begin. `instead`: role of who must act, when somebody else is written to in their place.
    """

    item: Item
    schools: frozenset[int]
    name: str = ""
    page: str = ""
    link: str = ""
    call: Call | None = None
    paper: Envelope | None = None
    requirement: Requirement | None = None
    meeting: Meeting | None = None
    dossier: str = ""
    links: Mapping[int, str] = field(default_factory=dict, hash=False)
    stay: Mobility | None = None
    safe: Safe | None = None
    instead: str = ""
    own: str = ""

    def link_of(self, person: int) -> str:
        """The place of this person's link, as one of those who must act; "" for who signs in."""
        return self.link or self.links.get(person, "")

    def page_of(self, person: int) -> str:
        """Where this reader opens it."""
        return self.own if self.own and person in self.item.readers.get("self", ()) else self.page


def with_since(thing: Thing, since: date) -> Thing:
    return replace(thing, item=replace(thing.item, since=since))
