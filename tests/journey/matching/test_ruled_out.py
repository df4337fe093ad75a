"""What may not be although each part of it may: a no, a ban on two at once, and one way that is farther than allowed."""

from datetime import date

import pytest

from erasdu.ground.jobs.models import Job
from erasdu.ground.places.models import Town
from erasdu.journey.hosting.models import Home
from erasdu.journey.matching import actions, queries, rules
from erasdu.journey.matching.forms import Question
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.matching.queries.broken import broken
from erasdu.journey.matching.queries.standing import standing
from erasdu.journey.matching.queries.world import World
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.kernel.assign import explain
from tests.conftest import AT
from tests.factories.hosting import CompanyFactory, HomeFactory, PlacementFactory, RoomFactory
from tests.factories.organisations import SchoolFactory
from tests.journey.matching.scene import Scene
from tests.journey.matching.test_taken_back import Abroad

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db) -> Scene:
    return Scene()


def proposed(scene: Scene) -> dict[int, tuple[int | None, int | None]]:
    """Stay → place and home in a new proposal."""
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.filter(kind="matching.run").latest("pk"))
    made = queries.latest(scene.board)
    assert made is not None
    return {stay: (place, home) for stay, place, home in made.lines.values_list("mobility", "placement", "room__home")}


def says_no(match: Match, party: str, by) -> None:
    actions.answer(Answer.objects.get(match=match, party=party), yes=False, reason="Not this time", by=by, at=AT)


# -- who said no to what -------------------------------------------------------------------------------


@pytest.mark.requirement("R14")
@pytest.mark.parametrize(
    ("party", "place", "other_place", "home", "both"),
    [
        ("company", False, False, True, False),
        ("family", True, True, False, False),
        ("partner", True, True, True, False),  # which sends: it looked at the whole
        ("receiver", True, True, True, False),
    ],
)
def test_a_no_is_about_what_that_party_answers_for(scene, party, place, other_place, home, both) -> None:
    """`other_place`: of the same company, which another school keeps and lends nobody."""
    twice = CompanyFactory(organisation=scene.company.organisation, keeper=SchoolFactory(), town=scene.company.town)
    others = [PlacementFactory(company=each, occupation="baker") for each in (scene.company, twice)]
    whole = actions.board_of(scene.call, "incoming")
    match = scene.asked()
    Answer.objects.filter(match=match).update(what="")
    says_no(match, party, scene.coordinator)
    found = queries.world(whole, freed=[match.mobility_id])
    learner = found.learner[match.mobility_id]
    bed = found.beds_of(scene.home.pk)[0]

    def may(place=None, bed=None) -> bool:
        return not queries.why_not(found, learner, place=found.place[place.pk] if place else None, bed=bed)

    assert may(scene.placement) == place
    assert [may(each) for each in others] == [other_place] * 2
    assert may(bed=bed) == home
    assert may(scene.placement, bed) == both
    assert {scene.stays[1].pk} == {one for one in found.learner if one != match.mobility_id}
    free = found.learner[scene.stays[1].pk]  # another learner hears of no no
    assert not queries.why_not(found, free, place=found.place[scene.placement.pk], bed=bed)
    kept = broken(scene.board).lost[match.mobility_id]
    assert kept == (scene.placement.pk if place else 0, scene.home.pk if home else 0)


def test_a_partner_abroad_answers_for_the_place(db) -> None:
    abroad = Abroad()
    placement, room = abroad.hosts["ES"]
    given = {"placement": placement, "room": room, "revision": 0, "by": abroad.by, "at": AT}
    match = actions.place(abroad.board, abroad.stay, **given)
    actions.ask(abroad.board, match, by=abroad.by, at=AT)
    says_no(match, "partner", abroad.by)
    locks = queries.world(abroad.board).locks
    assert locks.forbidden == {(abroad.stay.pk, placement.pk, 0)}
    assert broken(abroad.board).lost == {abroad.stay.pk: (0, room.home_id)}


@pytest.mark.parametrize("party", [each.value for each in Answer.Party])
@pytest.mark.parametrize("direction", [each.value for each in Mobility.Direction])
def test_every_party_answers_for_something(party: str, direction: str) -> None:
    assert rules.no_is_about(party, direction) in ("company", "place", "home", "both")


# -- what was checked by solving -------------------------------------------------------------------------


@pytest.fixture
def banned(scene) -> Scene:
    """The school said no to this place and this home at once for the one learner; the other has both of them."""
    scene.rooms[1].delete()
    scene.placement.periods.update(places=2)
    match = scene.asked()
    says_no(match, "receiver", scene.coordinator)
    scene.board.refresh_from_db()
    actions.end(scene.board, match, code="refused", revision=scene.board.revision, by=scene.by, at=AT)
    scene.place(1)
    return scene


@pytest.mark.requirement("R14")
def test_the_radar_counts_on_nothing_that_somebody_ruled_out(banned) -> None:
    """One more bed in that home would be free for the learner, but not from that place."""
    found = queries.radar(standing(queries.world(banned.board)), lambda _done: True)["found"]
    assert [each for each in found if each["kind"] == "more_beds"] == []
    assert {each["kind"] for each in found} <= {"new_home", "new_place"}
    Answer.objects.all().delete()
    found = queries.radar(standing(queries.world(banned.board)), lambda _done: True)["found"]
    assert ("more_beds", 1) in {(each["kind"], each["more"]) for each in found}


def test_why_not_counts_on_nothing_that_somebody_ruled_out(banned) -> None:
    def asked(home: Home):
        found = queries.world(banned.board)
        page = queries.learner_page(
            found, banned.stays[0], banned.by, question=Question(0, home.pk), on=date(2026, 11, 23)
        )
        assert page.answered is not None
        return page.answered

    assert not asked(banned.home).possible
    other = PlacementFactory(company=banned.company, occupation="baker")
    answer = asked(banned.home)
    assert answer.possible
    assert answer.why.place.pk == other.pk


# -- a way that is farther than allowed ----------------------------------------------------------------


@pytest.mark.parametrize("unknown", [False, True])
@pytest.mark.parametrize("minor", [False, True])
def test_who_may_go_far_on_one_way_goes_no_farther_on_another(scene, unknown: bool, minor: bool) -> None:
    stay, other = scene.stays
    Traveller.objects.update(birth_date=date(2009 if minor else 2004, 5, 1))
    Mobility.objects.filter(pk=other.pk).update(cancelled_at=AT)
    far = Town.objects.create(
        id=7, name="Diest", country="BE", latitude=50.88, longitude=4.70 + (0.16 if minor else 0.6), population=1
    )
    away = HomeFactory(keeper=scene.school, town=far)
    bed = RoomFactory(home=away)
    if unknown:
        Home.objects.filter(pk=scene.home.pk).update(town=None)
    else:
        Home.objects.filter(pk=scene.home.pk).update(town=far)
    scene.board.refresh_from_db()
    given = {"revision": scene.board.revision, "by": scene.by, "at": AT}
    match = actions.place(
        scene.board, stay, placement=scene.placement, room=scene.rooms[0], reason="A bus goes there", **given
    )
    assert match.against == ["commute_unknown" if unknown else "commute_too_long"]
    found = queries.world(scene.board, freed=[stay.pk])
    assert [each.host for each in standing(found).solution.assignments] == [f"H{found.bed_of_room[match.room_id].key}"]
    assert can(found, stay, away) is False
    assert can(found, stay, scene.home) is True
    scene.board.refresh_from_db()  # nobody else may go there either
    Mobility.objects.filter(pk=other.pk).update(cancelled_at=None)
    found = queries.world(scene.board, freed=[stay.pk])
    assert can(found, other, scene.home) is False
    assert bed.home == away


def can(found: World, stay: Mobility, home: Home) -> bool:
    """Whether the solver has a way to it, asked behind the rules that are told beforehand."""
    now = standing(found)
    hosts = [f"H{each.key}" for each in found.beds_of(home.pk)]
    told = [
        explain.why_not(now.problem, now.solution, f"L{stay.pk}", None, host, forbidden=now.forbidden) for host in hosts
    ]
    return any(each.rule is None for each in told)
