"""What stands beside a paper in the signer's own language: an explanation, and the words around it. Plain Python."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from erasdu.ground.paperwork.rules.composing import PLACEHOLDER
from erasdu.ground.paperwork.rules.content import ContentFaulty

Direction = Literal["ltr", "rtl"]

POINTS = range(4, 8)
STEPS = 4
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})
LEARNER = frozenset({"learner"})
NOTHING: frozenset[str] = frozenset()
# Phrase → what may be filled in.
PHRASES = {
    "language_name": NOTHING,
    "mail_intro": frozenset({"asker", "short"}),
    "mail_remind": frozenset({"asker", "short"}),
    "mail_complete": frozenset({"short"}),
    "code_help": NOTHING,
    "sign": NOTHING,
    "decline": NOTHING,
    "question": NOTHING,
    "not_me": NOTHING,
    "done": NOTHING,
    "translation_note": NOTHING,
    "confirmed_by": frozenset({"name"}),
    "not_confirmed": NOTHING,
    "notice_help": NOTHING,
    "letter_intro": frozenset({"asker", "short"}),
    "letter_after": NOTHING,
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """What one signs, in a few sentences; `note` says that the paper itself is what counts."""

    title: str
    lead: str
    points: tuple[str, ...]
    note: str

    def about(self, learner: str) -> Explanation:
        """The same with the learner's first name filled in."""
        lead, *points = (fill(text, learner=learner) for text in (self.lead, *self.points))
        return replace(self, lead=lead, points=tuple(points))


@dataclass(frozen=True, slots=True)
class Phrases:
    """The words around a paper, on the page and in mails, for whoever reads neither Dutch nor English well.

    Those with a placeholder go through `fill`: {asker} (who asks) and {short} (what the paper is called) in
    `mail_…` and `letter_intro`, {name} in `confirmed_by`.
    """

    language_name: str
    mail_intro: str
    mail_remind: str
    mail_complete: str
    steps: tuple[str, ...]
    code_help: str
    sign: str
    decline: str
    question: str
    not_me: str
    done: str
    translation_note: str
    confirmed_by: str
    not_confirmed: str
    notice_help: str
    letter_intro: str
    letter_after: str


def parse_explanation(text: str) -> Explanation:
    """From TOML with `title`, `lead`, `points` and `note`; ContentFaulty names what is wrong."""
    raw = _read(text, {"title", "lead", "points", "note"})
    points = _texts(raw, "points", LEARNER)
    if len(points) not in POINTS:
        raise ContentFaulty("not_as_meant", "points", f"{len(points)}")
    return Explanation(
        title=_text(raw, "title", NOTHING),
        lead=_text(raw, "lead", LEARNER),
        points=points,
        note=_text(raw, "note", NOTHING),
    )


def parse_phrases(text: str) -> Phrases:
    """From TOML with each phrase by its name and a list `steps`; ContentFaulty names what is wrong."""
    raw = _read(text, {*PHRASES, "steps"})
    steps = _texts(raw, "steps", NOTHING)
    if len(steps) != STEPS:
        raise ContentFaulty("not_as_meant", "steps", f"{len(steps)}")
    # A phrase with a placeholder says all of them; an explanation may do without the learner.
    for name, wanted in PHRASES.items():
        if missing := wanted - set(PLACEHOLDER.findall(str(raw[name]))):
            raise ContentFaulty("lacks", name, ", ".join(sorted(missing)))
    return Phrases(**{name: _text(raw, name, allowed) for name, allowed in PHRASES.items()}, steps=steps)


def fill(text: str, **values: str) -> str:
    """A text with its placeholders filled in, once: braces in a value stay as they are."""
    return PLACEHOLDER.sub(lambda found: values[found[1]], text)


def direction(language: str) -> Direction:
    """How one reads it, for the attribute `dir`."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def _read(text: str, keys: set[str]) -> Mapping[str, object]:
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentFaulty("not_toml", "file", str(error)) from None
    for code, names in (("lacks", keys - set(raw)), ("not_as_meant", set(raw) - keys)):
        if names:
            raise ContentFaulty(code, ", ".join(sorted(names)))
    return raw


def _text(raw: Mapping[str, object], name: str, allowed: frozenset[str]) -> str:
    return _checked(raw[name], name, allowed)


def _texts(raw: Mapping[str, object], name: str, allowed: frozenset[str]) -> tuple[str, ...]:
    values = raw[name]
    if not isinstance(values, list):
        raise ContentFaulty("not_as_meant", name)
    return tuple(_checked(value, name, allowed) for value in values)


def _checked(value: object, where: str, allowed: frozenset[str]) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ContentFaulty("not_as_meant", where)
    if unknown := set(PLACEHOLDER.findall(value)) - allowed:
        raise ContentFaulty("no_fact", where, ", ".join(sorted(unknown)))
    if set("{}") & set(PLACEHOLDER.sub("", value)):
        raise ContentFaulty("not_as_meant", where, "{}")
    return value
