"""A rule that a person sets aside by hand, with a reason that stays; and minutes that two people fill in."""

from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.journal.models import Line
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Company, Home, Placement
from erasdu.journey.matching import actions, queries, rules, words
from erasdu.journey.matching.forms import Question
from erasdu.journey.matching.models import Match, Minutes
from erasdu.journey.mobilities.actions import tell_needs
from erasdu.journey.mobilities.models import Traveller
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.hosting import CompanyFactory, PlacementFactory
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.matching.scene import Scene

SAFETY = {
    "too_young", "age_unknown", "relatives", "relatives_work", "pets_and_allergy", "smoked_inside", "not_accessible",
    "does_not_share", "sharing_unknown", "gender_unknown", "room_of_other_gender", "room_of_other_age",
    "room_not_shared", "diet_not_cooked", "needs_maturity", "place_of_another", "ruled_out", "pinned_elsewhere",
    "not_free_then", "not_open_then", *(code for code in words.WHY_NOT if code.startswith("home_")),
}  # fmt: skip


@given(st.frozensets(st.sampled_from(sorted(words.WHY_NOT))))
def test_what_keeps_a_learner_safe_is_never_set_aside(codes) -> None:
    assert set(words.WHY_NOT) >= rules.MAY_SET_ASIDE
    assert not rules.MAY_SET_ASIDE & SAFETY
    assert rules.may_set_aside(codes) == (codes <= rules.MAY_SET_ASIDE)


@pytest.fixture
def scene(db) -> Scene:
    made = Scene()
    Placement.objects.filter(pk=made.placement.pk).update(languages={"nl": "B1"})  # which nobody here speaks
    return made


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


def place(scene: Scene, reason: str, by: Actor | None = None) -> Match:
    scene.board.refresh_from_db()
    return actions.place(
        scene.board, scene.stays[0], placement=scene.placement, room=scene.rooms[0], reason=reason,
        revision=scene.board.revision, by=by or scene.by, at=AT,
    )  # fmt: skip


@pytest.mark.requirement("R14")
def test_a_rule_is_set_aside_with_a_reason_that_everybody_who_decides_reads(scene, client_as) -> None:
    with refused("match_without_reason"):
        place(scene, "  ")
    assert not Match.objects.exists()
    match = place(scene, "The mentor speaks French with him.")
    assert (match.against, match.reason) == (["language_not_told"], "The mentor speaks French with him.")
    line = Line.objects.get(code="match.against_rules")
    assert line.data["rules"] == ["language_not_told"]
    assert match.reason not in str(line.data)
    actions.ask(scene.board, match, by=scene.coordinator, at=clock.now())
    client = client_as(scene.role)
    shown = [
        client.get(reverse("matching:learner", args=[scene.board.key, scene.stays[0].key])),
        client.get(reverse("matching:board", args=[scene.board.key])),
        client.get(reverse("matching:answers")),
    ]
    assert all("The mentor speaks French" in page.content.decode() for page in shown)
    hosts = [each for each in shown[2].context["questions"] if each.answer.party in ("company", "family")]
    assert hosts
    assert not any(each.told for each in hosts)


def test_no_reason_is_kept_where_no_rule_is_against_it(scene) -> None:
    Placement.objects.update(languages={})
    match = place(scene, "because")
    assert (match.against, match.reason) == ([], "")
    assert not Line.objects.filter(code="match.against_rules").exists()


@pytest.mark.parametrize("what", ["age", "checks", "share", "ban", "both"])
def test_no_reason_is_enough_against_what_keeps_somebody_safe(scene, what: str) -> None:
    stay = scene.stays[0]
    if what == "age":
        Placement.objects.update(min_age=20)
    elif what == "checks":
        Home.objects.update(valid_until="2026-12-31")
    elif what == "share":
        Traveller.objects.filter(mobility=stay).update(gender="")
        scene.rooms[0].beds = 2
        scene.rooms[0].save()
    elif what == "ban":
        banned = {"placement": None, "home": scene.home, "revision": 0, "by": scene.by, "at": AT}
        actions.forbid(scene.board, stay, **banned)
    else:
        Profile.objects.filter(pk=stay.profile_id).update(occupation="cook", sector="food")
        Placement.objects.update(min_age=25)  # with a rule beside it that could be set aside
    with refused("match_against_rules"):
        place(scene, "I am sure of it")


def test_the_optimiser_leaves_what_was_set_aside_and_the_figures_count_it(scene) -> None:
    match = place(scene, "The mentor speaks French with him.")
    found = queries.world(scene.board)
    assert found.fixed == {match.mobility_id}
    figures = queries.figures(scene.board)
    assert (figures.whole.learners, figures.whole.placed) == (2, 1)
    freed = queries.world(scene.board, freed={match.mobility_id})
    page = queries.learner_page(
        freed, match.mobility, scene.by, question=Question(0, scene.home.pk), on=date(2026, 11, 23)
    )
    assert page.answered is not None
    assert page.answered.possible
    assert page.answered.more == 0


def test_who_has_only_a_place_keeps_it_and_a_bed_is_found_without_a_second_reason(scene) -> None:
    stay = scene.stays[0]
    decided = {"placement": scene.placement, "revision": 0, "by": scene.by, "at": AT}
    actions.place(scene.board, stay, room=None, reason="The mentor speaks French", **decided)
    found = queries.world(scene.board)
    assert stay.pk not in found.fixed
    beds = queries.moves(found, stay, scene.by).beds
    assert all(each.open for each in beds)
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    proposal = queries.latest(scene.board)
    line = proposal.lines.get(mobility=stay)
    assert (line.placement, line.room.home) == (scene.placement, scene.home)
    scene.board.refresh_from_db()
    assert actions.adopt(scene.board, proposal, [stay.pk], revision=scene.board.revision, by=scene.by, at=AT) == []
    match = Match.objects.get(ended_at=None)
    assert (match.against, match.reason) == (["language_not_told"], "The mentor speaks French")
    moved = place(scene, "")  # another room of the same home: the reason stays
    assert moved.reason == "The mentor speaks French"
    assert Line.objects.filter(code="match.against_rules").count() == 1
    other = PlacementFactory(company=scene.company, occupation="baker", languages={"nl": "B1"})
    scene.board.refresh_from_db()
    with refused("match_without_reason"):  # another place: another reason
        actions.place(scene.board, stay, placement=other, room=None, revision=scene.board.revision, by=scene.by, at=AT)


@given(
    st.frozensets(st.sampled_from(sorted(rules.MAY_SET_ASIDE | SAFETY))),
    st.frozensets(st.sampled_from(sorted(rules.MAY_SET_ASIDE))),
    st.integers(0, 2),
    st.integers(0, 2),
)
def test_what_was_set_aside_holds_for_the_same_place_and_home_only(codes, aside, place, home) -> None:
    left = set(rules.left_after(sorted(codes), rules.Aside(1, 1, aside), place, home))
    assert codes - rules.with_language(aside) <= left <= codes  # one matter, whatever the learner said of it
    if (place, home) == (1, 1):
        assert left == codes - aside
    if place == home == 2:
        assert left == codes


def test_others_set_nothing_aside(scene) -> None:
    for actor in (actor_of(RoleFactory(organisation=SchoolFactory())), Actor(scene.stays[0].person_id, "learner")):
        with refused("board_not_yours"):
            place(scene, "all the same", by=actor)


def test_what_was_set_aside_comes_back_when_a_move_is_undone(scene) -> None:
    first = place(scene, "The mentor speaks French with him.")
    scene.board.refresh_from_db()
    later = AT.replace(hour=23)
    second = actions.place(
        scene.board, scene.stays[0], placement=scene.placement, room=scene.rooms[1], reason="Nearer",
        revision=scene.board.revision, by=scene.by, at=later,
    )  # fmt: skip
    scene.board.refresh_from_db()
    assert actions.undo(scene.board, second, revision=scene.board.revision, by=scene.by, at=later) == []
    assert Match.objects.get(ended_at=None).reason == first.reason


def test_the_page_of_moving_offers_it_with_a_reason_and_only_then(scene, client_as) -> None:
    client, stay = client_as(scene.role), scene.stays[0]
    moves = queries.moves(queries.world(scene.board), stay, scene.by)
    assert [each.all_the_same for each in moves.places] == [True]
    page = client.get(reverse("matching:move", args=[scene.board.key, stay.key]))
    assert 'name="reason"' in page.content.decode()
    asked = {"placement": scene.placement.pk, "room": "", "revision": 0}
    address = reverse("matching:place", args=[scene.board.key, stay.key])
    assert client.post(address, asked).status_code != 302
    assert client.post(address, asked | {"reason": "The mentor speaks French"}).status_code == 302
    assert Match.objects.get().reason == "The mentor speaks French"
    stale = client.post(address, asked | {"room": scene.rooms[0].pk, "reason": "And here too"})
    assert stale.status_code == 409
    assert 'value="And here too"' in stale.content.decode()
    Placement.objects.update(min_age=25)
    page = client.get(reverse("matching:move", args=[scene.board.key, scene.stays[1].key]))
    assert 'name="reason"' not in page.content.decode()


# -- minutes -------------------------------------------------------------------------------------------


def minutes(scene: Scene, number: int, revision: int, by: Actor | None = None) -> Minutes:
    return actions.set_minutes(
        scene.board, scene.placement, scene.home, number, reason=f"walked it in {number}", revision=revision,
        by=by or scene.by, at=AT,
    )  # fmt: skip


def test_two_people_do_not_overwrite_each_others_minutes(scene) -> None:
    assert minutes(scene, 12, 0).revision == 1
    with pytest.raises(Stale):
        minutes(scene, 30, 0)  # saw no minutes yet
    assert minutes(scene, 14, 1).revision == 2
    with pytest.raises(Stale):
        minutes(scene, 30, 1)
    assert (Minutes.objects.get().minutes, Minutes.objects.get().reason) == (14, "walked it in 14")
    with refused("board_not_yours"):
        minutes(scene, 30, 2, by=actor_of(RoleFactory(organisation=SchoolFactory())))


def test_minutes_by_hand_reach_the_match_of_that_way(scene) -> None:
    place(scene, "The mentor speaks French")
    minutes(scene, 12, 0)
    assert Match.objects.get().minutes == 12


def test_who_comes_second_reads_what_they_typed_and_what_is_there(scene, client_as) -> None:
    Placement.objects.update(languages={})
    place(scene, "")
    client, key = client_as(scene.role), scene.stays[0].key
    address = reverse("matching:minutes", args=[scene.board.key, key])
    typed = {"placement": scene.placement.pk, "home": scene.home.pk, "minutes": 12, "reason": "by bus", "revision": 0}
    assert client.post(address, typed).status_code == 302
    late = client.post(address, typed | {"minutes": 40, "reason": "on foot"})
    assert late.status_code == 409
    assert "on foot" in late.content.decode()
    page = client.get(reverse("matching:learner", args=[scene.board.key, key])).content.decode()
    assert "by bus" in page
    assert 'name="revision" value="1"' in page


def test_a_way_that_nobody_knows_is_said_and_filled_in_where_it_is_asked(scene, client_as) -> None:
    Placement.objects.update(languages={})
    Home.objects.update(town=None)
    stay = scene.stays[0]
    assert queries.unplaced(queries.world(scene.board), queries.world(scene.board).learner[stay.pk]) == ["no_way_known"]
    client, key = client_as(scene.role), stay.key
    page = reverse("matching:learner", args=[scene.board.key, key])
    asked = client.get(f"{page}?placement={scene.placement.pk}&home={scene.home.pk}")
    assert asked.context["page"].answered.refusals == ("commute_unknown",)
    assert f'name="home" value="{scene.home.pk}"' in asked.content.decode()
    typed = {"placement": scene.placement.pk, "home": scene.home.pk, "minutes": 20, "reason": "by bus", "revision": 0}
    client.post(reverse("matching:minutes", args=[scene.board.key, key]), typed)
    found = queries.world(scene.board)
    assert queries.suggestions(found, found.learner[stay.pk])[0].why.way.minutes == 20
    Minutes.objects.update(minutes=120)
    found = queries.world(scene.board)
    assert queries.unplaced(found, found.learner[stay.pk]) == ["no_way_fits"]


@pytest.mark.requirement("R14")
def test_where_nobody_asked_about_a_wheelchair_one_asks_first_and_no_need_is_written_down(scene, client_as) -> None:
    stay = scene.stays[0]
    Placement.objects.update(languages={})
    tell_needs(stay, ["wheelchair"], by=Actor(stay.person_id, "holder", via="link"), at=AT)
    steps = PlacementFactory(company=CompanyFactory(keeper=scene.school, accessible=False), occupation="baker")
    ramp = PlacementFactory(company=CompanyFactory(keeper=scene.school, accessible=True), occupation="baker")
    found = queries.moves(queries.world(scene.board), stay, scene.by)
    assert [each.placement for each in found.places] == [ramp.pk, scene.placement.pk, steps.pk]
    assert [each.all_the_same for each in found.places] == [False, True, False]
    assert not queries.suggestions(queries.world(scene.board), queries.world(scene.board).learner[stay.pk])
    with refused("match_without_reason"):
        place(scene, "")
    match = place(scene, "The bakery and the family say that it works.")
    assert match.against == ["place_asked_first", "bed_asked_first"]
    assert not queries.against_now([match])
    written = str([*Line.objects.values_list("data", flat=True), match.against])
    assert "access" not in written
    assert "wheelchair" not in written
    page = client_as(scene.role).get(reverse("matching:learner", args=[scene.board.key, stay.key])).content.decode()
    assert "aan het bedrijf moest eerst gevraagd worden" in page
    Company.objects.update(accessible=False)  # the answer is no: nobody may set that aside
    assert queries.against_now([match]) == {match.pk: ("not_accessible",)}
