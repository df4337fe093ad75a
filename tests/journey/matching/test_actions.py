"""Boards, matches and everybody's yes: who may, what is booked, and what falls away."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from erasdu.ground.jobs.actions import claim
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.journal.models import Line as JournalLine
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.words import because
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.post.models import Letter
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.actions import offers
from erasdu.journey.hosting.queries import live, taken_by
from erasdu.journey.matching import access, actions, queries
from erasdu.journey.matching.models import Answer, Line, Match, Proposal
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.journey.nominations.models import Loan
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused, no
from tests.conftest import AT
from tests.factories.hosting import PlacementFactory, StayFactory
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db) -> Scene:
    return Scene()


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


@pytest.mark.requirement("R14")
def test_by_hand_a_learner_gets_a_place_and_a_bed_that_are_held(scene) -> None:
    match = scene.place()
    assert (match.state, match.starts_on, match.ends_on) == ("proposed", date(2027, 1, 10), date(2027, 1, 24))
    assert live().filter(mobility=scene.stays[0], state="held").count() == 2
    assert JournalLine.objects.filter(code="match.proposed").exists()


def test_the_last_place_goes_to_one(scene) -> None:
    scene.place(0)
    with refused("place_taken_by"):
        scene.place(1, room=1)
    assert Match.objects.count() == 1
    assert live().count() == 2


def test_what_is_taken_says_by_whom_to_who_may_know_it(scene) -> None:
    scene.place(0)
    placement, stay = scene.placement, scene.stays[0]
    taken = no("place_taken_on_day", day="2027-01-10")
    own = actor_of(RoleFactory(organisation=stay.sending))
    other, office = actor_of(RoleFactory()), actor_of(RoleFactory(coordinator=True))
    for reader, who in (
        (own, str(stay.person)),
        (office, str(stay.person)),
        (other, "een leerling van een andere school"),
    ):
        assert because(taken_by(taken, reader, placement)) == f"De plaats is bezet op zo 10 jan. 2027 door {who}."
    bed = no("bed_taken_in_night", day="2027-01-10")
    assert because(taken_by(bed, other, scene.rooms[0])).endswith(", door een leerling van een andere school.")
    free = no("no_place_on_day", day="2027-01-10")
    assert taken_by(free, other, placement) == free


def test_moving_a_learner_frees_what_was_held(scene) -> None:
    scene.place(0, room=0)
    scene.place(0, room=1)
    assert [row.room_id for row in live().filter(room__isnull=False)] == [scene.rooms[1].pk]
    assert Match.objects.filter(end_code="replaced").count() == 1


def test_two_people_on_one_board_do_not_overwrite_each_other(scene) -> None:
    seen = scene.board.revision
    scene.place(0)
    with pytest.raises(Stale):
        actions.pin(
            scene.board,
            scene.stays[1],
            placement=scene.placement,
            home=None,
            revision=seen,
            by=scene.coordinator,
            at=AT,
        )


def test_another_school_and_a_learner_decide_nothing(scene) -> None:
    other = actor_of(RoleFactory(organisation=SchoolFactory()))
    assert not access.boards_for(other).exists()
    for actor in (other, Actor(scene.stays[0].person_id, "learner")):
        with refused("board_not_yours"):
            scene.place(by=actor)


def test_nobody_of_another_board_is_placed_here(scene) -> None:
    stranger = StayFactory(direction="incoming", receiving=SchoolFactory())
    with refused("learner_not_on_board"):
        actions.place(
            scene.board, stranger, placement=scene.placement, room=None, revision=0, by=scene.coordinator, at=AT
        )


# -- everybody's yes -------------------------------------------------------------------------------


def test_all_are_asked_and_who_asks_has_said_yes(scene) -> None:
    match = scene.asked()
    found = dict(Answer.objects.filter(match=match).values_list("party", "what"))
    assert found == {"partner": "", "receiver": "yes", "company": "", "family": ""}
    assert Letter.objects.filter(template__startswith="matching/letters/").count() == 2  # the partner has nobody yet


def test_a_letter_to_a_host_names_nobody(scene) -> None:
    scene.asked()
    person = scene.stays[0].person
    for letter in Letter.objects.filter(template__startswith="matching/letters/"):
        assert person.family_name not in letter.text


def test_it_is_confirmed_when_all_said_yes_and_not_before(scene) -> None:
    match = scene.asked()
    with refused("match_waits_for_answers"):
        actions.confirm(scene.board, match, by=scene.by, at=AT)
    scene.all_say_yes(match)
    match.refresh_from_db()
    actions.confirm(scene.board, match, by=scene.by, at=AT)
    assert set(live().values_list("state", flat=True)) == {"confirmed"}
    match.mobility.refresh_from_db()
    assert (match.mobility.planned_from, match.mobility.planned_until) == (match.starts_on, match.ends_on)
    roles = set(Party.objects.filter(mobility=match.mobility, until=None).values_list("role", flat=True))
    assert {"receiving", "host_company"} <= roles


def test_a_no_needs_a_reason_and_frees_everything_when_let_go(scene) -> None:
    match = scene.asked()
    row = Answer.objects.get(match=match, party="family")
    with refused("no_without_reason"):
        actions.answer(row, yes=False, by=scene.by, at=AT)
    actions.answer(row, yes=False, reason="We are away", by=scene.by, at=AT)
    assert queries.board_rows(scene.board)[0].state in ("refused", "none")
    scene.board.refresh_from_db()
    match.refresh_from_db()
    actions.end(scene.board, match, code="refused", revision=scene.board.revision, by=scene.by, at=AT)
    assert not live().exists()
    with refused("match_ended"):
        actions.answer(Answer.objects.get(pk=row.pk), yes=True, by=scene.by, at=AT)


def test_a_confirmed_match_is_not_moved_by_hand(scene) -> None:
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    actions.confirm(scene.board, match, by=scene.by, at=AT)
    with refused("match_confirmed"):
        scene.place(0, room=1)


# -- what falls away -------------------------------------------------------------------------------


def test_a_home_that_withdraws_frees_the_place_at_once(scene) -> None:
    match = scene.place()
    hosting.withdraw_home(scene.home, reason="moved", by=scene.by, at=AT)
    scene.home.refresh_from_db()
    assert {row.state for row in queries.board_rows(scene.board)} == {"fallen", "none"}
    assert actions.free_fallen(at=AT) == 1
    match.refresh_from_db()
    assert match.end_code == "home_withdrawn"
    assert not live().exists()
    assert actions.free_fallen(at=AT) == 0


def test_a_stay_that_is_cancelled_frees_the_others(scene) -> None:
    scene.place()
    Mobility.objects.filter(pk=scene.stays[0].pk).update(cancelled_at=AT, state="cancelled")
    assert actions.free_fallen(at=AT) == 1
    scene.place(1, room=0)


# -- proposals -------------------------------------------------------------------------------------


def proposal(scene: Scene, *rooms: int | None) -> Proposal:
    made = Proposal.objects.create(
        board=scene.board, number=1, made="run", at=AT, cost=0, bound=0, gap=0, optimal=True, seconds=0
    )
    for number, room in enumerate(rooms):
        placed = room is not None
        Line.objects.create(
            proposal=made,
            mobility=scene.stays[number],
            placement=scene.placement if placed else None,
            room=scene.rooms[room] if room is not None else None,
            cost=0,
        )
    return made


def test_a_proposal_is_taken_over_whole_and_what_cannot_be_is_named(scene) -> None:
    left = actions.adopt(scene.board, proposal(scene, 0, 1), None, revision=0, by=scene.by, at=AT)
    assert [line.mobility for line, _why in left] == [scene.stays[1]]  # one place only
    assert Match.objects.get().room == scene.rooms[0]


def test_the_bed_of_a_family_that_took_back_its_nights_is_no_longer_proposed(scene) -> None:
    proposal(scene, 0, 1)
    assert all(row.line for row in queries.board_rows(scene.board))
    window = Period(scene.call.stay_from, scene.call.stay_until)
    offers.take_back_beds(scene.home, window, reason="away", ask=None, by=scene.by, at=AT)
    assert [row.line for row in queries.board_rows(scene.board)] == [None, None]


def test_two_learners_may_swap_beds(scene) -> None:
    scene.placement.periods.update(places=2)
    scene.place(0, room=0)
    scene.place(1, room=1)
    scene.board.refresh_from_db()
    left = actions.adopt(scene.board, proposal(scene, 1, 0), None, revision=scene.board.revision, by=scene.by, at=AT)
    assert left == []
    now = dict(Match.objects.filter(ended_at=None).values_list("mobility", "room"))
    assert now == {scene.stays[0].pk: scene.rooms[1].pk, scene.stays[1].pk: scene.rooms[0].pk}


def test_a_board_costs_the_same_whatever_its_size(scene, django_assert_max_num_queries) -> None:
    scene.asked()
    with django_assert_max_num_queries(10):
        small = queries.board_rows(scene.board)
    scene.stays += [scene.stay() for _ in range(6)]
    with django_assert_max_num_queries(10):
        assert len(queries.board_rows(scene.board)) == len(small) + 6


def test_the_optimiser_proposes_what_it_can_and_says_why_not_the_rest(scene) -> None:
    run = actions.start(scene.board, by=scene.by, at=AT)
    with refused("run_goes_already"):
        actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    run.refresh_from_db()
    made = run.proposal
    assert (run.state, run.progress, made.number, made.optimal) == ("done", 100, 1, True)
    lines = list(made.lines.order_by("pk"))
    placed = [line for line in lines if line.placement_id]
    assert [(line.placement, line.room.home) for line in placed] == [(scene.placement, scene.home)]
    assert [line.reasons for line in lines if not line.placement_id] == [["all_taken"]]
    assert made.cost == 30000 + placed[0].cost


def test_a_run_that_takes_down_its_worker_every_time_holds_up_its_board_no_longer(scene) -> None:
    run = actions.start(scene.board, by=scene.by, at=AT)
    Job.objects.update(tries=4)
    actions.run_job(Job.objects.get(kind="matching.run"))
    run.refresh_from_db()
    assert (run.state, run.ended_at is None) == ("failed", False)
    actions.start(scene.board, by=scene.by, at=AT)


def test_a_long_run_keeps_its_job_and_lets_other_work_go_on(scene) -> None:
    actions.start(scene.board, by=scene.by, at=AT)
    (job,) = claim(Job.objects.all(), at=AT, seconds=1)
    seen = []
    actions.run_job(job, meanwhile=lambda: seen.append(Job.objects.get().lease_until))
    assert seen
    assert min(seen) > AT + timedelta(seconds=1)
    assert Proposal.objects.count() == 1


def test_of_two_workers_on_one_run_there_is_one_proposal(scene, monkeypatch) -> None:
    """The slow one finds its job taken over; were it just too late to see that, the run has ended."""
    monkeypatch.setattr("erasdu.journey.matching.actions.runs.SHOWN_EVERY", -1.0)
    run = actions.start(scene.board, by=scene.by, at=AT)
    (slow,) = claim(Job.objects.all(), at=AT, seconds=1)
    actions.run_job(slow, meanwhile=lambda: Job.objects.update(lease="another"))
    assert not Proposal.objects.exists()
    (quick,) = claim(Job.objects.all(), at=clock.now() + timedelta(hours=1), seconds=1)
    actions.run_job(quick)
    run.refresh_from_db()
    assert run.state == "done"
    found = queries.solved(scene.board, seed=0, on_progress=lambda *what: None, should_stop=lambda: False)
    assert actions.keep(run, found, at=AT) is None
    assert Proposal.objects.count() == 1


def test_a_pin_and_a_ban_hold_in_a_run(scene) -> None:
    by, other = scene.by, PlacementFactory(company=scene.company, occupation="baker", places=1)
    actions.pin(scene.board, scene.stays[0], placement=other, home=None, revision=0, by=by, at=AT)
    actions.forbid(scene.board, scene.stays[1], placement=None, home=scene.home, revision=1, by=by, at=AT)
    actions.start(scene.board, by=by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    lines = {line.mobility_id: line for line in Line.objects.all()}
    assert lines[scene.stays[0].pk].placement == other
    assert lines[scene.stays[1].pk].reasons == ["all_taken"] or lines[scene.stays[1].pk].placement is None


def test_a_board_without_learners_or_places_has_a_proposal_too(scene) -> None:
    hosting.withdraw_home(scene.home, reason="moved", by=scene.by, at=AT)
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    assert {tuple(line.reasons) for line in Line.objects.all()} == {("no_bed_fits",)}


def test_what_is_asked_stays_where_it_is_in_a_run(scene) -> None:
    scene.asked()
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    assert [line.mobility for line in Line.objects.all()] == [scene.stays[1]]


def test_what_another_school_lends_is_used_here_and_no_longer_there(scene) -> None:
    other = SchoolFactory()
    theirs = PlacementFactory(company__keeper=other, occupation="baker", company__town=scene.company.town)
    with refused("lent_to_another"):
        actions.place(scene.board, scene.stays[0], placement=theirs, room=None, revision=0, by=scene.by, at=AT)
    Loan.objects.create(call=scene.call, keeper=other, to_school=scene.school, placement=theirs, at=AT)
    assert {place.pk for place in queries.world(scene.board).places} == {scene.placement.pk, theirs.pk}
    scene.board.refresh_from_db()
    made = actions.place(
        scene.board, scene.stays[0], placement=theirs, room=scene.rooms[0], revision=scene.board.revision, by=scene.by,
        at=AT,
    )  # fmt: skip
    actions.end(scene.board, made, code="better", revision=scene.board.revision, by=scene.by, at=AT)
    Loan.objects.create(call=scene.call, keeper=scene.school, to_school=other, placement=scene.placement, at=AT)
    assert {place.pk for place in queries.world(scene.board).places} == {theirs.pk}


def test_a_careful_run_moves_nobody_who_has_something(scene) -> None:
    scene.place(0, room=1)
    PlacementFactory(company=scene.company, occupation="baker", places=1)
    actions.start(scene.board, careful=True, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    lines = list(Line.objects.all())
    assert [line.mobility for line in lines] == [scene.stays[1]]
    assert lines[0].room == scene.rooms[0]
    assert Proposal.objects.get().made == "repair"


def test_a_careful_run_says_how_far_it_is_and_stops_when_asked(scene, monkeypatch) -> None:
    scene.place(0, room=1)
    lonely = PlacementFactory(company=scene.company, occupation="baker", places=1)
    told = []
    stopped = queries.mended(scene.board, on_progress=lambda *what: told.append(what), should_stop=lambda: True)
    assert told == [(0.0, None, None)]
    assert {each.learner for each in stopped.solution.assignments} <= {f"L{stay.pk}" for stay in scene.stays}
    monkeypatch.setattr("erasdu.journey.matching.queries.solving.MOST_MOVED", 0)
    many = queries.mended(scene.board, on_progress=lambda *what: told.append(what), should_stop=lambda: False)
    assert len(told) > 1
    assert [each.placement for each in many.solution.assignments] == [f"P{lonely.pk}"]


def test_who_was_booked_outside_the_board_is_left_alone_in_a_run(scene) -> None:
    stay = scene.stays[0]
    hosting.book_place(scene.placement, stay, first=stay.call.stay_from, last=stay.call.stay_until, by=scene.by, at=AT)
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    assert [line.mobility for line in Line.objects.all()] == [scene.stays[1]]


@pytest.mark.parametrize(("language", "said"), [("nl", ("de plaats in een bedrijf", "het bed")), ("en", None)])
def test_what_happened_says_which_of_the_two_was_confirmed_and_not_whose(scene, client_as, language, said) -> None:
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    actions.confirm(scene.board, match, by=scene.by, at=AT)
    page = client_as(scene.role).get(
        reverse("mobilities:show", args=[match.mobility.key]), headers={"Accept-Language": language}
    )
    told = page.content.decode().partition("<main")[2]
    head = {"nl": "Plaats of bed bevestigd", "en": "Place or bed confirmed"}[language]
    for each in said or ("the place in a company", "the bed"):
        assert told.count(f"{head}: {each}") == 1
    lines = JournalLine.objects.filter(code__startswith="booking.")
    assert {line.data["what"] for line in lines} == {"place", "bed"}
    assert scene.home.name not in str(list(lines.values_list("data", flat=True)))
    JournalLine.objects.filter(code="booking.confirmed").update(data={})  # from before that was written down
    old = client_as(scene.role).get(
        reverse("mobilities:show", args=[match.mobility.key]), headers={"Accept-Language": language}
    )
    assert len(re.findall(rf"{head}\b(?!:)", old.content.decode())) == 2
