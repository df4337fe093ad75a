"""Gender, nationality, and what a bed must meet: who fills in, who reads, and when it goes."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.mobilities import actions, queries
from erasdu.journey.mobilities.models import Mobility, Needs
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from erasdu.office.retention.queries import needs_due
from tests.conftest import AT
from tests.factories.hosting import StayFactory
from tests.factories.organisations import RoleFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def stay(db) -> Mobility:
    return StayFactory(planned_from=date(2027, 1, 10), planned_until=date(2027, 1, 24))


def own(stay: Mobility) -> Actor:
    return Actor(stay.person_id, "learner")


def test_needs_are_kept_closed_and_opened_as_codes(stay) -> None:
    actions.tell_needs(stay, ["halal", "allergy_dog", "made_up"], by=own(stay), at=AT)
    assert b"halal" not in bytes(Needs.objects.get().closed)
    assert queries.needs_of([stay.pk]) == {stay.pk: frozenset({"halal", "allergy_dog"})}


def test_needs_of_one_stay_do_not_open_for_another(stay) -> None:
    actions.tell_needs(stay, ["halal"], by=own(stay), at=AT)
    other = StayFactory()
    Needs.objects.update(mobility=other)
    with pytest.raises(Exception, match="changed or moved"):
        queries.needs_of([other.pk])


def test_nobody_else_tells_or_takes_back(stay) -> None:
    coordinator = actor_of(RoleFactory(coordinator=True))
    for act in (
        lambda by: actions.tell_needs(stay, [], by=by, at=AT),
        lambda by: actions.take_needs_back(stay, by=by, at=AT),
    ):
        with pytest.raises(Refused, match="needs_not_yours"):
            act(coordinator)
    actions.tell_needs(stay, [], by=own(stay), at=AT)
    actions.take_needs_back(stay, by=own(stay), at=AT)
    assert not Needs.objects.exists()


def test_they_go_a_month_after_the_return(stay) -> None:
    actions.tell_needs(stay, ["vegan"], by=own(stay), at=AT)
    back = date(2027, 1, 24)
    assert not needs_due(back + timedelta(days=29)).exists()
    assert needs_due(back + timedelta(days=30)).exists()


def test_two_who_fill_in_at_once(stay) -> None:
    actions.describe(stay, gender="f", nationality="BE", revision=0, by=own(stay), at=AT)
    with pytest.raises(Stale):
        actions.describe(
            stay, gender="m", nationality="MA", revision=0, by=actor_of(RoleFactory(coordinator=True)), at=AT
        )


def test_the_page_for_staff_says_nothing_of_needs(client_as, stay) -> None:
    actions.tell_needs(stay, ["halal"], by=own(stay), at=AT)
    client = client_as(RoleFactory(coordinator=True))
    page = client.get(reverse("mobilities:about", args=[stay.key]))
    assert page.context["needs_form"] is None
    assert b"halal" not in page.content
    client.post(reverse("mobilities:describe", args=[stay.key]), {"gender": "x", "nationality": "MA", "revision": 0})
    stay.traveller.refresh_from_db()
    assert (stay.traveller.gender, stay.traveller.nationality) == ("x", "MA")
    again = client.post(reverse("mobilities:describe", args=[stay.key]), {"gender": "f", "revision": 0})
    assert again.status_code == 422
