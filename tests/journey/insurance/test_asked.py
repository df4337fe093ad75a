"""What is asked of every insurance, as dated rows: a row that is replaced changes what it says, and nothing else."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.insurance import rules
from erasdu.journey.insurance.rules import Cover, Facts, Row, asked, covers, documents
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import Requirement
from tests.journey.insurance.test_rules import ACCIDENT, ALL, ON, PERIODS, READY, SOME, STAY, WORKED, lacking, one

pytestmark = pytest.mark.requirement("R27", "R28", "R29", "R30")
SINCE = st.integers(-40, 40).map(lambda number: STAY.start + timedelta(days=number))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    code = draw(st.sampled_from(asked.CODES))
    many = code not in asked.ALONE and not code.endswith(".territory")
    if code == asked.CARD_DAYS:
        values = [str(draw(st.integers(0, asked.MOST_DAYS)))]
    else:
        choices = st.sampled_from(asked.CHOICES[code])
        least = 0 if code.endswith(".confirmation") else 1
        values = draw(st.lists(choices, min_size=least, max_size=None if many else 1, unique=True))
    row = Row(code, tuple(values), draw(SINCE), "a letter", draw(st.booleans()), row=draw(st.integers(1, 9)))
    assert rules.is_allowed(row.code, row.values)
    return row


FACTS = st.builds(
    Facts,
    st.just("key"),
    st.none() | PERIODS,
    st.sampled_from(["", "PT", "NO", "BA", "US"]),
    st.sampled_from(["", "BE", "SY"]),
    covers=st.lists(SOME, max_size=5).map(tuple),
    declared=st.sampled_from(["", "yes"]),
    worked=WORKED,
    booked_on=st.none() | st.just(ON),
)


def test_the_list_says_what_is_asked_of_each_kind() -> None:
    now = rules.rules_on(STAY.start)
    assert {row.code for row in rules.ROWS} == set(asked.CODES) == set(now.rows)
    assert all(rules.is_allowed(row.code, row.values) and row.source for row in rules.ROWS)
    assert [kind for kind in asked.BOUGHT if now.by_sender(kind)] == ["accident", "liability_work", "liability"]
    assert [kind for kind in asked.BOUGHT if now.names(kind)] == ["accident"]
    assert (now.card_takes, now.declared) == (timedelta(days=10), True)
    assert not now.rows[asked.DECLARED].verified, "nobody checked the rule of the declaration at its source"
    assert rules.rules_on(date.min).rows == rules.rules_on(date(2021, 1, 1)).rows


@given(rows(), st.lists(rows(), max_size=4), SINCE)
def test_a_replaced_row_stands_from_its_day_on_and_says_nothing_of_other_rules(
    row: Row, more: list[Row], on: date
) -> None:
    others = tuple(each for each in more if each.code != row.code)
    before, after = rules.rules_on(on, others).rows, rules.rules_on(on, (*others, row)).rows
    assert {code for code in asked.CODES if before[code] != after[code]} == ({row.code} if row.since <= on else set())
    assert after[row.code] == (row if row.since <= on else before[row.code])
    later = replace(row, since=row.since + timedelta(days=1))
    stands = rules.rules_on(on, (row, later)).rows[row.code]
    assert stands == (later if later.since <= on else after[row.code])


def of(row: Row) -> str:
    """The requirement that a row is about."""
    alone = {asked.CARD_DAYS: "health", asked.DECLARED: "declared", asked.ASSISTANCE: "assistance"}
    return f"insured_{alone.get(row.code, row.code.partition('.')[0])}"


@given(FACTS, rows())
def test_of_a_stay_only_what_the_row_is_about_may_turn(facts: Facts, row: Row) -> None:
    before = {item.code: item for item in rules.requirements(facts, ON)}
    after = {item.code: item for item in rules.requirements(replace(facts, replaced=(row,)), ON)}
    assert {code for code, item in before.items() if after[code] != item} <= {of(row)}
    if facts.stay and facts.stay.start < row.since:
        assert after == before


def said(code: str, *values: str) -> tuple[Row, ...]:
    return (Row(code, values, date(2026, 1, 1), "a letter", row=1),)


def test_each_kind_of_rule_does_what_it_says() -> None:
    assert lacking(READY) == {}
    group = tuple(replace(each, holder="group") if each.kind == "liability" else each for each in ALL)
    above = replace(READY, covers=group)
    assert lacking(above) == {}
    assert lacking(replace(above, replaced=said("liability.holders", "sending", "board"))) == {
        "insured_liability": "gap_wrong_holder"
    }
    board = {"insured_liability": "gap_other_holder"}  # the school has one in its own name: that is not what is asked
    assert lacking(replace(READY, replaced=said("liability.holders", "board"))) == board
    europe = replace(READY, replaced=said("liability.territory", "europe"))
    assert lacking(europe) == {}
    near = tuple(replace(each, territory=frozenset({"PT"})) if each.kind == "liability" else each for each in ALL)
    assert lacking(replace(READY, covers=near)) == {}
    assert lacking(replace(europe, covers=near)) == {"insured_liability": "gap_not_everywhere"}
    world = said("liability.territory", "world")
    wide = tuple(
        replace(each, territory=documents.GROUPS["europe"]) if each.kind == "liability" else each for each in ALL
    )
    assert lacking(replace(europe, covers=wide)) == {}
    assert lacking(replace(READY, covers=wide, replaced=world)) == {"insured_liability": "gap_not_everywhere"}

    assert lacking(replace(READY, replaced=said("liability_work.confirmation", "days"))) == {
        "insured_liability_work": "gap_not_confirmed"
    }
    oral = tuple(replace(each, confirmed=None) if each.kind == "accident" else each for each in ALL)
    assert lacking(replace(READY, covers=oral, replaced=said("accident.confirmation"))) == {}
    free = replace(ACCIDENT, activities=frozenset({"work"}))
    others = tuple(each for each in ALL if each.kind != "accident")
    wants = said("accident.activities", "work", "leisure")
    assert lacking(replace(READY, covers=(*others, free))) == {}
    assert lacking(replace(READY, covers=(*others, free), replaced=wants)) == {"insured_accident": "gap_not_for"}

    sooner = one(replace(READY, replaced=said("card.days", "30")), "insured_health")
    assert sooner.by == STAY.start - timedelta(days=30)
    quiet = replace(READY, declared="", replaced=said("internship.declared", "not_asked"))
    assert one(quiet, "insured_declared").state == "not_applicable"
    always = replace(READY, replaced=said("assistance.when", "always"))
    assert lacking(always) == {"insured_assistance": "gap_no_cover"}
    assert lacking(replace(always, country="")).keys() >= {"insured_assistance"}
    abroad = replace(READY, country="US", replaced=said("assistance.when", "never"))
    assert one(abroad, "insured_assistance").state == "not_applicable"


@pytest.mark.parametrize(
    ("code", "values"),
    [
        ("accident.holders", []), ("accident.holders", ["mother"]), ("accident.territory", ["stay", "eu"]),
        ("accident.activities", ["work", "work"]), ("card.days", ["-1"]), ("card.days", ["100"]), ("card.days", []),
        ("internship.declared", ["asked", "not_asked"]), ("mutual.holders", ["learner"]), ("document", []),
    ],
)  # fmt: skip
def test_a_rule_cannot_say_everything(code: str, values: list[str]) -> None:
    assert not rules.is_allowed(code, values)


# -- before it is known where the learner works ----------------------------------------------------


@pytest.mark.parametrize("shared", [True, False])
def test_without_a_workplace_no_insurer_named_it_and_nobody_of_the_school_acts(shared: bool) -> None:
    confirmed = replace(ACCIDENT, confirmed_on=date(2026, 10, 1), shared=shared)
    held = tuple(confirmed if each.kind == "accident" else each for each in ALL)
    early = replace(READY, covers=held, booked_on=None, decides="host")
    assert lacking(early) == {"insured_accident": "gap_workplace_unknown"}
    item = one(early, "insured_accident")
    assert (item.state, item.who) == ("open", "host")
    assert one(early, "insured_liability_work").met, "its rule asks no confirmation"
    (row,) = [row for row in asked.ROWS if row.code == "liability_work.confirmation"]
    assert (row.note, row.verified) == ("any_workplace", False), "and the page says why, and that it is our reading"
    assert lacking(replace(early, booked_on=date(2026, 9, 1))) == {}
    both = replace(early, replaced=said("liability_work.confirmation", "workplace"))
    assert set(lacking(both)) == {"insured_accident", "insured_liability_work"}
    assert lacking(replace(early, replaced=said("accident.confirmation", "way", "days"))) == {}


def test_what_the_school_can_do_already_is_told_before_the_workplace() -> None:
    early = replace(READY, booked_on=None)

    def accident(*held: Cover) -> Requirement:
        return one(replace(early, covers=held), "insured_accident")

    assert (accident().why, accident().who) == ("gap_no_cover", "contact_point")
    short = replace(ACCIDENT, days=Period(STAY.start, date(2027, 3, 10)))
    assert (accident(short).why, accident(short).who) == ("gap_ends_before", "contact_point")
    bare = replace(ACCIDENT, confirmed=None, names=frozenset())
    assert accident(bare).why == "gap_workplace_unknown", "it cannot be confirmed yet"
    assert covers.WHY[-1] == "workplace_unknown"
