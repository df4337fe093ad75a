"""Letters that are written and wait to go: why each was written, why it waits, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from erasdu.ground.journal.queries import timeline
from erasdu.ground.look.words import collected, say
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import LINK_PLACE
from erasdu.ground.post.rules import next_awake
from erasdu.kernel.actor import Actor
from erasdu.office.notices import access, words
from erasdu.office.notices.queries import catalogue
from erasdu.office.notices.queries.pages import Text
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.texts import text_of

SHOWN = 100
FILLED_IN = "{link}"  # by the outbox, in the moment in which it goes


@dataclass(frozen=True, slots=True)
class Waiting:
    """`why`: what happened; `waits`: for what it does."""

    letter: Letter
    why: Sequence[Text]
    waits: str

    @property
    def waits_word(self) -> Text:
        return words.LETTER_WAITS[self.waits]


@dataclass(frozen=True, slots=True)
class Done:
    at: datetime
    text: str
    who: str


def all_of(actor: Actor, at: datetime) -> QuerySet[Letter]:
    return access.queued_for(actor, at, tuple(catalogue.presses().values()))


def shown(actor: Actor, at: datetime) -> tuple[list[Waiting], int]:
    """The first ones to go, and how many there are. Two queries."""
    rows = all_of(actor, at)
    first = list(rows[:SHOWN])
    return [one(letter, at) for letter in first], len(first) if len(first) < SHOWN else rows.count()


def one(letter: Letter, at: datetime) -> Waiting:
    return Waiting(letter, _why(letter), _waits(letter, at))


def _why(letter: Letter) -> list[Text]:
    """What becomes such a letter, in the words of the table."""
    if letter.template.startswith(access.OF_THE_DAY):
        return [words.OF_THE_DAY]
    text = text_of(letter.template)
    codes = [row.what for row in table().lines if text in table().texts_of(row.text)]
    codes += [row.what for row in table().presses if row.name == text]
    events = collected("EVENTS")
    return [events.get(code, code) for code in dict.fromkeys(codes)]


def _waits(letter: Letter, at: datetime) -> str:
    if letter.due > next_awake(at):
        return "held" if not letter.tries else "server"
    return "server" if letter.tries else "morning"


def text_of_letter(letter: Letter) -> str:
    """As it would arrive; a personal link opens what is its reader's, so here it leads to nothing."""
    nowhere = f"{settings.SITE_URL}/l/…"
    return LINK_PLACE.sub(nowhere, letter.text).replace(FILLED_IN, nowhere)


def places_of(letter: Letter) -> frozenset[str]:
    """What the outbox fills in, so that it must stay."""
    return frozenset({catalogue.LINK}) if FILLED_IN in letter.text else frozenset()


def done_with(letter: Letter) -> list[Done]:
    """Who held, changed or let go, the newest first."""
    lines = list(timeline(letter).filter(code__startswith="notices.letter_"))
    people = Person.objects.in_bulk({line.person for line in lines if line.person})
    return [
        Done(line.at, say("EVENTS", line.code, line.data), str(people.get(line.person or 0, ""))) for line in lines
    ]  # fmt: skip
