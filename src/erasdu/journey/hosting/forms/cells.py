"""What a cell of a keeper's table may say, and how the same is written there again: the two never differ."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import override

from erasdu.ground.look.fields import AmountField, DateField, EmailField, LineField, NumberField, PhoneField
from erasdu.ground.look.imports import parsed_by
from erasdu.journey.candidacies.words.content import LANGUAGES
from erasdu.journey.hosting.forms.parts import TimeField, reader
from erasdu.journey.hosting.models import Room
from erasdu.journey.hosting.rules import Nights, Offer
from erasdu.journey.hosting.words.content import CEFR
from erasdu.kernel.sheets import Wrong
from erasdu.kernel.text import clean_line

Words = Mapping[str, object]
SPOKEN = {"deutsch": "de", "español": "es", "français": "fr", "português": "pt"}
NONE = ("geen", "none")
YES, NO = ("ja", "yes", "x", "j", "y", "1"), ("nee", "neen", "no", "n", "0")
DAYS = (
    ("ma", "mo"), ("di", "tu"), ("wo", "we"), ("do", "th"), ("vr", "fr"), ("za", "sa"), ("zo", "su"),
)  # fmt: skip
SPAN = re.compile(r"^(\S+)\s*(?:-|–|tot|to|t/m)\s+(\S+?)(?:\s*[(x×]\s*(\d+)\s*\)?)?$")
ROOM = re.compile(r"^(?:(?P<name>[^:]{1,60}):\s*)?(?P<beds>\d{1,2})(?:\s*\((?P<told>[^()]*)\))?$")
OWN, SHARED = ("eigen badkamer", "own bathroom"), ("gedeelde badkamer", "shared bathroom")
BEDS = {code: word for code, word in Room.Bed.choices if code}
MOST_ROOMS, MOST_BEDS = 12, 20


@dataclass(frozen=True, slots=True)
class Kind:
    """`parse`: a cell's text → what is stored, or `Wrong`; `tell`: the same as text."""

    parse: Callable[[str], Any]
    tell: Callable[[Any], str] = str


def line(length: int) -> Kind:
    return Kind(parsed_by(LineField(max_length=length)))


def of_field(field: forms.Field, tell: Callable[[Any], str] = str) -> Kind:
    return Kind(parsed_by(field), lambda value: "" if value is None else tell(value))


MAIL, PHONE = Kind(parsed_by(EmailField())), Kind(parsed_by(PhoneField()))
HOUR = of_field(TimeField(), lambda value: value.isoformat("minutes") if isinstance(value, time) else str(value))
DAY = of_field(DateField(), lambda value: value.isoformat())


def number(least: int, most: int) -> Kind:
    return of_field(NumberField(min_value=least, max_value=most))


HOURS = of_field(
    AmountField(max_digits=4, decimal_places=1, min_value=1, max_value=60), lambda value: f"{value.normalize():f}"
)


def _yes_no(text: str) -> bool | None:
    if not text:
        return None
    if text.casefold() not in (*YES, *NO):
        raise Wrong("cell_not_listed", typed=text[:40], listed=f"{_tell_yes_no(True)}, {_tell_yes_no(False)}")
    return text.casefold() in YES


def _tell_yes_no(value: bool) -> str:
    dutch, english = ("ja", "yes") if value else ("nee", "no")
    return dutch if reader() == "nl" else english


YES_NO = Kind(_yes_no, _tell_yes_no)


# -- closed lists ----------------------------------------------------------------------------------


def pairs(of: Mapping[str, Sequence[str]]) -> dict[str, tuple[str, str]]:
    return {code: (both[0], both[1]) for code, both in of.items()}


def known(words: Words) -> dict[str, str]:
    """What people write, in Dutch or English or as the code → code."""
    known = {code.casefold(): code for code in words}
    for place, language in enumerate(("nl", "en")):
        with override(language):
            for code, word in words.items():
                known[str(word[place] if isinstance(word, tuple) else word).casefold()] = code
    return known


def told(words: Words, code: str) -> str:
    word = words.get(code, code)
    return str(word[reader() != "nl"] if isinstance(word, tuple) else word)


def _one(words: Words, also: Mapping[str, str], text: str) -> str:
    code = (known(words) | dict(also)).get(text.casefold())
    if code is None:
        listed = ", ".join(told(words, each) for each in words if each)
        raise Wrong("cell_not_listed", typed=text[:40], listed=listed)
    return code


def one_named(words: Words, text: str) -> str:
    """The code of one of the words; `Wrong` for another."""
    return _one({code: word if isinstance(word, str) else tuple(word) for code, word in words.items()}, {}, text)  # type: ignore[arg-type]


def choice(words: Words, also: Mapping[str, str] | None = None) -> Kind:
    """One of a list, or nothing. `also`: other words for it, in lower case."""
    return Kind(
        lambda text: _one(words, also or {}, text) if text else "", lambda code: told(words, code) if code else ""
    )


def parts(text: str) -> list[str]:
    """With a semicolon between them, else a comma."""
    return [clean_line(each) for each in re.split("[;\n]" if ";" in text else "[,\n]", text) if each.strip()]


def several(words: Words, also: Mapping[str, str] | None = None) -> Kind:
    """Some of a list; one that has a comma in its name stands alone, or between semicolons. Nothing says nothing."""

    def parse(text: str) -> list[str] | None:
        if not text:
            return None
        whole = (known(words) | dict(also or {})).get(text.casefold())
        found = [whole] if whole else [_one(words, also or {}, part) for part in parts(text)]
        return list(dict.fromkeys(found))

    return Kind(parse, lambda codes: "; ".join(told(words, code) for code in codes))


def animals(words: Words) -> Kind:
    """Some of a list, or that there are none at all."""
    some = several(words)

    def parse(text: str) -> list[str] | None:
        return [] if text.casefold() in NONE else some.parse(text)

    return Kind(parse, lambda codes: some.tell(codes) if codes else NONE[reader() != "nl"])


def languages() -> Kind:
    return several(pairs(LANGUAGES), SPOKEN)


def language() -> Kind:
    return choice(pairs(LANGUAGES), SPOKEN)


def _levels(text: str) -> dict[str, str]:
    """ "Nederlands A2, en B1"."""
    found = {}
    for part in parts(text):
        name, _space, level = part.rpartition(" ")
        if level.upper() not in CEFR:
            raise Wrong("level_unreadable", typed=part[:40])
        found[_one(pairs(LANGUAGES), SPOKEN, name)] = level.upper()
    return found


LEVELS = Kind(_levels, lambda of: "; ".join(f"{told(pairs(LANGUAGES), code)} {level}" for code, level in of.items()))


def _week(text: str) -> list[int]:
    found = set()
    for part in parts(text):
        numbers = [place for place, names in enumerate(DAYS, 1) if part.casefold()[:2] in names or part == str(place)]
        if not numbers:
            raise Wrong("cell_not_listed", typed=part[:40], listed=", ".join(each[reader() != "nl"] for each in DAYS))
        found.add(numbers[0])
    return sorted(found)


WEEK = Kind(_week, lambda days: ", ".join(DAYS[day - 1][reader() != "nl"] for day in days))


# -- days and beds ---------------------------------------------------------------------------------


def _dates(text: str) -> list[str]:
    return sorted({_date(part).isoformat() for part in parts(text)})


def _date(text: str) -> date:
    found = DAY.parse(text)
    assert isinstance(found, date)
    return found


CLOSED = Kind(_dates, lambda days: ", ".join(days))


def _spans(text: str) -> list[tuple[date, date, int]]:
    """ "1/2/2027 - 31/3/2027 (2)"."""
    found = []
    for part in parts(text):
        read = SPAN.match(part)
        if read is None:
            raise Wrong("period_unreadable", typed=part[:40])
        found.append((_date(read[1]), _date(read[2]), int(read[3] or 1)))
    return found


def _tell_span(first: date, last: date) -> str:
    return f"{first.isoformat()} - {last.isoformat()}"


NIGHTS = Kind(
    lambda text: [Nights(first, last) for first, last, _number in _spans(text)],
    lambda rows: ", ".join(_tell_span(row.starts_on, row.ends_on) for row in rows),
)
PERIODS = Kind(
    lambda text: [Offer(*span) for span in _spans(text)],
    lambda rows: ", ".join(f"{_tell_span(row.starts_on, row.ends_on)} ({row.places})" for row in rows),
)


def _rooms(text: str) -> list[tuple[str, int, bool | None, str]]:
    """ "2" is one room with two beds; "1, 2" a room with one and a room with two; "zolder: 2 (stapelbed, eigen
    badkamer)"."""
    found, between = [], ";" if ";" in text else ","
    split = [clean_line(part) for part in re.split(rf"[{between}+\n](?![^()]*\))", text) if part.strip()]
    for place, part in enumerate(split, 1):
        read = ROOM.match(part)
        if read is None or not 1 <= int(read["beds"]) <= MOST_BEDS or len(split) > MOST_ROOMS:
            raise Wrong("beds_unreadable", typed=text[:40])
        told = [word for each in (read["told"] or "").split(",") if (word := clean_line(each).casefold())]
        kinds = [known(BEDS).get(word, "") for word in told if word not in (*OWN, *SHARED)]
        if "" in kinds or len(kinds) > 1:
            raise Wrong("beds_unreadable", typed=text[:40])
        shared = False if set(told) & set(OWN) else True if set(told) & set(SHARED) else None
        name, kind = clean_line(read["name"] or "") or str(place), kinds[0] if kinds else ""
        found.append((name, int(read["beds"]), shared, kind))
    return found


def _tell_rooms(rows: Iterable[Any]) -> str:
    return "; ".join(_tell_room(row) for row in rows)


def _tell_room(row: Any) -> str:
    bathroom = {True: SHARED, False: OWN}.get(row.shared_bathroom)
    own = [bathroom[reader() != "nl"]] if bathroom else []
    said = ", ".join([told(BEDS, row.bed_kind)] * bool(row.bed_kind) + own)
    name = row.name.replace(";", " ").replace(":", " ")
    return f"{name}: {row.beds}{f' ({said})' if said else ''}"


ROOMS = Kind(_rooms, _tell_rooms)
NAMES = Kind(parts, lambda people: "; ".join(str(person) for person in people))
