"""The rules on every way to a place and a bed: the optimiser, by hand, asking and confirming."""

from datetime import date

import pytest
from django.urls import reverse

from erasdu.ground.jobs.models import Job
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Evaluation
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.models import Match, OwnPlace
from erasdu.journey.mobilities.models import Traveller
from erasdu.journey.nominations.models import Guardian
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.calls import CallFactory, DestinationFactory
from tests.factories.hosting import CompanyFactory, HomeFactory, PlacementFactory, RoomFactory, StayFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import PartnerFactory, PersonFactory, RoleFactory, SchoolFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db) -> Scene:
    return Scene()


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


def run(scene: Scene) -> dict[int, tuple[int | None, int | None]]:
    """Stay → place and home in a new proposal."""
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.filter(kind="matching.run").latest("pk"))
    made = queries.latest(scene.board)
    assert made is not None
    return {stay: (place, home) for stay, place, home in made.lines.values_list("mobility", "placement", "room__home")}


def codes(causes) -> set[str]:
    return {cause.code for cause in causes}


# -- family ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["person", "mail", "phone", "emergency"])
def test_nobody_is_placed_with_their_own_family(scene, way: str) -> None:
    one, other = scene.stays
    host, guardian = scene.company.contact, PersonFactory(email="ouder@example.org", phone="+32470123456")
    if way == "mail":
        host.email = "Ouder@Example.org"
    elif way == "phone":
        host.phone = "0470 12 34 56"
    elif way == "emergency":
        host.phone = "0032 470 99 88 77"
        Profile.objects.filter(pk=one.profile_id).update(emergency_phone="+32 470 99 88 77")
    host.save()
    nomination = NominationFactory(call=scene.call, partner=scene.partner, mobility=one)
    Guardian.objects.create(nomination=nomination, person=host if way == "person" else guardian, position=1)
    found = queries.world(scene.board)
    assert queries.why_not(found, found.learner[one.pk], place=found.place[scene.placement.pk]) == ["relatives_work"]
    assert queries.why_not(found, found.learner[other.pk], place=found.place[scene.placement.pk]) == []
    with refused("match_against_rules"):
        scene.place(0)


# -- a place of one's own ------------------------------------------------------------------------------


def own(scene: Scene, *, certified: bool = True):
    """A place without what one learns there, so that it is the dearer one."""
    far = PlacementFactory(company=CompanyFactory(keeper=scene.school, town=scene.company.town), occupation="cook")
    actions.own_place(
        scene.board, scene.stays[0], far, certified_by="Mila Aerts" if certified else "",
        certified_on=date(2026, 11, 20) if certified else None, revision=scene.board.revision, by=scene.by, at=AT,
    )  # fmt: skip
    return far


@pytest.mark.requirement("R14")
def test_who_found_a_place_goes_there_and_it_says_why(scene) -> None:
    place, stay = own(scene), scene.stays[0]
    assert run(scene)[stay.pk] == (place.pk, scene.home.pk)
    found = queries.world(scene.board)
    page = queries.learner_page(found, stay, scene.by, question=None, on=date(2026, 11, 23))
    assert page.own is not None
    assert (page.own.here, page.own.reasons) == (False, ())  # proposed, not taken over yet
    assert "found_by_learner" in codes(page.causes)
    best = queries.suggestions(found, found.learner[stay.pk])
    assert best[0].why.place.pk == place.pk
    assert "own_place_left" in codes(best[-1].why.causes)


def test_a_place_of_ones_own_that_a_rule_forbids_says_so_and_costs_nothing(scene) -> None:
    place, stay = own(scene, certified=False), scene.stays[0]
    placed = run(scene)[stay.pk]
    assert placed[0] != place.pk
    found = queries.world(scene.board)
    page = queries.learner_page(found, stay, scene.by, question=None, on=date(2026, 11, 23))
    assert page.own is not None
    assert page.own.reasons == ("needs_maturity",)
    assert all("own_place_left" not in codes(each.why.causes) for each in page.suggestions)


def test_a_place_of_ones_own_is_nobody_elses_until_it_is_dropped(scene, client_as) -> None:
    place, (one, other) = own(scene), scene.stays
    scene.board.refresh_from_db()
    told = {"certified_by": "", "certified_on": None, "by": scene.by, "at": AT}
    with refused("own_place_of_another"):
        actions.own_place(scene.board, other, place, revision=scene.board.revision, **told)
    stranger = actor_of(RoleFactory(organisation=SchoolFactory()))
    with refused("board_not_yours"):
        actions.drop_own_place(scene.board, one, revision=scene.board.revision, by=stranger, at=AT)
    scene.board.refresh_from_db()
    client = client_as(scene.role)
    page, address = (reverse(f"matching:{name}", args=[scene.board.key, one.key]) for name in ("learner", "own"))
    assert 'name="remove" value="1"' in client.get(page).content.decode()
    client.post(address, {"remove": "1", "revision": scene.board.revision})
    assert not OwnPlace.objects.exists()
    scene.board.refresh_from_db()
    assert actions.own_place(scene.board, other, place, revision=scene.board.revision, **told).mobility == other


def test_abroad_a_place_of_ones_own_is_kept_by_a_partner_in_a_country_of_the_call(db) -> None:
    call = CallFactory(with_destinations=False)
    DestinationFactory(call=call, country="ES", place="Sevilla")
    board, by = actions.board_of(call, "outgoing"), actor_of(RoleFactory(coordinator=True))
    stay = StayFactory(call=call)
    told = {"certified_by": "Mila Aerts", "certified_on": date(2026, 11, 20), "by": by, "at": AT}
    for keeper in (SchoolFactory(), PartnerFactory(country="IT")):
        with refused("own_place_without_partner"):
            place = PlacementFactory(company=CompanyFactory(keeper=keeper))
            actions.own_place(board, stay, place, revision=board.revision, **told)
    fine = PlacementFactory(company=CompanyFactory(keeper=PartnerFactory(country="ES")))
    assert actions.own_place(board, stay, fine, revision=board.revision, **told).placement == fine


# -- who belongs together --------------------------------------------------------------------------------


def test_who_belongs_with_somebody_that_was_asked_is_still_drawn_there(scene) -> None:
    one, other = scene.stays
    second = HomeFactory(keeper=scene.school, town=scene.home.town)
    RoomFactory(home=second)
    Evaluation.objects.create(home=scene.home, mark=1, on=date(2026, 6, 1))  # the other home would be better
    PlacementFactory(company=scene.company, occupation="baker")
    match = scene.asked()
    assert match.mobility == one
    assert run(scene)[other.pk][1] == second.pk
    scene.board.refresh_from_db()
    actions.pair(scene.board, one, other, why="siblings", revision=scene.board.revision, by=scene.by, at=AT)
    assert run(scene)[other.pk][1] == scene.home.pk


# -- a shared room -----------------------------------------------------------------------------------------


@pytest.fixture
def shared(scene) -> Scene:
    """One room with two beds, of which a girl of 17 has one; the other learner is a woman of 25."""
    scene.placement.periods.update(places=2)
    scene.rooms[1].delete()
    room = scene.rooms[0]
    room.beds = 2
    room.save()
    Profile.objects.update(shares_room="yes")
    Traveller.objects.filter(mobility=scene.stays[1]).update(birth_date=date(2001, 5, 1))
    return scene


def test_two_of_quite_another_age_share_no_room_by_any_way(shared) -> None:
    one, other = shared.stays
    assert [home for _, home in run(shared).values()].count(shared.home.pk) == 1
    shared.place(0)
    assert shared.placement.periods.get().places == 2
    found = queries.world(shared.board)
    beds = [each for each in queries.moves(found, other, shared.by).beds if each.room == shared.rooms[0].pk]
    assert [each.refusal for each in beds] == ["room_of_other_age"]
    assert queries.suggestions(found, found.learner[other.pk]) == []
    with refused("room_of_other_age"):
        shared.place(1)
    actions.ask(shared.board, Match.objects.get(), by=shared.by, at=AT)
    assert run(shared)[other.pk] == (None, None)
    found = queries.world(shared.board)
    bed = found.bed_of_room[shared.rooms[0].pk]
    assert queries.why_not(found, found.learner[other.pk], bed=bed) == ["room_of_other_age"]
    assert one.pk in found.fixed


def test_what_became_known_of_ages_since_keeps_a_match_from_being_asked_and_confirmed(shared) -> None:
    Traveller.objects.filter(mobility=shared.stays[1]).update(birth_date=date(2009, 5, 1))
    first, second = shared.place(0), shared.place(1)
    actions.ask(shared.board, first, by=shared.by, at=AT)
    shared.all_say_yes(first)
    Traveller.objects.filter(mobility=shared.stays[1]).update(birth_date=date(2001, 5, 1))
    first.refresh_from_db()
    with refused("room_of_other_age"):
        actions.ask(shared.board, second, by=shared.by, at=AT)
    with refused("room_of_other_age"):
        actions.confirm(shared.board, first, by=shared.by, at=AT)
