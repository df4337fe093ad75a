"""The rules of the form: what a CV still lacks, and the language level by examples."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from erasdu.kernel.verdict import YES, Verdict, no

SHORTEST_TEXT = 20  # characters of a free text, so that it says something
LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2")
NO_LEVEL = "none"
SKILLS = ("listening", "reading", "conversation", "speaking", "writing")

FIELDS: dict[str, tuple[str, ...]] = {
    "about_me": ("character", "answers.good_at"),
    "contact": ("street", "postal_code", "town", "mobile", "emergency_name", "emergency_phone"),
    "school": ("study_programme", "study_year"),
    "destination": ("first_choice",),
    "occupation": ("occupation", "complementary", "tasks_can", "tasks_want"),
    "languages": ("languages",),
    "experience": ("answers.proud",),
    "motivation": ("texts_en.motivation", "texts_en.later"),
    "expectations": ("answers.learn_work", "texts_en.difficult"),
    "housing": ("smokes", "pets", "shares_room"),
}
"""Each part of the form with the fields that must be filled in; every other field is optional.

The destination comes before the languages, because it says which languages are asked.

Names are those of `Profile`, besides `first_choice` of the candidacy; name, address and date of birth are known
from the start. `answers.x` is sentence starter `x`;
`texts_en.x` is the English of free text `x` (the Dutch beside it is a help and never required).
`languages` is {language: {skill: level}}: at least one, and each with a level, or "none", for every skill.
"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the form: the fields that are in order and those that still lack something."""

    code: str
    done: tuple[str, ...]
    lacking: tuple[str, ...]

    @property
    def complete(self) -> bool:
        return not self.lacking


def parts(
    profile: Mapping[str, Any], *, optional: Collection[str] = (), fields: Mapping[str, Sequence[str]] = FIELDS
) -> list[Part]:
    """Every part of the form, in its order, for the fields of a profile by name.

    `optional`: fields that this call does not ask, such as `first_choice` when it has no destinations. `fields`: of
    another form over the same profile.
    """
    asked = {code: [name for name in names if name not in optional] for code, names in fields.items()}
    return [_part(code, names, profile) for code, names in asked.items()]


def progress(of: Sequence[Part]) -> Fraction:
    """How much of the form is filled in, from 0 to 1, each required field counting the same."""
    done = sum(len(part.done) for part in of)
    return Fraction(done, done + sum(len(part.lacking) for part in of))


def check_complete(profile: Mapping[str, Any], *, optional: Collection[str] = ()) -> Verdict:
    """Whether the form may be handed to the school, or which parts lack something."""
    lacking = [part.code for part in parts(profile, optional=optional) if not part.complete]
    return no("cv_incomplete", parts=",".join(lacking)) if lacking else YES


def _part(code: str, names: Sequence[str], profile: Mapping[str, Any]) -> Part:
    done = tuple(name for name in names if _filled(name, profile))
    return Part(code, done, tuple(name for name in names if name not in done))


def _filled(name: str, profile: Mapping[str, Any]) -> bool:
    field, _, inner = name.partition(".")
    value = profile.get(field)
    if inner:
        value = (value or {}).get(inner)
    if field == "texts_en":
        return len(str(value or "").strip()) >= SHORTEST_TEXT
    if field == "languages":
        known = value or {}
        return bool(known) and all(_has_levels(skills) for skills in known.values())
    return bool(value.strip() if isinstance(value, str) else value)


def _has_levels(skills: Mapping[str, str]) -> bool:
    return all(skills.get(skill) in (NO_LEVEL, *LEVELS) for skill in SKILLS)


# -- language level by examples --------------------------------------------------------------------


def level(can_do: Sequence[bool]) -> str:
    """The level of who said yes or no to one example for each of A1 to C2: the last before the first no.

    "none" when even the first is a no.
    """
    if len(can_do) != len(LEVELS):
        raise ValueError("There is one example for each level.")
    reached = NO_LEVEL
    for name, yes in zip(LEVELS, can_do, strict=True):
        if not yes:
            break
        reached = name
    return reached
