"""What must be ready before leaving, as rules."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.look.words import collected, reason
from erasdu.ground.meetings.rules import Session
from erasdu.journey.preparation import rules
from erasdu.journey.preparation.rules import Facts, Rule, Seen
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, Requirement

ON, FIRST, LAST = date(2026, 11, 23), date(2027, 3, 7), date(2027, 3, 20)
STAY = Period(FIRST, LAST)
CARD = Seen("identity", LAST)


def of(**known: object) -> dict[str, Requirement]:
    given = {"stay": STAY, "country": "PT", "nationality": "BE", **known}
    return {item.code: item for item in rules.requirements(Facts(**given), ON)}  # type: ignore[arg-type]


def test_every_code_has_words_and_a_place() -> None:
    found = of()
    assert tuple(found) == rules.CODES
    assert {item.who for item in found.values()} <= set(rules.WHO)
    assert all(item.blocks == {DEPART} for item in found.values())
    assert set(rules.CODES) <= set(collected("REQUIREMENTS"))


@given(st.dates(date(2026, 12, 1), date(2028, 1, 1)), st.sampled_from(["identity", "passport"]))
def test_a_document_serves_when_it_is_valid_on_the_day_of_return(until: date, kind: str) -> None:
    assert of(papers=(Seen(kind, until),))["travel_document"].met == (until >= LAST)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({}, "document_not_seen"),
        ({"papers": (Seen("visa", LAST),)}, "document_not_seen"),
        ({"papers": (CARD,), "country": "TR"}, "document_passport_needed"),
        ({"papers": (CARD,), "nationality": "MA"}, "document_passport_needed"),
        ({"papers": (CARD,), "stay": None}, "document_days_unknown"),
        ({"papers": (Seen("identity", LAST - timedelta(days=1)),)}, "document_ends"),
        ({"papers": (CARD,)}, "document_valid"),
    ],
)
def test_why_a_document_does_or_does_not_serve(known: dict[str, object], why: str) -> None:
    item = of(**known)["travel_document"]
    assert (item.why, item.met) == (why, why == "document_valid")
    assert "%" not in reason(item)


RESIDENCE = {"nationality": "MA", "papers": (Seen("passport", LAST), Seen("residence", LAST))}


@pytest.mark.parametrize(
    ("known", "state", "why", "who"),
    [
        ({}, "not_applicable", "entry_free", "contact_point"),
        ({"nationality": ""}, "open", "entry_nationality_unknown", "contact_point"),
        ({"nationality": "MA"}, "open", "entry_residence", "contact_point"),
        (RESIDENCE, "met", "entry_residence", "contact_point"),
        ({**RESIDENCE, "country": "IE"}, "open", "entry_undecided", "coordinator"),
        ({"country": "TR"}, "open", "entry_undecided", "coordinator"),
        ({"country": ""}, "open", "entry_undecided", "coordinator"),
        ({**RESIDENCE, "stay": Period(FIRST, FIRST + timedelta(days=90))}, "open", "entry_undecided", "coordinator"),
        ({"country": "TR", "ruled": "none"}, "not_applicable", "entry_free", "contact_point"),
        ({"country": "TR", "ruled": "visa"}, "open", "entry_visa", "contact_point"),
        ({"country": "TR", "ruled": "visa", "papers": (Seen("residence", LAST),)}, "open", "entry_visa", "contact_point"),
        ({"country": "TR", "ruled": "visa", "papers": (Seen("visa", LAST),)}, "met", "entry_visa", "contact_point"),
        ({"country": "TR", "ruled": "visa", "papers": (Seen("visa", FIRST),)}, "open", "entry_ends", "contact_point"),
        ({"country": "BE", "home": "TR", "nationality": "TR", "incoming": True}, "open", "entry_undecided", "coordinator"),
        ({"country": "BE", "home": "ES", "nationality": "ES", "incoming": True}, "not_applicable", "entry_free", "partner"),
    ],
)  # fmt: skip
def test_residence_and_visa(known: dict[str, object], state: str, why: str, who: str) -> None:
    item = of(**known)["entry_permit"]
    assert (item.state, item.why, item.who) == (state, why, who)
    assert "%" not in reason(item)


def test_support_holds_up_until_all_of_it_is_arranged() -> None:
    states = {number: of(support=2, support_open=number)["support_arranged"].state for number in (0, 1)}
    assert states == {0: "met", 1: "open"}
    assert of()["support_arranged"].state == "not_applicable"


@pytest.mark.requirement("R06")
@pytest.mark.parametrize(
    ("values", "state", "who"),
    [
        ({"there": True}, "met", "guardian"),
        ({}, "waiting", "guardian"),
        ({"answer": "yes"}, "waiting", "guardian"),
        ({"answer": "yes", "seat": "waiting"}, "open", "coordinator"),
        ({"answer": "no"}, "open", "coordinator"),
        ({"cancelled": True}, "open", "coordinator"),
        ({"days": -1}, "overdue", "coordinator"),
    ],
)
def test_a_required_session(values: dict[str, object], state: str, who: str) -> None:
    start = datetime(2026, 11, 23, 18, 0, tzinfo=UTC) + timedelta(days=int(str(values.pop("days", 10))))
    one = Session("a", "guardian", True, start, start + timedelta(hours=2), **values)  # type: ignore[arg-type]
    found = of(sessions=(one,))
    assert (found["session_guardian"].state, found["session_guardian"].who) == (state, who)
    assert found["session_learner"].state == "not_applicable"
    assert "%" not in reason(found["session_guardian"])


def test_who_was_forgotten_is_not_ready_and_parents_only_while_they_are_told() -> None:
    both = frozenset({"learner", "guardian"})
    for known, lacking in (
        ({}, 2),
        ({"born": date(2007, 1, 1)}, 1),
        ({"born": date(2007, 1, 1), "parents_told": True}, 2),
    ):
        found = [item for item in of(uninvited=both, **known).values() if item.why == "session_not_invited"]
        assert (len(found), {item.state for item in found}, {item.who for item in found}) == (
            lacking, {"open"}, {"coordinator"},
        )  # fmt: skip


def test_the_coordinators_rows_stand_above_the_list_and_the_later_above_the_earlier() -> None:
    def said(outcome: str, row: int, **values: object) -> Rule:
        given = {"nationals": "other", "home": "any", "to": "schengen", "since": date(2026, 1, 1), **values}
        return Rule(outcome=outcome, source="brief", verified=True, row=row, **given)  # type: ignore[arg-type]

    earlier, later = said("visa", 1), said("none", 2, since=date(2026, 6, 1))
    for own in ((earlier, later), (later, earlier)):
        assert of(nationality="MA", own=own)["entry_permit"].why == "entry_free"
    assert of(nationality="MA", own=(earlier,))["entry_permit"].why == "entry_visa"
    assert of(nationality="MA", own=(said("visa", 3, since=date(2027, 4, 1)),))["entry_permit"].why == "entry_residence"
    assert of(nationality="MA", own=(said("visa", 3, to="TR"),))["entry_permit"].why == "entry_residence"
    assert of(nationality="MA", own=(said("visa", 3, days=3),))["entry_permit"].why == "entry_residence"
    assert of(nationality="MA", own=(said("visa", 3, nationals="MA", to="PT"),))["entry_permit"].why == "entry_visa"
    assert not of(nationality="MA", own=(earlier,))["entry_permit"].unverified
