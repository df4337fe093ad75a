"""What groups cost on a board: who is asked or confirmed already counts as there."""

import pytest

from erasdu.ground.places.models import Town
from erasdu.journey.matching import actions
from tests.conftest import AT
from tests.factories.hosting import CompanyFactory, HomeFactory, PlacementFactory, RoomFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db


def scene_of(learners: int, places: int, *, home: bool) -> Scene:
    """Two bakeries in one region, one of them with so many places; one for a single learner in another, with or without a home there."""
    made = Scene(learners)
    Town.objects.update(region="Vlaams-Brabant")
    gent = Town.objects.create(
        id=2797656, name="Gent", country="BE", latitude=51.05, longitude=3.72, population=1, region="Oost-Vlaanderen"
    )
    PlacementFactory(company=CompanyFactory(keeper=made.school, town=gent), occupation="baker")
    made.placement = PlacementFactory(company=made.company, occupation="baker", places=places)
    if home:
        RoomFactory(home=HomeFactory(keeper=made.school, town=gent))
    type(made.rooms[0]).objects.update(beds=places)
    return made


def causes(scene: Scene) -> dict[int, list[str]]:
    """Learner → the codes that the proposal tells."""
    proposal = scene.solved()
    assert proposal.bound <= proposal.cost
    return {line.mobility_id: [code for code, _points, _number in line.causes] for line in proposal.lines.all()}


@pytest.mark.requirement("R14")
def test_beside_who_is_asked_in_a_region_nobody_is_alone_there() -> None:
    """Of the two who may still move one stays in the region of who is asked, and the other goes to the other."""
    scene = scene_of(3, places=1, home=True)
    scene.asked()
    found = causes(scene)
    assert set(found) == {stay.pk for stay in scene.stays[1:]}
    assert sorted("alone_in_region" in codes for codes in found.values()) == [False, True]


@pytest.mark.requirement("R14")
def test_three_who_are_asked_and_one_more_are_a_class_in_one_region() -> None:
    scene = scene_of(4, places=4, home=False)
    for number in range(3):
        actions.ask(scene.board, scene.place(number, room=number % 2), by=scene.by, at=AT)
    found = causes(scene)
    assert list(found) == [scene.stays[3].pk]
    assert "class_in_a_region" in found[scene.stays[3].pk]
