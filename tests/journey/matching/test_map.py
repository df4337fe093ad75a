"""The map of a board draws what there is and, beside it, what the proposal has where that is something else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erasdu.ground.places.models import Town
from erasdu.journey.matching import queries
from erasdu.journey.matching.models import Line, Proposal
from tests.conftest import AT
from tests.factories.hosting import HomeFactory, RoomFactory
from tests.journey.matching.scene import Scene
from tests.journey.matching.test_views import url

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def scene(db) -> Scene:
    """The first has a bed in Leuven; the proposal has one in Diest for them, and nothing for the second."""
    scene = Scene()
    diest = Town.objects.create(id=1, name="Diest", country="BE", latitude=50.99, longitude=5.05, population=20000)
    scene.rooms.append(RoomFactory(home=HomeFactory(keeper=scene.school, town=diest)))
    scene.place(0)
    return scene


def propose(scene: Scene, *rooms: int | None) -> None:
    values = {"gap": 0, "optimal": True, "seconds": 0, "problem": {}, "prices": [], "cost": 0, "bound": 0}
    made = Proposal.objects.create(board=scene.board, number=1, made=Proposal.Made.RUN, at=AT, **values)
    for stay, room in zip(scene.stays, rooms, strict=True):
        has = {} if room is None else {"placement": scene.placement, "room": scene.rooms[room], "minutes": 30}
        Line.objects.create(proposal=made, mobility=stay, cost=0, **has)


def test_what_is_proposed_is_drawn_beside_what_somebody_has(client_as, scene) -> None:
    client, address = client_as(scene.role), url("map", scene)
    page = client.get(address, headers=ENGLISH)
    assert [(row.proposed, row.loses) for row in page.context["map"].rows] == [(False, False)]
    assert "map-proposed" not in page.text
    propose(scene, 2, None)
    page = client.get(address, headers=ENGLISH)
    found = [(row.mobility, row.what.room, row.proposed) for row in page.context["map"].rows]
    assert found == [(scene.stays[0], scene.rooms[0], False), (scene.stays[0], scene.rooms[2], True)]
    assert page.text.count('class="map-line map-proposed"') == 2  # the way, and the legend
    assert "a whole line: only in the proposal" in page.text
    assert page.text.count('data-label="Now, or in the proposal">in the proposal</td>') == 1
    assert page.text.count('data-label="Now, or in the proposal">now</td>') == 1


def test_what_is_the_same_is_drawn_once_and_what_is_taken_away_says_so(client_as, scene) -> None:
    propose(scene, 0, None)
    assert [row.proposed for row in queries.map_of(scene.board).rows] == [False]
    Proposal.objects.all().delete()
    propose(scene, None, 0)
    page = client_as(scene.role).get(url("map", scene), headers=ENGLISH)
    found = {(row.mobility.pk, row.proposed, row.loses) for row in page.context["map"].rows}
    assert found == {(scene.stays[0].pk, False, True), (scene.stays[1].pk, True, False)}
    assert "now; the proposal takes this away and has nothing else" in page.text


def test_more_that_is_proposed_costs_no_query(client_as, scene) -> None:
    client, address = client_as(scene.role), url("map", scene)
    propose(scene, 2, None)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    Line.objects.filter(mobility=scene.stays[1]).update(placement=scene.placement, room=scene.rooms[1])
    with CaptureQueriesContext(connection) as two:
        client.get(address)
    assert len(one) == len(two)
