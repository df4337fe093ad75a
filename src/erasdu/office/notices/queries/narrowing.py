"""The forecast a day at a time, or what of it somebody searches for: by name or address, kind, day and reader."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Guardian as GuardianAbroad
from erasdu.kernel.actor import CONTACT_POINT, LEARNER, LINK_ROLES
from erasdu.kernel.text import clean_line
from erasdu.office.notices import words
from erasdu.office.notices.queries.pages import Day, Row, Text, what

EVERY = "all"
SHOWN = 50  # mails on one page
LONGEST = 80
GUARDIAN, PARTNER, OTHER = "guardian", "partner", "other"


@dataclass(frozen=True, slots=True)
class Asked:
    """`q`: words of a name, an address or a number; `kind`: of what stands in it; `to`: who reads it; `day`: which
    day, `EVERY` of them, or "": the first one, and every day as soon as something is searched for.
    """

    q: str = ""
    kind: str = ""
    to: str = ""
    day: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> Asked:
        texts = {name: clean_line(given.get(name, ""))[:LONGEST] for name in ("q", "kind", "to", "day")}
        return cls(**texts)

    @property
    def narrowed(self) -> bool:
        return bool(self.q or self.kind or self.to)

    def address(self, **changes: str) -> str:
        now = {"q": self.q, "kind": self.kind, "to": self.to, "day": self.day, **changes}
        return f"?{urlencode({name: value for name, value in now.items() if value})}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter, with how many mails it leaves. `on`: of a day, instead of words."""

    label: Text
    value: str
    chosen: bool
    number: int
    address: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """`number`: mails that are left of all; `days`: those of this page; `before`, `after`: the day beside, if any."""

    asked: Asked
    page: Page[Row]
    days: list[Day]
    number: int
    kinds: list[Choice]
    readers: list[Choice]
    dates: list[Choice]

    @property
    def day(self) -> Choice | None:
        return next((one for one in self.dates if one.chosen and one.value != EVERY), None)

    @property
    def before(self) -> Choice | None:
        return self._beside(-1)

    @property
    def after(self) -> Choice | None:
        return self._beside(1)

    def _beside(self, step: int) -> Choice | None:
        days = [one for one in self.dates if one.value != EVERY]
        place = next((number for number, one in enumerate(days) if one.chosen), None)
        if place is None or not 0 <= place + step < len(days):
            return None
        return days[place + step]

    @property
    def any_reader(self) -> str:
        return self.asked.address(to="", day="")

    @property
    def any_kind(self) -> str:
        return self.asked.address(kind="", day="")

    @property
    def previous_page(self) -> str:
        return self._page(self.page.number - 1) if self.page.has_previous() else ""

    @property
    def next_page(self) -> str:
        return self._page(self.page.number + 1) if self.page.has_next() else ""

    def _page(self, number: int) -> str:
        return self.asked.address(page=str(number))


def narrowed(days: Sequence[Day], asked: Asked, page: str = "") -> Shown:
    """What is asked of the mails that this reader may see. Five queries."""
    rows = [row for day in days for row in day.rows]
    groups = _groups({row.person.pk for row in rows})
    found = [row for row in rows if is_of(row.person, asked.q)]
    of_kind = [row for row in found if asked.kind in ("", *dict(row.kinds))]
    to_reader = [row for row in found if asked.to in ("", groups[row.person.pk])]
    left = [row for row in of_kind if asked.to in ("", groups[row.person.pk])]
    dates = _dates(left, asked)
    chosen = next((one.value for one in dates if one.chosen), EVERY)
    paged = Paginator([row for row in left if chosen in (EVERY, row.on.isoformat())], SHOWN).get_page(page)
    kinds, readers = _kinds(to_reader, asked), _readers([groups[row.person.pk] for row in of_kind], asked)
    return Shown(asked, paged, list(_by_day(list(paged.object_list))), len(left), kinds, readers, dates)


def is_of(person: Person | None, sought: str) -> bool:
    """Whether each of these words stands in the name, the address or the number."""
    if person is None:
        return not sought
    said = f"{person} {person.email} {person.phone}".casefold()
    return all(word in said for word in sought.casefold().split())


def _by_day(rows: Sequence[Row]) -> Iterator[Day]:
    for on, some in groupby(rows, key=lambda row: row.on):
        yield Day(on, list(some))


def _kinds(rows: Sequence[Row], asked: Asked) -> list[Choice]:
    """What stands in these mails, the most of them first."""
    said = {code: label for row in rows for code, label in row.kinds}
    counted = Counter(code for row in rows for code in dict(row.kinds))
    if asked.kind:
        counted[asked.kind] += 0  # stays to be seen, also when nothing is left of it
    return [
        Choice(said.get(code, what(code)), code, code == asked.kind, number, asked.address(kind=code, day=""))
        for code, number in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    ]


def _readers(groups: Sequence[str], asked: Asked) -> list[Choice]:
    counted = Counter(groups)
    return [
        Choice(label, name, name == asked.to, counted[name], asked.address(to=name, day=""))
        for name, label in words.READERS.items()
        if counted[name] or name == asked.to
    ]


def _dates(rows: Sequence[Row], asked: Asked) -> list[Choice]:
    """The days on which something goes, and every day; one of them is chosen."""
    counted = Counter(row.on for row in rows)
    known = {on.isoformat() for on in counted}
    first = min(known, default="")
    usual = EVERY if asked.narrowed else first
    chosen = asked.day if asked.day in (*known, EVERY) else usual
    days = [
        Choice("", on.isoformat(), on.isoformat() == chosen, number, asked.address(day=on.isoformat()), on)
        for on, number in sorted(counted.items())
    ]
    every = Choice(words.EVERY_DAY, EVERY, chosen == EVERY, len(rows), asked.address(day=EVERY))
    return [*days, every] if days else []


def _groups(persons: Collection[int]) -> dict[int, str]:
    """Person → as what they read it: their role on the platform, or what they are without an account."""
    roles = Role.objects.filter(person__in=persons, until=None).exclude(kind__in=LINK_ROLES)
    found: dict[int, str] = {}
    for person, kind, where in roles.values_list("person", "kind", "organisation__kind"):
        name = PARTNER if (kind, where) == (CONTACT_POINT, Organisation.Kind.PARTNER) else kind
        if name in words.READERS:
            found[person] = min(name, found.get(person, name), key=list(words.READERS).index)
    stays = Mobility.objects.filter(person__in=persons, kind=Mobility.Kind.LEARNER)
    for learner in stays.values_list("person", flat=True):
        found.setdefault(learner, LEARNER)
    for model in (Guardian, GuardianAbroad):
        for parent in model.objects.filter(person__in=persons).values_list("person", flat=True):
            found.setdefault(parent, GUARDIAN)
    return {person: found.get(person, OTHER) for person in persons}
