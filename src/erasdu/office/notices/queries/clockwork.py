"""What the calendar itself sets off besides the mails of each day: places that lapse, birthdays.

Nobody decides about these mails beforehand: what is done in time makes them drop out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F
from django.utils.functional import Promise

from erasdu.ground.people.models import Person
from erasdu.journey.admissions.access import files_for
from erasdu.journey.admissions.states import FILE
from erasdu.journey.candidacies.rules.age import ADULT, comes_of_age
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.kernel.actor import Actor
from erasdu.office.notices import words
from erasdu.office.notices.queries.planned import DAYS

DAY = timedelta(days=1)
LAPSES, PASSED_OVER, OF_AGE = "lapses", "passed_over", "of_age"


@dataclass(frozen=True, slots=True)
class Event:
    """On a day, for a learner. `page` and `key`: where one does something about it."""

    on: date
    learner: Person
    code: str
    page: str
    key: str


@dataclass(frozen=True, slots=True)
class Together:
    """The same on one day, for all learners to whom it happens."""

    on: date
    code: str
    events: Sequence[Event]

    @property
    def text(self) -> str | Promise:
        return words.CLOCKWORK[self.code]


def events(actor: Actor, today: date) -> list[Event]:
    """Those of the days that the forecast shows, of the learners whom this reader follows. Three queries."""
    last = today + DAYS * DAY
    found = [*_unanswered(actor, today, last), *_late(actor, today, last), *_birthdays(actor, today, last)]
    return sorted(found, key=lambda event: (event.on, str(event.learner)))


def by_day(events: Iterable[Event]) -> list[Together]:
    """`events` in order of their days."""
    found: dict[tuple[date, str], list[Event]] = {}
    for event in events:
        found.setdefault((event.on, event.code), []).append(event)
    return [Together(on, code, each) for (on, code), each in found.items()]


def _unanswered(actor: Actor, today: date, last: date) -> Iterator[Event]:
    """On the day after that by which to answer."""
    for file in files_for(actor).filter(state="granted", answer_by__range=(today, last - DAY)):
        assert file.answer_by is not None
        yield Event(file.answer_by + DAY, file.candidacy.learner, LAPSES, "admissions:file", file.key)


def _late(actor: Actor, today: date, last: date) -> Iterator[Event]:
    """Who was called up from the reserve list, on the day after that by which the file must be there."""
    called = files_for(actor).filter(state__in=FILE.sources("hand_in"), called_up_at__isnull=False)
    for file in called.filter(grace_until__range=(today, last - DAY)):
        assert file.grace_until is not None
        yield Event(file.grace_until + DAY, file.candidacy.learner, PASSED_OVER, "admissions:file", file.key)


def _birthdays(actor: Actor, today: date, last: date) -> Iterator[Event]:
    """Who applied here and comes of age before the end of the stay."""
    stays = mobilities_for(actor).filter(state="planned", cancelled_at=None)
    born = "profile__candidacy__birth_date"
    around = [each.replace(year=each.year - ADULT, day=min(each.day, 28)) for each in (today, last)]
    near = stays.filter(**{f"{born}__range": (around[0], around[1] + 4 * DAY)}).annotate(born=F(born))
    for stay in near:
        on = comes_of_age(stay.born)
        if today < on <= min(last, stay.planned_until or last):
            yield Event(on, stay.person, OF_AGE, "readiness:stay", stay.key)
