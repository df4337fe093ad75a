"""Two people at the same moment: the last place and the last bed are taken once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.hosting import actions
from erasdu.journey.hosting.models import Booking
from erasdu.journey.hosting.queries import live
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import Refused
from tests.concurrency import shared_database, together
from tests.conftest import AT
from tests.factories.hosting import PlacementFactory, RoomFactory, StayFactory
from tests.factories.organisations import RoleFactory

__all__ = ["shared_database"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database"), pytest.mark.slow]
STAY = {"first": date(2027, 1, 11), "last": date(2027, 1, 23)}


def office() -> Actor:
    return actor_of(RoleFactory(coordinator=True))


def tried(work: Callable[[], Any]) -> Callable[[], str]:
    """What came of it: "" or the code of the refusal."""

    def run() -> str:
        try:
            work()
        except Refused as refused:
            return refused.verdict.code
        return ""

    return run


def test_the_last_place_is_taken_once() -> None:
    placement, stays = PlacementFactory(), [StayFactory() for _ in range(3)]
    came = together(
        *(tried(lambda stay=stay: actions.book_place(placement, stay, **STAY, by=SYSTEM, at=AT)) for stay in stays)
    )
    assert sorted(came) == ["", "place_taken_on_day", "place_taken_on_day"]
    assert live().count() == 1


def test_the_last_bed_is_taken_once() -> None:
    room, stays = RoomFactory(), [StayFactory() for _ in range(3)]
    came = together(
        *(tried(lambda stay=stay: actions.book_bed(room, stay, **STAY, by=SYSTEM, at=AT)) for stay in stays)
    )
    assert sorted(came) == ["", "bed_taken_in_night", "bed_taken_in_night"]


def test_one_learner_is_not_booked_in_two_places_at_once() -> None:
    stay, placements = StayFactory(), [PlacementFactory(), PlacementFactory()]
    came = together(
        *(tried(lambda each=each: actions.book_place(each, stay, **STAY, by=SYSTEM, at=AT)) for each in placements)
    )
    assert sorted(came) == ["", "booked_twice"]


def test_a_company_that_withdraws_while_somebody_books_keeps_no_booking() -> None:
    placement, stay = PlacementFactory(), StayFactory()
    by_office = office()
    came = together(
        tried(lambda: actions.book_place(placement, stay, **STAY, by=SYSTEM, at=AT)),
        tried(lambda: actions.withdraw_company(placement.company, reason="Sluit", by=by_office, at=AT)),
    )
    assert came[1] == ""
    assert came[0] in ("", "company_withdrawn", "placement_not_offered")
    assert not live().exists()
    assert Booking.objects.count() == (came[0] == "")


def test_a_family_that_withdraws_while_somebody_books_keeps_no_guest() -> None:
    room, stay, by_office = RoomFactory(), StayFactory(), office()
    came = together(
        tried(lambda: actions.book_bed(room, stay, **STAY, by=SYSTEM, at=AT)),
        tried(lambda: actions.withdraw_home(room.home, reason="Verhuist", by=by_office, at=AT)),
    )
    assert came[1] == ""
    assert came[0] in ("", "home_withdrawn")
    assert not live().exists()
