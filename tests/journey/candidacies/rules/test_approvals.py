from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.candidacies import rules
from erasdu.journey.candidacies.rules import approvals, guardians
from erasdu.journey.candidacies.rules.approvals import ApprovalFacts, Paper
from erasdu.journey.candidacies.rules.company import Answer, Approved
from erasdu.journey.candidacies.rules.guardians import Authority, Said
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CONFIRM, DEPART, HAND_IN, Requirement, blocking

pytestmark = pytest.mark.requirement("R25")

BY, ON = date(2026, 10, 4), date(2026, 9, 28)
WINDOW = Period(date(2026, 11, 22), date(2026, 12, 12))
STAY = Period(date(2026, 11, 29), date(2026, 12, 11))
MINOR, ADULT = date(2009, 6, 1), date(2007, 6, 1)
SIGNED = Paper(asked=True, signed_on=date(2026, 9, 20))
YES = Answer("yes", Approved("bakery", "oao", WINDOW))
ANN_SIGNED = Said("signed", "ann", datetime(2026, 9, 21, 18, 0, tzinfo=UTC))
COMPLETE = ApprovalFacts(
    by=BY,
    window=WINDOW,
    chosen=True,
    birth_date=MINOR,
    agreement="oao",
    company="bakery",
    answer=YES,
    cv=SIGNED,
    participant=SIGNED,
    authority=Authority(("ann", "bo")),
    said=(ANN_SIGNED,),
)
EMPTY = ApprovalFacts(by=BY, window=WINDOW, chosen=True, birth_date=MINOR, agreement="oao", company="bakery")

PAPER = st.builds(Paper, st.booleans(), st.none() | st.dates(date(2026, 9, 1), date(2026, 10, 10)), st.booleans())
ANSWER = st.sampled_from([None, YES, Answer("no"), Answer("call_me"), Answer("yes", Approved("garage", "sao", WINDOW))])
FACTS = st.builds(
    ApprovalFacts,
    st.just(BY),
    st.just(WINDOW),
    st.booleans(),
    st.sampled_from([MINOR, ADULT, date(2008, 10, 1), None]),
    st.sampled_from(["oao", "sao", "part_time", "none", ""]),
    st.sampled_from(["bakery", "garage", ""]),
    ANSWER,
    st.booleans(),
    PAPER,
    PAPER,
    st.sampled_from([Authority(), Authority(("ann",)), Authority(("ann", "bo"), "both")]),
    st.lists(st.sampled_from([ANN_SIGNED, replace(ANN_SIGNED, what="withdrew"), replace(ANN_SIGNED, who="bo")])).map(tuple),
    st.booleans(),
    st.sampled_from([None, STAY, STAY.shift(10)]),
)  # fmt: skip
DAYS = st.integers(-10, 20).map(lambda number: BY + timedelta(days=number))


def one(facts: ApprovalFacts, code: str, on: date = ON) -> Requirement:
    return next(item for item in approvals.requirements(facts, on) if item.code == code)


# -- what holds of all facts -----------------------------------------------------------------------


@given(FACTS, DAYS)
def test_each_approval_is_answered_once_with_who_must_act(facts: ApprovalFacts, on: date) -> None:
    found = approvals.requirements(facts, on)
    assert [item.code for item in found] == list(approvals.CODES)
    assert {item.who for item in found} <= set(approvals.WHO)
    gates = {item.code: item.blocks for item in found}
    assert {code for code, blocks in gates.items() if HAND_IN in blocks} == {
        "cv_signed", "company_approval", "participant_approval", "guardian_approval",
    }  # fmt: skip
    assert {code for code, blocks in gates.items() if DEPART in blocks} == set(approvals.CODES) - {"cv_signed"}


@given(FACTS, DAYS)
def test_nothing_is_asked_of_who_is_not_chosen(facts: ApprovalFacts, on: date) -> None:
    found = approvals.requirements(replace(facts, chosen=False), on)
    assert {item.state for item in found} == {"not_applicable"}


@given(FACTS, DAYS)
def test_after_the_last_day_what_gates_handing_in_is_overdue_and_not_waiting(facts: ApprovalFacts, on: date) -> None:
    states = {item.state for item in approvals.requirements(facts, on) if HAND_IN in item.blocks}
    assert states <= ({"met", "overdue", "not_applicable"} if on > BY else {"met", "open", "waiting", "not_applicable"})


@given(FACTS, DAYS)
def test_the_company_is_asked_for_every_agreement_and_no_other(facts: ApprovalFacts, on: date) -> None:
    item = one(replace(facts, chosen=True), "company_approval", on)
    assert (item.state == "not_applicable") == (facts.agreement == "none")
    if facts.agreement != "none":
        assert (item.state == "met") == approvals.check_company(facts).allowed


@given(FACTS, DAYS)
def test_guardians_are_asked_for_minors_and_no_others(facts: ApprovalFacts, on: date) -> None:
    item = one(replace(facts, chosen=True), "guardian_approval", on)
    adult = facts.birth_date is not None and rules.age(facts.birth_date, on) >= 18
    assert (item.state == "not_applicable") == adult
    if item.state == "met":
        assert approvals.guardian_standing(facts, on).state == "met"


@given(FACTS, DAYS, st.sampled_from(["cv", "participant"]))
def test_signing_never_opens_what_was_met(facts: ApprovalFacts, on: date, paper: str) -> None:
    signed = replace(facts, **{paper: Paper(asked=True, signed_on=on)})
    before = {item.code for item in approvals.requirements(facts, on) if item.settled}
    after = {item.code for item in approvals.requirements(signed, on) if item.settled}
    assert before <= after


def test_of_what_is_not_known_nothing_is_met() -> None:
    assert {item.state for item in approvals.requirements(ApprovalFacts(BY, WINDOW), ON)} == {"not_applicable"}
    nothing_said = ApprovalFacts(BY, WINDOW, chosen=True, authority=Authority(("ann",)))
    assert {item.state for item in approvals.requirements(nothing_said, ON)} == {"open"}


# -- one after the other ---------------------------------------------------------------------------


def test_with_everything_signed_nothing_holds_up_the_file_or_the_departure() -> None:
    found = approvals.requirements(COMPLETE, ON)
    assert blocking(found, HAND_IN) == blocking(found, DEPART) == []


def test_who_must_act_follows_who_was_asked() -> None:
    who = {item.code: (item.who, item.state) for item in approvals.requirements(EMPTY, ON)}
    assert who["company_approval"] == ("contact_point", "open")
    assert who["guardian_approval"] == ("contact_point", "open")
    assert who["participant_approval"] == ("learner", "open")
    asked = Paper(asked=True)
    sent = replace(
        EMPTY, cv=asked, participant=asked, company_asked=True, guardians_asked=True, authority=Authority(("ann",))
    )
    who = {item.code: (item.who, item.state) for item in approvals.requirements(sent, ON)}
    assert who["company_approval"] == ("training_company", "waiting")
    assert who["guardian_approval"] == ("guardian", "waiting")
    assert who["participant_approval"] == ("learner", "waiting")


@pytest.mark.requirement("R34")
@pytest.mark.parametrize(
    "changes",
    [
        {"company": "garage"},
        {"agreement": "sao"},
        {"agreement": ""},
        {"stay": STAY.shift(20)},
        {"answer": Answer("no")},
        {
            "answer": Answer("yes_except", Approved("bakery", "oao", WINDOW, (Period(STAY.end, STAY.end),))),
            "stay": STAY,
        },
    ],
)
def test_what_changes_after_the_companys_yes_asks_it_again(changes: dict[str, object]) -> None:
    assert one(COMPLETE, "company_approval").state == "met"
    item = one(replace(COMPLETE, **changes), "company_approval")
    assert (item.state, item.who) == ("open", "contact_point")


@pytest.mark.requirement("R34")
def test_when_the_agreement_ends_the_companys_approval_ends() -> None:
    assert one(replace(COMPLETE, agreement="none"), "company_approval").state == "not_applicable"


@pytest.mark.parametrize("what", sorted(guardians.FREEZES))
def test_a_no_of_one_guardian_holds_file_and_departure_and_is_the_schools_to_solve(what: str) -> None:
    no = Said(what, "bo", datetime(2026, 9, 25, 8, 0, tzinfo=UTC))  # type: ignore[arg-type]
    item = one(replace(COMPLETE, said=(ANN_SIGNED, no), guardians_asked=True), "guardian_approval")
    assert (item.state, item.who, item.blocks) == ("open", "contact_point", {HAND_IN, CONFIRM, DEPART})


def test_a_declining_learner_is_the_schools_to_talk_to() -> None:
    item = one(replace(COMPLETE, participant=Paper(asked=True, declined=True)), "participant_approval")
    assert (item.state, item.who) == ("open", "contact_point")
    assert one(replace(COMPLETE, cv=Paper(asked=True, declined=True)), "cv_signed").state == "open"


def test_who_turns_18_after_signing_signs_again_and_the_guardians_do_not() -> None:
    birthday = date(2026, 10, 1)
    facts = replace(COMPLETE, birth_date=date(2008, 10, 1))
    before = birthday - timedelta(days=1)
    assert blocking(approvals.requirements(facts, before), HAND_IN) == []
    lacking = blocking(approvals.requirements(facts, birthday), HAND_IN)
    assert [(item.code, item.who) for item in lacking] == [("participant_approval", "learner")]
    assert approvals.check_participant(facts, birthday).code == "participant_signed_as_minor"
    again = replace(facts, participant=Paper(signed_on=birthday))
    assert blocking(approvals.requirements(again, birthday), HAND_IN) == []


# -- handing in ------------------------------------------------------------------------------------


def test_handing_in_asks_for_approvals_only_when_their_facts_are_there() -> None:
    plain = rules.Facts(True, True, True, MINOR, 1, BY)
    assert blocking(rules.requirements(plain, ON), HAND_IN) == []
    found = blocking(rules.requirements(replace(plain, approvals=EMPTY), ON), HAND_IN)
    assert [item.code for item in found] == [
        "cv_signed", "company_approval", "participant_approval", "guardian_approval",
    ]  # fmt: skip
