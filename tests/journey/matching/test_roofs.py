"""Two who belong together, in rooms of one home."""

from datetime import date

import pytest

from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Evaluation
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.forms import Question
from erasdu.journey.matching.models import Proposal
from erasdu.journey.mobilities.models import Traveller
from tests.conftest import AT
from tests.factories.hosting import HomeFactory, PlacementFactory, RoomFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db) -> Scene:
    """A brother and a sister; a home where earlier guests were less happy, and two others with a room each."""
    made = Scene()
    PlacementFactory(company=made.company, occupation="baker")
    Profile.objects.update(shares_room="yes")
    Traveller.objects.filter(mobility=made.stays[1]).update(gender="m")
    Evaluation.objects.create(home=made.home, mark=3, on=date(2026, 6, 1))
    for _ in range(2):
        RoomFactory(home=HomeFactory(keeper=made.school, town=made.home.town))
    actions.pair(made.board, *made.stays, why="siblings", revision=0, by=made.by, at=AT)
    return made


def proposed(scene: Scene) -> tuple[Proposal, list[int]]:
    made = scene.solved()
    return made, list(made.lines.order_by("mobility").values_list("room", flat=True))


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("beds", [(1, 1), (2, 1), (2, 2)])
def test_two_rooms_of_one_home_are_together(scene, beds: tuple[int, int]) -> None:
    """Two single rooms, a single beside a shared one, and two shared ones, where a brother and a sister sleep apart."""
    for room, number in zip(scene.rooms, beds, strict=True):
        room.beds = number
        room.save()
    proposal, rooms = proposed(scene)
    assert sorted(rooms) == [room.pk for room in scene.rooms]
    assert proposal.cost == sum(proposal.lines.values_list("cost", flat=True))
    assert proposal.bound <= proposal.cost
    assert proposal.optimal == (beds == (1, 1))  # of the others it is not proven
    assert "pair_apart" not in str(list(proposal.lines.values_list("causes", flat=True)))


def test_why_not_counts_two_rooms_of_one_home_as_together(scene) -> None:
    scene.rooms[0].beds = 2
    scene.rooms[0].save()
    proposed(scene)
    found = queries.world(scene.board)
    page = queries.learner_page(
        found, scene.stays[0], scene.by, question=Question(0, scene.home.pk), on=date(2026, 11, 23)
    )
    assert page.answered is not None
    assert (page.answered.more, page.answered.moved) == (0, ())


def test_who_is_better_off_apart_stays_apart(scene) -> None:
    """Where it costs more than what they lose by it."""
    scene.rooms[0].beds = 2
    scene.rooms[0].save()
    Evaluation.objects.update(mark=1)
    Profile.objects.update(shares_room="rather_not", pets="rather_not", hobbies=["reading"])
    type(scene.home).objects.filter(pk=scene.home.pk).update(pets=["dog"], gender="f", hobbies=["cooking"])
    _, rooms = proposed(scene)
    assert not set(rooms) & {room.pk for room in scene.rooms}
