"""What a digest says: the lines of what waits, alike ones together, and the news."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from textwrap import shorten
from typing import cast

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erasdu.ground.look.tongues import ABROAD, EVERYWHERE, OWN, speaking
from erasdu.ground.look.words import duty, lacking_for_learner
from erasdu.ground.meetings.queries import said_of, title_of
from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork import queries as papers
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import compose, language_of
from erasdu.ground.post.models import Letter
from erasdu.journey.mobilities.words import WHO
from erasdu.kernel.actor import LEARNER
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.text import clean_line
from erasdu.office.notices.models import Decision, Digest, News
from erasdu.office.notices.queries import frames, texts
from erasdu.office.notices.queries.boards import page_of_all
from erasdu.office.notices.queries.frames import FIRST, NAME, NEWS, NUMBER, WAITS
from erasdu.office.notices.queries.still import still_news
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.things import Thing, things
from erasdu.office.notices.rules import EDIT, SECOND, filled, still_tells, text_for, with_sentence, without

TEMPLATES = {
    "digest": "notices/letters/waiting",
    SECOND: "notices/letters/waiting",
    "text": "notices/letters/waiting_text",
}
NAMED = 5  # first names in one line
SHORT = 90
MOST_NEWS = 20
SAYS_ITS_DAY = ("come_to_session",)  # in the line itself
EVERY_DAY_COUNTS = ("while_away",)  # in the table: its last day before leaving says nothing any more


@dataclass(slots=True)
class Line:
    """One point of a digest. `late`: its last day is past."""

    text: str
    by: date | None
    late: bool
    addresses: list[str]
    things: list[Thing] = field(default_factory=list)

    @property
    def short(self) -> str:
        """For a subject: its first sentence; a long one is cut between words, and seen to be cut."""
        first = self.text.partition(". ")[0]
        return shorten(first, SHORT, placeholder=" …").rstrip(".")


def languages_of(person: Person) -> tuple[str, ...]:
    """Who works with the site reads its languages, as the site is; who comes by a link also those of links."""
    if person.language not in ABROAD or Role.objects.filter(person=person, until=None).exists():
        return OWN
    return EVERYWHERE


def lines(waiting: Iterable[Thing], person: Person, on: date) -> list[Line]:
    """In the given order, in the reader's language: what is alike for staff stands together, with the first names."""
    language = language_of(person, languages_of(person))
    groups: dict[object, list[Thing]] = {}
    with speaking(language):
        for thing in waiting:
            groups.setdefault(_alike(thing, person, language), []).append(thing)
        return [_line(group, person, on, language) for group in groups.values()]


def _alike(thing: Thing, person: Person, language: str) -> object:
    """What may stand in one line: a personal link always has its own."""
    text = text_for(table(), thing.item, person.pk)
    if _is_self(thing, person) and (link := thing.link_of(person.pk)):
        return thing.item.key if thing.paper else (text, link, requirement(thing))
    return (
        text,
        thing.call and thing.call.pk,
        requirement(thing),
        _paper(thing, language),
        thing.item.by,
        thing.instead,
    )


def _is_self(thing: Thing, person: Person) -> bool:
    return person.pk in thing.item.readers.get("self", ())


def _line(group: Sequence[Thing], person: Person, on: date, language: str) -> Line:
    first = group[0]
    text, sentence = text_for(table(), first.item, person.pk), _to_learner(first, person)
    context = {
        "names": _for_whom(group),
        "call": _title(first),
        "paper": _paper(first, language),
        "requirement": sentence or capfirst(requirement(first)),
        **_meeting(first, language),
    }
    said = texts.line(f"{text}_{LEARNER}" if sentence else text, language, context)
    silent = first.item.what in SAYS_ITS_DAY or first.item.under in EVERY_DAY_COUNTS
    by = None if silent else first.item.by
    return Line(said, by, by is not None and by < on, _addresses(group, person), list(group))


def _to_learner(thing: Thing, person: Person) -> str:
    """What a learner who must act reads, as on the checklist; "" when somebody else does, or it has no such words."""
    if thing.requirement is None or not thing.own or not _is_self(thing, person):
        return ""
    return lacking_for_learner(thing.requirement)


def _addresses(group: Sequence[Thing], person: Person) -> list[str]:
    """Where it is done: by the own link, else the page; of several the list with these."""
    first = group[0]
    if _is_self(first, person) and (link := first.link_of(person.pk)):
        return [link]
    if person.pk in first.item.readers.get("other_guardian", ()) or not first.page:
        return []
    return [settings.SITE_URL + page_of_all(group, person.pk)]


def _for_whom(group: Sequence[Thing]) -> str:
    """First names; and who must act, when another one is written to because they cannot be."""
    names = _names([thing.name for thing in group if thing.name])
    if not (role := group[0].instead):
        return names
    return _("%(names)s, to be done by %(who)s") % {"names": names, "who": WHO.get(role, role)}


def _names(names: Sequence[str]) -> str:
    shown = list(dict.fromkeys(names))
    if len(shown) > NAMED:
        return _("%(names)s and %(number)d more") % {
            "names": ", ".join(shown[:NAMED]), "number": len(shown) - NAMED,
        }  # fmt: skip
    if len(shown) < 2:
        return "".join(shown)
    return _("%(names)s and %(last)s") % {"names": ", ".join(shown[:-1]), "last": shown[-1]}


def _title(thing: Thing) -> str:
    if thing.call is None:
        return ""
    return thing.call.title_nl if get_language() == "nl" else thing.call.title_en or thing.call.title_nl


def _meeting(thing: Thing, language: str) -> dict[str, str]:
    if thing.meeting is None:
        return {}
    return {"session": title_of(thing.meeting, language), **said_of(thing.meeting)}


def _paper(thing: Thing, language: str) -> str:
    return papers.short_for(thing.paper, language) if thing.paper else ""


def requirement(thing: Thing) -> str:
    """What is to be done, as a part of a sentence."""
    return duty(thing.requirement) if thing.requirement else ""


# -- the whole of it -------------------------------------------------------------------------------


def words(
    way: str,
    person: Person,
    waiting: Sequence[Thing],
    news: Sequence[News],
    note: str,
    on: date,
    own: tuple[str, str] | None = None,
) -> tuple[str, str]:
    """Subject and text of a digest or text message. `own`: what somebody wrote for it, with places."""
    context: dict[str, object] = {
        "person": person, "lines": lines(waiting, person, on), "news": together(news)[:MOST_NEWS], "note": note,
        "more": max(0, len(together(news)) - MOST_NEWS),
    }  # fmt: skip
    language = language_of(person, languages_of(person))
    usual = compose(TEMPLATES[way], language, context)
    subject, text = (_written(own, person, context) if own is not None and way == "digest" else None) or (
        _framed(way, person, context, usual) or usual
    )
    return subject, _single(text)


def frame(person: Person, *, waits: bool, news: bool) -> tuple[str, str]:
    """The usual digest with places, for somebody to begin from."""
    language = language_of(person, languages_of(person))
    if (own := texts.in_force(frames.MAIL, language)) is not None and own.body:
        lacking = {name for name, there in ((WAITS, waits), (NEWS, news)) if not there}
        return own.subject, without(own.body, lacking)
    with speaking(language):
        return (_("Still to do") if waits else _("What is new")), frames.body(waits=waits, news=news)


def _framed(way: str, person: Person, context: Mapping[str, object], usual: tuple[str, str]) -> tuple[str, str] | None:
    """In what the coordinator wrote around the things of a day; None for what ships, and where something would be lost
    with its paragraph.
    """
    name, language = frames.OF_WAY[way], language_of(person, languages_of(person))
    if (own := texts.in_force(name, language)) is None or not own.body:
        return None
    values = _values(person, context)
    if name == frames.MESSAGE:
        values[FIRST] = texts.part("first_wait", language, context)
    body = filled(own.body, values)
    if any(values[place] not in body for place in frames.KEPT_IN[name]):
        return None
    body = with_sentence(body, str(context["note"])) if context["note"] else body
    return clean_line(filled(own.subject, values))[:200] or usual[0], body + "\n"


def _written(own: tuple[str, str], person: Person, context: Mapping[str, object]) -> tuple[str, str]:
    """What nothing waits or is new of any more falls out with its paragraph."""
    values = _values(person, context)
    return clean_line(filled(own[0], values))[:200] or "ErasDu", filled(own[1], values) + "\n"


def _values(person: Person, context: Mapping[str, object]) -> dict[str, str]:
    """What stands in each place; "" where nothing does."""
    language, waiting = language_of(person, languages_of(person)), cast(Sequence[Line], context["lines"])
    parts = {name: compose(f"notices/letters/parts/{name}", language, context)[1].strip() for name in (WAITS, NEWS)}
    counted = {FIRST: waiting[0].short, NUMBER: str(len(waiting))} if waiting else {FIRST: "", NUMBER: ""}
    return {NAME: person.given_name, **parts, **counted}


def together(news: Sequence[News]) -> list[dict[str, str]]:
    """What is new about one thing in one point, in the order in which it happened."""
    found: dict[str, list[str]] = {}
    for one in news:
        said = one.text if one.text.endswith(("?", ".")) else f"{one.text}."
        found.setdefault(one.address or f"{one.pk}", []).append(said)
    return [
        {"text": " ".join(dict.fromkeys(said)), "address": where if "/" in where else ""}
        for where, said in found.items()
    ]


def _single(text: str) -> str:
    """No more than one empty line in a row."""
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text


def still_open(letter: Letter, at: datetime) -> str | None:
    """A digest in the moment before it goes: told again from what is still open; None when nothing is."""
    digest = Digest.objects.filter(letter=letter).select_related("person").first()
    if digest is None:
        return letter.text
    on, person = brussels_date(at), digest.person
    order = {key: place for place, key in enumerate(digest.keys)}
    waiting = [thing for thing in things(on, order) if _concerns(thing, person, digest.way)]
    told = list(digest.news.order_by("pk"))
    news = still_news(told)
    if not waiting and not news:
        return None
    decided = Decision.objects.filter(person=person, on=digest.on, kind=EDIT).first()
    if (len(waiting), len(news)) == (len(order), len(told)):
        return letter.text
    waiting.sort(key=lambda thing: order[thing.item.key])
    own = (decided.subject, decided.body) if decided else None
    return words(digest.way, person, waiting, news, digest.note, on, own)[1]


def _concerns(thing: Thing, person: Person, way: str) -> bool:
    told = any(person.pk in pks for pks in thing.item.readers.values())
    return told and still_tells(table(), thing.item, person.pk, way)
