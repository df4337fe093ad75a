"""What a fit costs, by cause: points from `weights.toml`, integers. Less is better."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from erasdu.journey.matching.rules.facts import Bed, Learner, Place, Way
from erasdu.journey.matching.rules.fit import is_close

WEIGHTS = MappingProxyType(tomllib.loads(Path(__file__).with_name("weights.toml").read_text(encoding="utf-8")))
NO_WAY = 45  # minutes to count with where a person decided without knowing the way


@dataclass(frozen=True, slots=True)
class Cause:
    """`code`: a key of the weights; `points`: what it adds; `number`: how many (minutes, wishes), for the words."""

    code: str
    points: int
    number: int = 1


def place_causes(learner: Learner, place: Place) -> list[Cause]:
    """What speaks against this place for this learner, as far as it is a matter of preference."""
    thin = sum(learner.languages.get(language, "") == level != "" for language, level in place.needed.items())
    same = place.occupation == learner.occupation
    lacking = len(learner.outcomes - place.outcomes) if same and place.outcomes else 0
    numbers = (
        ("close_occupation", is_close(learner, place)),
        ("second_choice", place.country in learner.choices[1:] and place.found_by != learner.pk),
        ("wish_missed", min(len(learner.wishes - place.tasks), WEIGHTS["wishes_counted"])),
        ("outcome_missed", min(lacking, WEIGHTS["outcomes_counted"])),
        ("outcomes_unknown", same and bool(learner.outcomes) and not place.outcomes),
        ("language_thin", thin),
        ("mentor_not_understood", _strangers(learner, place.spoken)),
        ("hours_for_adults", place.adult_hours and learner.minor),
        ("partner_gives_more", min(place.balance, WEIGHTS["balance_counted"])),
        ("place_changes", learner.had[0] not in (0, place.pk)),
    )
    return [*_found(learner, place), *_causes(numbers), *_below(place.mark, "mark_missing")]


def bed_causes(learner: Learner, bed: Bed) -> list[Cause]:
    """What speaks against these beds for this learner."""
    learner = learner.staying(bed)
    age = learner.age(learner.stay.start)
    outside = age is not None and not (bed.min_age or 0) <= age <= (bed.max_age or 200)
    numbers = (
        ("no_common_language", _strangers(learner, bed.languages)),
        ("pets_rather_not", learner.pets == "rather_not" and bool(bed.pets)),
        ("shares_rather_not", learner.shares == "rather_not" and bed.shared),
        ("gender_preferred_other", bool(bed.gender and learner.gender) and bed.gender != learner.gender),
        ("age_preferred_other", outside),
        ("no_hobby_shared", bool(learner.hobbies and bed.hobbies) and not learner.hobbies & bed.hobbies),
        ("too_lively", learner.household == "quiet" and bed.lively is True),
        ("too_quiet", learner.household == "lively" and bed.lively is False),
        ("hosted_last", bed.hosted_last),
        ("bed_changes", learner.had[1] not in (0, bed.home)),
        ("pair_apart", sum(home != bed.home for home in learner.beside)),
    )
    return [*_causes(numbers), *_below(bed.mark, "home_mark_missing")]


def _strangers(learner: Learner, there: frozenset[str]) -> bool:
    """Whether both said what they speak, and it is nothing alike."""
    spoken = {language for language, level in learner.languages.items() if level}
    return bool(there and spoken) and not there & spoken


def way_causes(place: Place, bed: Bed, way: Way) -> list[Cause]:
    """The commute, the same for every learner, and two networks that must work together."""
    minutes = NO_WAY if way.minutes is None else way.minutes
    numbers = (
        ("minute", minutes),
        ("over_ideal_minute", max(0, minutes - WEIGHTS["ideal_minutes"])),
        ("bed_kept_apart", place.keeper != bed.keeper),
    )
    return _causes(numbers)


def _found(learner: Learner, place: Place) -> list[Cause]:
    """A place that they found goes first; it is told also where it is the one."""
    if place.found_by == learner.pk:
        return [Cause("found_by_learner", 0)]
    return [Cause("own_place_left", WEIGHTS["own_place_left"])] if learner.goes_there else []


def _below(mark: float, code: str) -> list[Cause]:
    """For each half point under 5 of earlier evaluations; nothing where there are none."""
    below = round(max(0.0, 5 - mark) * 2) if mark else 0
    return [Cause(code, below * WEIGHTS[code] // 2, below)] if below else []


def total(causes: Iterable[Cause]) -> int:
    return sum(cause.points for cause in causes)


def _causes(numbers: Iterable[tuple[str, int | bool]]) -> list[Cause]:
    """Only of what holds: this is asked of every learner and place."""
    return [Cause(code, WEIGHTS[code] * int(number), int(number)) for code, number in numbers if number]
