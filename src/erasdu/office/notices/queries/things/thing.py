"""One thing that waits, and what a mail, a page and the list of whom to telephone may say of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from erasdu.ground.meetings.models import Meeting
from erasdu.ground.paperwork.models import Envelope
from erasdu.journey.calls.models import Call
from erasdu.kernel.requirement import Requirement
from erasdu.office.notices.rules import Item

UNKNOWN = date.max  # since when: nobody kept it, so the first day on which it was seen


@dataclass(frozen=True, slots=True)
class Thing:
    """`name`: a first name at most. `page`: path for who signs in, `link`: place of the personal link of who must act.

    `schools`: the organisations whose contact points follow it; `dossier`: key of the candidacy, for a telephone note.
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


def with_since(thing: Thing, since: date) -> Thing:
    return replace(thing, item=replace(thing.item, since=since))
