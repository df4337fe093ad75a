"""Every text of the table: how it ships, with its places as `{school}`, and what the coordinator made of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.db.models import F
from django.utils.translation import get_language, gettext, ngettext

from erasdu.ground.look.figures import day
from erasdu.ground.look.tongues import ABROAD, EVERYWHERE, OWN, speaking
from erasdu.office.notices import rules, words
from erasdu.office.notices.models import Wording
from erasdu.office.notices.queries import frames, places
from erasdu.office.notices.queries.table import table

LETTERS, LINES = "notices/letters", "notices/lines"
LANGUAGES = OWN
ALWAYS = ("name", "site")  # of a letter
# Without these nobody can do what the letter asks, or it does not say what somebody wrote in it.
LINK = "link"
KEPT = frozenset({LINK, "text", "body", "digest"})

_SAID = re.compile(
    r"{% blocktranslate(?P<how>[^%]*)%}(?P<one>.*?)(?:{% plural %}(?P<many>.*?))?{% endblocktranslate %}"
    r"|{% translate \"(?P<plain>[^\"]*)\" %}",
    re.DOTALL,
)
_IF = re.compile(r"{% if [^%]*%}((?:(?!{% if )(?!{% endif ).)*?){% endif %}", re.DOTALL)
_VALUE = re.compile(r"{{ ?(?:\w+\.)*(\w+)(?:\|\w+)? ?}}")
_PLACE = re.compile(r"%\((\w+)\)s")
_REST = re.compile(r"{% (?:load|include|autoescape|endautoescape)[^%]*%}")


@dataclass(frozen=True, slots=True)
class Shipped:
    subject: str
    body: str

    @property
    def places(self) -> frozenset[str]:
        return frozenset(rules.places_in(self.subject + self.body))


@dataclass(frozen=True, slots=True)
class InLanguage:
    """`row`: the version in force, none for what ships. `unconfirmed`: it ships, and nobody who speaks it read it."""

    language: str
    row: Wording | None
    draft: bool
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class TextLine:
    """One text, with how it begins, in each language in which it exists."""

    text: str
    title: str
    languages: list[InLanguage]


@cache
def letters() -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for row in table().lines for text in table().texts_of(row.text)))


@cache
def lines() -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for row in table().waits for text in table().texts_of(row.text)))


@cache
def presses() -> dict[str, str]:
    """Text of a letter that a step writes → its template, in the table's order."""
    return {row.name: row.text for row in table().presses}


@cache
def every() -> tuple[str, ...]:
    """All that can be worded: what stands around the things of a day, then the texts in the table's order."""
    return (*frames.FRAMES, *letters(), *presses(), *lines())


def is_known(text: str, language: str) -> bool:
    return text in every() and language in languages_of(text)


def has_subject(text: str) -> bool:
    """A sentence of the day's mail has none, and no text message."""
    return text not in (*lines(), frames.MESSAGE)


@cache
def languages_of(text: str) -> tuple[str, ...]:
    """The site's own, and those abroad in which it was translated, for readers by link."""
    if text in frames.FRAMES:
        return EVERYWHERE
    return (*LANGUAGES, *(one for one in ABROAD if _begin(shipped(text, one)) != _begin(shipped(text, "en"))))


def _begin(content: Shipped) -> str:
    return content.subject or content.body


def template_of(text: str) -> str:
    """The name of its template."""
    return presses().get(text) or f"{LETTERS if text in letters() else LINES}/{text}"


def _source(text: str) -> str:
    return str(places.template_of(template_of(text)).source)


@cache
def shipped(text: str, language: str) -> Shipped:
    """The text that comes with ErasDu, with its places in braces; of a sentence with variants the fullest one."""
    with speaking(language):
        if text in frames.FRAMES:
            return Shipped(*frames.shipped(text))
        told = _SAID.sub(lambda found: _spoken(found), _source(text))
    told = _REST.sub("", told)
    while _IF.search(told):
        told = _IF.sub(lambda found: found[1].partition("{% else %}")[0], told)
    told = _VALUE.sub(lambda found: f"{{{found[1]}}}", told).strip()
    if not has_subject(text):
        return Shipped("", told)
    first, _, rest = told.partition("\n")
    body = "\n\n".join(part.strip() for part in re.split(r"\n\s*\n", rest) if part.strip())
    return Shipped(first.removeprefix("Subject: "), body)


def _spoken(found: re.Match[str]) -> str:
    if found["plain"] is not None:
        return gettext(found["plain"])
    one = _VALUE.sub(r"%(\1)s", found["one"])
    said = ngettext(one, _VALUE.sub(r"%(\1)s", found["many"]), 2) if found["many"] else gettext(one)
    return _PLACE.sub(r"{\1}", said)


def places_of(text: str) -> list[str]:
    """What can be filled in; of a letter that a step writes, what its template does."""
    if text in frames.FRAMES:
        return list(frames.PLACES_OF[text])
    if text in presses():
        return sorted(places.places_of(presses()[text]))
    known = {place for language in LANGUAGES for place in shipped(text, language).places}
    return sorted(known | (set(ALWAYS) if text in letters() and LINK not in known else set()))


def kept_in(text: str) -> frozenset[str]:
    """The places that every wording of it must have."""
    return frames.KEPT_IN.get(text) or KEPT & frozenset(places_of(text))


def draft_of(text: str, language: str) -> Wording | None:
    return Wording.objects.filter(text=text, language=language, published_at=None).first()


def versions_of(text: str, language: str) -> list[Wording]:
    rows = Wording.objects.filter(text=text, language=language).exclude(published_at=None)
    return list(rows.select_related("by").order_by("-version"))


def being_written(text: str, language: str) -> Shipped:
    """The draft when there is one, else what is in force."""
    row = draft_of(text, language) or next(iter(versions_of(text, language)), None)
    return Shipped(row.subject, row.body) if row and row.body else shipped(text, language)


def in_use(language: str) -> dict[str, Shipped]:
    """Each text as it is in force, or as it is being written. One query."""
    rows = Wording.objects.filter(language=language).order_by(F("published_at").asc(nulls_last=True), "version")
    own = {row.text: row for row in rows}
    return {
        text: Shipped(row.subject, row.body) if (row := own.get(text)) and row.body else shipped(text, language)
        for text in every()
    }


def text_lines() -> Iterator[TextLine]:
    """Every text in its languages, in the table's order. One query."""
    rows = list(Wording.objects.select_related("by").order_by("version"))
    published = {(row.text, row.language): row for row in rows if row.published_at}
    drafts = {(row.text, row.language) for row in rows if not row.published_at}
    spoken = "en" if get_language() == "en" else "nl"
    for text in every():
        own = published.get((text, spoken))
        used = Shipped(own.subject, own.body) if own and own.body else shipped(text, spoken)
        found = []
        for language in languages_of(text):
            row = published.get((text, language))
            row = row if row and row.body else None
            found.append(InLanguage(language, row, (text, language) in drafts, row is None and language in ABROAD))
        yield TextLine(text, _begin(used), found)


def samples_of(text: str, language: str) -> dict[str, str]:
    """Place → an invented value, as it is written in that language."""
    with speaking(language):
        values = {name: str(words.SAMPLES.get(name, f"‹{name}›")) for name in places_of(text)}
        values |= {name: day(words.SAMPLE_DAY) for name in words.SAMPLE_DAYS & set(values)}
        values |= {name: settings.SITE_URL for name in ("site", "join") if name in values}
        return values | ({LINK: places.nowhere()} if LINK in values else {})


def preview(text: str, language: str, content: Shipped) -> Shipped:
    """With invented values in its places."""
    values = samples_of(text, language)
    return Shipped(rules.filled(content.subject, values), rules.filled(content.body, values))
