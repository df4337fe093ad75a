"""The pages of a board, for who may see it, in each state."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import escape

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.links.models import Link
from erasdu.ground.look.words import duty_of
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.actions import offers
from erasdu.journey.hosting.models import PlacementPeriod
from erasdu.journey.matching import access, actions, queries
from erasdu.journey.matching.models import Answer, Lock, Match, Pair, Run
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.nominations.models import HomePaper, Nomination
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import Period
from tests.conftest import AT
from tests.factories.admissions import CandidateFileFactory
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.hosting import CompanyFactory, HomeFactory, PlacementFactory, RoomFactory, StayFactory
from tests.factories.nominations import NominationFactory, consented
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.matching.scene import Scene
from tests.journey.selection.test_access import by_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db) -> Scene:
    return Scene()


def url(name: str, scene: Scene, *more: object) -> str:
    return reverse(f"matching:{name}", args=[scene.board.key, *more])


def test_the_board_from_nothing_to_confirmed(client_as, scene) -> None:
    client = client_as(scene.role)
    key = scene.stays[0].key
    assert client.get(reverse("matching:index", args=[scene.call.key])).status_code == 200
    school = client.post(reverse("matching:school", args=[scene.call.key, scene.school.key]))
    assert school.url == url("board", scene)
    page = client.get(url("board", scene))
    assert page.context["summary"].without == 2
    assert reverse("agreements:index", args=[scene.call.key]) not in page.content.decode()
    shown = client.get(url("learner", scene, key))
    option = shown.context["page"].suggestions[0]
    asked = {"placement": option.why.place.pk, "room": option.room, "revision": 0}
    assert client.post(url("place", scene, key), asked).status_code == 302
    assert Match.objects.get().minutes == option.why.way.minutes
    client.post(url("several", scene), {"act": "ask", "revision": 1})
    assert client.get(url("learner", scene, key)).context["page"].answers
    for row in Answer.objects.filter(what=""):
        actions.answer(row, yes=True, by=scene.coordinator, at=AT)
    client.post(url("several", scene), {"act": "confirm", "revision": 1})
    assert Match.objects.get().state == "confirmed"
    assert reverse("agreements:index", args=[scene.call.key]) in client.get(url("board", scene)).content.decode()
    for name in ("board", "map", "compare"):
        assert client.get(url(name, scene)).status_code == 200
    scene.board.refresh_from_db()
    let_go = {"code": "other", "revision": scene.board.revision}
    asked = client.post(url("end", scene, key), let_go)
    assert {"internship_place", "bed"} <= {item.code for item in asked.context["reopens"]}
    assert Match.objects.get().state == "confirmed"  # named, and nothing saved
    assert client.post(url("end", scene, key), let_go | {"sure": "yes"}).status_code == 302
    assert Match.objects.get().state == "ended"


def test_rows_that_are_drawn_alike_say_each_its_own_and_nothing_as_markup(client_as, scene) -> None:
    names = ["Noor \x02place\x03 <b>", "Mila & {{ row.key }}"]
    for stay, name in zip(scene.stays, names, strict=True):
        stay.person.given_name = name
        stay.person.save()
    page = client_as(scene.role).get(url("board", scene)).content.decode()
    for stay, name in zip(scene.stays, names, strict=True):
        said = escape(str(stay.person))
        assert name in str(stay.person)
        assert f'<a href="{url("learner", scene, stay.key)}"><bdi>{said}</bdi></a>' in page
        assert f'href="{url("move", scene, stay.key)}" data-move="{said}"' in page
        assert page.count(f'name="stay" value="{stay.key}"') == 1
    assert "<b>" not in page


def test_places_and_homes_of_one_name_are_told_apart_on_the_board(client_as, scene) -> None:
    other = PlacementFactory(company=scene.company, occupation="baker", places=3)
    home = HomeFactory(keeper=scene.school, town=scene.company.town, name=scene.home.name)
    rooms = [RoomFactory(home=home), RoomFactory(home=home), RoomFactory(home=home)]
    client, asked = client_as(scene.role), {"revision": 0, "placement": scene.placement.pk, "room": scene.rooms[0].pk}
    client.post(url("place", scene, scene.stays[0].key), asked)
    company = scene.company.organisation.name
    assert f"<div>{company}</div>" in client.get(url("board", scene)).content.decode()  # alone, by its name
    asked |= {"revision": 1, "placement": other.pk, "room": rooms[0].pk}
    client.post(url("place", scene, scene.stays[1].key), asked)
    apart = queries.told_apart(queries.board_rows(scene.board))
    assert set(apart.places) == {scene.placement.pk, other.pk}
    assert set(apart.homes) == {scene.home.pk, home.pk}
    page = client.get(url("board", scene)).content.decode()
    for name, several in ((company, apart.places), (home.name, apart.homes)):
        assert len(set(several.values())) == 2
        assert all(called.startswith(f"{name} (") for called in several.values())
        assert all(f"<div>{escape(called)}</div>" in page for called in several.values())


def test_the_map_of_a_board_says_what_its_signs_mean(client_as, scene) -> None:
    client = client_as(scene.role)
    assert "map-legend" not in client.get(url("map", scene)).content.decode()  # nothing is drawn yet
    scene.place()
    page = client.get(url("map", scene)).content.decode()
    legend = page[page.index("map-legend") : page.index("</ul>", page.index("map-legend"))]
    for sign in ("map-place", "map-bed", "map-line"):
        assert legend.count(sign) == 1


def test_the_optimiser_by_buttons(client_as, scene) -> None:
    client = client_as(scene.role)
    client.post(url("run", scene))
    assert b"progress" in client.get(url("board", scene)).content
    actions.run_job(Job.objects.get(kind="matching.run"))
    page = client.get(url("board", scene))
    proposal = page.context["proposal"]
    assert page.context["differ"] == 1
    client.post(url("adopt", scene), {"proposal": proposal.key, "revision": page.context["board"].revision})
    assert Match.objects.count() == 1
    assert client.get(url("board", scene) + "?state=none").context["rows"][0].line.reasons == ["all_taken"]


def test_a_page_that_waits_for_the_optimiser_is_read_anew_when_it_is_done(client_as, scene) -> None:
    client = client_as(scene.role)
    client.post(url("run", scene))
    run = Run.objects.get()
    address, asks = reverse("matching:progress", args=[run.key]), {"HTTP_HX_REQUEST": "true"}
    assert b"hx-get" in client.get(address, **asks).content
    client.post(reverse("matching:stop", args=[run.key]))
    actions.run_job(Job.objects.get(kind="matching.run"))
    run.refresh_from_db()
    assert run.state == "stopped"
    assert client.get(address, **asks).headers["HX-Refresh"] == "true"
    assert client.get(address).url == url("board", scene)
    assert b"hx-get" in client.get(url("radar", scene)).content
    stranger = client_as(RoleFactory(organisation=SchoolFactory()))
    assert stranger.get(address).status_code == 404


def test_pins_pairs_and_questions(client_as, scene) -> None:
    client = client_as(scene.role)
    one, other = scene.stays
    client.post(url("lock", scene, one.key), {"kind": "pin", "home": scene.home.pk, "revision": 0, "reason": "quiet"})
    client.post(url("pair", scene, one.key), {"other": other.pk, "why": "wish", "revision": 1})
    assert Lock.objects.get().kind == "pin"
    assert Pair.objects.count() == 1
    page = client.get(url("learner", scene, one.key) + f"?home={scene.home.pk}&placement={scene.placement.pk}")
    answered = page.context["page"].answered
    assert (answered.refusals, answered.possible) == ((), True)
    client.post(url("lift", scene, one.key), {"lock": Lock.objects.get().key, "revision": 2})
    assert Lock.objects.filter(lifted_at=None).count() == 0


def test_who_saw_an_older_board_is_told(client_as, scene) -> None:
    client = client_as(scene.role)
    scene.place(1)
    answer = client.post(url("lock", scene, scene.stays[0].key), {"kind": "pin", "home": scene.home.pk, "revision": 0})
    assert answer.status_code == 409
    assert not Lock.objects.exists()


def test_a_host_answers_by_its_own_link_without_hearing_a_name(scene) -> None:
    Profile.objects.update(pets="rather_not")
    match = scene.asked()
    family = Answer.objects.get(match=match, party="family")
    link = Link.objects.get(person=family.person)
    client, address = by_link(link, clock.now()), reverse("matching:answer_by_link", args=[link.key])
    page = client.get(address)
    assert page.status_code == 200
    person = scene.stays[0].person
    assert person.given_name.encode() not in page.content
    assert person.family_name.encode() not in page.content
    for asked in ("Dieren in huis</dt><dd>liever niet", "Een kamer delen</dt><dd>ja", "Jonger dan 18"):
        assert asked in page.content.decode()
    assert client.post(address, {"what": "no"}).status_code == 422
    assert client.post(address, {"what": "yes"}).status_code == 200
    family.refresh_from_db()
    assert family.what == "yes"


def test_a_school_answers_for_a_host_that_it_keeps(client_as, scene) -> None:
    match = scene.asked()
    client = client_as(scene.role)
    page = client.get(reverse("matching:answers"))
    assert {each.answer.party for each in page.context["questions"]} == {"company", "family"}
    for host in (scene.placement.company.organisation.name, scene.home.name):
        assert f">Ja, namens {host}</button>" in page.content.decode()
    assert "gevraagd op ma 23 nov. 2026" in page.content.decode()
    forms = [part.partition("</form>")[0] for part in page.text.split('action="/matching/answers/')[1:]]
    assert [("Zo niet, waarom?" in each, 'value="yes"' in each) for each in forms] == [(False, True), (True, False)] * 2
    company = Answer.objects.get(match=match, party="company")
    client.post(reverse("matching:answer", args=[company.key]), {"what": "yes"})
    company.refresh_from_db()
    assert company.what == "yes"


def test_nobody_else_finds_the_board(client_as, scene) -> None:
    stranger = client_as(RoleFactory(organisation=SchoolFactory()))
    assert stranger.get(url("board", scene)).status_code == 404
    assert stranger.post(url("run", scene)).status_code == 404
    assert stranger.get(url("learner", scene, scene.stays[0].key)).status_code == 404


def test_the_board_says_what_came_free_and_who_is_next(client_as, scene) -> None:
    match = scene.asked()
    mobilities.cancel(match.mobility, reason="ill", by=SYSTEM, at=AT)
    actions.free_fallen(at=AT)
    waiting = NominationFactory(call=scene.call, partner=scene.partner, accepted=True)
    type(waiting.mobility.person).objects.filter(pk=waiting.mobility.person_id).update(family_name="Vasconcelos")
    waiting.mobility.person.refresh_from_db()
    page = client_as(RoleFactory(coordinator=True)).get(reverse("reserve", args=[scene.board.key]))
    found = page.context["reserve"]
    assert [(each.place, each.bed) for each in found.freed] == [(scene.company.organisation.name, scene.home.name)]
    assert [(each.who, each.how) for each in found.following] == [(str(waiting.mobility.person), "accepted")]
    assert reverse("nominations:board", args=[scene.call.key]).encode() in page.content
    school = client_as(scene.role).get(reverse("reserve", args=[scene.board.key]))
    assert (school.context["reserve"].following, school.context["reserve"].unnamed) == ((), 1)
    assert "Vasconcelos" in page.content.decode()
    assert "Vasconcelos" not in school.content.decode()


def test_the_board_says_who_got_by_itself_what_came_free(client_as, db) -> None:
    """A reserve of the school that is complete is granted the place in the same moment."""
    call = CallFactory()
    stay, later = StayFactory(call=call), clock.now()
    match = Match.objects.create(
        mobility=stay, placement=PlacementFactory(), starts_on=call.stay_from, ends_on=call.stay_until, at=AT,
        state="ended", end_code="stay_cancelled", ended_at=later,
    )  # fmt: skip
    type(stay).objects.filter(pk=stay.pk).update(cancelled_at=later)
    school = EnrolmentFactory(call=call)
    granted, _earlier = (
        CandidateFileFactory(granted=True, granted_at=moment, candidacy__enrolment=school) for moment in (later, AT)
    )
    board = actions.board_of(call, "outgoing")
    page = client_as(RoleFactory(coordinator=True)).get(reverse("reserve", args=[board.key]))
    found = page.context["reserve"]
    assert [each.who for each in found.freed] == [str(match.mobility.person)]
    assert (found.following[0].who, found.following[0].how) == (str(granted.candidacy.learner), "granted")
    assert [each.how for each in found.following].count("granted") == 1


def test_what_a_learner_has_already_is_no_suggestion_and_what_fits_best_stands_first(client_as, scene) -> None:
    PlacementFactory(company=CompanyFactory(keeper=scene.school, town=scene.company.town), occupation="baker")
    stay = scene.stays[0]
    Profile.objects.update(complementary="yes", sector="food")
    client = client_as(scene.role)
    before = client.get(url("learner", scene, stay.key)).context["page"].suggestions
    assert len(before) == 2
    match = scene.place()
    assert match.minutes is not None
    after = client.get(url("learner", scene, stay.key)).context["page"].suggestions
    assert [each.why.place.pk for each in after] == [
        each.why.place.pk for each in before if each.why.place.pk != scene.placement.pk
    ]
    moves = queries.moves(queries.world(scene.board), scene.stays[1], scene.by)
    for targets in (moves.places, moves.beds):
        costs = [each.cost for each in targets if each.open]
        assert costs == sorted(costs)


def test_the_page_to_move_a_learner_says_what_the_proposal_has_and_marks_it(client_as, scene) -> None:
    stay, client = scene.stays[0], client_as(scene.role)
    address = url("move", scene, stay.key)
    assert client.get(address).context["moves"].line is None
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    page = client.get(address, headers={"Accept-Language": "en"})
    line = page.context["moves"].line
    assert [each.placement for each in page.context["moves"].places if each.offered] == [line.placement_id]
    assert [each.room for each in page.context["moves"].beds if each.offered] == [line.room_id]
    said = f"In the proposal: {line.placement.company.organisation.name} · {line.room.home.name}"
    assert escape(said) in page.text
    assert page.text.count("in the proposal") == 2
    scene.board.refresh_from_db()
    actions.place(
        scene.board,
        stay,
        placement=line.placement,
        room=line.room,
        minutes=line.minutes,
        revision=scene.board.revision,
        by=scene.by,
        at=AT,
    )
    same = client.get(address).context["moves"]
    assert same.line is None, "what is there already is no proposal any more"
    assert not any(each.offered for each in (*same.places, *same.beds))


def test_a_proposal_offers_no_bed_that_the_family_took_back(scene) -> None:
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run"))
    assert any(row.line and row.line.room_id for row in queries.board_rows(scene.board))
    window = Period(date(2027, 1, 12), date(2027, 1, 14))
    offers.take_back_beds(scene.home, window, reason="away", ask=None, by=scene.coordinator, at=AT)
    assert not any(row.line and row.line.room_id for row in queries.board_rows(scene.board))


def asked_of(scene: Scene, number: int) -> Match:
    match = scene.place(number, number)
    actions.ask(scene.board, match, by=scene.by, at=AT)
    return match


def nominated_minor(stay: Mobility) -> Nomination:
    Traveller.objects.filter(mobility=stay).update(birth_date=date(2010, 6, 1))
    return Nomination.objects.create(
        call=stay.call, partner=stay.sending, mobility=stay, way="form", state="accepted", nominated_at=AT
    )


@pytest.mark.requirement("R14")
def test_the_board_offers_to_confirm_only_who_can_be_and_says_of_the_others_what_lacks(client_as, clock) -> None:
    scene = Scene()
    scene.placement.places = 2
    scene.placement.save()
    address = reverse("matching:board", args=[scene.board.key])
    match = asked_of(scene, 0)
    scene.all_say_yes(match)
    nomination = nominated_minor(match.mobility)
    client = client_as(scene.role)
    consented(nomination)
    assert 'value="confirm"' in client.get(address).content.decode()
    kept = list(HomePaper.objects.all())
    HomePaper.objects.all().delete()
    page = client.get(address).content.decode()
    assert 'value="confirm"' not in page, "nobody can be confirmed"
    assert "kan nog niet bevestigd worden:" in page
    way = reverse("readiness:stay", args=[match.mobility.key])
    assert f'<a href="{way}">{duty_of("home_consent")}<span' in page
    assert "hun rijen zeggen waarom" in page
    assert access.may_confirm(scene.by, scene.board, match, AT.date()).code == "not_ready", "as the action says"
    HomePaper.objects.bulk_create(kept)
    page = client.get(address).content.decode()
    assert 'value="confirm"' in page
    assert "kan nog niet bevestigd worden" not in page


def test_one_agreed_match_more_costs_the_board_no_query_more(client_as, clock) -> None:
    scene = Scene(learners=3)
    scene.placement.places = 3
    scene.placement.save()
    PlacementPeriod.objects.filter(placement=scene.placement).update(places=3)
    scene.rooms.append(RoomFactory(home=scene.home))
    for stay in scene.stays:
        nominated_minor(stay)
    client, address = client_as(scene.role), reverse("matching:board", args=[scene.board.key])
    counts = []
    for number, match in enumerate([asked_of(scene, number) for number in range(3)]):
        scene.all_say_yes(match)
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = client.get(address).content.decode()
        assert page.count("kan nog niet bevestigd worden:") == number + 1
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
