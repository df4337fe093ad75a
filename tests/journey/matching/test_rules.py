"""Who fits where, what it costs, and what the optimiser is given."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from erasdu.journey.hosting.rules import Guest, HomeFacts, may_join
from erasdu.journey.matching import rules
from erasdu.journey.matching.rules import Bed, Learner, Locks, Pair, Place, Way
from erasdu.journey.matching.rules.fit import cooked
from erasdu.journey.matching.rules.problem import alike, cuts
from erasdu.kernel.periods import Period

FIRST = date(2027, 3, 7)
STAY = Period(FIRST, date(2027, 3, 20))
LEARNER = Learner(
    1, STAY, born=date(2008, 1, 1), gender="f", occupation="baker", sector="food", languages={"en": "B1"}, shares="yes"
)
PLACE = Place(1, 1, 1, "ES", "baker", "food", ((STAY, 2),), at=(37.4, -6.0), needed={"en": "A2"})
BED = Bed("1.1", 1, 1, "ES", 1, False, (STAY,), rooms=(1,), at=(37.4, -6.0))
DONE = date(2026, 9, 1)
ENDED = HomeFacts("hostel", False, False, 1, DONE, None, date(2027, 3, 1))  # of a house with staff, so without extracts
SHARED = replace(BED, shared=True, beds=2)
NEAR = Way(20)


def by(learner=LEARNER, **changes):
    return replace(learner, **changes)


def test_what_fits_has_no_reason_against_it() -> None:
    assert rules.place_refusals(LEARNER, PLACE) == []
    assert rules.bed_refusals(LEARNER, BED) == []
    assert rules.way_refusals(LEARNER, NEAR) == []


@pytest.mark.requirement("R14")
@pytest.mark.parametrize(
    ("learner", "place", "code"),
    [
        (LEARNER, replace(PLACE, found_by=2), "place_of_another"),
        (LEARNER, replace(PLACE, found_by=1), "needs_maturity"),
        (by(choices=("PT",)), replace(PLACE, found_by=1), "needs_maturity"),  # a partner's country is enough
        (by(relatives=frozenset({9})), replace(PLACE, people=frozenset({8, 9})), "relatives_work"),
        (by(choices=("PT",)), PLACE, "country_not_chosen"),
        (LEARNER, replace(PLACE, occupation="cook"), "other_occupation"),
        (by(occupation="", sector="", close_unsaid=True), PLACE, "occupation_unknown"),
        (by(close_unsaid=True), replace(PLACE, occupation="butcher"), "close_not_said"),
        (by(close_unsaid=True), replace(PLACE, occupation="cook", sector="hospitality"), "other_occupation"),
        (LEARNER, replace(PLACE, min_age=20), "too_young"),
        (by(born=None), PLACE, "age_unknown"),
        (by(languages={}), PLACE, "language_not_told"),
        (by(languages={"en": "A1"}), PLACE, "language_too_low"),
        (by(needs=frozenset({"wheelchair"})), PLACE, "not_accessible"),
        (by(needs=frozenset({"wheelchair"})), replace(PLACE, accessible=None), "place_access_unknown"),
        (LEARNER, replace(PLACE, proofs=frozenset({"food_hygiene"})), "proof_lacks"),
        (by(proofs=frozenset({"health_check"})), replace(PLACE, proofs=frozenset({"food_hygiene"})), "proof_lacks"),
        (LEARNER, replace(PLACE, periods=((Period(FIRST, date(2027, 3, 19)), 2),)), "not_open_then"),
    ],
)
def test_each_rule_about_places(learner, place, code) -> None:
    assert rules.place_refusals(learner, place) == [code]


@pytest.mark.parametrize(
    ("learner", "bed", "code"),
    [
        (by(born=date(2010, 1, 1)), replace(BED, checks=ENDED), "home_checks_ended"),
        (by(born=None), replace(BED, checks=ENDED), "home_checks_ended"),
        (LEARNER, replace(BED, checks=replace(ENDED, paused=True)), "home_paused"),
        (by(choices=("PT",)), BED, "country_not_chosen"),
        (by(relatives=frozenset({9})), replace(BED, people=frozenset({9})), "relatives"),
        (by(needs=frozenset({"allergy_dog"})), replace(BED, pets=frozenset({"dog"})), "pets_and_allergy"),
        (by(needs=frozenset({"allergy_fur"})), replace(BED, pets=frozenset({"bird"})), "pets_and_allergy"),
        (by(pets="no"), replace(BED, pets=frozenset({"cat"})), "pets_not_wanted"),
        (by(needs=frozenset({"smoke_free"})), replace(BED, smoking="inside"), "smoked_inside"),
        (by(smokes=True), BED, "smokers_not_welcome"),
        (by(smokes=True), replace(BED, smokers_welcome=None), "smoking_not_asked"),
        (by(smokes=True), replace(BED, smokers_welcome=None, smoking=""), "smoking_not_asked"),
        (by(smokes=True), replace(BED, smokers_welcome=False, smoking=""), "smokers_not_welcome"),
        (by(needs=frozenset({"smoke_free"})), replace(BED, smoking=""), "smoke_not_asked"),
        (by(needs=frozenset({"allergy_fur"}), pets="no"), replace(BED, pets=None), "pets_not_asked_for_allergy"),
        (by(pets="no"), replace(BED, pets=None), "pets_not_asked"),
        (by(needs=frozenset({"halal"})), BED, "diet_not_cooked"),
        (by(needs=frozenset({"wheelchair"})), BED, "not_accessible"),
        (by(needs=frozenset({"wheelchair"})), replace(BED, accessible=None), "bed_access_unknown"),
        (by(shares="no"), replace(BED, shared=True, beds=2), "does_not_share"),
        (by(shares=""), replace(BED, shared=True, beds=2), "sharing_unknown"),
        (by(gender=""), replace(BED, shared=True, beds=2), "gender_unknown"),
        (by(gender="x"), replace(BED, shared=True, beds=2), "gender_unknown"),
        (LEARNER, replace(SHARED, guests=((STAY, Guest("m", "yes", date(2008, 1, 1))),)), "room_of_other_gender"),
        (LEARNER, replace(SHARED, guests=((STAY, Guest("f", "yes", date(2003, 1, 1))),)), "room_of_other_age"),
        (LEARNER, replace(SHARED, guests=((STAY, Guest("f", "no", date(2008, 1, 1))),)), "room_not_shared"),
        (LEARNER, replace(BED, nights=(Period(FIRST, date(2027, 3, 19)),)), "not_free_then"),
    ],
)
def test_each_rule_about_beds(learner, bed, code) -> None:
    assert rules.bed_refusals(learner, bed) == [code]


def test_an_adult_sleeps_where_checks_for_minors_have_ended() -> None:
    assert rules.bed_refusals(LEARNER, replace(BED, checks=ENDED)) == []


@given(st.dates(date(2027, 3, 1), date(2027, 4, 30)), st.dates(date(2008, 1, 1), date(2010, 1, 1)))
@example(date(2027, 3, 1), date(2008, 2, 29))
def test_checks_of_a_home_are_asked_for_the_days_on_which_the_learner_is_a_minor_there(until: date, born: date) -> None:
    """As a booking asks them: until the last day of their own stay, or until they come of age."""
    checks = replace(ENDED, valid_until=until)
    leap = (born.month, born.day) == (2, 29)
    of_age = date(born.year + 18, 3, 1) if leap else born.replace(year=born.year + 18)
    last = min(STAY.end, of_age - timedelta(days=1))
    refused = of_age > STAY.start and until < last
    assert rules.bed_refusals(by(born=born), replace(BED, checks=checks)) == ["home_checks_ended"] * refused
    later = by(born=born, stay=Period(FIRST, STAY.end + timedelta(days=30)))
    assert set(rules.bed_refusals(by(born=born), replace(BED, checks=checks))) <= set(
        rules.bed_refusals(later, replace(BED, checks=checks))
    )


def test_a_close_occupation_is_for_who_accepts_it_and_costs_something() -> None:
    cook = replace(PLACE, occupation="cook")
    willing = by(complementary=True)
    assert rules.place_refusals(willing, cook) == []
    assert [cause.code for cause in rules.place_causes(willing, cook)] == ["close_occupation"]
    assert rules.place_refusals(willing, replace(cook, sector="wood")) == ["other_occupation"]


def test_two_halves_that_touch_are_one() -> None:
    halves = ((Period(FIRST, date(2027, 3, 12)), 1), (Period(date(2027, 3, 13), STAY.end), 1))
    assert rules.place_refusals(LEARNER, replace(PLACE, periods=halves)) == []
    gap = ((Period(FIRST, date(2027, 3, 12)), 1), (Period(date(2027, 3, 14), STAY.end), 1))
    assert rules.place_refusals(LEARNER, replace(PLACE, periods=gap)) == ["not_open_then"]


@given(st.integers(0, 200), st.dates(date(2005, 1, 1), date(2011, 12, 31)))
def test_a_minor_travels_at_most_45_minutes_and_an_adult_60(minutes: int, born: date) -> None:
    learner = by(born=born)
    adult = (born.year + 18, born.month, born.day) <= (FIRST.year, FIRST.month, FIRST.day)
    assert (rules.way_refusals(learner, Way(minutes)) == []) == (minutes <= (60 if adult else 45))


def test_a_way_that_nobody_knows_is_no_way() -> None:
    assert rules.way_refusals(LEARNER, Way(None)) == ["commute_unknown"]


@given(
    st.sets(st.sampled_from(["dog", "cat"])),
    st.sampled_from(["", "fine", "rather_not"]),
    st.booleans(),
    st.integers(0, 60),
)
def test_costs_are_never_negative_and_grow_with_what_is_wrong(pets, wish, last, minutes) -> None:
    bed = replace(BED, pets=frozenset(pets), hosted_last=last)
    causes = rules.bed_causes(by(pets=wish), bed)
    assert all(cause.points > 0 for cause in causes)
    assert ("pets_rather_not" in {cause.code for cause in causes}) == (wish == "rather_not" and bool(pets))
    longer, shorter = rules.way_causes(PLACE, bed, Way(minutes + 1)), rules.way_causes(PLACE, bed, Way(minutes))
    assert rules.total(longer) > rules.total(shorter)


# -- the problem -----------------------------------------------------------------------------------

PERIODS = st.tuples(st.integers(0, 20), st.integers(0, 10)).map(
    lambda pair: Period(FIRST + timedelta(days=pair[0]), FIRST + timedelta(days=pair[0] + pair[1]))
)


@given(st.lists(PERIODS, min_size=1, max_size=5), st.lists(PERIODS, max_size=8))
def test_no_period_begins_or_ends_inside_a_slot(stays: list[Period], others: list[Period]) -> None:
    days = cuts(stays, others)
    assert days == sorted(set(days))
    assert (days[0], days[-1]) == (min(s.start for s in stays), max(s.end for s in stays) + timedelta(days=1))
    for period in [*stays, *others]:
        for start, end in zip(days, days[1:], strict=False):
            slot = Period(start, end - timedelta(days=1))
            assert period.contains(slot) or not period.overlaps(slot)


def problem(learners=(LEARNER,), places=(PLACE,), beds=(BED,), way=NEAR, **more):
    return rules.as_problem(learners, places, beds, lambda place, bed: way, **more)


def test_the_problem_names_everything_once_and_joins_what_fits() -> None:
    made = problem()
    assert made["learners"] == [
        {"id": "L1", "from": 0, "to": 1, "unassigned_cost": 30000, "gender": "f", "max_minutes": 60}
    ]
    assert made["placements"] == [{"id": "P1", "capacity": [2]}]
    assert made["hosts"] == [{"id": "H1.1", "capacity": [1], "one_gender": False}]
    assert made["placement_host"] == [["P1", "H1.1", 800, 20]]


def test_what_is_booked_by_others_is_taken_off() -> None:
    taken = Period(FIRST + timedelta(days=3), FIRST + timedelta(days=5))
    made = problem(places=(replace(PLACE, taken=(taken,)),), beds=(replace(BED, taken=(taken,)),))
    assert made["placements"] == [{"id": "P1", "capacity": [2, 1, 2]}]
    assert made["hosts"] == [{"id": "H1.1", "capacity": [1, 0, 1], "one_gender": False}]
    assert made["learners"][0]["to"] == 3


def test_pins_and_bans_leave_arcs_out() -> None:
    other = replace(PLACE, pk=2)
    pinned = problem(places=(PLACE, other), locks=Locks({1: (2, 0)}))
    assert [arc[1] for arc in pinned["learner_placement"]] == ["P2"]
    banned = problem(places=(PLACE, other), locks=Locks({}, frozenset({(1, 2, 0), (1, 0, 1)})))
    assert [arc[1] for arc in banned["learner_placement"]] == ["P1"]
    assert banned["learner_host"] == []


def test_nobody_to_match_is_a_problem_too() -> None:
    assert problem(learners=())["learners"] == []
    assert problem(places=(), beds=())["placement_host"] == []


def test_a_pair_pays_when_apart() -> None:
    made = problem(learners=(LEARNER, by(pk=2)), pairs=[Pair(1, 2, "wish")])
    assert made["pairs"] == [["L1", "L2", 2500]]


# -- groups ------------------------------------------------------------------------------------------

CLASS = [by(pk=number, school=1, study="bread") for number in range(1, 6)]


def test_a_whole_class_in_one_region_and_one_who_is_alone_cost_something() -> None:
    together = dict.fromkeys(range(1, 6), "BE A")
    found = rules.group_causes(CLASS, together, ["BE A", "BE B"])
    assert {cause.code for causes in found.values() for cause in causes} == {"class_in_a_region"}
    assert rules.points(found) == 2000
    assert rules.group_causes(CLASS, together, ["BE A"]) == {}  # it cannot be otherwise
    apart = rules.group_causes(CLASS, together | {1: "BE B"}, ["BE A", "BE B"])
    assert apart == {1: [rules.Cause("alone_in_region", 1200)]}


def test_who_is_settled_counts_as_there_and_pays_nothing() -> None:
    regions = dict.fromkeys(range(1, 6), "BE A")
    found = rules.group_causes(CLASS, regions, ["BE A", "BE B"], settled={1, 2, 3})
    assert found == {pk: [rules.Cause("class_in_a_region", 1000, 5)] for pk in (4, 5)}
    assert rules.group_causes(CLASS, regions, ["BE A", "BE B"], settled=set(range(1, 6))) == {}  # nobody can change it
    assert rules.group_causes(CLASS, {1: "BE A", 2: "BE A"}, ["BE A", "BE B"], settled={1}) == {}
    apart = rules.group_causes(CLASS, {1: "BE A", 2: "BE B"}, ["BE A", "BE B"], settled={1})
    assert apart == {2: [rules.Cause("alone_in_region", 1200)]}


def test_who_is_kept_apart_pays_once_for_two() -> None:
    pair = Pair(1, 2, "wish")
    assert rules.points(rules.apart_causes([pair], {1: 7, 2: 8})) == 2500
    assert rules.points(rules.apart_causes([pair], {1: 7})) == 2500
    assert rules.apart_causes([pair], {1: 7, 2: 7}) == {}
    assert rules.apart_causes([pair], {}) == {}


def test_half_of_a_class_is_nudged_and_who_loses_least_goes_first() -> None:
    arcs = [[f"L{one}", f"P{place}", 100 * one if place == 2 else 0] for one in range(1, 6) for place in (1, 2)]
    problem = {"learner_placement": arcs}
    regions = dict.fromkeys(range(1, 6), "BE A")
    changed = rules.nudged(problem, CLASS, regions, {1: "BE A", 2: "BE B"})["learner_placement"]
    dearer = [one for one, place, cost in changed if place == "P1" and cost]
    assert dearer == ["L1", "L2"]


@given(st.dictionaries(st.integers(1, 12), st.sampled_from(["", "BE A", "BE B"]), max_size=12), st.integers(1, 3))
def test_what_groups_cost_is_counted_to_the_point(regions: dict[int, str], classes: int) -> None:
    learners = [by(pk=number, school=number % classes, study="bread") for number in range(1, 13)]
    known = {pk: region for pk, region in regions.items() if region}
    found = rules.group_causes(learners, known, ["BE A", "BE B"])
    whole = len(rules.whole_classes(learners, known))
    alone = sum(list(known.values()).count(region) == 1 for region in known.values()) if len(known) > 1 else 0
    assert rules.points(found) == 2000 * whole + 1200 * alone


def test_a_partner_that_gave_more_and_a_place_that_was_there_count() -> None:
    gave = rules.place_causes(LEARNER, replace(PLACE, balance=30))
    assert gave == [rules.Cause("partner_gives_more", 600, 10)]
    codes = {cause.code for cause in rules.place_causes(by(had=(2, 0)), PLACE)}
    assert "place_changes" in codes
    assert rules.bed_causes(by(had=(2, 1)), BED) == rules.bed_causes(LEARNER, BED)


def test_a_mentor_whom_the_learner_cannot_speak_with_and_hours_for_adults_cost_more() -> None:
    def codes(learner: Learner, **there: Any) -> set[str]:
        return {cause.code for cause in rules.place_causes(learner, replace(PLACE, **there))}

    speaks = by(languages={"en": "A2", "nl": ""})
    assert "mentor_not_understood" in codes(speaks, spoken=frozenset({"pt", "nl"}))
    assert "mentor_not_understood" not in codes(speaks, spoken=frozenset({"pt", "en"})) | codes(speaks)
    assert "mentor_not_understood" not in codes(by(languages={}), spoken=frozenset({"pt"}))
    adult, young = by(born=date(2000, 1, 1)), by(born=date(2010, 1, 1))
    assert "hours_for_adults" in codes(young, adult_hours=True) - codes(adult, adult_hours=True) - codes(young)


def test_what_a_person_ruled_out_is_a_reason_of_its_own() -> None:
    locks = Locks({1: (1, 0)}, frozenset({(1, 3, 4), (1, 0, 5)}))
    assert locks.refusals(1, 1, 4) == []
    assert locks.refusals(1, 2, 0) == ["pinned_elsewhere"]
    assert locks.refusals(1, 0, 5) == ["ruled_out"]
    assert locks.refusals(1, 3, 4) == ["pinned_elsewhere", "ruled_out"]
    assert locks.together == [(1, 3, 4)]


# -- who sleeps beside whom ----------------------------------------------------------------------------


def test_who_left_before_or_comes_after_is_nobody_in_the_room() -> None:
    others = tuple(
        (period, Guest("m", "yes", date(2008, 1, 1)))
        for period in (Period(date(2027, 2, 1), STAY.start), Period(STAY.end, date(2027, 4, 1)))
    )
    assert rules.bed_refusals(LEARNER, replace(SHARED, guests=others)) == []


BIRTHS = st.dates(date(2002, 1, 1), date(2012, 12, 31))
SLEEPERS = st.lists(st.tuples(BIRTHS, st.sampled_from("fmx")), max_size=12)


@given(SLEEPERS)
def test_whom_the_optimiser_may_put_in_one_room_may_share_it(sleepers) -> None:
    learners = [by(pk=pk, born=born, gender=gender) for pk, (born, gender) in enumerate(sleepers, 1)]
    kinds = alike(learners)
    for one in learners:
        others = [other for other in learners if kinds[other.pk] == kinds[one.pk]]
        assert may_join(*_guests(one, others))
        assert all(other.gender == one.gender for other in others)
    if sleepers and may_join(*_guests(learners[0], [replace(one, gender=learners[0].gender) for one in learners])):
        assert set(kinds.values()) <= {"f", "m", "x"}  # all of one age: nobody is kept apart for it


def _guests(one: Learner, others: list[Learner]) -> tuple[Guest, list[Guest]]:
    first, *rest = (Guest(each.gender, "yes", each.born) for each in (one, *others))
    return first, rest


def test_the_problem_keeps_ages_apart_in_a_shared_room() -> None:
    made = problem(learners=(LEARNER, by(pk=2, born=date(2000, 1, 1)), by(pk=3)), beds=(SHARED,))
    assert [each["gender"] for each in made["learners"]] == ["f1", "f", "f1"]


@given(
    st.frozensets(st.sampled_from(["vegan", "vegetarian", "halal", "kosher", "gluten", "lactose", "nuts", "no_pork"]))
)
def test_what_a_home_cooks_meets_every_need_that_it_implies(diets) -> None:
    met = cooked(diets)
    for need, homes in {
        "vegetarian": {"vegetarian", "vegan"},
        "no_pork": {"no_pork", "halal", "kosher", "vegetarian", "vegan"},
        "gluten_free": {"gluten"},
        "lactose_free": {"lactose", "vegan"},
        "nut_free": {"nuts"},
        "halal": {"halal"},
    }.items():
        refused = rules.bed_refusals(by(needs=frozenset({need})), replace(BED, diets=diets))
        assert (need in met) == bool(diets & homes) == (refused == [])


# -- preferences ---------------------------------------------------------------------------------------


def codes(causes) -> dict[str, int]:
    return {cause.code: cause.points for cause in causes}


def test_what_is_learned_counts_and_not_knowing_it_as_half() -> None:
    wants = by(outcomes=frozenset("abcde"))
    assert codes(rules.place_causes(wants, replace(PLACE, outcomes=frozenset("abcde")))) == {}
    assert codes(rules.place_causes(wants, replace(PLACE, outcomes=frozenset("abc")))) == {"outcome_missed": 300}
    assert codes(rules.place_causes(wants, replace(PLACE, outcomes=frozenset("a")))) == {"outcome_missed": 600}
    assert codes(rules.place_causes(wants, PLACE)) == {"outcomes_unknown": 300}


@given(
    st.frozensets(st.sampled_from("abcdef")),
    st.frozensets(st.sampled_from("abcdef"), min_size=1),
    st.sampled_from("abcdef"),
)
def test_more_that_is_learned_there_never_costs_more(wanted, offered, more) -> None:
    wants = by(outcomes=wanted)
    before, after = (replace(PLACE, outcomes=each) for each in (offered, offered | {more}))
    assert rules.total(rules.place_causes(wants, after)) <= rules.total(rules.place_causes(wants, before))


def test_a_home_with_a_lower_mark_and_another_rhythm_cost_something() -> None:
    quiet, social = by(household="quiet"), by(household="lively")
    lively = replace(BED, lively=True)
    assert codes(rules.bed_causes(quiet, lively)) == {"too_lively": 400}
    assert codes(rules.bed_causes(social, BED)) == {"too_quiet": 200}
    assert codes(rules.bed_causes(quiet, BED)) == codes(rules.bed_causes(social, lively)) == {}
    assert codes(rules.bed_causes(LEARNER, replace(BED, mark=3.5))) == {"home_mark_missing": 450}
    assert codes(rules.place_causes(LEARNER, replace(PLACE, mark=3.5))) == {"mark_missing": 450}


ANSWERS = st.sampled_from([True, False, None])
SMOKED = st.sampled_from(["", "no", "outside", "inside"])
ANIMALS = st.sampled_from([None, frozenset(), frozenset({"dog"}), frozenset({"bird"})])
NEEDED = st.frozensets(st.sampled_from(["wheelchair", "smoke_free", "allergy_dog", "allergy_fur"]))


@given(ANSWERS, ANSWERS, ANSWERS, SMOKED, ANIMALS, NEEDED, st.booleans(), st.sampled_from(["", "no", "fine"]))
def test_what_nobody_asked_is_neither_a_fit_nor_a_no(
    there, sleeps, smokes_there, smoked, animals, needs, smokes, pets
) -> None:
    """It is between the two: a person may decide it, as a way that is not known; and it counts only for who needs it."""
    one = by(needs=needs, smokes=smokes, pets=pets, household="lively")
    place = replace(PLACE, accessible=there)
    bed = replace(BED, accessible=sleeps, smokers_welcome=smokes_there, smoking=smoked, pets=animals)
    against = [*rules.place_refusals(one, place), *rules.bed_refusals(one, bed)]
    wheels, allergic = "wheelchair" in needs, bool({"allergy_dog", "allergy_fur"} & needs)
    asks = [
        wheels and there is None, wheels and sleeps is None, smokes and smokes_there is None and smoked in ("", "no"),
        "smoke_free" in needs and not smoked, (allergic or pets == "no") and animals is None,
    ]  # fmt: skip
    assert sum(code in rules.ASK_FIRST for code in against) == sum(asks)
    clear = {"not_accessible", "pets_and_allergy", "smoked_inside"} & set(against)
    assert ("not_accessible" in clear) == (wheels and False in (there, sleeps))
    assert ("smoked_inside" in clear) == ("smoke_free" in needs and smoked == "inside")
    assert ("pets_and_allergy" in clear) == (
        bool(animals) and allergic and (animals == {"dog"} or "allergy_fur" in needs)
    )
    assert rules.may_set_aside(against) == (not clear)
    rhythm = codes(rules.bed_causes(one, replace(bed, lively=None)))
    assert not {"too_lively", "too_quiet"} & set(rhythm)


@given(NEEDED, st.booleans(), st.sampled_from(["", "no"]))
def test_what_is_kept_of_asking_first_does_not_tell_an_allergy(needs, smokes, pets) -> None:
    """Who does not want animals or smokes leaves the same words as who cannot stand them; and it still excuses them."""
    one = by(needs=needs, smokes=smokes, pets=pets)
    unasked = replace(BED, accessible=None, smokers_welcome=None, smoking="", pets=None)
    kept = rules.as_kept(rules.bed_refusals(one, unasked))
    assert set(kept) <= {"bed_asked_first", "smoke_asked_first", "pets_asked_first"}
    aside = rules.Aside(0, unasked.home, frozenset(kept))
    assert not rules.left_after(rules.bed_refusals(one, unasked), aside, 0, unasked.home)


def test_only_what_is_known_goes_to_the_optimiser() -> None:
    wheels = by(needs=frozenset({"wheelchair"}))

    def arcs(accessible: bool | None, learner: Learner = wheels) -> tuple[Any, Any]:
        made = [replace(PLACE, accessible=accessible)], [replace(BED, accessible=accessible)]
        found = rules.as_problem([learner], *made, lambda _place, _bed: NEAR)
        return found["learner_placement"], found["learner_host"]

    assert all(arcs(True))
    assert arcs(None) == arcs(False) == ([], [])
    assert arcs(None, LEARNER) == arcs(True, LEARNER) == arcs(False, LEARNER)


def test_the_place_that_a_learner_found_goes_before_all_others() -> None:
    finder = by(found=1, found_in="PT", goes_there=True, mature=True, choices=("ES", "FR"))
    own = replace(PLACE, found_by=1, country="PT")
    assert rules.place_refusals(finder, own) == []
    assert rules.bed_refusals(finder, replace(BED, country="PT")) == []
    assert codes(rules.place_causes(finder, own)) == {"found_by_learner": 0}
    assert codes(rules.place_causes(finder, replace(PLACE, pk=2))) == {"own_place_left": 15000}
    held_back = replace(finder, goes_there=False)
    assert codes(rules.place_causes(held_back, replace(PLACE, pk=2))) == {}


def test_who_belongs_with_somebody_settled_is_drawn_to_that_home() -> None:
    drawn = by(beside=(1,))
    assert rules.bed_causes(drawn, BED) == []
    assert codes(rules.bed_causes(drawn, replace(BED, home=2))) == {"pair_apart": 2500}
    made = problem(learners=(drawn,), beds=(BED, replace(BED, key="2.2", home=2)))
    assert made["learners"][0]["unassigned_cost"] == 30000 + 2500
    assert [arc[2] for arc in made["learner_host"]] == [0, 2500]
