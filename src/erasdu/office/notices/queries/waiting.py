"""Letters that are written and wait to go: why each was written, why it waits, and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal.models import Line
from erasdu.ground.journal.queries import timeline
from erasdu.ground.look.words import say
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import LINK_PLACE
from erasdu.ground.post.rules import next_awake
from erasdu.kernel.actor import Actor
from erasdu.office.notices import access, words
from erasdu.office.notices.queries import catalogue
from erasdu.office.notices.queries.narrowing import is_of
from erasdu.office.notices.queries.pages import Text, happens
from erasdu.office.notices.queries.places import nowhere
from erasdu.office.notices.queries.planned import AGAIN
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.texts import text_of

SHOWN = 100
SEARCHED = ("person__given_name", "person__family_name", "address", "subject")
LOOK_BACK = timedelta(days=14)
AN_HOUR = timedelta(hours=1)
FILLED_IN = "{link}"  # by the outbox, in the moment in which it goes


@dataclass(frozen=True, slots=True)
class Waiting:
    """`why`: what happened; `waits`: for what it does; `whole`: this reader may read its text."""

    letter: Letter
    why: Sequence[Text]
    waits: str
    whole: bool = True

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


def shown(actor: Actor, at: datetime, sought: str = "") -> tuple[list[Waiting], int]:
    """The first ones to go, and how many there are; with these words in name, address or subject. Three queries."""
    rows = all_of(actor, at)
    for word in sought.split():
        hits = [Q(**{f"{column}__icontains": word}) for column in SEARCHED]
        rows = rows.filter(reduce(or_, hits))
    first = list(rows[:SHOWN])
    found = [replace(row, whole=bool(access.may_read(actor, row.letter))) for row in with_why(first, at)]
    return found, len(first) if len(first) < SHOWN else rows.count()


@dataclass(frozen=True, slots=True)
class Lost:
    """A mail of one day that could not be made, or a letter that did not arrive. `again`: it is still tried."""

    person: Person
    at: datetime
    letter: Letter | None = None
    again: bool = False
    whole: bool = True

    @property
    def what(self) -> Text:
        return self.letter.subject if self.letter is not None and self.whole else words.OF_THE_DAY

    @property
    def state(self) -> Text:
        return words.LOST["again" if self.again else self.letter.state if self.letter is not None else "unmade"]


def lost(actor: Actor, at: datetime, sought: str = "") -> list[Lost]:
    """What of these days did not arrive, the newest first. Three queries."""
    since = at - LOOK_BACK
    jobs = Job.objects.filter(kind=AGAIN, done_at=None, due__gte=since).order_by("-due", "-pk")
    lacking = {pk: job for job in reversed(jobs) for pk in job.payload.get("persons", [])}
    people = access.persons_for(actor).filter(pk__in=lacking, erased_at=None) if lacking else ()
    unmade = [Lost(person, job.due, again=job.failed_at is None) for person in people if (job := lacking[person.pk])]
    letters = [
        Lost(row.person, row.returned_at or row.created_at, row, whole=bool(access.may_read(actor, row)))
        for row in access.lost_for(actor, since)[:SHOWN]
        if row.person is not None
    ]
    found = [one for one in (*unmade, *letters) if is_of(one.person, sought)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def with_why(letters: Sequence[Letter], at: datetime) -> list[Waiting]:
    """Each with what happened in the moment in which it was written. One query."""
    codes = {letter.pk: _codes(letter) for letter in letters}
    every = {code for some in codes.values() for code in some}
    lines = Line.objects.filter(at__in={letter.created_at for letter in letters}, code__in=every)
    happened = set(lines.values_list("at", "code"))
    said = happens()
    found = []
    for letter in letters:
        known = [code for code in codes[letter.pk] if (letter.created_at, code) in happened] or codes[letter.pk]
        why = [said.get(code, code) for code in known] or [words.OF_THE_DAY]
        found.append(Waiting(letter, why, _waits(letter, at)))
    return found


def _codes(letter: Letter) -> list[str]:
    """What can become such a letter; of the mail of the day nothing does."""
    if letter.template.startswith(access.OF_THE_DAY):
        return []
    text = text_of(letter.template)
    codes = [row.what for row in table().lines if text in table().texts_of(row.text)]
    return list(dict.fromkeys([*codes, *(row.what for row in table().presses if row.name == text)]))


def _waits(letter: Letter, at: datetime) -> str:
    """What is tried again goes within an hour, or in the morning; what goes later is held."""
    if letter.due > next_awake(at + AN_HOUR if letter.tries else at):
        return "held"
    return "server" if letter.tries else "morning"


def text_of_letter(letter: Letter) -> str:
    """As it would arrive; a personal link opens what is its reader's, so here it leads to nothing."""
    return LINK_PLACE.sub(nowhere(), letter.text).replace(FILLED_IN, nowhere())


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
