"""Covers over days, what a country asks, and what must be in order before leaving."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.insurance import rules
from erasdu.journey.insurance.rules import Cover, Facts, Need, Rule, covers, departing, documents
from erasdu.kernel.holidays import closed_in
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, Requirement, blocking

ON = date(2026, 11, 23)
STAY = Period(date(2027, 3, 7), date(2027, 3, 20))  # Sunday to Saturday
EHIC = Cover("health", "learner", Period(date.min, STAY.end), document="ehic")
ACCIDENT = Cover("accident", days=STAY, confirmed=STAY, names=frozenset(covers.NAMED))
ALL = (
    Cover("mutual", "learner"), EHIC, ACCIDENT, Cover("liability_work", days=STAY), Cover("liability", days=STAY),
)  # fmt: skip
READY = Facts("key", STAY, "PT", "BE", covers=ALL, declared="yes", booked_on=date(2026, 9, 1))
ASKED = rules.rules_on(STAY.start)
DAYS = st.integers(-4, 18).map(lambda number: STAY.start + timedelta(days=number))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))
SOME = st.builds(
    Cover,
    st.sampled_from(covers.KINDS),
    st.sampled_from(covers.HOLDERS),
    PERIODS,
    st.sampled_from([None, frozenset({"PT", "ES"}), frozenset({"NO"})]),
    st.sets(st.sampled_from(covers.ACTIVITIES), min_size=1).map(frozenset),
    st.sampled_from(documents.DOCUMENTS),
    st.none() | PERIODS,
    st.sets(st.sampled_from(covers.NAMED)).map(frozenset),
)
NEEDS = st.builds(
    Need,
    st.sampled_from(covers.KINDS[1:]),
    st.just("PT"),
    st.sampled_from([frozenset(), frozenset({"ehic"})]),
    st.sets(st.sampled_from(covers.ACTIVITIES), min_size=1).map(frozenset),
    st.sets(st.sampled_from(covers.HOLDERS), min_size=1).map(frozenset),
    st.sampled_from([frozenset(), frozenset({"ES"}), frozenset({"ES", "FR"}), None]),
    st.sets(st.sampled_from(covers.NAMED)).map(frozenset),
)
WORKED = st.none() | st.sets(DAYS).map(frozenset)


def counts(cover: Cover, need: Need, activity: str, day: date) -> bool:
    """Said once more, in another way."""
    reach = frozenset({"PT"}) | (need.reach or frozenset())
    named = need.names - {"days"} <= cover.names and cover.confirmed is not None
    in_time = "days" not in need.names or (cover.confirmed is not None and cover.confirmed.contains(day))
    return (
        cover.kind == need.kind
        and (not need.documents or cover.document in need.documents)
        and cover.holder in need.holders
        and (cover.territory is None or (need.reach is not None and reach <= cover.territory))
        and activity in cover.activities
        and cover.days.contains(day)
        and (not need.names or (named and in_time))
    )


def bare(found: Collection[rules.Gap]) -> set[tuple[str, str, date]]:
    return {(g.span, g.activity, g.days.start + timedelta(days=n)) for g in found for n in range(g.days.days)}


@given(st.lists(SOME, max_size=6), NEEDS, WORKED)
@pytest.mark.requirement("R27", "R28", "R29", "R30")
def test_every_day_that_nothing_covers_is_named_and_no_other(
    some: list[Cover], need: Need, worked: frozenset[date]
) -> None:
    spans = rules.spans_of(STAY, worked)
    wanted = {
        (span.kind, activity, span.days.start + timedelta(days=number))
        for span in spans
        for activity in set(covers.DOES[span.kind]) & need.activities
        for number in range(span.days.days)
    }
    found = rules.gaps(spans, some, need)
    assert bare(found) == {each for each in wanted if not any(counts(c, need, each[1], each[2]) for c in some)}
    assert rules.gaps(spans, some[::-1], need) == found
    assert all(gap.why in covers.WHY for gap in found)
    assert all((gap.why == "no_cover") == (need.kind not in {c.kind for c in some}) for gap in found)


@given(st.lists(SOME, max_size=5), SOME, NEEDS)
def test_one_more_never_opens_a_gap_and_one_less_never_closes_one(some: list[Cover], more: Cover, need: Need) -> None:
    spans = rules.spans_of(STAY)
    assert bare(rules.gaps(spans, [*some, more], need)) <= bare(rules.gaps(spans, some, need))


@given(SOME, NEEDS, st.data())
def test_two_that_touch_or_overlap_are_as_good_as_one(cover: Cover, need: Need, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, cover.days.days - 1))
    over = data.draw(st.integers(0, 1))
    middle = cover.days.start + timedelta(days=cut)
    later = min(middle + timedelta(days=1 - over), cover.days.end)
    halves = [
        replace(cover, days=Period(cover.days.start, middle)),
        replace(cover, days=Period(later, cover.days.end)),
    ]
    spans = rules.spans_of(STAY)
    assert bare(rules.gaps(spans, halves, need)) == bare(rules.gaps(spans, [cover], need))


@given(PERIODS, WORKED)
def test_spans_hold_every_day_of_a_stay(stay: Period, worked: frozenset[date] | None) -> None:
    spans = rules.spans_of(stay, worked)
    assert {span.days.start + timedelta(days=n) for span in spans for n in range(span.days.days)} == {
        stay.start + timedelta(days=n) for n in range(stay.days)
    }
    assert spans[0].kind == "travel_out"
    assert spans[-1].kind == "travel_home"
    assert "work" in {span.kind for span in spans}, "else nothing would be asked of the insurance at work"


def test_no_cover_ends_before_it_begins() -> None:
    with pytest.raises(ValueError, match="before it starts"):
        Cover("health", days=Period(date(2027, 3, 8), date(2027, 3, 7)))


# -- what a country asks ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "nationality", "document"),
    [
        ("ES", "BE", "ehic"), ("ES", "MA", "ehic"), ("GB", "BE", "ehic"), ("GB", "TR", "private"), ("MK", "BE", "ehic"), ("AU", "NL", "ehic"),
        *[(country, "BE", "ehic") for country in ("DK", "IS", "LI", "NO", "CH")],
        *[(country, "NO", "ehic") for country in ("DK", "IS", "LI", "NO", "CH")],
        *[(country, "SY", "private") for country in ("DK", "IS", "LI", "NO", "CH")],
        *[(country, "BE", "private") for country in ("JE", "GG", "IM", "GI", "FO", "AW", "PF", "US", "ZA")],
        ("RS", "BE", "treaty"), ("TR", "BE", "treaty"), ("MA", "BE", "treaty"), ("BA", "GH", "treaty"),
    ],
)  # fmt: skip
@pytest.mark.requirement("R27")
def test_which_document_holds_where(country: str, nationality: str, document: str) -> None:
    rule = rules.rule_for(country, nationality, STAY.start)
    assert rule is not None
    assert (rule.document, rule.assistance) == (document, document == "private")
    assert rule.source


def test_a_nationality_that_is_unknown_decides_nothing_only_where_it_matters() -> None:
    assert rules.rule_for("DK", "", STAY.start) is None
    assert rules.rule_for("GB", "", STAY.start) is None
    assert rules.rule_for("PT", "", STAY.start)
    item = one(replace(READY, country="NO", nationality=""), "insured_health")
    assert (item.state, item.why) == ("open", "insurance_nationality_unknown")
    assert one(replace(READY, nationality=""), "insured_health").met


@given(st.sampled_from(["PT", "NO", "US", "RS"]), st.sampled_from(["BE", "SY", ""]))
def test_a_row_of_the_coordinator_stands_from_its_day_on(country: str, nationality: str) -> None:
    own = Rule(country, "all", "private", date(2027, 1, 1), "a letter of the fund", row=1)
    newer = replace(own, document="ehic", since=date(2027, 3, 1), row=2)
    before = rules.rule_for(country, nationality, date(2026, 12, 31))
    assert rules.rule_for(country, nationality, date(2026, 12, 31), (own, newer)) == before
    assert rules.rule_for(country, nationality, date(2027, 2, 28), (own, newer)) == own
    assert rules.rule_for(country, nationality, STAY.start, (newer, own)) == newer


def test_the_list_is_whole() -> None:
    assert all(rule.nationalities in rules.NATIONALITIES and rule.document in rules.DOCUMENTS for rule in rules.RULES)
    assert all((rule.document == "treaty") == bool(rule.form) == bool(rule.days) for rule in rules.RULES)
    assert {rule.country for rule in rules.RULES} >= rules.GROUPS["eea"]
    assert any(not rule.verified for rule in rules.RULES)


# -- before leaving --------------------------------------------------------------------------------


def one(facts: Facts, code: str, on: date = ON) -> Requirement:
    return next(item for item in rules.requirements(facts, on) if item.code == code)


def lacking(facts: Facts) -> dict[str, str]:
    return {item.code: item.why for item in blocking(rules.requirements(facts, ON), DEPART)}


@pytest.mark.requirement("R27", "R28", "R29", "R30")
def test_all_in_order_and_each_thing_that_goes_blocks_exactly_itself() -> None:
    assert lacking(READY) == {}
    for cover in ALL:
        without = replace(READY, covers=tuple(each for each in ALL if each != cover))
        assert list(lacking(without)) == [f"insured_{cover.kind}"]
    assert lacking(replace(READY, declared="")) == {"insured_declared": "declared_unsaid"}
    assert lacking(replace(READY, covers=ALL[1:])) == {"insured_mutual": "mutual_unseen"}
    nothing = tuple(each for each in ALL if each.kind != "health")
    assert lacking(replace(READY, covers=nothing)) == {"insured_health": "unseen_ehic"}, "which card lacks"
    assert lacking(replace(READY, declared="not_required")) == {}


CHANGES = [
    ("health", {"days": Period(date.min, STAY.end - timedelta(days=1))}, "gap_ends_before"),
    ("health", {"document": "treaty"}, "gap_wrong_document"),
    *[(kind, {"holder": "learner"}, "gap_wrong_holder") for kind in ("accident", "liability_work", "liability")],
    ("accident", {"confirmed": None}, "gap_not_confirmed"),
    ("accident", {"names": frozenset({"way"})}, "gap_workplace_not_named"),
    ("accident", {"names": frozenset({"workplace"})}, "gap_way_not_named"),
    ("accident", {"confirmed": Period(STAY.start, STAY.start)}, "gap_confirmed_other_days"),
    ("liability", {"territory": frozenset({"BE"})}, "gap_not_there"),
    ("liability", {"activities": frozenset({"leisure"})}, "gap_not_for"),
    ("liability_work", {"days": Period(date(2027, 3, 10), STAY.end)}, "gap_begins_after"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "change", "why"), CHANGES)
def test_why_a_cover_does_not_count(kind: str, change: dict[str, object], why: str) -> None:
    changed = tuple(replace(each, **change) if each.kind == kind else each for each in ALL)  # type: ignore[arg-type]
    assert lacking(replace(READY, covers=changed)) == {f"insured_{kind}": why}


def test_a_card_that_ends_a_day_before_the_return_is_a_gap() -> None:
    short = replace(EHIC, days=Period(date.min, date(2027, 3, 19)))
    facts = replace(READY, covers=(*ALL[:1], short, *ALL[2:]))
    (gap,) = rules.gaps_of(facts)["health"]
    assert (gap.span, gap.days, gap.day) == ("travel_home", Period(STAY.end, STAY.end), date(2027, 3, 19))
    item = one(facts, "insured_health")
    assert (item.who, item.by) == ("learner", date(2027, 2, 25))
    assert dict(item.params) == {"first": "2027-03-20", "last": "2027-03-20", "day": "2027-03-19"}
    assert one(facts, "insured_health", date(2027, 2, 26)).state == "overdue"


def test_a_stay_that_moves_names_what_reopens() -> None:
    moved = replace(READY, stay=STAY.shift(7))
    codes = [item.code for item in rules.reopened(READY, moved, ON)]
    assert codes == ["insured_health", "insured_accident", "insured_liability_work", "insured_liability"]
    assert rules.reopened(READY, READY, ON) == []
    assert rules.reopened(moved, READY, ON) == []


def test_a_form_of_a_treaty_holds_for_its_own_number_of_days() -> None:
    form = Cover("health", "learner", document="treaty")
    facts = replace(READY, country="BA", covers=(*ALL[:1], form, *ALL[2:]))
    assert lacking(facts) == {}
    longer = replace(facts, stay=Period(STAY.start, STAY.start + timedelta(days=45)))
    gap = rules.gaps_of(longer)["health"][0]
    assert (gap.why, gap.day) == ("ends_before", STAY.start + timedelta(days=44))


def test_where_no_card_holds_the_journey_home_is_insured_too() -> None:
    private = Cover("health", "sending", STAY, document="private")
    facts = replace(READY, country="NO", nationality="SY", covers=(*ALL, private))
    assert lacking(facts) == {"insured_assistance": "gap_no_cover"}
    assert lacking(replace(facts, covers=(*facts.covers, Cover("assistance", "coordinator", STAY)))) == {}
    assert one(facts, "insured_health").who == "contact_point"
    asked = one(READY, "insured_assistance")
    assert (asked.state, asked.why) == ("not_applicable", "assistance_not_asked")


def test_work_on_a_saturday_is_insured_as_work() -> None:
    saturday = date(2027, 3, 13)
    weekdays = [replace(ACCIDENT, days=Period(date(2027, 3, 8) + timedelta(days=n), date(2027, 3, 12) + timedelta(days=n)))
                for n in (0, 7)]  # fmt: skip
    facts = replace(READY, covers=(*ALL[:2], *weekdays, *ALL[3:]))
    assert lacking(facts) == {}
    assert lacking(replace(facts, worked=frozenset({saturday}))) == {"insured_accident": "gap_ends_before"}


@pytest.mark.parametrize(
    ("stay", "worked"),
    [(STAY, frozenset()), (STAY, frozenset({date(2027, 5, 3)})), (Period(STAY.start, STAY.start), None)],
)
def test_without_days_of_work_the_insurance_at_work_is_still_asked(
    stay: Period, worked: frozenset[date] | None
) -> None:
    facts = replace(READY, stay=stay, worked=worked)
    assert lacking(facts) == {}
    bare = replace(facts, covers=(ALL[0], EHIC, ALL[4]))
    assert set(lacking(bare)) == {"insured_accident", "insured_liability_work"}


@pytest.mark.parametrize(("days", "why"), [(-400, "gap_ends_before"), (-1, "gap_ends_before"), (0, None)])
def test_membership_of_a_fund_lasts_until_the_return(days: int, why: str | None) -> None:
    member = Cover("mutual", "learner", Period(date.min, STAY.end + timedelta(days=days)))
    found = lacking(replace(READY, covers=(member, *ALL[1:])))
    assert found == ({"insured_mutual": why} if why else {})


def test_of_who_comes_to_us_the_papers_of_the_nomination_show_it() -> None:
    comes = replace(READY, incoming=True, covers=())
    assert (rules.requirements(comes, ON), rules.gaps_of(comes), rules.document_of(comes)) == ([], {}, None)


def test_a_companion_needs_care_and_nothing_for_work() -> None:
    found = {item.code for item in rules.requirements(replace(READY, learner=False), ON)}
    assert found == {"insured_mutual", "insured_health", "insured_assistance"}


@given(
    st.none() | PERIODS, st.sampled_from(["", "PT", "NO", "BA", "US"]), st.sampled_from(["", "BE", "SY"]), st.booleans(),
    st.lists(SOME, max_size=5).map(tuple), st.sampled_from(["", "yes", "not_required"]), DAYS,
)  # fmt: skip
def test_each_is_answered_once(
    stay: Period | None, country: str, nationality: str, incoming: bool, held: tuple[Cover, ...], said: str, on: date
) -> None:
    facts = Facts("key", stay, country, nationality, incoming, covers=held, declared=said)
    found = rules.requirements(facts, on)
    assert bool(found) != incoming
    codes = [item.code for item in found]
    assert codes == [code for code in departing.CODES if code in codes]
    assert {item.who for item in found} <= set(departing.WHO)
    assert all(item.blocks == departing.GATES >= {DEPART} and item.evidence for item in found)
    assert all(item.why for item in found if item.state != "not_applicable")
    if stay is None:
        assert not any(item.met for item in found if item.code.startswith("insured_l"))


@given(PERIODS, st.integers(0, 20), st.integers(0, 20), st.frozensets(DAYS, max_size=12), SOME)
def test_a_longer_stay_never_has_fewer_days_that_nothing_covers(
    stay: Period, before: int, after: int, worked: frozenset[date], held: Cover
) -> None:
    """Days that no programme speaks of are worked like others."""
    longer = Period(stay.start - timedelta(days=before), stay.end + timedelta(days=after))
    inside = Period(stay.start + timedelta(days=1), stay.end - timedelta(days=1)) if stay.days > 2 else None
    programme = frozenset(day for day in worked if inside and inside.contains(day)) or None
    need = ASKED.need("liability_work", "PT")

    def bare(of: Period) -> set[date]:
        found = covers.gaps(covers.spans_of(of, programme), [held], need)
        return {day for gap in found for day in _days(gap.days) if inside and inside.contains(day)}

    assert bare(stay) <= bare(longer)


def test_a_programme_says_nothing_of_days_that_were_added() -> None:
    worked = frozenset(date(2027, 3, day) for day in (8, 9, 10, 11, 12))
    longer = Period(date(2027, 3, 7), date(2027, 3, 27))
    spans = covers.spans_of(longer, worked)
    assert Period(date(2027, 3, 15), date(2027, 3, 19)) in [span.days for span in spans if span.kind == covers.WORK_DAY]
    confirmed = Cover(
        "accident", days=longer, confirmed=Period(date(2027, 3, 7), date(2027, 3, 14)), names=ACCIDENT.names
    )
    found = covers.gaps(spans, [confirmed], ASKED.need("accident", "PT"))
    assert {gap.why for gap in found} == {"confirmed_other_days"}


def test_assistance_is_open_while_it_depends_on_the_nationality() -> None:
    def assistance(country: str, nationality: str) -> Requirement:
        found = rules.requirements(Facts("key", STAY, country, nationality), ON)
        return next(item for item in found if item.code == "insured_assistance")

    assert (assistance("DK", "").state, assistance("DK", "").why) == ("open", "insurance_nationality_unknown")
    assert assistance("DK", "BE").state == "not_applicable"
    assert assistance("PT", "").state == "not_applicable"


def _days(period: Period) -> list[date]:
    return [period.start + timedelta(days=number) for number in range(period.days)]


def test_a_public_holiday_is_leisure_unless_the_programme_says_that_it_is_worked() -> None:
    stay, christmas = Period(date(2026, 12, 20), date(2027, 1, 2)), date(2026, 12, 25)
    closed = closed_in("PT", stay)
    assert closed == {christmas, date(2027, 1, 1)}
    done = {day: span.kind for span in covers.spans_of(stay, None, closed) for day in _each(span.days)}
    assert (done[christmas - timedelta(days=1)], done[christmas]) == ("work", "free")
    worked = frozenset({date(2026, 12, 21), christmas, date(2026, 12, 28)})
    said = {day: span.kind for span in covers.spans_of(stay, worked, closed) for day in _each(span.days)}
    assert said[christmas] == "work"
    assert said[date(2026, 12, 29)] == "work", "after the programme from Monday to Friday"
    assert said[date(2027, 1, 1)] == "free"


def _each(days: Period) -> list[date]:
    return [days.start + timedelta(days=number) for number in range(days.days)]
