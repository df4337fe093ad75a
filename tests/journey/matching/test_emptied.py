"""A proposal that takes away what somebody has and gives nothing instead: said before it is done, and undone whole."""

import pytest
from django.utils.html import escape

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal.models import Line as Told
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Booking, Home
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.models import Answer, Line, Match, Proposal
from erasdu.journey.mobilities.models import Mobility
from tests.conftest import AT
from tests.journey.matching.scene import Scene
from tests.journey.matching.test_views import url

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def scene(db) -> Scene:
    """The first has the only place; the second fits better, who minds no dog."""
    scene = Scene()
    scene.place()
    Profile.objects.filter(pk=scene.stays[0].profile.pk).update(pets="rather_not")
    Home.objects.update(pets=["dog"])
    return scene


def solved(scene: Scene) -> Proposal:
    run = actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(payload__run=run.pk))
    scene.board.refresh_from_db()
    return Proposal.objects.get(run=run)


def adopt(scene: Scene, proposal: Proposal, *stays: Mobility) -> list[tuple[Line, object]]:
    scene.board.refresh_from_db()
    given = {"revision": scene.board.revision, "by": scene.by, "at": AT}
    return actions.adopt(scene.board, proposal, [each.pk for each in stays] or None, **given)


def has(scene: Scene) -> list[bool]:
    live = set(Match.objects.filter(ended_at=None).values_list("mobility", flat=True))
    return [stay.pk in live for stay in scene.stays]


@pytest.mark.requirement("R14")
def test_the_board_names_whom_a_proposal_leaves_without_and_gives_it_back(client_as, scene) -> None:
    proposal, client = solved(scene), client_as(scene.role)
    first, second = scene.stays
    assert [(row.loses, row.differs, row.taken) for row in queries.board_rows(scene.board)].count(
        (True, True, False)
    ) == 1
    page = client.get(url("board", scene), headers=ENGLISH)
    assert page.context["differ"] == 2
    assert escape(f"leaves 1 learner without place and bed: {first.person}.") in page.text
    assert "the proposal takes this away and has nothing else: all that fits is needed for others" in page.text
    assert "Take over the proposal for 2 learners" in page.text
    alone = client.get(url("learner", scene, first.key), headers=ENGLISH).text
    assert "This proposal takes away what the learner has, and has nothing else." in alone
    assert "takes away" not in client.get(url("learner", scene, second.key), headers=ENGLISH).text
    sent = {"proposal": proposal.key, "revision": scene.board.revision}
    done = client.post(url("adopt", scene), sent, headers=ENGLISH, follow=True)
    assert has(scene) == [False, True]
    assert escape(f"Without place and bed now: {first.person}.") in done.text
    ended = Told.objects.get(code="match.ended")
    assert (ended.data["why"], ended.data["was"]) == ("replaced", "proposed")
    scene.board.refresh_from_db()
    moved = done.context["moved"]
    undone = client.post(
        url("undo", scene), {"match": moved.key, "revision": scene.board.revision}, headers=ENGLISH, follow=True
    )
    assert has(scene) == [True, False]
    assert escape(f"They have again what they had: {first.person}.") in undone.text
    assert Booking.objects.filter(released_at=None).count() == 2


def test_who_would_lose_it_for_nobody_keeps_it(scene) -> None:
    """For whom it made room cannot have it any more, or was not ticked."""
    proposal = solved(scene)
    first, second = scene.stays
    left = adopt(scene, proposal, first)
    assert [(line.mobility, why.code) for line, why in left] == [(first, "match_wanted_by_nobody")]
    scene.board.refresh_from_db()
    actions.forbid(
        scene.board, second, placement=None, home=scene.home, reason="Not there", revision=scene.board.revision,
        by=scene.by, at=AT,
    )  # fmt: skip
    left = adopt(scene, proposal)
    assert sorted(why.code for _line, why in left) == ["match_against_rules", "match_wanted_by_nobody"]
    assert has(scene) == [True, False]
    assert Booking.objects.filter(released_at=None).count() == 2


def test_what_a_rule_is_against_by_now_is_let_go_though_nobody_gets_it(client_as, scene) -> None:
    scene.board.refresh_from_db()
    given = {"revision": scene.board.revision, "by": scene.by, "at": AT}
    actions.forbid(scene.board, scene.stays[0], placement=None, home=scene.home, reason="Not there", **given)
    proposal = solved(scene)
    sent = {"proposal": proposal.key, "revision": scene.board.revision, "stay": scene.stays[0].key}
    done = client_as(scene.role).post(url("adopt", scene), sent, headers=ENGLISH, follow=True)
    assert has(scene) == [False, False]
    assert escape(f"Without place and bed now: {scene.stays[0].person}.") in done.text


@pytest.mark.parametrize("agreed", [False, True])
def test_who_was_asked_since_keeps_it(scene, agreed: bool) -> None:
    proposal = solved(scene)
    match = Match.objects.get()
    actions.ask(scene.board, match, by=scene.by, at=AT)
    if agreed:
        scene.all_say_yes(match)
    assert not any(row.loses for row in queries.board_rows(scene.board))
    left = adopt(scene, proposal)
    assert [line.mobility for line, _why in left] == [scene.stays[1]]
    assert has(scene) == [True, False]
    match.refresh_from_db()
    assert match.state == "asked"


def test_who_got_something_after_the_optimiser_looked_keeps_it(scene) -> None:
    """The proposal had nothing for them because they had nothing to lose: it says nothing of what came since."""
    proposal = solved(scene)
    Match.objects.update(at=proposal.run.started_at.replace(year=2030))
    assert not any(row.loses for row in queries.board_rows(scene.board))
    left = adopt(scene, proposal)
    assert [line.mobility for line, _why in left] == [scene.stays[1]]
    assert has(scene) == [True, False]


def test_a_place_that_somebody_refused_is_named_too_when_nothing_else_is_found(client_as, scene) -> None:
    match = Match.objects.get()
    actions.ask(scene.board, match, by=scene.by, at=AT)
    actions.answer(Answer.objects.get(party="family"), yes=False, reason="We are away", by=scene.by, at=AT)
    run = actions.start(scene.board, careful=True, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(payload__run=run.pk))
    page = client_as(scene.role).get(url("board", scene), headers=ENGLISH)
    assert page.context["losing"] == [str(scene.stays[0].person)]
    adopt(scene, run.proposal)
    assert has(scene)[0] is False
    assert Told.objects.get(code="match.ended").data["was"] == "asked"
