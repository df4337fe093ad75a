"""A family in the networks of two keepers: its beds are given away once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.hosting import actions
from erasdu.journey.hosting.models import Home, HomePeriod, Room
from erasdu.journey.hosting.queries import free_beds, live, taken_by
from erasdu.journey.hosting.queries.capacity import kept_beside, rooms_beside
from erasdu.journey.matching import actions as matching
from erasdu.journey.matching.queries import world
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused, no
from tests.conftest import AT
from tests.factories.hosting import HomeFactory, RoomFactory, StayFactory
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db
FIRST = date(2027, 1, 10)
NIGHTS = Period(FIRST, date(2027, 1, 23))
STAY = {"first": date(2027, 1, 11), "last": date(2027, 1, 23)}
CLAES = {"given_name": "Lieve", "family_name": "Claes", "email": "lieve@claes.example"}


def one_house(*beds: tuple[int, ...], **columns: Any) -> list[list[Room]]:
    """The rooms of one family, as each of several networks holds them; its address is written in two ways."""
    found = []
    for number, rooms in enumerate(beds):
        email = "lieve@claes.example" if number % 2 else "Lieve@Claes.example"
        home = HomeFactory(contact__email=email, street=columns.get("street", f"Dorp {number}"), **columns)
        if not home.periods.exists():
            HomePeriod.objects.create(home=home, starts_on=FIRST, ends_on=date(2027, 1, 24))
        found.append([RoomFactory(home=home, beds=each) for each in rooms])
    return found


def book(room: Room, first: date = STAY["first"], last: date = STAY["last"]) -> str:
    try:
        actions.book_bed(room, StayFactory(), first=first, last=last, by=SYSTEM, at=AT)
    except Refused as refused:
        return refused.verdict.code
    return ""


def test_a_night_given_away_in_one_network_is_not_free_in_the_other() -> None:
    (here,), (there,) = one_house((1,), (1,))
    assert book(here) == ""
    assert book(there) == "bed_taken_in_night"
    assert free_beds([there.home_id], NIGHTS)[there.home_id][1:13] == (0,) * 12


def test_a_house_apart_keeps_its_beds() -> None:
    (here,), (there,) = one_house((1,), (1,), kind="hotel")
    assert rooms_beside([here.pk, there.pk]) == {}, "one desk answers for two hotels"
    other = RoomFactory(home__keeper=here.home.keeper, home__contact__email=here.home.contact.email)
    assert other.pk not in rooms_beside([other.pk]), "a school that leaves its own address for all its families"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    beds=st.lists(st.lists(st.integers(1, 2), min_size=1, max_size=2).map(tuple), min_size=2, max_size=3),
    asked=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 10), st.integers(1, 4)), min_size=2, max_size=7),
)
def test_no_night_has_more_guests_than_beds(beds: Any, asked: Any) -> None:
    live().delete()
    Home.objects.update(withdrawn_at=AT)
    rooms = [room for network in one_house(*beds) for room in network]
    for which, start, nights in asked:
        first = FIRST + timedelta(days=start)
        book(rooms[which % len(rooms)], first, first + timedelta(days=nights))
    for day in (FIRST + timedelta(days=number) for number in range(NIGHTS.days)):
        assert live().filter(starts_on__lte=day, ends_on__gt=day).count() <= max(map(sum, beds))


def test_who_has_the_bed_is_named_to_the_coordinator_alone() -> None:
    (here,), (there,) = one_house((1,), (1,))
    stay = StayFactory()
    actions.book_bed(here, stay, **STAY, by=SYSTEM, at=AT)
    verdict = no("bed_taken_in_night", day="2027-01-11")
    office, school = actor_of(RoleFactory(coordinator=True)), actor_of(RoleFactory(organisation=there.home.keeper))
    assert dict(taken_by(verdict, office, there).params)["who"] == str(stay.person)
    assert str(stay.person) not in str(dict(taken_by(verdict, school, there).params)["who"])


def test_who_adds_it_reads_that_it_is_known_and_the_coordinator_where(client: Client) -> None:
    ((here,),) = one_house((1,))
    school = SchoolFactory()
    by = RoleFactory(organisation=school)
    values = {"kind": "family", "name": "Familie Claes"}
    made = actions.add_home(school, values=values, contact=CLAES, by=actor_of(by), at=AT)
    assert kept_beside([made.pk, here.home_id]) == {made.pk, here.home_id}
    client.force_login(by.person.account)
    page = client.get(reverse("hosting:home", args=[made.key])).content.decode()
    assert "in een ander netwerk van het consortium" in page
    assert here.home.keeper.name not in page
    client.force_login(RoleFactory(coordinator=True).person.account)
    assert here.home.keeper.name in client.get(reverse("hosting:home", args=[made.key])).content.decode()


def test_the_board_proposes_it_through_one_network_and_first_through_that_where_somebody_has_a_room() -> None:
    scene = Scene()
    board = matching.board_of(scene.call, "incoming")
    home = HomeFactory(contact__email=scene.home.contact.email, town=scene.home.town)
    there = RoomFactory(home=home)
    assert {bed.home for bed in world(board).beds} == {scene.home.pk}
    matching.place(
        board,
        scene.stays[0],
        placement=scene.placement,
        room=there,
        revision=board.revision,
        by=scene.coordinator,
        at=AT,
    )
    assert {bed.home for bed in world(board).beds} == {home.pk}
