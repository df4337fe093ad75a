"""Why not, what would help, who is worse off, and mending what fell away."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from erasdu.ground.jobs.models import Job
from erasdu.ground.places.models import Town
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.forms import Question
from erasdu.journey.matching.models import Answer, Line, Match, Proposal
from erasdu.journey.matching.queries.standing import built
from erasdu.journey.matching.templatetags.matching_words import cost_words, gap_words, note_words, radar_words
from erasdu.kernel.assign import reading
from tests.conftest import AT
from tests.factories.hosting import HomeFactory, PlacementFactory, RoomFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


@pytest.fixture
def scene(db) -> Scene:
    return Scene()


def run(scene: Scene, *, careful: bool = False) -> Proposal:
    actions.start(scene.board, careful=careful, by=scene.by, at=AT)
    actions.run_job(Job.objects.filter(kind="matching.run").latest("pk"))
    made = queries.latest(scene.board)
    assert made is not None
    return made


def adopt(scene: Scene, proposal: Proposal) -> list[Line]:
    scene.board.refresh_from_db()
    left = actions.adopt(scene.board, proposal, None, revision=scene.board.revision, by=scene.by, at=AT)
    return [line for line, _why in left]


# -- what would help ---------------------------------------------------------------------------------


@pytest.mark.requirement("R14")
def test_the_radar_tries_what_would_help_and_says_it_in_words(scene) -> None:
    made = run(scene)
    assert made.radar_progress == 0
    actions.radar_job(Job.objects.get(kind="matching.radar"))
    made.refresh_from_db()
    assert made.radar_progress == 100
    found = {line.kind: line for line in queries.radar_of(made)}
    assert found["more_places"].name == str(scene.company)
    assert (found["new_place"].occupation, found["new_place"].town, found["new_place"].more) == ("baker", "Leuven", 1)
    assert "Leuven" in radar_words(found["new_place"])
    assert "new_home" not in found  # beds are not what lacks


def test_the_radar_looks_for_a_family_where_beds_lack(scene) -> None:
    scene.placement.periods.update(places=3)
    scene.stays.append(scene.stay())
    scene.stays[2].profile.pets = "no"
    scene.stays[2].profile.save()
    made = run(scene)
    actions.radar_job(Job.objects.get(kind="matching.radar"))
    made.refresh_from_db()
    found = {line.kind: line for line in queries.radar_of(made)}
    assert (found["new_home"].town, found["new_home"].more) == ("Leuven", 1)
    assert radar_words(found["new_home"])


def test_the_radar_finds_a_level_of_the_language_that_is_too_high(scene) -> None:
    scene.placement.languages = {"en": "B1"}
    scene.placement.save()
    for stay in scene.stays:
        stay.profile.languages = {"en": {"conversation": "A2", "listening": "A2"}}
        stay.profile.save()
    made = run(scene)
    actions.radar_job(Job.objects.get(kind="matching.radar"))
    made.refresh_from_db()
    lower = next(line for line in queries.radar_of(made) if line.kind == "lower_level")
    assert (lower.name, lower.language, lower.level, lower.more) == (str(scene.company), "en", "A2", 1)
    assert "A2" in radar_words(lower)


def test_the_radar_of_an_older_proposal_stops(scene) -> None:
    older = run(scene)
    run(scene)
    actions.radar_job(Job.objects.get(payload={"proposal": older.pk}))
    older.refresh_from_db()
    assert (older.radar_progress, older.radar["tried"]) == (100, 0)


# -- why not -----------------------------------------------------------------------------------------


@pytest.mark.requirement("R14")
def test_why_not_tells_who_would_lose_their_place(scene) -> None:
    made = run(scene)
    has = made.lines.exclude(placement=None).get()
    other = next(stay for stay in scene.stays if stay.pk != has.mobility_id)
    world = queries.world(scene.board)
    page = queries.learner_page(world, other, scene.by, question=Question(scene.placement.pk, 0), on=TODAY)
    assert page.answered is not None
    assert page.answered.possible
    assert [each.stay for each in page.answered.losers] == [has.mobility_id]
    assert page.answered.why is not None
    assert page.answered.why.place.pk == scene.placement.pk


def test_why_not_is_answered_before_anything_was_solved(scene) -> None:
    page = queries.learner_page(
        queries.world(scene.board), scene.stays[0], scene.by, question=Question(0, scene.home.pk), on=TODAY
    )
    assert page.answered is not None
    assert (page.answered.possible, page.answered.refusals) == (True, ())


def test_who_was_ruled_out_or_said_no_is_neither_suggested_nor_proposed(scene) -> None:
    match = scene.asked()
    row = Answer.objects.get(match=match, party="company")
    actions.answer(row, yes=False, reason="Full", by=scene.by, at=AT)
    world = queries.world(scene.board)
    assert queries.suggestions(world, world.learner[scene.stays[0].pk]) == []
    page = queries.learner_page(world, scene.stays[1], scene.by, question=Question(scene.placement.pk, 0), on=TODAY)
    assert page.answered is not None
    assert page.answered.refusals == ()


def test_a_place_and_a_home_may_be_ruled_out_together_only(scene) -> None:
    by = scene.by
    actions.forbid(scene.board, scene.stays[0], placement=scene.placement, home=scene.home, revision=0, by=by, at=AT)
    other = HomeFactory(keeper=scene.school, town=scene.company.town)
    room = RoomFactory(home=other)
    scene.placement.periods.update(places=2)
    lines = {line.mobility_id: line for line in run(scene).lines.all()}
    assert lines[scene.stays[0].pk].room == room


# -- mending -----------------------------------------------------------------------------------------


@pytest.mark.requirement("R14")
def test_a_family_that_withdraws_moves_only_who_must(scene) -> None:
    scene.placement.periods.update(places=2)
    other = RoomFactory(home=HomeFactory(keeper=scene.school, town=scene.company.town, name="Elders"))
    bakery = PlacementFactory(company__keeper=scene.school, company__town=scene.company.town, occupation="baker")
    adopt(scene, run(scene))
    gone = Match.objects.filter(ended_at=None).select_related("room__home").order_by("pk")
    leaves = gone[0].room.home
    stays = {match.mobility_id for match in gone if match.room.home == leaves}
    before = {match.mobility_id: match.placement_id for match in gone}
    actions.ask_all(scene.board, list(gone), by=scene.by, at=AT)
    hosting.withdraw_home(leaves, reason="moved", by=scene.by, at=AT)
    if leaves == scene.home:
        free = RoomFactory(home=other.home)
        assert free
    made = run(scene, careful=True)
    assert made.made == "repair"
    assert gap_words(made)
    lines = {line.mobility_id: line for line in made.lines.all()}
    assert set(lines) == stays
    assert all(line.placement_id == before[stay] for stay, line in lines.items())  # the place still holds
    assert bakery.pk not in {line.placement_id for line in lines.values()}
    assert adopt(scene, made) == []
    ended = set(Match.objects.filter(mobility__in=stays).exclude(ended_at=None).values_list("end_code", flat=True))
    assert ended == {"home_withdrawn"}
    assert queries.comparison(scene.board, scene.by).repair


def test_a_family_that_says_no_is_replaced_and_the_company_kept(scene) -> None:
    other = RoomFactory(home=HomeFactory(keeper=scene.school, town=scene.company.town))
    match = scene.asked()
    actions.answer(Answer.objects.get(match=match, party="family"), yes=False, reason="Away", by=scene.by, at=AT)
    line = run(scene, careful=True).lines.exclude(placement=None).get()
    assert (line.mobility, line.placement, line.room) == (scene.stays[0], scene.placement, other)


@pytest.mark.parametrize(
    ("gap", "said"), [(0.0004, "minder dan 0,1 %"), (0.0006, "hoogstens 0,1 % beter"), (0.02, "hoogstens 2,0 % beter")]
)
def test_a_gap_that_is_hardly_one_is_not_said_as_nothing(gap: float, said: str) -> None:
    with translation.override("nl"):
        assert said in gap_words(Proposal(optimal=False, gap=gap)).replace("\xa0", " ")


# -- by school ---------------------------------------------------------------------------------------


@pytest.mark.requirement("R14")
def test_the_figures_by_school_and_why_somebody_has_nothing(client_as, scene) -> None:
    run(scene)
    found = queries.figures(scene.board)
    assert (found.whole.learners, found.whole.placed) == (2, 1)
    assert found.whole.minutes is not None
    lacking = found.lacking[0]
    assert lacking.reasons == ["all_taken"]
    assert lacking.taken[0][0] == str(scene.company)
    client = client_as(scene.role)
    page = client.get(f"/matching/board/{scene.board.key}/figures/").content.decode()
    assert str(lacking.stay.person) in page


def test_a_school_that_is_worse_off_is_named() -> None:
    share = queries.Share("A", 10, 5, 2, 10, 40.0, 900.0)
    whole = queries.Share("", 20, 15, 12, 20, 25.0, 700.0)
    notes = queries.differs(share, whole)
    assert [code for code, _, _ in notes] == ["school_without", "school_far", "school_second"]
    assert all("A" in note_words(note) for note in notes)


# -- moving ------------------------------------------------------------------------------------------


@pytest.mark.requirement("R14")
def test_what_one_drops_on_says_what_fits_and_what_it_costs(client_as, scene) -> None:
    scene.place(0)
    cook = PlacementFactory(company__keeper=scene.school, company__town=scene.company.town, occupation="cook")
    found = queries.moves(queries.world(scene.board), scene.stays[1], scene.by)
    places = {target.placement: target for target in found.places}
    assert places[cook.pk].refusal == "other_occupation"
    assert places[scene.placement.pk].holders == (str(scene.stays[0].person),)
    assert [target.open for target in found.beds] == [True, False]
    assert cost_words(found.beds[0])
    client, key = client_as(scene.role), scene.stays[1].key
    page = client.get(f"/matching/board/{scene.board.key}/{key}/move/")
    assert b"data-target" in page.content


def test_a_move_is_taken_back(client_as, scene) -> None:
    scene.place(0, room=0)
    client = client_as(scene.role)
    address = f"/matching/board/{scene.board.key}/"
    moved = client.post(
        f"{address}{scene.stays[0].key}/place/",
        {"placement": scene.placement.pk, "room": scene.rooms[1].pk, "revision": 1},
    )
    page = client.get(moved.url)
    assert page.context["moved"].room == scene.rooms[1]
    client.post(f"{address}undo/", {"match": page.context["moved"].key, "revision": 2})
    assert Match.objects.get(ended_at=None).room == scene.rooms[0]


def test_a_proposal_that_was_taken_over_is_taken_back_as_a_whole(scene) -> None:
    scene.placement.periods.update(places=2)
    adopt(scene, run(scene))
    match = Match.objects.filter(ended_at=None).first()
    scene.board.refresh_from_db()
    actions.undo(scene.board, match, revision=scene.board.revision, by=scene.by, at=AT)
    assert not Match.objects.filter(ended_at=None).exists()


@pytest.mark.requirement("R14")
def test_of_two_who_move_at_once_the_second_sees_both(client_as, scene) -> None:
    one, two = client_as(scene.role), client_as(scene.role)
    address = f"/matching/board/{scene.board.key}/{{}}/place/"
    wanted = {"placement": scene.placement.pk, "room": scene.rooms[0].pk, "revision": 0}
    assert one.post(address.format(scene.stays[0].key), wanted).status_code == 302
    answer = two.post(address.format(scene.stays[1].key), wanted)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert str(scene.stays[0].person) in text
    assert str(scene.stays[1].person) in text
    assert Match.objects.get().mobility == scene.stays[0]


def test_a_page_asks_the_database_as_often_for_many(client_as, scene) -> None:
    scene.asked()
    client, board = client_as(scene.role), f"/matching/board/{scene.board.key}/"
    pages = [f"{board}{end}" for end in ("", "figures/", "map/", f"{scene.stays[1].key}/move/")]
    few = [asked_by(client, page) for page in pages]
    scene.stays += [scene.stay() for _ in range(6)]
    assert [asked_by(client, page) for page in pages] == few


def asked_by(client: Client, page: str) -> int:
    client.get(page)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(page).status_code == 200
    return len(asked)


def test_where_a_place_and_a_bed_lack_the_radar_tries_both_together(scene) -> None:
    scene.stays[0].profile.shares_room = "no"
    scene.rooms[1].delete()
    made = run(scene)
    actions.radar_job(Job.objects.get(kind="matching.radar"))
    made.refresh_from_db()
    line = queries.radar_of(made)[0]
    assert (line.kind, line.occupation, line.town, line.more) == ("new_both", "baker", "Leuven", 1)


def test_a_class_is_not_sent_whole_to_one_region_when_little_is_lost_by_it(db) -> None:
    scene = Scene(5)
    near = scene.company.town
    near.region = "VBR"
    near.save()
    far = Town.objects.create(
        id=2797656, name="Gent", country="BE", region="VOV", latitude=51.05, longitude=3.72, population=260000
    )
    for stay in scene.stays:
        stay.profile.study_programme, stay.profile.tasks_want = "bread", ["dough"]
        stay.profile.save()
    scene.placement.tasks = ["dough"]
    scene.placement.save()
    scene.placement.periods.update(places=5)
    PlacementFactory(company__keeper=scene.school, company__town=far, occupation="baker", places=2)
    for town in (near, near, near, far, far):
        RoomFactory(home=HomeFactory(keeper=scene.school, town=town))
    made = run(scene)
    regions = [line.placement.company.town.region for line in made.lines.all()]
    assert sorted(regions) == ["VBR", "VBR", "VBR", "VOV", "VOV"]
    assert made.cost == sum(line.cost for line in made.lines.all())


def test_a_board_without_anybody_or_anything_has_its_pages_too(client_as) -> None:
    scene = Scene(0)
    client, board = client_as(scene.role), f"/matching/board/{scene.board.key}/"
    assert [client.get(f"{board}{end}").status_code for end in ("", "figures/", "map/", "compare/")] == [200] * 4
    scene.stays.append(scene.stay())
    hosting.withdraw_home(scene.home, reason="moved", by=scene.by, at=AT)
    page = f"{board}{scene.stays[0].key}/"
    assert [client.get(address).status_code for address in (f"{board}figures/", f"{page}move/", page)] == [200] * 3
    assert client.get(f"{page}?placement={scene.placement.pk}&home={scene.home.pk}").status_code == 200
    assert client.get(f"{page}?placement=99&home=x").status_code == 200
    assert client.post(f"{page}place/", {"placement": "x", "revision": "0"}).status_code == 409
    assert client.post(f"{board}undo/", {"match": "nothing", "revision": "0"}).status_code == 409


def test_the_problem_of_a_board_is_in_the_format_of_the_solver(scene) -> None:
    problem = queries.world(scene.board).problem()
    ours, read = built(problem), reading.parse(json.dumps(problem))
    assert (ours.slots, ours.learners, ours.placements, ours.hosts, ours.pairs) == (
        read.slots, read.learners, read.placements, read.hosts, read.pairs
    )  # fmt: skip
    for name in ("learner_placement", "learner_host", "placement_host"):
        assert getattr(ours, name).cost.tolist() == getattr(read, name).cost.tolist()
