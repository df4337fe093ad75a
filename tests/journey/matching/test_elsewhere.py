"""Destinations with days of their own, two in one country, and what a confirmed match makes of the days of a stay."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from erasdu.ground.jobs.models import Job
from erasdu.ground.places.models import Name, Town
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import HomePeriod
from erasdu.journey.hosting.queries import live
from erasdu.journey.hosting.rules import HomeFacts
from erasdu.journey.matching import actions, queries, rules
from erasdu.journey.matching.models import Answer, Board, Match
from erasdu.journey.matching.queries.added import NEW, added
from erasdu.journey.matching.queries.standing import built, standing
from erasdu.journey.matching.rules import Bed, Learner, Place, Way
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Destinations
from erasdu.journey.mobilities.queries.destinations import Spot
from erasdu.kernel.assign.explain import gain
from erasdu.kernel.assign.solve import solve
from erasdu.kernel.assign.wishes import Choice
from erasdu.kernel.periods import Period
from tests.conftest import AT
from tests.factories.calls import DestinationFactory
from tests.factories.hosting import CompanyFactory, HomeFactory, PlacementFactory, RoomFactory, StayFactory
from tests.factories.organisations import PartnerFactory, RoleFactory
from tests.journey.matching.scene import Scene
from tests.journey.matching.test_taken_back import Abroad, chosen_first

FIRST = date(2027, 3, 1)
SPAIN, PORTUGAL = Period(FIRST, date(2027, 3, 14)), Period(date(2027, 3, 10), date(2027, 3, 24))


# -- the problem -------------------------------------------------------------------------------------


def place(pk: int, country: str, days: Period, units: int = 1) -> Place:
    return Place(pk, pk, 1, country, "baker", "food", ((days, units),), days=days)


def bed(pk: int, country: str, days: Period) -> Bed:
    return Bed(f"{pk}.{pk}", pk, 1, country, 1, False, (days,), rooms=(pk,), days=days)


def learner(pk: int, stay: Period, *, days_open: bool) -> Learner:
    return Learner(pk, stay, born=date(2008, 1, 1), occupation="baker", choices=("ES", "PT"), days_open=days_open)


def solved(learners, places, beds) -> dict[int, tuple[int, str]]:
    made = rules.as_problem(learners, places, beds, lambda place, bed: Way(10))
    found = solve(built(made))
    return {int(each.learner[1:]): (int(each.placement[1:]), each.host[1:]) for each in found.assignments}


@pytest.mark.requirement("R14")
def test_who_goes_to_the_second_country_is_there_on_its_own_days() -> None:
    """Each country has one place and one bed, open on its own days only: both learners have something."""
    both = [learner(pk, SPAIN, days_open=True) for pk in (1, 2)]
    hosts = [place(1, "ES", SPAIN), place(2, "PT", PORTUGAL)], [bed(1, "ES", SPAIN), bed(2, "PT", PORTUGAL)]
    assert sorted(solved(both, *hosts).values()) == [(1, "1.1"), (2, "2.2")]
    planned = [learner(pk, SPAIN, days_open=False) for pk in (1, 2)]  # by a person: in Portugal nothing is open then
    assert sorted(solved(planned, *hosts).values()) == [(1, "1.1")]
    assert rules.place_refusals(planned[0], hosts[0][1]) == ["not_open_then"]
    assert rules.bed_refusals(planned[0], hosts[1][1]) == ["not_free_then"]


SPANS = st.tuples(st.integers(0, 20), st.integers(3, 10)).map(
    lambda pair: Period(FIRST + timedelta(days=pair[0]), FIRST + timedelta(days=sum(pair)))
)


@settings(max_examples=30)
@given(SPANS, SPANS, st.lists(st.tuples(SPANS, st.booleans()), min_size=1, max_size=5), st.integers(1, 2))
def test_on_no_day_more_are_somewhere_than_fit(spain, portugal, stays, units) -> None:
    learners = [learner(pk, stay, days_open=days_open) for pk, (stay, days_open) in enumerate(stays, 1)]
    whole = Period(FIRST, FIRST + timedelta(days=60))
    places = [
        Place(pk, pk, 1, land, "baker", "food", ((whole, units),), days=days)
        for pk, land, days in ((1, "ES", spain), (2, "PT", portugal))
    ]
    beds = [
        Bed(f"{pk}.{pk}", pk, 1, land, 2, False, (whole,), rooms=(pk, 9), days=days)
        for pk, land, days in ((1, "ES", spain), (2, "PT", portugal))
    ]
    found = solved(learners, places, beds)
    known = {one.pk: one for one in learners}
    for at in places:
        there = [known[pk].staying(at).stay for pk, (where, _) in found.items() if where == at.pk]
        days = {stay.start for stay in there}
        assert all(sum(stay.contains(day) for stay in there) <= units for day in days)
    if len(learners) == 1:
        assert found


# -- the nearest destination --------------------------------------------------------------------------


def spot(pk: int, north: float | None, days: Period = SPAIN) -> Spot:
    row = Destination(pk=pk, country="ES", place=str(pk), starts_on=days.start, ends_on=days.end)
    return Spot(row, None if north is None else (north, 0.0))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("spots", "at", "days", "now", "found"),
    [
        ([spot(1, 40.0), spot(2, 37.0)], 37.2, None, 1, 2),  # the nearest, whatever it is now
        ([spot(1, 40.0), spot(2, 37.0)], 37.2, PORTUGAL, 1, 2),
        ([spot(1, 37.0), spot(2, 37.3, PORTUGAL)], 37.1, PORTUGAL, 1, 2),  # both are near: the one with these days
        ([spot(1, 37.3), spot(2, 37.0)], 37.1, SPAIN, 1, 2),
        ([spot(1, None), spot(2, None)], 37.1, None, 2, 2),  # nobody knows where they lie: as it is now
        ([spot(1, None), spot(2, None)], 37.1, None, None, 1),
        ([spot(1, None), spot(2, None, PORTUGAL)], None, PORTUGAL, 1, 2),
        ([], 37.1, None, 1, None),
    ],
)
def test_a_place_belongs_to_the_destination_that_is_near_and_has_its_days(spots, at, days, now, found) -> None:
    there = Destinations({"ES": spots} if spots else {})
    chosen = there.nearest("ES", None if at is None else (at, 0.0), days=days, now=now)  # type: ignore[arg-type]
    assert (chosen.pk if chosen else None) == found


# -- on a board ---------------------------------------------------------------------------------------


@pytest.fixture
def abroad(db) -> Abroad:
    """Spain in the first half of January, Portugal in the second, and a learner for whom nobody planned days."""
    made = Abroad()
    Call.objects.filter(pk=made.call.pk).update(stay_from=date(2027, 1, 3), stay_until=date(2027, 2, 10), max_days=20)
    for row, first, last in ((made.spain, 3, 16), (made.portugal, 17, 30)):
        Destination.objects.filter(pk=row.pk).update(starts_on=date(2027, 1, first), ends_on=date(2027, 1, last))
    for row in (made.call, made.spain, made.portugal, made.stay, made.board):
        row.refresh_from_db()
    made.stay = Mobility.objects.get(pk=made.stay.pk)
    made.board = Board.objects.get(pk=made.board.pk)
    return made


JANUARY = Period(date(2027, 1, 17), date(2027, 1, 30))


@pytest.mark.requirement("R14")
def test_a_place_in_the_second_country_is_booked_on_the_days_there(abroad) -> None:
    chosen_first(abroad)
    match = abroad.confirmed("PT")
    assert {(row.starts_on, row.ends_on) for row in live()} == {(JANUARY.start, JANUARY.end)}
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.planned_from) == (abroad.portugal, JANUARY.start)
    abroad.end(match)
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.planned_from) == (abroad.spain, None)


def test_a_proposal_and_the_page_say_which_days_it_would_be(abroad) -> None:
    spain = abroad.hosts["ES"][0]
    actions.forbid(abroad.board, abroad.stay, placement=spain, home=None, revision=0, by=abroad.by, at=AT)
    actions.start(abroad.board, by=abroad.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    abroad.board.refresh_from_db()
    proposal = queries.latest(abroad.board)
    assert proposal is not None
    given = {"revision": abroad.board.revision, "by": abroad.by, "at": AT}
    assert actions.adopt(abroad.board, proposal, None, **given) == []
    match = Match.objects.get(ended_at=None)
    assert (match.placement, match.starts_on) == (abroad.hosts["PT"][0], JANUARY.start)
    (row,) = queries.board_rows(abroad.board)
    assert row.other_days == JANUARY
    found = queries.world(abroad.board)
    days = {each.placement: each.days for each in queries.moves(found, abroad.stay, abroad.by).places}
    assert days == {spain.pk: None, match.placement_id: JANUARY}
    assert queries.differing(abroad.board) == [abroad.spain, abroad.portugal]


def test_days_that_somebody_planned_stay(abroad) -> None:
    Mobility.objects.filter(pk=abroad.stay.pk).update(planned_from=date(2027, 1, 4), planned_until=date(2027, 1, 15))
    abroad.stay.refresh_from_db()
    match = abroad.confirmed("PT")
    assert (match.starts_on, match.ends_on) == (date(2027, 1, 4), date(2027, 1, 15))


def test_of_two_destinations_in_one_country_it_is_the_nearest_and_a_place_elsewhere_brings_it_back(abroad) -> None:
    second = DestinationFactory(
        call=abroad.call, country="ES", place="Vigo", starts_on=JANUARY.start, ends_on=JANUARY.end, position=5
    )
    for number, (name, north) in enumerate((("Sevilla", 37.4), ("Vigo", 42.2)), 50):
        town = Town.objects.create(id=number, name=name, country="ES", latitude=north, longitude=-6, population=9)
        Name.objects.create(town=town, folded=name.casefold(), country="ES", own=True)
    keeper = PartnerFactory(country="ES")
    vigo = Town.objects.get(id=51)
    company = CompanyFactory(keeper=keeper, town=vigo)
    home = HomeFactory(keeper=keeper, town=vigo)
    abroad.hosts["VIGO"] = PlacementFactory(company=company, occupation="baker"), RoomFactory(home=home)
    chosen_first(abroad)
    match = abroad.confirmed("VIGO")
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.planned_from) == (second, JANUARY.start)
    abroad.end(match)
    abroad.stay.refresh_from_db()
    assert (abroad.stay.destination, abroad.stay.planned_from) == (abroad.spain, None)


# -- what a match set is taken back, and what it could not set is said ---------------------------------


def test_a_school_that_received_by_the_match_does_not_once_it_ends(db) -> None:
    scene = Scene(1)
    scene.board = actions.board_of(scene.call, "incoming")
    Mobility.objects.update(receiving=None)
    scene.stays = list(Mobility.objects.all())
    match = scene.place(by=scene.coordinator)
    actions.ask(scene.board, match, by=scene.coordinator, at=AT)
    scene.all_say_yes(match)
    match.refresh_from_db()
    actions.confirm(scene.board, match, by=scene.coordinator, at=AT)
    assert Mobility.objects.get().receiving == scene.school
    scene.board.refresh_from_db()
    match.refresh_from_db()
    given = {"revision": scene.board.revision, "by": scene.coordinator, "at": AT}
    actions.end(scene.board, match, code="other", **given)
    stay = Mobility.objects.get()
    assert stay.receiving is None
    assert not stay.parties.filter(role="receiving", until=None).exists()


@pytest.mark.parametrize("several", [False, True])
def test_who_confirms_reads_that_the_days_must_be_planned_first(abroad, client_as, several: bool) -> None:
    placement, room = abroad.hosts["ES"]
    given = {"placement": placement, "room": room, "revision": 0, "by": abroad.by, "at": AT}
    match = actions.place(abroad.board, abroad.stay, **given)
    actions.ask(abroad.board, match, by=abroad.by, at=AT)
    for row in Answer.objects.filter(match=match, what=""):
        actions.answer(row, yes=True, by=abroad.by, at=AT)
    Call.objects.update(max_days=10)
    match.refresh_from_db()
    abroad.board.refresh_from_db()
    client = client_as(RoleFactory(coordinator=True))
    if several:
        address = reverse("matching:several", args=[abroad.board.key])
        shown = client.post(address, {"act": "confirm", "revision": abroad.board.revision}, follow=True)
    else:
        address = reverse("matching:confirm", args=[abroad.board.key, abroad.stay.key])
        shown = client.post(address, {"match": match.key, "match_seen": match.revision}, follow=True)
    match.refresh_from_db()
    abroad.stay.refresh_from_db()
    assert (match.state, abroad.stay.planned_from) == ("asked", None)
    assert "Plan eerst de dagen van dit verblijf" in shown.content.decode()
    if several:
        assert str(abroad.stay.person) in [str(each) for each in shown.context["messages"]][-1]


# -- two destinations of one country, with a bed between them -------------------------------------------

BOTH = (SPAIN, PORTUGAL)  # the days of two destinations in one country


def between(pk: int, near: Period, *nights: Period, **known) -> Bed:
    return replace(bed(pk, "ES", near), nights=tuple(sorted(nights)), spans=BOTH, **known)


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("days", BOTH)
def test_a_bed_near_the_other_destination_is_for_the_days_of_the_place(days: Period) -> None:
    """Of both destinations a place; the only bed is near the other one, and open on the days of the place alone."""
    other = next(each for each in BOTH if each != days)
    one = replace(learner(1, SPAIN, days_open=True), choices=("ES",))
    places = [place(1, "ES", days), place(2, "ES", other)]
    assert solved([one], places, [between(1, other, days)]) == {1: (1, "1.1")}
    assert solved([one], places, [between(1, other, days)] * 0) == {}
    assert rules.bed_refusals(one.on(days), between(1, other, days)) == []
    assert rules.bed_refusals(one.on(other), between(1, other, days)) == ["not_free_then"]
    planned = replace(one, stay=days, days_open=False)
    assert solved([planned], places[:1], [between(1, other, days)]) == {1: (1, "1.1")}


HOMES = st.lists(
    st.tuples(st.sampled_from(BOTH), st.sets(st.sampled_from(BOTH), min_size=1), st.booleans()), min_size=1, max_size=3
)
BORN = date(2009, 3, 5)  # a minor on the first day in the one destination, eighteen in the other
ENDS = HomeFacts(
    "hostel", False, False, 1, date(2026, 10, 2), None, date(2027, 3, 2)
)  # for minors until the second day


@settings(max_examples=40)
@given(st.lists(st.booleans(), min_size=1, max_size=3), st.lists(st.sampled_from(BOTH), min_size=1, max_size=3), HOMES)
def test_whoever_is_placed_may_be_there_on_the_days_of_their_place(opens, where, homes) -> None:
    people = [
        replace(learner(pk, SPAIN, days_open=days_open), choices=("ES",), born=BORN)
        for pk, days_open in enumerate(opens, 1)
    ]
    places = [replace(place(pk, "ES", SPAIN), days=days, periods=((days, 1),)) for pk, days in enumerate(where, 1)]
    beds = [
        between(pk, near, *nights, checks=ENDS if ends else None) for pk, (near, nights, ends) in enumerate(homes, 1)
    ]
    made = rules.as_problem(people, places, beds, lambda place, bed: Way(10))
    shared = rules.between(places, beds, lambda place, bed: Way(10))
    problem = built(made)
    known = {one.pk: one for one in people}
    at, sleeps = {each.pk: each for each in places}, {each.key: each for each in beds}
    no = [
        Choice(f"L{one.pk}", f"P{to.pk}", f"H{key}")
        for one in people
        for to in places
        for key, room in sleeps.items()
        if key in shared and one.days_open and to.days not in {each.stay for each in rules.sleeping(one, room, shared)}
    ]
    ids = {each.id for each in (*problem.learners, *problem.placements, *problem.hosts)}
    found = solve(problem, forbidden=[each for each in no if set(each) <= ids])
    there: dict[str, list[Period]] = {}
    for each in found.assignments:
        one, to, room = known[int(each.learner[1:])], at[int(each.placement[1:])], sleeps[each.host[1:]]
        assert fits(one, to, room)
        there.setdefault(room.key, []).append(one.staying(to).stay)
    for stays in there.values():
        assert not any(a.overlaps(b) for number, a in enumerate(stays) for b in stays[:number])
    if any(fits(one, to, room) for one in people for to in places for room in beds):
        assert found.assignments


def fits(one: Learner, to: Place, room: Bed) -> bool:
    return not rules.place_refusals(one, to) and not rules.bed_refusals(one.on(to.days), room)


def test_on_the_board_a_bed_of_the_other_destination_is_proposed_told_booked_and_confirmed(abroad) -> None:
    """Coria is between Sevilla and Huelva, nearer to Huelva; its home is open on the days of Sevilla alone."""
    Destination.objects.filter(pk=abroad.spain.pk).update(place="Sevilla")
    DestinationFactory(
        call=abroad.call, country="ES", place="Huelva", starts_on=JANUARY.start, ends_on=JANUARY.end, position=5
    )
    keeper = PartnerFactory(country="ES")
    towns = {}
    for number, (name, east) in enumerate((("Sevilla", -6.0), ("Huelva", -6.08), ("Coria", -6.06)), 50):
        towns[name] = Town.objects.create(
            id=number, name=name, country="ES", latitude=37.4, longitude=east, population=9
        )
        Name.objects.create(town=towns[name], folded=name.casefold(), country="ES", own=True)
    HomePeriod.objects.all().delete()
    there = PlacementFactory(company=CompanyFactory(keeper=keeper, town=towns["Sevilla"]), occupation="baker")
    home = HomeFactory(keeper=keeper, town=towns["Coria"], nights=0)
    HomePeriod.objects.create(home=home, starts_on=date(2027, 1, 3), ends_on=date(2027, 1, 16))
    abroad.hosts["BETWEEN"] = there, RoomFactory(home=home)
    found = queries.world(abroad.board)
    one, room = found.learner[abroad.stay.pk], found.beds_of(home.pk)[0]
    assert queries.why_not(found, one, place=found.place[there.pk], bed=room) == []
    best = queries.suggestions(found, one)
    assert (best[0].why.place.pk, best[0].room) == (there.pk, abroad.hosts["BETWEEN"][1].pk)
    actions.start(abroad.board, by=abroad.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    abroad.board.refresh_from_db()
    proposal = queries.latest(abroad.board)
    assert proposal is not None
    assert [(row.placement, row.room) for row in proposal.lines.all()] == [abroad.hosts["BETWEEN"]]
    chosen_first(abroad)
    match = abroad.confirmed("BETWEEN")
    abroad.stay.refresh_from_db()
    assert (match.starts_on, match.ends_on) == (date(2027, 1, 3), date(2027, 1, 16))
    assert {(row.starts_on, row.ends_on) for row in live()} == {(match.starts_on, match.ends_on)}
    assert abroad.stay.destination == abroad.spain


# -- moved to a place with other days, with the bed that one has -----------------------------------------


@pytest.mark.requirement("R14")
def test_a_move_to_other_days_is_offered_only_when_the_same_bed_is_free_then(abroad, client_as) -> None:
    """A bed near two destinations of one country: somebody else has it on the days of the second."""
    days = {"starts_on": JANUARY.start, "ends_on": JANUARY.end}
    DestinationFactory(call=abroad.call, country="ES", place="Huelva", position=5, **days)
    keeper, towns = PartnerFactory(country="ES"), {}
    for number, (name, east) in enumerate((("Sevilla", -6.0), ("Huelva", -6.02)), 50):
        towns[name] = Town.objects.create(
            id=number, name=name, country="ES", latitude=37.4, longitude=east, population=9
        )
        Name.objects.create(town=towns[name], folded=name.casefold(), country="ES", own=True)
    companies = [CompanyFactory(keeper=keeper, town=town) for town in towns.values()]
    first, second = (PlacementFactory(company=company, occupation="baker") for company in companies)
    room = RoomFactory(home=HomeFactory(keeper=keeper, town=towns["Sevilla"]))
    other = StayFactory(call=abroad.call, destination=abroad.spain)
    booked = hosting.book_bed(room, other, first=JANUARY.start, last=JANUARY.end, by=abroad.by, at=AT)
    chosen_first(abroad)
    actions.place(abroad.board, abroad.stay, placement=first, room=room, revision=0, by=abroad.by, at=AT)
    page = reverse("matching:move", args=[abroad.board.key, abroad.stay.key])
    client = client_as(RoleFactory(coordinator=True))

    def target():
        return next(each for each in client.get(page).context["moves"].places if each.placement == second.pk)

    shut = target()
    assert (shut.open, shut.refusals, shut.alone, shut.days) == (False, ("bed_taken_then",), True, JANUARY)
    hosting.release(booked, by=abroad.by, at=AT)
    assert (target().open, target().alone) == (True, False)
    found = queries.world(abroad.board)  # what one has oneself does not stand in the way
    best = queries.suggestions(found, found.learner[abroad.stay.pk])
    assert (second.pk, room.pk) in {(each.why.place.pk, each.room) for each in best}
    abroad.board.refresh_from_db()
    client.post(
        reverse("matching:place", args=[abroad.board.key, abroad.stay.key]),
        {"placement": second.pk, "room": room.pk, "revision": abroad.board.revision, "to": "move"},
    )
    match = Match.objects.get(ended_at=None)
    assert (match.placement, match.room, match.starts_on) == (second, room, JANUARY.start)


# -- what would help, with a bed or a place of the other destination --------------------------------------


def _two_in_spain(abroad: Abroad) -> dict[str, Town]:
    """Sevilla in the first half of January and Huelva in the second, a quarter of an hour apart."""
    Destination.objects.filter(pk=abroad.spain.pk).update(place="Sevilla")
    days = {"starts_on": JANUARY.start, "ends_on": JANUARY.end}
    DestinationFactory(call=abroad.call, country="ES", place="Huelva", position=5, **days)
    towns = {}
    for number, (name, east) in enumerate((("Sevilla", -6.0), ("Huelva", -6.02)), 50):
        towns[name] = Town.objects.create(
            id=number, name=name, country="ES", latitude=37.4, longitude=east, population=9
        )
        Name.objects.create(town=towns[name], folded=name.casefold(), country="ES", own=True)
    for placement, room in abroad.hosts.values():
        hosting.withdraw_company(placement.company, reason="moved", by=abroad.by, at=AT)
        hosting.withdraw_home(room.home, reason="moved", by=abroad.by, at=AT)
    chosen_first(abroad)
    return towns


def _would_help(abroad: Abroad) -> set[tuple[str, int, int]]:
    found = queries.radar(standing(queries.world(abroad.board)), lambda _done: True)["found"]
    return {(each["kind"], each.get("town", 0), each["more"]) for each in found}


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("open_then", [True, False])
def test_a_company_that_is_made_up_goes_with_a_bed_of_the_other_destination(abroad, open_then: bool) -> None:
    """The only bed lies in Huelva and is open on the days of Sevilla alone, or also on none."""
    towns, keeper = _two_in_spain(abroad), PartnerFactory(country="ES")
    home = HomeFactory(keeper=keeper, town=towns["Huelva"], nights=0)
    RoomFactory(home=home)
    first = 3 if open_then else 8
    HomePeriod.objects.create(home=home, starts_on=date(2027, 1, first), ends_on=date(2027, 1, 16))
    PlacementFactory(company=CompanyFactory(keeper=keeper, town=towns["Sevilla"]), occupation="cook")
    found = _would_help(abroad)
    assert (("new_place", towns["Sevilla"].pk, 1) in found) == open_then
    assert ("new_place", towns["Huelva"].pk, 1) not in found


@pytest.mark.requirement("R14")
def test_a_family_that_is_made_up_goes_with_a_place_of_the_other_destination(abroad) -> None:
    """The place is in Sevilla; a family in either town would do, as long as one may sleep there on those days."""
    towns, keeper = _two_in_spain(abroad), PartnerFactory(country="ES")
    PlacementFactory(company=CompanyFactory(keeper=keeper, town=towns["Sevilla"]), occupation="baker")
    HomePeriod.objects.all().delete()
    RoomFactory(home=HomeFactory(keeper=keeper, town=towns["Huelva"]))
    now = standing(queries.world(abroad.board))
    assert now.solution.assignments  # the bed in Huelva goes with it already
    HomePeriod.objects.all().delete()
    now = standing(queries.world(abroad.board))
    assert not now.solution.assignments
    spain, huelva = Period(date(2027, 1, 3), date(2027, 1, 16)), JANUARY
    whole = Period(spain.start, huelva.end)
    made_up = Bed(
        f"{NEW}.{NEW}", NEW, 0, "ES", 1, False, (whole,), at=towns["Huelva"].position, days=huelva,
        smokers_welcome=True, spans=(spain, huelva),
    )  # fmt: skip
    for bed, more in ((made_up, 1), (replace(made_up, nights=(huelva,)), 0), (replace(made_up, spans=(huelva,)), 0)):
        then = added(now, None, bed)
        known = {each.id for each in then.problem.hosts}
        name = f"H{NEW}.{NEW}"
        gained = gain(then.problem, then.solution, "host", name, forbidden=then.forbidden) if name in known else None
        assert (gained.more_assigned if gained else 0) == more
