"""The forecast, one mail of it, and the table, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext

from erasdu.ground.look.words import collected
from erasdu.ground.people.models import Person
from erasdu.ground.post.queries import LINK_PLACE
from erasdu.journey.calls.models import Call
from erasdu.kernel.actor import Actor
from erasdu.office.notices import access, rules, words
from erasdu.office.notices.models import News, Stop
from erasdu.office.notices.queries import catalogue, digests, planned, stops
from erasdu.office.notices.queries.places import nowhere
from erasdu.office.notices.queries.planned import World
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.things import Thing

RESPONSIBLE = ("self", "other_guardian")
NEWS = "news"
Text = str | Promise
Texts = Mapping[str, catalogue.Shipped]


@dataclass(frozen=True, slots=True)
class Row:
    """One planned mail. `why`: what in it makes this its day, each once; `held`: what was decided about it.
    `kinds`: the codes of that with their words, and of news.

    `hidden`: there is more in it, which this actor does not see.
    """

    person: Person
    on: date
    way: str
    why: list[Text]
    things: list[Thing]
    news: list[News]
    also: int
    held: str
    hidden: bool = False
    until: date | None = None
    note: str = ""
    own: tuple[str, str] | None = None
    kinds: tuple[tuple[str, Text], ...] = ()

    @property
    def last(self) -> date | None:
        """The first last day of what is in it, which is not past on the day on which it goes."""
        return min((thing.item.by for thing in self.things if thing.item.by and thing.item.by >= self.on), default=None)

    @property
    def schools(self) -> frozenset[int]:
        return frozenset(school for thing in self.things for school in thing.schools)

    @property
    def beyond(self) -> bool:
        """Whether it holds more than what waits about these schools' learners."""
        return bool(self.news) or self.hidden

    @property
    def way_word(self) -> Text:
        return words.WAYS[self.way]


@dataclass(slots=True)
class Day:
    on: date
    rows: list[Row] = field(default_factory=list)


def forecast(actor: Actor, on: date) -> tuple[list[Day], list[Row]]:
    """By day what would go, as far as the actor may see it; and what is held until a later day."""
    found = planned.foreseen(planned.world(on, planned.DAYS), on)
    mails = planned.forecast(found, on)
    rows = list(_rows(actor, found, mails))
    days: dict[date, Day] = {}
    for row in rows:
        days.setdefault(row.on, Day(row.on)).rows.append(row)
    return list(days.values()), _held(actor, found, on)


def one(actor: Actor, person: str, day: date, on: date) -> Row | None:
    """That day's mail to that person, also when it is held; None when nothing is planned, or not for this actor."""
    number, reader = (day - on).days, Person.objects.filter(key=person).first()
    if reader is None or not 0 <= number <= planned.DAYS:
        return None
    found = planned.world(on, number + 1)
    decided = {pk: decision for pk, decision in found.decisions.items() if pk[1] == day}
    held = [pk for pk, decision in decided.items() if decision.kind == rules.HOLD]
    free = replace(found, decisions={pk: one for pk, one in found.decisions.items() if pk not in held})
    free = planned.only_for(reader.pk, planned.foreseen(free, on, number + 1))
    mails = [mail for mail in planned.forecast(free, on, number + 1) if mail.on == day]
    rows = [row for row in _rows(actor, free, mails) if row.way == "digest"]
    if not rows:
        return None
    decision = found.decisions.get((rows[0].person.pk, day))
    if decision is None:
        return rows[0]
    own = (decision.subject, decision.body) if decision.kind == rules.EDIT else None
    return replace(rows[0], held=decision.kind, until=decision.until, note=decision.note, own=own)


def text_of(row: Row) -> tuple[str, str]:
    """As it would arrive, as far as it is known today; what stands for a personal link leads to nothing here."""
    subject, text = digests.words(row.way, row.person, row.things, row.news, row.note, row.on, row.own)
    return subject, LINK_PLACE.sub(lambda _: nowhere(), text)


def _held(actor: Actor, found: World, on: date) -> list[Row]:
    """Who gets nothing for some days, because it is held."""
    days = [(pk, day, one) for (pk, day), one in found.decisions.items() if one.kind == rules.HOLD]
    running = [(pk, day, one) for pk, day, one in days if one.until and one.until > on]
    people = Person.objects.in_bulk([pk for pk, _, _ in running])
    return [
        Row(people[pk], day, "digest", [], [], [], 0, rules.HOLD, until=one.until)
        for pk, day, one in sorted(running, key=lambda each: each[1])
        if actor.is_coordinator and pk in people
    ]


def _rows(actor: Actor, found: World, mails: Sequence[rules.Mail]) -> Iterator[Row]:
    people, words_of = planned.persons_of(mails), _Said()
    for mail in mails:
        things, news = planned.of_mail(found, mail)
        reader = found.readers[mail.person]
        seen = [thing for thing in things if access.sees(actor, reader, thing.schools, _responsible(thing, reader))]
        told = news if actor.is_coordinator or actor.person == mail.person else []
        if mail.person in people and (seen or told):
            keys = {thing.item.key for thing in seen}
            waiting = found.things_on(mail.on)
            said = [
                (due.item.what, words_of(waiting[due.item.key]))
                for due in mail.dues
                if due.rows and due.item.key in keys
            ]
            why = dict.fromkeys(text for _code, text in said)
            decision = found.decisions.get((mail.person, mail.on))
            yield Row(
                people[mail.person], mail.on, mail.way, list(why), seen, told, len(seen) - len(why),
                decision.kind if decision else "", len(seen) + len(told) < len(things) + len(news),
                kinds=(*dict.fromkeys(said), *([(NEWS, words.SOMETHING_NEW)] if told else [])),
            )  # fmt: skip


class _Said:
    """What waits, in words; of what stands in many mails once."""

    def __init__(self) -> None:
        self.kept: dict[int, tuple[Thing, str]] = {}  # the thing too: its number is its own

    def __call__(self, thing: Thing) -> str:
        if id(thing) not in self.kept:
            self.kept[id(thing)] = thing, str(what(thing.item.what, thing))
        return self.kept[id(thing)][1]


def _responsible(thing: Thing, reader: rules.Reader) -> bool:
    return any(reader.pk in thing.item.readers.get(relation, ()) for relation in RESPONSIBLE)


def what(code: str, thing: Thing | None = None) -> Text:
    """What waits, in words."""
    if code == NEWS:
        return words.SOMETHING_NEW
    if code in words.WAITS:
        return words.WAITS[code]
    if thing is None:
        return collected("REQUIREMENTS").get(code, code)
    return gettext("To do: %(requirement)s") % {"requirement": digests.requirement(thing)}


# -- the table in words ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableRow:
    """One sentence of the table. `text`: its name, to word it; `title`: how it begins.

    `code`: when it may be stopped for a call; `kept`: why nobody does; `stops`: the calls for which it is, by title.
    `alone`: on which days it makes a mail when nothing else does, of news for who has such days.
    """

    what: Text
    to: Text
    text: str
    title: str
    way: Text
    when: list[str]
    code: str = ""
    kept: Text = ""
    stops: Sequence[tuple[str, Stop]] = ()
    alone: str = ""

    def holds(self, sought: Sequence[str]) -> bool:
        """Whether each of these words stands in it somewhere."""
        said = " ".join(map(str, (self.what, self.to, self.title, self.way, *self.when))).casefold()
        return all(word in said for word in sought)


def happens() -> Mapping[str, Text]:
    """What each code of the journal says in the table."""
    return {**collected("EVENTS"), **words.HAPPENS}


def table_rows(language: str, searched: str = "") -> dict[str, list[TableRow]]:
    """The three parts of the table; of each the rows that have what is searched for in their words."""
    texts, events = catalogue.in_use(language), happens()
    parts = {
        "waits": [_row(row, what(row.what), row.text, texts) for row in table().waits],
        "lines": [_row(row, events.get(row.what, row.what), row.text, texts) for row in table().lines],
        "presses": [_row(row, events.get(row.what, row.what), row.name, texts) for row in table().presses],
    }
    sought = searched.casefold().split()
    return {name: [row for row in rows if row.holds(sought)] for name, rows in parts.items()}


def title_of(call: Call, language: str) -> str:
    return call.title_en if language == "en" and call.title_en else call.title_nl


@dataclass(frozen=True, slots=True)
class TextRow:
    """A text with what it is written for, and who reads it then."""

    line: catalogue.TextLine
    uses: Mapping[str, Sequence[str]]

    def holds(self, sought: Sequence[str]) -> bool:
        said = " ".join((self.line.title, *self.uses, *(to for all_of in self.uses.values() for to in all_of)))
        return all(word in said.casefold() for word in sought)


def text_rows(language: str, searched: str = "") -> list[TextRow]:
    """The texts in the table's order; those that have what is searched for in how they begin or where they go."""
    uses: dict[str, dict[str, list[str]]] = {
        text: {str(what): [str(words.EVERYBODY)]} for text, what in words.FRAMES.items()
    }
    for row in (row for rows in table_rows(language).values() for row in rows):
        for text in table().texts_of(row.text):
            readers = uses.setdefault(text, {}).setdefault(str(row.what), [])
            if str(row.to) not in readers:
                readers.append(str(row.to))
    found = [TextRow(line, uses.get(line.text, {})) for line in catalogue.text_lines()]
    return [row for row in found if row.holds(searched.casefold().split())]


def with_stops(actor: Actor, parts: Mapping[str, Sequence[TableRow]], language: str) -> dict[str, list[TableRow]]:
    """Each row with the calls for which it is stopped."""
    found: dict[str, list[tuple[str, Stop]]] = {}
    for one in stops.standing(access.stops_for(actor)):
        found.setdefault(one.row, []).append((title_of(one.call, language), one))
    return {part: [replace(row, stops=found.get(row.code, ())) for row in rows] for part, rows in parts.items()}


def row_to_stop(code: str, language: str) -> TableRow | None:
    """A row that may be stopped, in words; None for any other."""
    if code not in table().stoppable:
        return None
    return next(row for rows in table_rows(language).values() for row in rows if row.code == code)


def stopped_rows(actor: Actor, language: str) -> list[TableRow]:
    """What is stopped for calls, in words, for who may start it again."""
    if not access.stops_for(actor).filter(ended_at=None).exists():
        return []
    parts = with_stops(actor, table_rows(language), language)
    return [row for rows in parts.values() for row in rows if row.stops]


def _row(row: rules.Wait | rules.Line | rules.Press, said: Text, text: str, texts: Texts) -> TableRow:
    when = [words.when(one) for one in row.when] if isinstance(row, rules.Wait) else []
    begin, kept = texts[text].subject or texts[text].body, table().kept_because(row)
    code = "" if kept or isinstance(row, rules.Press) else row.code
    never = words.NEVER_STOPPED[kept] if kept else ""
    return TableRow(said, words.TO[row.to], text, begin, words.WAYS[row.way], when, code, never, alone=_alone(row))


def _alone(row: rules.Wait | rules.Line | rules.Press) -> str:
    if not isinstance(row, rules.Line) or row.way != "digest":
        return ""
    days = [table().news[role] for role in words.STAFF_OF.get(row.to, ()) if role in table().news]
    return gettext("when there is nothing else: on %(days)s") % {"days": named(days[0])} if days else ""


def named(days: Iterable[int]) -> str:
    """Weekdays in words."""
    return ", ".join(str(words.DAYS[str(day)]) for day in sorted(days))


def news_days() -> list[tuple[Text, str]]:
    """Role → on which days only news make a mail."""
    return [(words.TO[role], named(days)) for role, days in table().news.items()]


def staff_days() -> list[tuple[Text, list[Text]]]:
    return [(words.TO[role], [words.DAYS[str(day)] for day in sorted(days)]) for role, days in table().days.items()]
