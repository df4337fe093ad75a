from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.candidacies import rules
from erasdu.journey.candidacies.rules import FIELDS, LEVELS
from erasdu.journey.candidacies.words.content import languages_of
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import blocking

LANGUAGE = dict.fromkeys(rules.SKILLS, "A2")
COMPLETE: dict[str, Any] = {
    **{name: "filled in" for names in FIELDS.values() for name in names if "." not in name},
    "birth_date": date(2006, 5, 1),
    "character": ["calm"],
    "languages": {"en": LANGUAGE, "es": dict.fromkeys(rules.SKILLS, "none")},
    "answers": dict.fromkeys(["good_at", "proud", "learn_work"], "working in a team"),
    "texts_en": dict.fromkeys(["motivation", "difficult", "later"], "I like to work in a kitchen."),
}
NAMES = [name for names in FIELDS.values() for name in names]


def without(name: str, empty: object = None) -> dict[str, Any]:
    field, _, inner = name.partition(".")
    return {**COMPLETE, field: {**COMPLETE[field], inner: empty} if inner else empty}


# -- the form --------------------------------------------------------------------------------------


@pytest.mark.requirement("R25")
def test_the_form_has_ten_parts_and_each_field_once() -> None:
    assert len(FIELDS) == 10
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.requirement("R25")
def test_a_form_with_every_required_field_is_complete() -> None:
    parts = rules.parts(COMPLETE)
    assert all(part.complete for part in parts)
    assert rules.progress(parts) == 1
    assert rules.check_complete(COMPLETE)


@pytest.mark.requirement("R25")
def test_an_empty_form_lacks_everything() -> None:
    parts = rules.parts({})
    assert [part.code for part in parts] == list(FIELDS)
    assert [name for part in parts for name in part.lacking] == NAMES
    assert rules.progress(parts) == 0
    assert dict(rules.check_complete({}).params)["parts"] == ",".join(FIELDS)


@pytest.mark.requirement("R25")
@given(st.sampled_from(NAMES), st.booleans())
def test_each_empty_field_is_named_in_its_own_part_alone(name: str, nothing: bool) -> None:
    blanks: dict[str, object] = {"character": [], "languages": {}, "birth_date": None}
    empty = None if nothing else blanks.get(name, "  ")
    found = rules.parts(without(name, empty))
    home = next(code for code, names in FIELDS.items() if name in names)
    assert {part.code: part.lacking for part in found if part.lacking} == {home: (name,)}
    assert rules.progress(found) == Fraction(len(NAMES) - 1, len(NAMES))
    assert rules.check_complete(without(name, empty)).params == (("parts", home),)


@pytest.mark.requirement("R25")
@given(st.sets(st.sampled_from(NAMES)), st.sampled_from(NAMES))
def test_filling_in_one_field_more_is_one_step_of_progress(filled: set[str], more: str) -> None:
    def profile(names: set[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in names:
            field, _, inner = name.partition(".")
            found[field] = {**found.get(field, {}), inner: COMPLETE[field][inner]} if inner else COMPLETE[field]
        return found

    before, after = (rules.progress(rules.parts(profile(names))) for names in (filled, filled | {more}))
    assert before == Fraction(len(filled), len(NAMES))
    assert after - before == (0 if more in filled else Fraction(1, len(NAMES)))


@pytest.mark.parametrize(
    "languages",
    [{}, {"en": {}}, {"en": LANGUAGE, "fr": {**LANGUAGE, "reading": ""}}, {"en": {**LANGUAGE, "reading": "A9"}}],
)
def test_each_language_needs_a_level_for_every_skill(languages: dict[str, dict[str, str]]) -> None:
    assert not rules.check_complete({**COMPLETE, "languages": languages})


def test_a_free_text_of_one_word_says_too_little_and_dutch_is_not_required() -> None:
    assert not rules.check_complete(without("texts_en.motivation", "Because"))
    assert rules.check_complete({**COMPLETE, "texts_nl": {}})


def test_a_call_without_destinations_asks_no_choice() -> None:
    assert not rules.check_complete(without("first_choice"))
    assert rules.check_complete(without("first_choice"), optional={"first_choice"})


# -- level -----------------------------------------------------------------------------------------


@pytest.mark.requirement("R25")
@given(st.lists(st.booleans(), min_size=6, max_size=6))
def test_the_level_is_the_last_before_the_first_no(can_do: list[bool]) -> None:
    reached = can_do.index(False) if False in can_do else 6
    assert rules.level(can_do) == (LEVELS[reached - 1] if reached else "none")


def test_there_is_one_example_for_each_level() -> None:
    with pytest.raises(ValueError):
        rules.level([True] * 5)


# -- age -------------------------------------------------------------------------------------------

BORN = st.dates(date(1950, 1, 1), date(2030, 1, 1))


@given(BORN, st.integers(0, 36_000))
def test_an_age_grows_by_one_on_each_birthday_alone(born: date, days: int) -> None:
    on = born + timedelta(days)
    growth = rules.age(born, on) - rules.age(born, on - timedelta(1))
    leap_birthday = (born.month, born.day) == (2, 29)
    moved = leap_birthday and (on.month, on.day) == (3, 1) and (on - timedelta(1)).day == 28
    assert growth == ((on.month, on.day) == (born.month, born.day) or moved)
    assert rules.age(born, born) == 0


@pytest.mark.parametrize(
    ("born", "on", "minor"),
    [
        (date(2005, 12, 1), date(2023, 11, 30), True),
        (date(2005, 12, 1), date(2023, 12, 1), False),
        (date(2008, 2, 29), date(2026, 2, 28), True),
        (date(2008, 2, 29), date(2026, 3, 1), False),
    ],
)
def test_on_the_eighteenth_birthday_one_is_an_adult(born: date, on: date, minor: bool) -> None:
    assert rules.is_minor(born, on) == minor


STAY = Period(date(2023, 11, 26), date(2023, 12, 10))


@pytest.mark.parametrize(
    ("born", "code"),
    [
        (date(2014, 5, 1), "too_young"),
        (date(1924, 5, 1), "too_old"),
        (date(2033, 5, 1), "too_young"),
        (date(2009, 11, 26), ""),
        (date(2009, 11, 27), "too_young"),
        (date(1997, 12, 11), ""),
        (date(1997, 12, 10), "too_old"),
    ],
)
def test_a_learner_is_14_to_25_during_the_stay(born: date, code: str) -> None:
    assert rules.check_birth_date(born, STAY).code == code


@given(BORN)
def test_every_day_of_the_stay_counts(born: date) -> None:
    ages = {rules.age(born, STAY.start + timedelta(day)) for day in range(STAY.days)}
    assert rules.check_birth_date(born, STAY).allowed == (ages <= set(range(14, 26)))


# -- what handing in asks --------------------------------------------------------------------------

BY = date(2023, 10, 4)


@pytest.mark.requirement("R16", "R25")
@given(st.booleans(), st.booleans(), st.booleans(), BORN | st.none(), st.integers(0, 2), st.integers(-3, 3))
def test_handing_in_waits_for_cv_confirmation_and_the_guardians_of_a_minor(
    cv: bool, confirmed: bool, eligible: bool, born: date | None, guardians: int, days: int
) -> None:
    on = BY + timedelta(days)
    found = rules.requirements(rules.Facts(cv, confirmed, eligible, born, guardians, BY), on)
    adult = born is not None and rules.age(born, on) >= 18
    met = {
        "cv_complete": cv,
        "learner_confirmed": confirmed,
        "eligibility_confirmed": eligible,
        "guardians_known": adult or guardians > 0,
    }
    lacking = blocking(found, "hand_in")
    assert {item.code for item in lacking} == {code for code, done in met.items() if not done}
    assert {item.state for item in lacking} <= {"overdue" if on > BY else "open"}
    assert [item.who for item in found] == ["learner", "contact_point", "contact_point", "contact_point"]


@pytest.mark.requirement("R25")
def test_a_first_complete_draft_asks_few_enough_answers_for_25_minutes() -> None:
    # 5 texts to write in English (2 to 4 minutes each), 3 things to tick in a list, the rest one word or one tap.
    assert len(NAMES) <= 26
    assert len([name for name in NAMES if name.startswith(("texts_en.", "answers."))]) <= 6


def test_english_is_always_asked_and_the_language_of_the_school_never() -> None:
    assert languages_of([]) == ["en"]
    assert languages_of(["NL"]) == ["en"]
    assert languages_of(["SE", "NL", "IE", "SE"]) == ["en", "sv"]
