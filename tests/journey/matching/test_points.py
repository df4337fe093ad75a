"""How well each learner of a proposal fits: points on the board and, by cause, on the learner's page."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erasdu.ground.jobs.models import Job
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Home, PlacementPeriod
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.models import Line
from tests.conftest import AT
from tests.journey.matching.scene import Scene
from tests.journey.matching.test_views import url

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def scene(db) -> Scene:
    """A place and a bed for both; the second by name would rather be without the dog."""
    scene = Scene()
    PlacementPeriod.objects.update(places=2)
    Home.objects.update(pets=["dog"])
    for stay, name in zip(scene.stays, ("Aerts", "Zegers"), strict=True):
        stay.person.family_name = name
        stay.person.save()
    Profile.objects.filter(pk=scene.stays[1].profile.pk).update(pets="rather_not")
    return scene


def solve(scene: Scene) -> dict[int, Line]:
    run = actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(payload__run=run.pk))
    return {line.mobility_id: line for line in run.proposal.lines.all()}


@pytest.mark.requirement("R14")
def test_the_board_says_how_well_each_fits_and_puts_the_worst_first(client_as, scene) -> None:
    client, address = client_as(scene.role), url("board", scene)
    assert "Points against" not in client.get(address, headers=ENGLISH).text  # nothing was proposed
    lines = solve(scene)
    well, worse = (lines[stay.pk].cost for stay in scene.stays)
    assert worse == well + 600
    page = client.get(address, headers=ENGLISH)
    assert page.text.count('data-label="Points against"') == 2
    assert f"<div>{worse}</div>" in page.text
    assert [row.points for row in page.context["rows"]] == [well, worse]
    page = client.get(f"{address}?sort=points&state=none", headers=ENGLISH)
    assert [row.points for row in page.context["rows"]] == [worse, well]
    assert "Those who fit worst stand first." in page.text
    assert f'{address}?state=none"' in page.text


def test_points_stand_only_beside_what_they_are_of(scene) -> None:
    """Who was given something else by hand, and was asked, has other points than the proposal says."""
    lines = solve(scene)
    scene.place(0, room=[scene.rooms[1], scene.rooms[0]].index(lines[scene.stays[0].pk].room))
    rows = queries.board_rows(scene.board)
    assert [row.points for row in rows] == [lines[stay.pk].cost for stay in scene.stays]  # proposed beside it
    actions.ask(scene.board, rows[0].match, by=scene.by, at=AT)  # type: ignore[arg-type]
    assert [row.points is None for row in queries.board_rows(scene.board)] == [True, False]


def test_the_page_of_a_learner_says_what_weighs_most(client_as, scene) -> None:
    line = solve(scene)[scene.stays[1].pk]
    text = client_as(scene.role).get(url("learner", scene, scene.stays[1].key), headers=ENGLISH).text
    assert f"{line.cost} points against in all: less is better." in text
    weighed = sorted(line.causes, key=lambda cause: -cause[1])
    said = [text.index(f"({points} points)") for _code, points, _number in weighed if points > 1]
    assert said == sorted(said)
    assert "(600 points)" in text


def test_points_cost_no_query(client_as, scene) -> None:
    client, address = client_as(scene.role), url("board", scene)
    solve(scene)
    client.get(address)
    with CaptureQueriesContext(connection) as by_name:
        client.get(address)
    with CaptureQueriesContext(connection) as worst_first:
        client.get(f"{address}?sort=points")
    assert len(by_name) == len(worst_first)
