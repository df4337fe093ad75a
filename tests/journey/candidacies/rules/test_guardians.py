from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.candidacies import rules
from erasdu.journey.candidacies.rules import guardians
from erasdu.journey.candidacies.rules.guardians import Authority, GuardianStanding, Said, standing
from erasdu.kernel.periods import Period

pytestmark = pytest.mark.requirement("R25")

START = datetime(2026, 10, 1, 10, 0, tzinfo=UTC)
ON = date(2026, 11, 25)
BORN = date(2009, 6, 1)  # a minor until 1 June 2027
ANN, BO = "ann", "bo"
WHAT = st.sampled_from(["signed", "declined", "not_me", "withdrew", "objects", "lifted"])
SAID = st.builds(
    Said,
    WHAT,
    st.sampled_from([ANN, BO]),
    st.integers(0, 30).map(lambda hours: START + timedelta(hours=hours)),
    st.sampled_from([True, True, True, False]),
    st.sampled_from(["both parents called, they agree", "  "]),
)
HISTORY = st.lists(SAID, max_size=7, unique_by=lambda one: one.at)
AUTHORITY = st.builds(
    Authority,
    st.sampled_from([(ANN, BO), (BO, ANN), (ANN,), ()]),
    st.sampled_from(guardians.MODES),
    st.sampled_from([ANN, BO, ""]),
    st.sampled_from(["contact point", ""]),
    st.sampled_from([date(2026, 9, 1), None]),
)


def said(what: str, who: str, hours: int, *, valid: bool = True, reason: str = "spoke to both") -> Said:
    return Said(what, who, START + timedelta(hours=hours), valid, reason)  # type: ignore[arg-type]


def stands(history: list[Said], authority: Authority, on: date = ON, born: date | None = BORN) -> GuardianStanding:
    return standing(history, authority, born, on)


def swapped(history: list[Said], authority: Authority) -> tuple[list[Said], Authority]:
    other = {ANN: BO, BO: ANN, "": ""}
    return (
        [replace(one, who=other[one.who]) for one in history],
        replace(authority, guardians=tuple(other[who] for who in authority.guardians), sole=other[authority.sole]),
    )


def told_in_order(history: list[Said], authority: Authority) -> str:
    """The same rule as a story told from first to last, to compare with."""
    signed, frozen, doubted = set[str](), set[str](), set[str]()
    for one in sorted(history, key=lambda each: each.at):
        if one.what == "signed" and one.valid and one.who not in doubted:
            signed.add(one.who)
        elif one.what == "lifted" and one.reason.strip():
            frozen.discard(one.who)
            doubted.discard(one.who)
        elif one.what in guardians.FREEZES:
            signed.discard(one.who)
            frozen.add(one.who)
            doubted |= {one.who} if one.what == "not_me" else set()
    known, sole = set(authority.guardians), {authority.sole} & set(authority.guardians)
    enough = {
        "one": bool(signed & known),
        "both": len(known) == 2 and known <= signed,
        "one_by_court": bool(sole & signed) and bool(authority.seen_by and authority.seen_on),
        "legal_guardian": bool(sole & signed),
    }[authority.mode]
    return "frozen" if frozen else "met" if enough else "waiting"


# -- what holds of every history -------------------------------------------------------------------


@given(HISTORY, AUTHORITY)
def test_the_rule_is_what_the_story_tells(history: list[Said], authority: Authority) -> None:
    assert stands(history, authority).state == told_in_order(history, authority)


@given(HISTORY, AUTHORITY, st.randoms())
def test_the_order_in_which_lines_are_read_does_not_matter(history: list[Said], authority: Authority, dice) -> None:
    shuffled = dice.sample(history, len(history))
    assert stands(shuffled, authority) == stands(history, authority)


@given(HISTORY, AUTHORITY)
def test_both_guardians_count_alike(history: list[Said], authority: Authority) -> None:
    found, other = stands(history, authority), stands(*swapped(history, authority))
    assert (found.state, set(found.codes)) == (other.state, set(other.codes))
    assert set(found.lacking) == {{ANN: BO, BO: ANN}[who] for who in other.lacking}


@given(HISTORY, AUTHORITY, st.sampled_from([ANN, BO]), st.integers(0, 40), st.booleans())
def test_one_more_signature_never_makes_things_worse(
    history: list[Said], authority: Authority, who: str, hour: int, valid: bool
) -> None:
    more = Said("signed", who, START + timedelta(hours=hour, minutes=30), valid)
    before, after = stands(history, authority), stands([*history, more], authority)
    assert before.state in (after.state, "waiting")
    assert set(after.lacking) <= set(before.lacking)
    assert after.frozen_by == before.frozen_by
    assert valid or after.state == before.state


@given(HISTORY, AUTHORITY, st.sampled_from([ANN, BO, "a third holder"]), st.sampled_from([*guardians.FREEZES]))
def test_the_last_no_freezes_whatever_was_signed(
    history: list[Said], authority: Authority, who: str, what: str
) -> None:
    found = stands([*history, said(what, who, 100)], authority)
    assert found.state == "frozen"
    assert guardians.FREEZES[what] in found.codes
    assert found.frozen_by[-1].who == who


@given(HISTORY, AUTHORITY, st.sampled_from([ANN, BO]))
def test_a_freeze_ends_by_the_schools_reason_and_comes_back_with_the_next_no(
    history: list[Said], authority: Authority, who: str
) -> None:
    other = BO if who == ANN else ANN
    history = [*history, said("withdrew", who, 90), said("lifted", other, 91)]
    without_reason = [*history, said("lifted", who, 92, reason=" ")]
    assert stands(without_reason, authority).state == "frozen"
    lifted = [*history, said("lifted", who, 93)]
    assert stands(lifted, authority).state != "frozen"
    assert stands([*lifted, said("withdrew", who, 94)], authority).state == "frozen"
    assert stands(lifted, Authority((who,))).state == "waiting"


@given(HISTORY, AUTHORITY)
def test_a_minor_never_leaves_without_a_valid_signature(history: list[Said], authority: Authority) -> None:
    unsigned = [one for one in history if one.what != "signed" or not one.valid]
    assert stands(unsigned, authority).state != "met"
    assert stands([], authority).state == "waiting"
    assert stands(unsigned, authority, born=None).state != "met"


@given(HISTORY)
def test_what_is_enough_for_both_is_enough_for_one(history: list[Said]) -> None:
    both = stands(history, Authority((ANN, BO), "both"))
    one = stands(history, Authority((ANN, BO), "one"))
    assert one.state == "met" or both.state != "met"
    assert (one.state == "frozen") == (both.state == "frozen")


@given(HISTORY, AUTHORITY)
def test_every_answer_says_why_and_who(history: list[Said], authority: Authority) -> None:
    found = stands(history, authority)
    assert (found.state == "met") == (not found.codes)
    assert set(found.codes) <= set(guardians.CODES)
    assert bool(found.frozen_by) == (found.state == "frozen")
    assert found.state == "waiting" or found.state == "frozen" or not found.lacking
    assert set(found.past) == set(history)


# -- the eighteenth birthday -----------------------------------------------------------------------


@given(HISTORY, AUTHORITY, st.dates(date(2005, 1, 1), date(2012, 12, 31)))
def test_from_the_eighteenth_birthday_the_learner_decides(
    history: list[Said], authority: Authority, born: date
) -> None:
    birthday = rules.comes_of_age(born)
    assert rules.age(born, birthday) == 18
    assert rules.age(born, birthday - timedelta(days=1)) == 17
    day_before = stands(history, authority, birthday - timedelta(days=1), born)
    found = stands(history, authority, birthday, born)
    assert day_before.state != "not_applicable"
    assert (found.state, found.frozen_by, found.lacking) == ("not_applicable", (), ())
    assert set(day_before.past) <= set(found.past) <= set(history)


@pytest.mark.parametrize(
    ("born", "birthday"),
    [
        (date(2008, 2, 29), date(2026, 3, 1)),
        (date(2008, 3, 1), date(2026, 3, 1)),
        (date(2008, 2, 28), date(2026, 2, 28)),
    ],
)
def test_who_was_born_on_29_february_comes_of_age_on_1_march(born: date, birthday: date) -> None:
    assert rules.comes_of_age(born) == birthday
    assert not rules.is_minor(born, birthday)
    assert rules.is_minor(born, birthday - timedelta(days=1))


@given(HISTORY, AUTHORITY, st.dates(date(2007, 1, 1), date(2011, 12, 31)), st.integers(0, 60), st.integers(0, 80))
def test_every_day_abroad_has_one_answer(
    history: list[Said], authority: Authority, born: date, wait: int, length: int
) -> None:
    stay = Period(ON + timedelta(days=wait), ON + timedelta(days=wait + length))
    stretches = guardians.through(history, authority, born, stay)
    days = [one.period.start + timedelta(days=n) for one in stretches for n in range(one.period.days)]
    assert days == [stay.start + timedelta(days=n) for n in range(stay.days)]
    for one in stretches:
        for day in {one.period.start, one.period.end}:
            assert standing(history, authority, born, day).state == one.standing.state
    minor = rules.minor_days(born, stay)
    under_18 = [one.period for one in stretches if one.standing.state != "not_applicable"]
    assert under_18 == ([minor] if minor else [])


def test_who_turns_18_abroad_is_frozen_until_then_and_the_freeze_stays_as_history() -> None:
    born, stay = date(2008, 12, 5), Period(date(2026, 11, 29), date(2026, 12, 12))
    history = [said("signed", ANN, 1), said("withdrew", ANN, 2)]
    before, after = guardians.through(history, Authority((ANN, BO)), born, stay)
    assert (before.period, before.standing.state) == (Period(stay.start, date(2026, 12, 4)), "frozen")
    assert (after.period, after.standing.state) == (Period(born.replace(year=2026), stay.end), "not_applicable")
    assert [one.what for one in after.standing.past] == ["signed", "withdrew"]


def test_a_withdrawal_during_the_stay_freezes_from_that_day() -> None:
    stay = Period(date(2026, 11, 29), date(2026, 12, 12))
    later = Said("withdrew", BO, datetime(2026, 12, 3, 23, 30, tzinfo=UTC))  # 4 December in Brussels
    before, after = guardians.through([said("signed", ANN, 1), later], Authority((ANN, BO)), BORN, stay)
    assert (before.standing.state, before.period.end) == ("met", date(2026, 12, 3))
    assert (after.standing.state, after.period.start) == ("frozen", date(2026, 12, 4))


def test_guardians_of_an_adult_get_nothing_new_without_the_learners_yes() -> None:
    birthday = rules.comes_of_age(BORN)
    assert guardians.may_tell_guardian(BORN, birthday - timedelta(days=1), learner_agrees=False)
    refused = guardians.may_tell_guardian(BORN, birthday, learner_agrees=False)
    assert refused.code == "learner_of_age_decides"
    assert guardians.may_tell_guardian(BORN, birthday, learner_agrees=True)
    assert guardians.may_tell_guardian(None, birthday, learner_agrees=False)


# -- the modes of a school -------------------------------------------------------------------------

SEEN = {"seen_by": "contact point", "seen_on": date(2026, 9, 1)}


@pytest.mark.parametrize(
    ("authority", "signed", "state", "codes"),
    [
        (Authority((ANN, BO)), [BO], "met", ()),
        (Authority((ANN, BO)), [], "waiting", ("guardian_signature_lacking",)),
        (Authority(()), [ANN], "waiting", ("no_guardian_known",)),
        (Authority((ANN, BO), "both"), [ANN], "waiting", ("guardian_signature_lacking",)),
        (Authority((ANN, BO), "both"), [ANN, BO], "met", ()),
        (Authority((ANN,), "both"), [ANN], "waiting", ("second_guardian_unknown",)),
        (Authority((ANN, ANN), "both"), [ANN], "waiting", ("second_guardian_unknown",)),
        (Authority((ANN, BO), "one_by_court", ANN, **SEEN), [ANN], "met", ()),
        (Authority((ANN, BO), "one_by_court", ANN, **SEEN), [BO], "waiting", ("guardian_signature_lacking",)),
        (Authority((ANN, BO), "one_by_court", ANN), [ANN], "waiting", ("decision_not_seen",)),
        (Authority((ANN, BO), "one_by_court", "", **SEEN), [ANN], "waiting", ("sole_guardian_unknown",)),
        (Authority((ANN,), "one_by_court", BO, **SEEN), [BO], "waiting", ("sole_guardian_unknown",)),
        (Authority((ANN, BO), "legal_guardian", BO), [BO], "met", ()),
        (Authority((ANN, BO), "legal_guardian", BO), [ANN], "waiting", ("guardian_signature_lacking",)),
    ],
)
def test_who_must_sign(authority: Authority, signed: list[str], state: str, codes: tuple[str, ...]) -> None:
    found = stands([said("signed", who, hour) for hour, who in enumerate(signed)], authority)
    assert (found.state, found.codes) == (state, codes)


@pytest.mark.parametrize(
    ("authority", "signed", "lacking"),
    [
        (Authority((ANN, BO)), [], (ANN, BO)),
        (Authority((ANN, BO)), [BO], ()),
        (Authority((ANN, BO), "both"), [BO], (ANN,)),
        (Authority((ANN, BO), "one_by_court", ANN), [BO], (ANN,)),
        (Authority((ANN, BO), "one_by_court", ANN), [ANN], ()),
        (Authority((ANN, BO), "legal_guardian", BO), [ANN], (BO,)),
    ],
)
def test_whose_signature_may_still_come(authority: Authority, signed: list[str], lacking: tuple[str, ...]) -> None:
    history = [said("signed", who, hour) for hour, who in enumerate(signed)]
    assert stands(history, authority).lacking == lacking


def test_a_decision_that_will_be_seen_later_does_not_count_yet() -> None:
    authority = Authority((ANN,), "one_by_court", ANN, "contact point", ON + timedelta(days=1))
    assert stands([said("signed", ANN, 1)], authority).codes == ("decision_not_seen",)
    assert stands([said("signed", ANN, 1)], replace(authority, seen_on=ON)).state == "met"


def test_an_invalid_signature_is_named() -> None:
    found = stands([said("signed", ANN, 1, valid=False)], Authority((ANN,)))
    assert found.codes == ("guardian_signature_lacking", "guardian_signature_invalid")


def test_after_this_was_not_me_only_what_is_signed_once_the_school_looked_counts() -> None:
    history = [said("signed", ANN, 1), said("not_me", ANN, 2), said("signed", ANN, 3), said("lifted", ANN, 4)]
    assert stands(history, Authority((ANN,))).state == "waiting"
    assert stands([*history, said("signed", ANN, 5)], Authority((ANN,))).state == "met"


def test_a_second_thought_counts_after_a_withdrawal() -> None:
    history = [said("withdrew", ANN, 2), said("signed", ANN, 3)]
    assert stands(history, Authority((ANN,))).state == "frozen"
    assert stands([*history, said("lifted", ANN, 4)], Authority((ANN,))).state == "met"


def test_at_the_same_moment_the_no_weighs_more() -> None:
    history = [said("withdrew", ANN, 2), said("lifted", ANN, 2), said("signed", ANN, 2)]
    assert stands(history, Authority((ANN,))).state == "frozen"
    assert stands([*history, said("lifted", ANN, 3)], Authority((ANN,))).state == "waiting"


def test_what_is_said_tomorrow_does_not_count_today() -> None:
    tomorrow = Said("signed", ANN, datetime(2026, 11, 25, 23, 30, tzinfo=UTC))
    assert stands([tomorrow], Authority((ANN,))).state == "waiting"
    assert stands([tomorrow], Authority((ANN,)), ON + timedelta(days=1)).state == "met"


# -- what others read, and lifting -----------------------------------------------------------------


@given(HISTORY, AUTHORITY)
def test_a_learner_never_reads_who_said_no(history: list[Said], authority: Authority) -> None:
    told = guardians.for_learner(stands(history, authority))
    assert told in {"school_contacts_you", "guardians_met", "guardians_waiting"}
    assert (told == "school_contacts_you") == (stands(history, authority).state == "frozen")


def test_lifting_wants_a_freeze_and_a_reason() -> None:
    frozen = stands([said("objects", BO, 1)], Authority((ANN, BO)))
    assert guardians.may_lift(frozen, " ").code == "reason_to_lift_lacking"
    assert guardians.may_lift(frozen, "both parents agree now")
    assert guardians.may_lift(stands([], Authority((ANN,))), "no reason needed").code == "nothing_frozen"
