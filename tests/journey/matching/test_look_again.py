"""What a rule is against by now stands beside it before anybody presses: board, learner, two proposals, questions."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.matching import actions, queries, rules, words
from erasdu.journey.matching.models import Answer, Line, Match, Proposal
from erasdu.journey.matching.rules import OTHER_DAYS
from erasdu.journey.mobilities.models import Mobility
from tests.conftest import AT
from tests.factories.organisations import RoleFactory
from tests.journey.matching.scene import Scene
from tests.journey.matching.test_asked_again import CHANGES, LATER, _forbids, _smokes, _way_is_longer

CODES = sorted(words.WHY_NOT)


@given(st.lists(st.sampled_from(CODES), min_size=1, unique=True), st.sampled_from(["asked", "agreed", "confirmed"]))
def test_for_whatever_is_against_it_there_is_something_to_do(codes: list[str], state: str) -> None:
    way = rules.way_out(codes, state)
    assert way in rules.WAYS_OUT
    assert words.WAYS_OUT[way]
    assert (way == "replace") == (OTHER_DAYS in codes)
    if way == "all_the_same":
        assert rules.may_set_aside(codes)
    if way in ("lift", "minutes", "all_the_same"):  # with more against it, that would not be enough
        assert rules.way_out([*codes, "too_young"], state) == "move"


def rows_of(scene: Scene) -> dict[int, queries.Row]:
    """Stay → its row, looked at again."""
    scene.board.refresh_from_db()
    rows = queries.board_rows(scene.board)
    queries.look_again(scene.board, rows, scene.by)
    return {row.mobility.pk: row for row in rows}


def told(client, scene: Scene, name: str, *more: object, query: str = "") -> str:
    return client.get(reverse(f"matching:{name}", args=[scene.board.key, *more]) + query).content.decode()


@pytest.mark.django_db
@pytest.mark.requirement("R14")
@pytest.mark.parametrize("change", CHANGES)
def test_the_board_says_beforehand_what_the_confirmation_would_refuse(change: Callable, client_as) -> None:
    scene = Scene()
    match, other = scene.asked(), scene.stays[1]
    assert not rows_of(scene)[match.mobility_id].against
    scene.all_say_yes(match)
    change(scene, match)
    row = rows_of(scene)[match.mobility_id]
    full = queries.no_longer_fits(queries.world(scene.board, paused=True), match)
    assert (row.state, list(row.against)) == ("agreed", full)
    assert row.against
    client = client_as(scene.role)
    filtered = told(client, scene, "board", query="?state=against")
    assert str(match.mobility.person) in filtered
    assert str(other.person) not in filtered
    with translation.override("nl"):
        assert str(words.WAYS_OUT[row.way_out]) in filtered
        assert str(words.WHY_NOT[row.against[0]]) in filtered
    page = client.get(reverse("matching:learner", args=[scene.board.key, match.mobility.key])).context["page"]
    assert (page.against, page.may_confirm.code) == (row.against, "match_no_longer_fits")


@pytest.mark.django_db
def test_days_that_were_planned_since_are_said_too_and_who_is_confirmed_is_not_moved() -> None:
    scene = Scene()
    match = scene.asked()
    scene.all_say_yes(match)
    stay = Mobility.objects.filter(pk=match.mobility_id)
    stay.update(planned_from=match.starts_on, planned_until=match.ends_on - timedelta(days=1))
    row = rows_of(scene)[match.mobility_id]
    assert (row.against, row.way_out) == ((OTHER_DAYS,), "replace")
    stay.update(planned_until=match.ends_on)
    actions.confirm(scene.board, Match.objects.get(), by=scene.by, at=LATER)
    _smokes(scene, match)
    row = rows_of(scene)[match.mobility_id]
    assert (row.state, row.way_out) == ("confirmed", "look")


@pytest.mark.django_db
def test_it_costs_as_many_queries_for_two_as_for_one() -> None:
    scene = Scene(learners=4)
    scene.placement.periods.update(places=4)
    asked = []
    for number in range(2):
        actions.ask(scene.board, scene.place(number, room=number), by=scene.by, at=AT)
        with CaptureQueriesContext(connection) as found:
            rows_of(scene)
        asked.append(len(found))
    assert asked[0] == asked[1] <= 50


@pytest.mark.django_db
@pytest.mark.requirement("R14")
def test_who_is_asked_hears_that_it_no_longer_fits_and_only_schools_why(client_as) -> None:
    scene = Scene(learners=1)
    actions.ask(scene.board, match := scene.place(), by=scene.coordinator, at=AT)
    _way_is_longer(scene, match)
    _smokes(scene, match)
    with translation.override("nl"):
        why = str(words.WHY_NOT["commute_too_long"])
    for role, reads in ((scene.role, True), (RoleFactory(organisation=scene.partner), False)):
        found = queries.to_answer(actor_of(role), LATER)
        assert found
        assert all(question.against for question in found)
        assert [each.answer.party for each in found if each.reads] == [Answer.Party.RECEIVER] * reads
        assert client_as(role).get(reverse("matching:answers")).content.decode().count(why) == reads


@pytest.mark.django_db
def test_of_two_proposals_the_newer_says_what_can_no_longer_be_had(client_as) -> None:
    scene = Scene(learners=1)
    figures = {"cost": 1, "bound": 1, "gap": 0, "optimal": True, "seconds": 0.1, "made": "run", "at": AT}
    for number, room in enumerate(scene.rooms, 1):
        made = Proposal.objects.create(board=scene.board, number=number, **figures)
        line = {"mobility": scene.stays[0], "placement": scene.placement, "room": room, "minutes": 5, "cost": 1}
        Line.objects.create(proposal=made, **line)
    assert [each.against for each in queries.comparison(scene.board, scene.by).moved] == [()]
    _forbids(scene, Match(mobility=scene.stays[0]))
    assert [each.against for each in queries.comparison(scene.board, scene.by).moved] == [("ruled_out",)]
    with translation.override("nl"):
        assert str(words.WHY_NOT["ruled_out"]) in told(client_as(scene.role), scene, "compare")
