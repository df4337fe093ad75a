"""The calendar of a rehearsal, and its report: plain data in, plain data out."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

BUSIEST = 3
# What the journal says besides, of a press that it holds already.
BY_PRODUCTS = frozenset({
    "file.complete", "mobility.opened", "mobility.papers_asked", "mobility.permission_asked", "selection.report_issued",
    "selection.selected", "selection.reserve", "selection.not_selected",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """What some people do on one day; `part`: for which stretch of the learners, without those in `but`."""

    what: str
    who: str
    when: str
    days: int
    hour: int
    part: tuple[float, float] = (0.0, 1.0)
    but: tuple[tuple[float, float], ...] = ()

    def takes(self, place: float) -> bool:
        """`place`: where a learner stands between 0 and 1."""
        inside = self.part[0] <= place < self.part[1]
        return inside and not any(first <= place < last for first, last in self.but)

    def at(self, dates: Mapping[str, date]) -> datetime:
        return datetime.combine(dates[self.when] + timedelta(days=self.days), time(self.hour), tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the rehearsal. `learners`: how many this contact point brings; 0 for others."""

    pk: int
    role: str
    name: str
    learners: int = 0


@dataclass(frozen=True, slots=True)
class Press:
    """A line of the journal. What one person did at one moment, with several dossiers too, is one press."""

    person: int
    at: datetime
    what: str


@dataclass(frozen=True, slots=True)
class Got:
    """A mail or text message that went to somebody, by the name of its text and what it is about."""

    person: int
    on: date
    medium: str
    text: str
    state: str
    subject: str = ""


def read(playbook: Mapping[str, Any]) -> list[Step]:
    """The steps of a playbook."""
    return [
        Step(**{**row, "part": tuple(row.get("part", (0.0, 1.0))), "but": tuple(map(tuple, row.get("but", ())))})
        for row in playbook["step"]
    ]


def calendar(steps: Iterable[Step], dates: Mapping[str, date]) -> dict[date, list[tuple[datetime, Step]]]:
    """Day → what happens on it, in order of time."""
    found: dict[date, list[tuple[datetime, Step]]] = defaultdict(list)
    for at, step in sorted(((step.at(dates), step) for step in steps), key=lambda one: one[0]):
        found[at.date()].append((at, step))
    return dict(found)


def fits(steps: Iterable[Step], dates: Mapping[str, date]) -> bool:
    """Whether the steps keep the order of the playbook between these dates, and all come before the departure."""
    moments = [step.at(dates) for step in steps]
    return moments == sorted(moments) and moments[-1].date() < dates["stay_from"]


def parts(number: int, seed: int) -> list[float]:
    """For each learner a place between 0 and 1: evenly spread, in an order that the seed decides."""
    places = [(place + 0.5) / number for place in range(number)]
    Random(seed).shuffle(places)  # noqa: S311
    return places


def spread(learners: int, schools: int, least: int = 4) -> list[int]:
    """Learners over schools, evenly, no school with fewer than `least` when that can be."""
    used = max(1, min(schools, learners // least))
    return [learners // used + (place < learners % used) for place in range(used)]


def report(people: Sequence[Person], presses: Sequence[Press], got: Sequence[Got]) -> dict[str, Any]:
    """How much work it was for each role and person, and who got what when."""
    did, mails, texts = _by_person(people, presses, got)
    rows = [_row(one, did[one.pk], mails[one.pk], texts[one.pk]) for one in people]
    return {
        "roles": _roles(rows),
        "people": [row for row in rows if row["actions"] or row["mails"] or row["texts"]],
        "weeks": _weeks(did, mails),
        "mails": _mails(people, got),
        "actions": dict(sorted(Counter(press.what for press in presses).items())),
    }


def _by_person(
    people: Sequence[Person], presses: Sequence[Press], got: Sequence[Got]
) -> tuple[dict[int, list[date]], dict[int, list[date]], dict[int, list[date]]]:
    """Person → the days of presses, of mails, of text messages."""
    did: dict[int, list[date]] = {one.pk: [] for one in people}
    mails: dict[int, list[date]] = {one.pk: [] for one in people}
    texts: dict[int, list[date]] = {one.pk: [] for one in people}
    real = {(press.person, press.at) for press in presses if press.person in did and press.what not in BY_PRODUCTS}
    for person, at in sorted(real):
        did[person].append(at.date())
    for one in got:
        if one.person in mails and one.state in ("sent", "delivered", "bounced"):
            (mails if one.medium == "mail" else texts)[one.person].append(one.on)
    return did, mails, texts


def _row(person: Person, did: Sequence[date], mails: Sequence[date], texts: Sequence[date]) -> dict[str, Any]:
    return {
        "role": person.role, "name": person.name, "learners": person.learners, "actions": len(did),
        "mails": len(mails), "texts": len(texts), "busiest": _busiest(did, mails),
    }  # fmt: skip


def _busiest(did: Sequence[date], mails: Sequence[date]) -> list[dict[str, Any]]:
    """The days with the most presses, then the most mails."""
    presses, letters = Counter(did), Counter(mails)
    days = sorted({*presses, *letters}, key=lambda day: (-presses[day], -letters[day], day))[:BUSIEST]
    return [{"day": day.isoformat(), "actions": presses[day], "mails": letters[day]} for day in days]


def _weeks(did: Mapping[int, Sequence[date]], mails: Mapping[int, Sequence[date]]) -> list[dict[str, Any]]:
    """Of each week, by its Monday, what everybody did and got together."""
    presses, letters = (Counter(_monday(day) for days in each.values() for day in days) for each in (did, mails))
    if not (found := {*presses, *letters}):
        return []
    weeks = [min(found) + timedelta(weeks=number) for number in range((max(found) - min(found)).days // 7 + 1)]
    return [{"week": week.isoformat(), "actions": presses[week], "mails": letters[week]} for week in weeks]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _roles(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Of each role the whole and the most that one person had."""
    found: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["actions"] or row["mails"] or row["texts"]:
            found[row["role"]].append(row)
    return [
        {
            "role": role, "people": len(mine),
            **{what: sum(row[what] for row in mine) for what in ("actions", "mails", "texts")},
            **{f"most_{what}": max(row[what] for row in mine) for what in ("actions", "mails", "texts")},
        }
        for role, mine in sorted(found.items())
    ]  # fmt: skip


def _mails(people: Sequence[Person], got: Sequence[Got]) -> list[dict[str, Any]]:
    """Which text went to which role on which day, how often, and what became of it."""
    roles = {one.pk: one.role for one in people}
    found = Counter((one.on.isoformat(), roles.get(one.person, ""), one.text, one.medium, one.state) for one in got)
    subjects: dict[str, str] = {}
    for one in got:
        subjects.setdefault(one.text, one.subject)
    names = ("day", "role", "text", "medium", "state")
    return [
        dict(zip(names, key, strict=True)) | {"number": number, "subject": subjects[key[2]]}
        for key, number in sorted(found.items())
    ]
