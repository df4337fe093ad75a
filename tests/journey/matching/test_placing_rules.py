"""Whose turn it is while a place and a bed of one match wait for a yes."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.matching.rules.placing import ROLES, Facts, requirements
from erasdu.kernel.periods import Period

STAY = Period(date(2027, 3, 1), date(2027, 3, 14))
ON = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("awaited", "place", "bed"),
    [
        (("company", "family"), ("host", "works_abroad"), ("family", "sleeps_there")),
        (("family", "company"), ("host", "works_abroad"), ("family", "sleeps_there")),
        (("company",), ("host", "works_abroad"), ("host", "bed_waits_company")),
        (("family",), ("family", "place_waits_family"), ("family", "sleeps_there")),
        (("partner", "company"), ("partner", "works_abroad"), ("partner", "sleeps_there")),
        (("learner",), ("coordinator", "works_abroad"), ("coordinator", "sleeps_there")),
        ((), ("coordinator", "works_abroad"), ("coordinator", "sleeps_there")),
    ],
)
def test_a_place_waits_for_the_company_and_a_bed_for_the_family(
    awaited: tuple[str, ...], place: tuple[str, str], bed: tuple[str, str]
) -> None:
    found = requirements(Facts(STAY, awaited=awaited), ON)
    assert [(one.who, one.why) for one in found] == [place, bed]


@given(st.lists(st.sampled_from([*ROLES, "learner", "guardian"]), unique=True), st.booleans(), st.booleans())
def test_who_must_act_is_somebody_who_did_not_answer(awaited: list[str], place: bool, bed: bool) -> None:
    for one in requirements(Facts(STAY, place=place, bed=bed, awaited=tuple(awaited)), ON):
        assert one.who in {ROLES[party] for party in awaited if party in ROLES} or not set(awaited) & set(ROLES)
        if one.state == "met":
            assert one.why in ("works_abroad", "sleeps_there")


def test_whose_turn_it_is_for_both_together_is_the_first_who_did_not_answer() -> None:
    assert Facts(STAY, awaited=("family", "company")).who == "family"
    assert Facts(STAY, awaited=()).who == "coordinator"
