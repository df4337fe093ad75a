"""The rules of selection against separate, naive code with fractions, on random files."""

import random
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.calls.rules import STANDARD_CRITERIA, Criterion
from erasdu.journey.selection import rules
from erasdu.journey.selection.rules import Assessment, Candidate, Incomplete, Total
from erasdu.kernel.requirement import blocking

NOON = datetime(2023, 9, 28, 10, tzinfo=UTC)
KEYS = [key for criterion in STANDARD_CRITERIA for key in criterion.scored]


def scores(*values: int | None) -> dict[tuple[str, str], int | None]:
    """Motivation, personal and vocational maturity, language, practical."""
    return dict(zip(KEYS, values, strict=True))


def naive_total(assessments: Sequence[Assessment], criteria: Sequence[Criterion]) -> Fraction | None:
    """Written apart from the rules, straight from the text of the issue."""
    whole = Fraction(0)
    for criterion in criteria:
        part_means = []
        for part in criterion.parts or [""]:
            given = [item[criterion.code, part] for item in assessments if (criterion.code, part) in item]
            if not given or any(score is None for score in given):
                return None
            part_means.append(Fraction(sum(score for score in given if score is not None), len(given)))
        whole += criterion.weight * (sum(part_means, Fraction(0)) / len(part_means)) / 10
    return whole


def naive_mean(candidate: Candidate, code: str, criteria: Sequence[Criterion]) -> Fraction:
    alone = [
        Criterion(item.code, 100 if item.code == code else 0, item.parts) for item in criteria if item.code == code
    ]
    return naive_total(candidate.assessments, alone) or Fraction(0)


def naive_order(candidates: Sequence[Candidate], criteria: Sequence[Criterion]) -> list[int]:
    complete = [item for item in candidates if naive_total(item.assessments, criteria) is not None]
    return [
        item.id
        for item in sorted(
            complete,
            key=lambda item: (
                item.late,
                -(naive_total(item.assessments, criteria) or 0),
                -naive_mean(item, "MOTIVATION", criteria),
                -naive_mean(item, "MATURITY", criteria),
                item.arrived,
                item.lot or 0,
            ),
        )
    ]


SCORE = st.integers(0, 10)
COMPLETE = st.fixed_dictionaries(dict.fromkeys(KEYS, SCORE))
PARTLY = st.dictionaries(st.sampled_from(KEYS), st.none() | SCORE)
WEIGHTS = st.lists(st.integers(1, 98), min_size=1, max_size=4, unique=True).map(
    lambda cuts: [b - a for a, b in zip([0, *sorted(cuts)], [*sorted(cuts), 100], strict=True)]
)


@st.composite
def criteria_of_a_call(draw: st.DrawFn) -> list[Criterion]:
    codes = draw(st.permutations(["MOTIVATION", "MATURITY", "SKILL", "LANGUAGE", "PRACTICAL"]))
    return [
        Criterion(code, weight, draw(st.sampled_from([(), ("PERSONAL", "VOCATIONAL"), ("A", "B", "C")])))
        for code, weight in zip(codes, draw(WEIGHTS), strict=False)
    ]


@st.composite
def candidates_for(draw: st.DrawFn, criteria: Sequence[Criterion], most: int = 8) -> list[Candidate]:
    keys = [key for criterion in criteria for key in criterion.scored]
    # Few different scores and moments, so that ties are common.
    few = st.fixed_dictionaries({key: st.integers(5, 7) for key in keys})
    assessments = st.lists(few, min_size=1, max_size=3)
    return [
        Candidate(
            number,
            NOON + timedelta(minutes=draw(st.integers(0, 2))),
            draw(assessments),
            draw(st.booleans()),
            number,
        )
        for number in range(draw(st.integers(0, most)))
    ]


# -- totals ----------------------------------------------------------------------------------------


@pytest.mark.requirement("R20")
def test_a_total_is_the_sum_of_weight_times_score_over_10() -> None:
    total = rules.total([scores(8, 6, 7, 5, 10)], STANDARD_CRITERIA)
    assert isinstance(total, Total)
    assert total.value == 32 + Fraction(39, 2) + Fraction(15, 2) + 15
    assert rules.shown(total.value) == "74.00"
    assert rules.explain(total) == [
        ("MOTIVATION", "40", "8.00", "32.00"),
        ("MATURITY", "30", "6.50", "19.50"),
        ("LANGUAGE", "15", "5.00", "7.50"),
        ("PRACTICAL", "15", "10.00", "15.00"),
    ]


@pytest.mark.requirement("R20")
def test_of_several_assessors_the_mean_counts() -> None:
    total = rules.total([scores(8, 6, 6, 6, 6), scores(7, 6, 6, 6, 6), scores(7, 6, 6, 6, 6)], STANDARD_CRITERIA)
    assert isinstance(total, Total)
    assert total.rows[0].score == Fraction(22, 3)
    assert total.rows[0].contribution == Fraction(88, 3)
    assert rules.shown(total.rows[0].contribution) == "29.33"


@pytest.mark.requirement("R20")
@given(st.lists(COMPLETE, min_size=1, max_size=5))
def test_a_total_lies_between_0_and_100_and_is_the_sum_of_its_rows(assessments: list[Assessment]) -> None:
    total = rules.total(assessments, STANDARD_CRITERIA)
    assert isinstance(total, Total)
    assert 0 <= total.value <= 100
    assert total.value == sum(row.contribution for row in total.rows) == naive_total(assessments, STANDARD_CRITERIA)


@pytest.mark.requirement("R20")
@given(st.lists(PARTLY, max_size=3))
def test_a_missing_score_blocks_and_never_counts_as_0(assessments: list[Assessment]) -> None:
    total = rules.total(assessments, STANDARD_CRITERIA)
    naive = naive_total(assessments, STANDARD_CRITERIA)
    if isinstance(total, Incomplete):
        assert naive is None
        assert total.codes
    else:
        assert total.value == naive


def test_what_lacks_is_named() -> None:
    assert rules.total([], STANDARD_CRITERIA) == Incomplete(
        ("MOTIVATION", "MATURITY.PERSONAL", "MATURITY.VOCATIONAL", "LANGUAGE", "PRACTICAL")
    )
    assert rules.total([scores(8, 8, None, 8, 8)], STANDARD_CRITERIA) == Incomplete(("MATURITY.VOCATIONAL",))


def test_a_teacher_asked_for_one_score_only_takes_part_in_that_mean() -> None:
    total = rules.total([scores(8, 6, 6, 6, 6), {("MATURITY", "VOCATIONAL"): 9}], STANDARD_CRITERIA)
    assert isinstance(total, Total)
    assert total.rows[1].score == (6 + Fraction(15, 2)) / 2


@pytest.mark.parametrize("wrong", [-1, 11])
def test_a_score_outside_0_to_10_is_an_error(wrong: int) -> None:
    with pytest.raises(ValueError):
        rules.total([scores(wrong, 5, 5, 5, 5)], STANDARD_CRITERIA)
    with pytest.raises(ValueError):
        rules.ranking([Candidate(1, NOON, [scores(wrong, 5, 5, 5, 5)])], STANDARD_CRITERIA)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (Fraction(0), "0.00"),
        (Fraction(100), "100.00"),
        (Fraction(1, 200), "0.01"),
        (Fraction(12345, 1000), "12.35"),
        (Fraction(214, 3), "71.33"),
        (Fraction(215, 3), "71.67"),
    ],
)
def test_two_decimals_are_shown_half_rounded_up(number: Fraction, text: str) -> None:
    assert rules.shown(number) == text


@given(st.fractions(0, 100))
def test_what_is_shown_lies_within_half_a_hundredth(number: Fraction) -> None:
    assert -Fraction(1, 200) < Fraction(rules.shown(number)) - number <= Fraction(1, 200)


# -- ranking ---------------------------------------------------------------------------------------


@pytest.mark.requirement("R20")
@given(st.data())
def test_the_ranking_equals_naive_code_for_any_criteria(data: st.DataObject) -> None:
    criteria = data.draw(criteria_of_a_call())
    candidates = data.draw(candidates_for(criteria))
    result = rules.ranking(candidates, criteria)
    assert [item.id for item in result.ranked] == naive_order(candidates, criteria)
    assert [item.rank for item in result.ranked] == list(range(1, len(candidates) + 1))
    for item in result.ranked:
        assert item.total == naive_total(candidates[item.id].assessments, criteria)
    assert not result.incomplete
    assert not result.lots_to_draw


@pytest.mark.slow
@pytest.mark.requirement("R20")
def test_recomputation_by_separate_code_is_equal_on_10000_random_files() -> None:
    dice = random.Random(20)
    candidates = [
        Candidate(
            number,
            NOON + timedelta(seconds=dice.randrange(5000)),
            [scores(*(dice.randint(0, 10) for _ in KEYS)) for _ in range(dice.randint(1, 5))],
            dice.random() < 0.05,
            number,
        )
        for number in range(10_000)
    ]
    result = rules.ranking(candidates, STANDARD_CRITERIA)
    assert [item.id for item in result.ranked] == naive_order(candidates, STANDARD_CRITERIA)
    for item in result.ranked:
        assert item.total == naive_total(candidates[item.id].assessments, STANDARD_CRITERIA)


def test_ranking_10000_candidates_with_3_assessments_takes_less_than_a_second() -> None:
    dice = random.Random(3)
    candidates = [
        Candidate(number, NOON, [scores(*(dice.randint(0, 10) for _ in KEYS)) for _ in range(3)], False, number)
        for number in range(10_000)
    ]
    started = time.process_time()
    rules.ranking(candidates, STANDARD_CRITERIA)
    assert time.process_time() - started < 1


def one(number: int, *values: int | None, minute: int = 0, late: bool = False, lot: int | None = None) -> Candidate:
    return Candidate(number, NOON + timedelta(minutes=minute), [scores(*values)], late, lot)


@pytest.mark.requirement("R20")
@pytest.mark.parametrize(
    ("first", "second", "because"),
    [
        (one(1, 8, 8, 8, 8, 8), one(2, 8, 8, 8, 8, 7), "total"),
        (one(1, 0, 0, 0, 0, 0), one(2, 10, 10, 10, 10, 10, late=True), "late"),
        (one(1, 6, 8, 8, 4, 4), one(2, 3, 8, 8, 8, 8), "motivation"),
        (one(1, 6, 8, 8, 4, 4), one(2, 6, 6, 6, 8, 4), "maturity"),
        (one(1, 6, 6, 8, 4, 4, minute=1), one(2, 6, 8, 6, 4, 4, minute=2), "arrival"),
        (one(1, 6, 6, 8, 4, 4, lot=3), one(2, 6, 8, 6, 4, 4, lot=7), "lot"),
    ],
)
def test_what_puts_one_candidate_ahead(first: Candidate, second: Candidate, because: str) -> None:
    for candidates in ([first, second], [second, first]):
        ranked = rules.ranking(candidates, STANDARD_CRITERIA).ranked
        assert [(item.rank, item.id, item.ahead_by) for item in ranked] == [(1, 1, because), (2, 2, "")]


def test_equal_candidates_share_a_place_until_a_lot_is_drawn() -> None:
    equal = [one(1, 6, 6, 6, 6, 6), one(2, 6, 6, 6, 6, 6), one(3, 1, 1, 1, 1, 1)]
    result = rules.ranking(equal, STANDARD_CRITERIA)
    assert [(item.rank, item.id) for item in result.ranked] == [(1, 1), (1, 2), (3, 3)]
    assert result.lots_to_draw == ((1, 2),)


@pytest.mark.parametrize("lots", [(None, 4), (4, 4), (None, None)])
def test_a_lot_that_is_missing_or_shared_has_to_be_drawn(lots: tuple[int | None, int | None]) -> None:
    tied = [one(number, 6, 6, 6, 6, 6, lot=lot) for number, lot in enumerate(lots)]
    assert [set(group) for group in rules.ranking(tied, STANDARD_CRITERIA).lots_to_draw] == [{0, 1}]


def test_an_incomplete_candidate_has_no_place_and_what_lacks_is_named() -> None:
    result = rules.ranking([one(1, 6, 6, None, 6, 6), one(2, 0, 0, 0, 0, 0)], STANDARD_CRITERIA)
    assert [item.id for item in result.ranked] == [2]
    assert result.incomplete == {1: ("MATURITY.VOCATIONAL",)}


def test_nobody_gives_an_empty_ranking() -> None:
    assert rules.ranking([], STANDARD_CRITERIA).ranked == ()


@given(st.data())
def test_first_come_ranks_the_complete_by_arrival_and_the_late_after_them(data: st.DataObject) -> None:
    candidates = data.draw(candidates_for(STANDARD_CRITERIA))
    ranked = rules.ranking(candidates, STANDARD_CRITERIA, first_come=True).ranked
    expected = sorted(candidates, key=lambda item: (item.late, item.arrived, item.lot))
    assert [item.id for item in ranked] == [item.id for item in expected]


@given(st.data())
def test_more_motivation_never_lowers_a_place(data: st.DataObject) -> None:
    candidates = data.draw(candidates_for(STANDARD_CRITERIA))
    if not candidates:
        return
    before = {item.id: item.rank for item in rules.ranking(candidates, STANDARD_CRITERIA).ranked}
    chosen = candidates[0]
    better: list[Mapping[tuple[str, str], int | None]] = [
        {**item, ("MOTIVATION", ""): 10} for item in chosen.assessments
    ]
    candidates[0] = Candidate(chosen.id, chosen.arrived, better, chosen.late, chosen.lot)
    after = {item.id: item.rank for item in rules.ranking(candidates, STANDARD_CRITERIA).ranked}
    assert after[chosen.id] <= before[chosen.id]


# -- sensitivity -----------------------------------------------------------------------------------


def naive_line(
    candidates: Sequence[Candidate], criteria: Sequence[Criterion], at: int, new: int, seats: int
) -> set[int]:
    """With fractional weights that sum to 100 again."""
    factor = Fraction(100 - new, 100 - criteria[at].weight)
    weights = [new if index == at else item.weight * factor for index, item in enumerate(criteria)]
    assert sum(weights) == 100

    def key(item: Candidate) -> tuple[object, ...]:
        means = [naive_mean(item, criterion.code, criteria) / 10 for criterion in criteria]
        summed = sum(weight * mean for weight, mean in zip(weights, means, strict=True))
        ties = (naive_mean(item, "MOTIVATION", criteria), naive_mean(item, "MATURITY", criteria))
        return (item.late, -summed, -ties[0], -ties[1], item.arrived, item.lot)

    return {item.id for item in sorted(candidates, key=key)[:seats]}


@pytest.mark.requirement("R20")
@given(st.data(), st.integers(0, 6))
def test_who_would_cross_the_line_equals_naive_code(data: st.DataObject, seats: int) -> None:
    criteria = data.draw(criteria_of_a_call().filter(lambda found: len(found) > 1))
    candidates = data.draw(candidates_for(criteria))
    now = {item.id for item in rules.ranking(candidates, criteria).ranked[:seats]}
    shifts = rules.sensitivity(candidates, criteria, seats)
    assert len({(shift.criterion, shift.step) for shift in shifts}) == len(shifts)
    codes = [item.code for item in criteria]
    for shift in shifts:
        at = codes.index(shift.criterion)
        then = naive_line(candidates, criteria, at, criteria[at].weight + shift.step, seats)
        assert set(shift.enters) == then - now
        assert set(shift.leaves) == now - then


@pytest.mark.requirement("R20")
def test_a_heavier_language_lets_the_better_speaker_cross_the_line() -> None:
    candidates = [one(1, 8, 7, 7, 5, 7), one(2, 7, 7, 7, 7, 7)]
    assert {item.id: item.rank for item in rules.ranking(candidates, STANDARD_CRITERIA).ranked} == {1: 1, 2: 2}
    shifts = {(shift.criterion, shift.step): shift for shift in rules.sensitivity(candidates, STANDARD_CRITERIA, 1)}
    assert len(shifts) == 8
    assert (shifts["LANGUAGE", 5].enters, shifts["LANGUAGE", 5].leaves) == ((2,), (1,))
    assert (shifts["LANGUAGE", -5].enters, shifts["LANGUAGE", -5].leaves) == ((), ())


def test_a_weight_is_not_moved_below_0_nor_the_only_one_at_all() -> None:
    light = [Criterion("MOTIVATION", 97), Criterion("LANGUAGE", 3)]
    assert {(s.criterion, s.step) for s in rules.sensitivity([], light, 1)} == {("MOTIVATION", -5), ("LANGUAGE", 5)}
    assert rules.sensitivity([], [Criterion("MOTIVATION", 100)], 1) == []


# -- deciding --------------------------------------------------------------------------------------

INPUTS = st.sets(st.sampled_from(["interview", "teacher", "counsellor"]))


@pytest.mark.requirement("R19")
@given(INPUTS, INPUTS, st.lists(st.booleans()))
def test_a_decision_waits_for_required_input_and_final_assessments(
    required: set[str], present: set[str], final: list[bool]
) -> None:
    verdict = rules.may_decide(required, present, final)
    assert verdict.allowed == (required <= present and bool(final) and all(final))


@pytest.mark.requirement("R19")
def test_a_counsellor_is_asked_only_where_there_is_one() -> None:
    assert rules.inputs_required(teacher=True, counsellor=True, has_counsellor=False) == {"interview", "teacher"}
    assert "counsellor" in rules.inputs_required(teacher=True, counsellor=True, has_counsellor=True)
    verdict = rules.may_decide({"interview", "teacher", "counsellor"}, {"teacher"}, [True])
    assert (verdict.code, verdict.params) == ("input_missing", (("inputs", "counsellor,interview"),))


@pytest.mark.requirement("R19")
@given(st.booleans(), st.booleans(), st.booleans(), st.booleans(), st.booleans())
def test_a_private_tie_excludes_and_a_detected_one_warns(
    declared: bool, surname: bool, address: bool, teaches: bool, counsels: bool
) -> None:
    found = rules.conflict(
        declared_private_tie=declared,
        same_surname=surname,
        same_address=address,
        teaches=teaches,
        counsels=counsels,
    )
    assert (found == "excluded") == declared
    assert (found == "warn") == (not declared and surname and address)
    assert found == rules.conflict(declared_private_tie=declared, same_surname=surname, same_address=address)


ANSWERS = st.dictionaries(st.sampled_from(rules.ARRANGEMENTS), st.booleans())
PUBLICITY = st.dictionaries(st.sampled_from(["photo", "name", "blog", "publicity"]), st.booleans())


@pytest.mark.requirement("R20")
@given(ANSWERS, PUBLICITY)
def test_consent_to_publicity_given_or_refused_gives_the_same_score(
    answers: dict[str, bool], publicity: dict[str, bool]
) -> None:
    refused = dict.fromkeys(publicity, False)
    alone = rules.practical_score(answers)
    assert rules.practical_score({**answers, **publicity}) == alone
    assert rules.practical_score({**answers, **refused}) == alone


@pytest.mark.requirement("R20")
def test_agreement_to_every_arrangement_gives_10_and_each_refusal_less() -> None:
    agreed = [dict.fromkeys(rules.ARRANGEMENTS[:count], True) for count in range(7)]
    assert [rules.practical_score(answers) for answers in agreed] == [0, 2, 3, 5, 7, 8, 10]


# -- what handing in asks --------------------------------------------------------------------------

BY = date(2023, 10, 4)


@pytest.mark.requirement("R16", "R21")
@given(st.booleans(), st.booleans(), st.integers(-3, 3))
def test_handing_in_waits_for_the_decision_and_the_report(selected: bool, report: bool, days: int) -> None:
    on = BY + timedelta(days)
    found = rules.requirements(rules.Facts(selected, report, BY), on)
    lacking = {item.code for item in blocking(found, "hand_in")}
    assert lacking == {code for code, met in [("selected", selected), ("report_issued", report)] if not met}
    assert {item.state for item in blocking(found, "hand_in")} <= {"overdue" if on > BY else "open"}
