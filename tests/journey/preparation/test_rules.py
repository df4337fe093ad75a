"""What must be ready before leaving, as rules."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.look.words import collected, reason
from erasdu.ground.meetings.rules import Session
from erasdu.journey.preparation import rules
from erasdu.journey.preparation.rules import Facts, Rule, Ruling, Seen, Uninvited
from erasdu.journey.preparation.rules.entry import CROSSING, RULES, SERVING
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, Evidence, Requirement
from erasdu.kernel.requirement import STAY as AWAY

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
    assert {code for code, item in found.items() if AWAY in item.blocks} == {"travel_document", "entry_permit"}
    assert all(item.blocks - {AWAY} == {DEPART} for item in found.values())
    assert set(rules.CODES) <= set(collected("REQUIREMENTS"))


@given(st.dates(date(2026, 12, 1), date(2028, 1, 1)), st.sampled_from(["identity", "passport"]))
def test_a_document_serves_when_it_is_valid_on_the_day_of_return(until: date, kind: str) -> None:
    assert of(papers=(Seen(kind, until),))["travel_document"].met == (until >= LAST)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({}, "document_not_seen"),
        ({"papers": (Seen("visa", LAST),)}, "document_not_seen"),
        ({"papers": (CARD,), "country": "US"}, "document_passport_needed"),
        ({"papers": (CARD,), "country": "TR", "nationality": "FR"}, "document_passport_needed"),
        ({"papers": (CARD,), "country": "TR"}, "document_valid"),
        ({"papers": (CARD,), "nationality": ""}, "document_nationality_unknown"),
        ({"papers": (Seen("passport", LAST),), "nationality": "", "country": "US"}, "document_valid"),
        ({"nationality": ""}, "document_not_seen"),
        ({"papers": (CARD,), "nationality": "MA"}, "document_passport_needed"),
        ({"papers": (CARD,), "stay": None}, "document_days_unknown"),
        ({"papers": (Seen("identity", LAST - timedelta(days=1)),)}, "document_ends"),
        ({"papers": (CARD,)}, "document_valid"),
    ],
)
def test_why_a_document_does_or_does_not_serve(known: dict[str, object], why: str) -> None:
    item = of(**known)["travel_document"]
    assert (item.why, item.met) == (why, why == "document_valid")
    assert item.who == ("learner" if why in rules.ANOTHER else "contact_point"), "who travels asks for another one"
    assert "%" not in reason(item)


def ruling(outcome: str, **values: object) -> Ruling:
    """Of the coordinator, about the stay in Turkey of `of`."""
    given = {"nationality": "BE", "to": "TR", "days": STAY.days, "until": LAST, **values}
    return Ruling(outcome, **given)  # type: ignore[arg-type]


def test_documents_are_rows_with_a_source_that_the_coordinator_replaces() -> None:
    card = {"papers": (CARD,)}
    assert all(rule.source and rule.since for rule in rules.CROSSING)
    assert {rule.outcome for rule in rules.CROSSING} == set(rules.DOCUMENTS)
    assert of(**card, country="TR")["travel_document"].unverified, "nobody checked that at its source"
    assert not of(**card)["travel_document"].unverified, "within the European Union somebody did"
    assert of(**card, country="NO")["travel_document"].unverified
    long = Period(FIRST, FIRST + timedelta(days=120))
    known = {"papers": (Seen("identity", long.end),), "stay": long}
    assert of(**known, country="TR")["travel_document"].why == "document_passport_needed", "for a short stay alone"

    def said(outcome: str, **values: object) -> Rule:
        given = {"nationals": "BE", "home": "any", "to": "TR", "since": date(2026, 6, 1), **values}
        return Rule(outcome=outcome, source="brief", verified=True, row=1, **given)  # type: ignore[arg-type]

    assert of(**card, country="TR", own=(said("passport"),))["travel_document"].why == "document_passport_needed"
    assert not of(**card, country="TR", own=(said("identity"),))["travel_document"].unverified
    assert of(**card, country="RE", own=(said("identity", to="RE"),))["travel_document"].met
    assert of(country="TR", own=(said("identity"),))["entry_permit"].why == "entry_undecided", (
        "that is another question"
    )
    assert of(**card, country="TR", own=(said("none"),))["travel_document"].unverified


@given(st.sampled_from(["BE", "MA", "FR", ""]), st.sampled_from(["PT", "TR", "US", "RS"]), st.booleans())
def test_who_has_a_passport_needs_no_identity_card(nationality: str, country: str, card: bool) -> None:
    papers = (Seen("passport", LAST), *((Seen("identity", FIRST),) if card else ()))
    assert of(papers=papers, nationality=nationality, country=country)["travel_document"].met


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
        ({"country": "TR", "ruling": ruling("none")}, "not_applicable", "entry_free", "contact_point"),
        ({"country": "TR", "ruling": ruling("visa")}, "open", "entry_visa", "contact_point"),
        ({"country": "TR", "ruling": ruling("visa"), "papers": (Seen("residence", LAST),)}, "open", "entry_visa", "contact_point"),
        ({"country": "TR", "ruling": ruling("visa"), "papers": (Seen("visa", LAST, "TR"),)}, "met", "entry_visa", "contact_point"),
        ({"country": "TR", "ruling": ruling("visa"), "papers": (Seen("visa", FIRST, "TR"),)}, "open", "entry_ends", "contact_point"),
        ({"country": "BE", "home": "TR", "nationality": "TR", "incoming": True}, "open", "entry_undecided", "coordinator"),
        ({"country": "BE", "home": "ES", "nationality": "ES", "incoming": True}, "not_applicable", "entry_free", "partner"),
    ],
)  # fmt: skip
def test_residence_and_visa(known: dict[str, object], state: str, why: str, who: str) -> None:
    item = of(**known)["entry_permit"]
    assert (item.state, item.why, item.who) == (state, why, who)
    assert "%" not in reason(item)


@pytest.mark.parametrize(
    ("known", "unverified"),
    [
        ({"nationality": "FR"}, (False, False)),  # of the Union, within it: read in the directive
        ({"nationality": "NO", "country": "PT"}, (True, True)),
        ({"nationality": "BE", "country": "NO"}, (True, True)),
        ({"nationality": "MA"}, (False, False)),  # with a passport and the card of home: read in the convention
    ],
)
def test_what_was_read_in_the_law_is_not_said_to_be_unchecked(
    known: dict[str, object], unverified: tuple[bool, bool]
) -> None:
    found = of(**known)
    assert (found["travel_document"].unverified, found["entry_permit"].unverified) == unverified


def test_of_each_row_that_was_read_the_address_is_known() -> None:
    for row in (*RULES, *CROSSING, *SERVING):
        assert bool(row.checked) == bool(row.where)
        assert row.verified or not row.checked


COUNTRIES, DAYS = st.sampled_from(["TR", "ZA", "GB"]), st.dates(date(2027, 1, 1), date(2027, 6, 1))


@given(COUNTRIES, st.sampled_from(["BE", "MA"]), DAYS, st.integers(1, 120), st.sampled_from(["none", "visa"]))
def test_a_decision_counts_for_the_stay_of_which_it_was_made_alone(to, nationality, first, days, outcome) -> None:
    stay = Period(first, first + timedelta(days=days - 1))
    found = of(country=to, nationality=nationality, stay=stay, ruling=ruling(outcome))["entry_permit"]
    same = (to, nationality) == ("TR", "BE") and stay.end <= LAST and stay.days <= STAY.days
    assert (found.why == f"entry_{'free' if outcome == 'none' else outcome}") == same
    assert same or (found.why, found.who, found.met) == ("entry_decided_for_other", "coordinator", False)


def test_a_decision_for_other_days_is_made_again_although_a_rule_says_something() -> None:
    strict = {"nationality": "MA", "ruling": ruling("visa", nationality="MA", to="PT", until=LAST - timedelta(days=1))}
    assert of(**strict)["entry_permit"].why == "entry_decided_for_other"
    assert of(**strict, country="ES")["entry_permit"].why == "entry_residence", "of another country the rule speaks"
    assert of(**strict, stay=None)["entry_permit"].why == "entry_visa"


@given(COUNTRIES, COUNTRIES, st.dates(date(2027, 3, 1), date(2027, 4, 1)))
def test_a_visa_serves_in_the_country_for_which_it_was_seen(seen_for, to, until) -> None:
    said = {"country": to, "ruling": ruling("visa", to=to), "papers": (Seen("visa", until, seen_for),)}
    item = of(**said)["entry_permit"]
    assert item.met == (seen_for == to and until >= LAST)
    assert (item.why == "entry_other_country") == (seen_for != to)


SCHENGEN = st.sampled_from(["FR", "ES", "DE", "PL"])
TURKISH = {"nationality": "TR", "country": "ES"}


@given(SCHENGEN, SCHENGEN, st.sampled_from(["residence", "visa"]), st.integers(1, 200))
def test_what_one_schengen_state_gave_serves_in_all_for_ninety_days(given_by, to, kind, days) -> None:
    stay = Period(FIRST, FIRST + timedelta(days=days - 1))
    said = ruling(kind, nationality="TR", to=to, days=200, until=stay.end)
    papers = (Seen("passport", stay.end), Seen(kind, stay.end, to, given_by))
    item = of(nationality="TR", country=to, stay=stay, ruling=said, papers=papers)["entry_permit"]
    own = given_by == to and kind == "visa"
    assert item.met == (own or days <= 90)
    served = not own and days <= 90
    assert item.why == "entry_serves" if served else item.why != "entry_serves"
    assert item.unverified == (served and kind == "visa")  # of a residence card it was read in the convention
    assert "%" not in reason(item)


@pytest.mark.parametrize(
    ("known", "why"),
    [
        # A Turkish passport and a Belgian residence card, to Spain; also where it was written down who gave the card.
        ({"papers": (Seen("residence", LAST),)}, "entry_residence"),
        ({"papers": (Seen("residence", LAST, "ES", "BE"),)}, "entry_residence"),
        ({"papers": (Seen("residence", LAST, "ES", "NL"),)}, "entry_serves"),
        # On the way by Paris: a Schengen visa that France gave, seen for a journey to Spain.
        ({"papers": (Seen("visa", LAST, "ES", "FR"),)}, "entry_serves"),
        ({"papers": (Seen("visa", LAST, "FR"),)}, "entry_serves"),
        ({"home": "TR", "ruling": Ruling("visa", "TR", "ES", 14, LAST), "papers": (Seen("visa", LAST, "ES", "FR"),)}, "entry_serves"),
        ({"papers": (Seen("residence", LAST, "ES", "IE"),)}, "entry_other_country"),
        ({"papers": (Seen("visa", LAST, "ES", "TR"),)}, "entry_other_country"),
        ({"country": "IE", "ruling": Ruling("visa", "TR", "IE", 14, LAST), "papers": (Seen("visa", LAST, "IE", "FR"),)}, "entry_other_country"),
        ({"papers": (Seen("visa", FIRST, "ES", "FR"),)}, "entry_ends"),
    ],
)  # fmt: skip
def test_a_turkish_passport_on_the_way_to_spain(known: dict[str, object], why: str) -> None:
    item = of(**{**TURKISH, **known})["entry_permit"]
    assert (item.why, item.met) == (why, why in ("entry_residence", "entry_serves"))


@given(SCHENGEN, SCHENGEN, st.booleans(), st.integers(0, 120), st.integers(-5, 5), st.integers(1, 90))
def test_a_visa_for_one_country_or_for_certain_days(given_by, to, limited, longest, late, days) -> None:
    stay = Period(FIRST, FIRST + timedelta(days=days - 1))
    said = ruling("visa", nationality="TR", to=to, days=200, until=stay.end)
    paper = Seen("visa", stay.end, to, given_by, limited, FIRST + timedelta(days=late), longest)
    item = of(nationality="TR", country=to, stay=stay, ruling=said, papers=(paper,))["entry_permit"]
    elsewhere, short = limited and given_by != to, 0 < longest < days
    assert item.met == (not elsewhere and late <= 0 and not short)
    if not item.met:
        why = "entry_one_country" if elsewhere else "entry_begins_later" if late > 0 else "entry_too_few_days"
        assert item.why == why
        assert "%" not in reason(item)


def test_of_two_visas_the_one_that_fits_counts() -> None:
    short, right = Seen("visa", LAST, "ES", "ES", longest=1), Seen("visa", LAST, "ES", "ES", longest=90)
    for papers in ((short, right), (right, short)):
        item = of(**TURKISH, ruling=ruling("visa", nationality="TR", to="ES"), papers=papers)["entry_permit"]
        assert item.met


def test_where_a_card_serves_too_is_what_the_coordinator_says() -> None:
    def said(days: int, row: int = 1, home: str = "schengen", to: str = "ES", **values: object) -> Rule:
        given = {"nationals": "any", "home": home, "to": to, "outcome": "visa_too", "days": days, "row": row}
        return Rule(**given | {"since": FIRST, "source": "mail", "verified": True} | values)

    def met(*own: Rule, given_by: str = "FR") -> bool:
        known = {**TURKISH, "ruling": ruling("visa", nationality="TR", to="ES"), "own": own}
        return of(**known, papers=(Seen("visa", LAST, "ES", given_by),))["entry_permit"].met

    assert met()
    assert not met(said(0)), "it does not serve there"
    assert not met(said(1)), "for one day"
    assert met(said(0), said(90, row=2)), "the later stands"
    assert met(said(0, since=LAST)), "not from its day on"
    assert met(said(0, outcome="card_too")), "of another paper"
    assert met(said(0, home="DE")), "of who was given it elsewhere"
    assert not met(given_by="IE")
    assert met(said(30, home="IE"), given_by="IE"), "and where the list says nothing"
    known = {**TURKISH, "papers": (Seen("passport", LAST),), "own": (said(0),)}
    assert of(**known)["entry_permit"].why == of(**{**known, "own": ()})["entry_permit"].why, "of nothing else"


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
        ({"days": -1}, "open", "coordinator"),
    ],
)
def test_a_required_session(values: dict[str, object], state: str, who: str) -> None:
    start = datetime(2026, 11, 23, 18, 0, tzinfo=UTC) + timedelta(days=int(str(values.pop("days", 10))))
    one = Session("a", "guardian", True, start, start + timedelta(hours=2), **values)  # type: ignore[arg-type]
    found = of(sessions=(one,))
    assert (found["session_guardian"].state, found["session_guardian"].who) == (state, who)
    assert found["session_learner"].state == "not_applicable"
    assert "%" not in reason(found["session_guardian"])


FAULTS = {"cancelled": {"cancelled": True}, "missed": {"days": -1}, "said_no": {"answer": "no"}}
FAULTS["full"] = {"answer": "yes", "seat": "waiting"}
FAULTS["too_late"] = {"answer": "yes", "days": 110}  # after leaving


def held(organiser: str, *, days: int = 10, role: str = "guardian", **values: object) -> Session:
    start = datetime(2026, 11, 23, 18, 0, tzinfo=UTC) + timedelta(days=days)
    return Session("a", role, True, start, start + timedelta(hours=2), organiser=organiser, **values)  # type: ignore[arg-type]


def test_a_missed_session_is_too_late_only_once_the_day_of_leaving_passed() -> None:
    """Until then another moment of it makes it good: "too late" never stands beside a day that is to come."""
    missed = Facts(stay=STAY, country="PT", nationality="BE", sessions=(held("coordinator", days=-1),))
    for on in (ON, FIRST, FIRST + timedelta(days=1)):
        item = next(one for one in rules.requirements(missed, on) if one.code == "session_guardian")
        assert (item.why, item.by) == ("session_missed", FIRST)
        assert item.state == ("overdue" if on > FIRST else "open")


@pytest.mark.parametrize("why", FAULTS)
def test_who_organises_a_session_acts_when_something_is_wrong_with_it(why: str) -> None:
    for organiser, who in (("coordinator", "coordinator"), ("school", "contact_point"), ("group", "contact_point")):
        item = of(sessions=(held(organiser, **FAULTS[why]),))["session_guardian"]
        assert (item.why, item.who) == (f"session_{why}", who)
        assert "coördinator" not in reason(item)


EIGHTEEN = date(2027, 1, 20)


@given(st.dates(date(2027, 1, 1), date(2027, 3, 7)), st.booleans(), st.sampled_from([*FAULTS, "to_answer", "there"]))
def test_of_who_came_of_age_no_parent_has_to_come(on: date, told: bool, state: str) -> None:
    values = {"days": 48, **FAULTS.get(state, {"there": state == "there"})}  # on 10 January
    facts = Facts(
        stay=STAY, country="PT", sessions=(held("school", **values),), born=date(2009, 1, 20), parents_told=told
    )
    item = next(item for item in rules.requirements(facts, on) if item.code == "session_guardian")
    alone = on >= EIGHTEEN and not told
    assert item.met == (alone or state == "there")
    assert (item.why == "session_of_age") == (alone and state != "there")


def test_who_was_not_invited_is_put_with_who_can_do_it() -> None:
    def found(**known: object) -> tuple[str, str]:
        item = of(uninvited={"guardian": Uninvited("contact_point", "k", ON)}, **known)["session_guardian"]
        assert reason(item)
        return item.why, item.who

    assert found() == ("session_not_invited", "contact_point")
    assert found(parents="none") == ("session_no_parent", "contact_point")
    assert found(parents="unconfirmed") == ("session_parent_unconfirmed", "contact_point")
    assert found(parents="none", incoming=True) == ("session_no_parent", "partner")


def test_the_session_is_named_and_having_been_at_another_changes_the_answer() -> None:
    to = Uninvited("coordinator", "k", date(2026, 12, 30))

    def found(*, there: bool) -> Requirement:
        return of(uninvited={"guardian": to}, sessions=(held("school", days=-2, there=there),))["session_guardian"]

    missed, was = found(there=False), found(there=True)
    assert (missed.why, missed.state) == ("session_missed", "open")
    assert (was.why, was.state, was.evidence) == ("session_one_more", "open", Evidence("preparation:invite", "k"))
    assert dict(was.params) == {"day": "2026-12-30", "there": "2026-11-21"}
    never = of(uninvited={"guardian": to})["session_guardian"]
    assert dict(never.params) == {"day": "2026-12-30"}


def test_who_was_forgotten_is_not_ready_and_parents_only_while_they_are_told() -> None:
    both = dict.fromkeys(("learner", "guardian"), Uninvited("coordinator", "k", ON))
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


@pytest.mark.parametrize("there", [True, False])
def test_nobody_is_invited_to_a_session_that_is_over(there: bool) -> None:
    earlier = (held("school", days=-9, there=True),) if there else ()
    for day, why in (
        (ON, "session_one_more" if there else "session_not_invited"),
        (ON - timedelta(days=1), "session_over"),
    ):
        item = of(uninvited={"guardian": Uninvited("coordinator", "k", day)}, sessions=earlier)["session_guardian"]
        assert (item.why, item.who, item.state) == (why, "coordinator", "open")
        assert reason(item)


def test_the_documents_of_who_comes_here_are_looked_at_at_home() -> None:
    here, away = of(incoming=True)["travel_document"], of()["travel_document"]
    assert (here.why, here.who, away.why, away.who) == (
        "document_not_seen_at_home", "partner", "document_not_seen", "contact_point",
    )  # fmt: skip
    assert "de partner bekijkt het" in reason(here)
