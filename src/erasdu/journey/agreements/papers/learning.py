"""The learning agreement: what is printed of a plan, who signs it, and who signs again when something changes.

Facts are made of `Told` in any of six languages; two of them stand beside each other in one paper.
"""

from __future__ import annotations

import gettext
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import pycountry

from erasdu.ground.paperwork.rules import Beside, Content, Facts, Kind, parse_content
from erasdu.journey.agreements.rules import Day, counted
from erasdu.journey.agreements.rules.days import IDLE
from erasdu.kernel.periods import Period
from erasdu.kernel.typeset import day_text, number_text

FOLDER = Path(__file__).resolve().parent.parent
KIND = "agreements.learning"
LANGUAGES = ("nl", "en", "fr", "es", "pt", "de")
PAID = ("oao", "part_time")  # the learner’s own agreements under which there is pay
INSURANCE = ("health", "accident", "liability_work", "liability", "assistance")

GUARDIANS = frozenset({"guardian_1", "guardian_2"})
HOSTING = frozenset({"host", "partner"})
SCHOOL = frozenset({"contact_point"})
LEARNER = frozenset({"learner"})
NOBODY: frozenset[str] = frozenset()
AT_WORK = HOSTING | SCHOOL | LEARNER

LEARNING = Kind(
    code=KIND,
    folder=FOLDER,
    signers=(("learner",), ("guardian_1", "guardian_2"), ("contact_point", "host", "partner")),
    # A clause that is not named binds everybody: when, what this is, what is done, liability and insurance.
    binds={
        "agreement": SCHOOL | LEARNER,
        "outcomes": AT_WORK,
        "curriculum": SCHOOL | LEARNER,
        "counting": SCHOOL | LEARNER,
        "contact": NOBODY,
        "reference": NOBODY,
        "reintegration": SCHOOL | LEARNER,
        "language": HOSTING | LEARNER,
        "mentor": HOSTING | SCHOOL,
        "school": SCHOOL,
        "guidance": AT_WORK,
        "evaluation": AT_WORK,
        "recognition": SCHOOL | LEARNER,
        "reading": NOBODY,
    },
    second_channel=GUARDIANS,
    explained=GUARDIANS | {"host"},
    gate="depart",
)

Pair = tuple[str, str]  # Dutch, English


@dataclass(frozen=True, slots=True)
class Reach:
    """Who is called, also outside hours."""

    name: str
    function: str = ""
    phone: str = ""
    mail: str = ""
    after_hours: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """All that a learning agreement says, before it has a language. `outcomes`: text and level planned.

    `supporting`: the partner, or receiving school, that follows up on the spot; empty when the host does so itself.
    `parents`: of a minor, in one line each. `reference`: project code, mobility ID and field of education.
    """

    learner: str
    born: date | None
    learner_reach: str
    studies: str
    sending: str
    sending_address: str
    host: str
    host_town: str
    supporting: str
    occupation: Pair
    call: Pair
    stay: Period
    agreement: str
    company: str
    minor: bool
    reference: tuple[str, str, str]
    address: str
    parents: Sequence[str]
    emergency: str
    outcomes: Sequence[tuple[Pair, str]]
    curriculum: str
    qualification: str
    level: str
    tasks: Sequence[Pair]
    days: Sequence[Day]
    work_language: str
    mentor: Reach
    school: Reach
    guidance: str
    evaluation: str
    recognition: str
    reintegration: str
    accompanying: str
    liability: str
    insured_by: Mapping[str, str]
    country: Mapping[str, str] = field(default_factory=dict)  # of the address: language → its name there
    abroad: Mapping[str, Mapping[str, str]] = field(default_factory=dict)  # language → English → what it is there
    plain: bool = False  # as papers were printed before: languages as codes, a break only where one was told

    def facts(self, language: str, *, beside: bool) -> Facts:
        """For the content in that language; `beside`: another one stands beside it."""
        words = words_of(language)
        labels = words["people"]
        return {
            **{name: getattr(self, name) for name in PLAIN},
            "occupation": self.in_language(self.occupation, language),
            "call": said(self.call, language),
            "born": day_text(self.born, language) if self.born else "",
            "stay_from": day_text(self.stay.start, language),
            "stay_until": day_text(self.stay.end, language),
            "agreement_name": words["agreements"].get(self.agreement, ""),
            "pay_line": words["pay"] if self.agreement in PAID else "",
            "minor": "yes" if self.minor else "no",
            "beside": "yes" if beside else "no",
            "supporting_line": _line(words["supporting"], "{supporting}", self.supporting),
            "accompanying_line": _line(words["accompanying"], "{accompanying}", self.accompanying),
            "references": [list(pair) for pair in zip(words["reference"], self.reference, strict=True)],
            "qualified": [
                [words["qualified"][0], self.qualification],
                [words["qualified"][1], _line(words["level"], "{level}", self.level)],
            ],
            "contacts": [
                [labels["address"], ", ".join(filter(None, (self.address, self.country.get(language))))],
                [labels["reach"], self.learner_reach],
                *([labels["parent"], parent] for parent in self.parents),
                [labels["emergency"], self.emergency],
            ],
            "outcomes": {
                "head": words["head_outcomes"],
                "rows": [
                    [self.in_language(text, language), words["levels"].get(level, level)]
                    for text, level in self.outcomes
                ],
            },
            "tasks": [self.in_language(task, language) for task in self.tasks],
            "work_language": self.work_language if self.plain else work_language(self.work_language, language),
            "programme": {
                "head": words["head_programme"],
                "rows": [_day(day, language, words, plain=self.plain) for day in self.days],
            },
            "counted": _counted(self.days, language, words),
            "mentor": _reach(self.mentor, words),
            "school": _reach(self.school, words),
            "insurance": [
                [words["insurance"][kind], words["parties"].get(self.insured_by.get(kind, ""), "")]
                for kind in INSURANCE
            ],
        }

    def in_language(self, pair: Pair, language: str) -> str:
        """As the catalogue says it there; what people typed themselves is in English."""
        return self.abroad.get(language, {}).get(pair[1]) or said(pair, language)


PLAIN = (
    "learner", "studies", "sending", "sending_address", "host", "host_town", "agreement", "company",
    "curriculum", "guidance", "evaluation", "recognition", "reintegration", "liability",
)  # fmt: skip


def _line(text: str, place: str, what: str) -> str:
    """A sentence about something, when there is something."""
    return text.replace(place, what) if what else ""


def said(pair: Pair, language: str) -> str:
    """In that language where it exists, else in English: other languages are not kept of what people type."""
    dutch, english = pair
    return (dutch or english) if language == "nl" else (english or dutch)


def _day(day: Day, language: str, words: Mapping[str, Any], *, plain: bool) -> list[str]:
    hours = "" if day.is_idle else f"{clock_text(day.starts, language)} – {clock_text(day.ends, language)}"
    if plain:
        pause = "" if day.pause is None or day.is_idle else f" ({day.pause} min)"
    else:
        pause = f" ({words['pause'].format(minutes=day.rest)})" if day.rest else ""
    return [day_text(day.on, language), words["kinds"][day.kind], hours + pause]


def work_language(text: str, language: str, *, brief: bool = False) -> str:
    """What a place asks, kept as codes such as "EN A2, NL B1", in words; what somebody typed stays as it is.

    `brief`: without what the levels mean.
    """
    asked = [one.strip().split(" ") for one in text.split(",")]
    levels = words_of(language)["speaks"] if language in LANGUAGES else words_of("en")["speaks"]
    if not all(len(one) == 2 and one[0].isupper() and one[1] in levels for one in asked):
        return text
    named = [(language_name(code.lower(), language), level) for code, level in asked]
    if brief:
        return ", ".join(f"{name} {level}" for name, level in named)
    return "; ".join(f"{name}, {levels['level']} {level} ({levels[level]})" for name, level in named)


@cache
def language_name(code: str, language: str) -> str:
    """A language (ISO 639-1) as it is called in another; an unknown code stays as it is."""
    found = pycountry.languages.get(alpha_2=code)
    if found is None:
        return code.upper()
    names = gettext.translation("iso639-3", pycountry.LOCALES_DIR, languages=[language], fallback=True)
    return names.gettext(found.name).partition(";")[0].partition(" (")[0]


def clock_text(at: time | None, language: str) -> str:
    if at is None:
        return ""
    return f"{at:%H.%M}" if language == "nl" else f"{at:%H:%M}"


def _counted(days: Sequence[Day], language: str, words: Mapping[str, Any]) -> str:
    found = counted(days)
    minutes = found.working_minutes + found.learning_minutes
    text: str = words["counted_with_travel" if found.travel_days else "counted"]
    return text.format(
        working=found.working_days,
        learning=found.learning_days,
        travel=found.travel_days,
        free=found.free_days,
        hours=number_text(Fraction(minutes, 60), "en" if language == "en" else "nl", places=1, trim=True),
    )


def _reach(of: Reach, words: Mapping[str, Any]) -> list[list[str]]:
    labels = words["labels"]
    values = (of.name, of.function, of.phone, of.mail, of.after_hours)
    return [[labels[name], value] for name, value in zip(labels, values, strict=True)]


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return tomllib.loads((FOLDER / "content" / "words.toml").read_text(encoding="utf-8"))


def words_of(language: str) -> Mapping[str, Any]:
    """What fills the places of both papers in that language."""
    return _words()[language]


@cache
def wording_beside(language: str, name: str = "learning") -> Content:
    """One of the papers in a language in which it stands beside the one that is signed."""
    return parse_content((FOLDER / "content" / f"{name}.{language}.toml").read_text(encoding="utf-8"))


def beside(told: Told, signed: str, other: str) -> Beside | None:
    """The second column; None when it would be the same language."""
    if signed == other:
        return None
    return Beside(wording_beside(other), told.facts(other, beside=True), names_of(signed, other))


def names_of(signed: str, other: str) -> tuple[str, str]:
    """What the languages of the two columns are called."""
    return words_of(signed)["name"], words_of(other)["name"]


def specimen(language: str) -> Facts:
    """Invented facts."""
    return specimen_told().facts(language, beside=False)


@cache
def specimen_given() -> Mapping[str, Any]:
    return tomllib.loads((FOLDER / "content" / "specimen.toml").read_text(encoding="utf-8"))


@cache
def specimen_told() -> Told:
    given = specimen_given()["told"]
    start, end = date.fromisoformat(given["first"]), date.fromisoformat(given["last"])
    days = [Day(on, kind, time(9), time(17)) if kind not in IDLE else Day(on, kind) for on, kind in given["days"]]
    pairs = {name: (given[name][0], given[name][1]) for name in ("occupation", "call")}
    names = (
        *PLAIN, "work_language", "supporting", "learner_reach", "address", "emergency", "qualification", "level",
        "accompanying",
    )  # fmt: skip
    texts = {name: given[name] for name in names}
    return Told(
        **texts,
        occupation=pairs["occupation"],
        call=pairs["call"],
        stay=Period(start, end),
        born=date.fromisoformat(given["born"]),
        minor=True,
        reference=tuple(given["reference"]),
        parents=given["parents"],
        outcomes=[((nl, en), level) for nl, en, level in given["outcomes"]],
        tasks=[(nl, en) for nl, en in given["tasks"]],
        days=days,
        mentor=Reach(*given["mentor"]),
        school=Reach(*given["school"]),
        insured_by=given["insured_by"],
    )
