"""What a board says of now: what somebody else has by now, ways that became known, rules against what is proposed."""

from datetime import timedelta

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override

from erasdu.ground.jobs.models import Job
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting.models import Home, Placement, PlacementPeriod, Room
from erasdu.journey.matching import actions, queries, rules
from erasdu.journey.matching.models import Answer, Match, Minutes, Proposal, Run
from erasdu.journey.matching.rules import Aside
from erasdu.journey.matching.templatetags.matching_words import hobby_word
from erasdu.kernel.actor import Actor
from tests.conftest import AT
from tests.factories.hosting import HomeFactory, PlacementFactory, RoomFactory
from tests.factories.organisations import RoleFactory
from tests.journey.matching.scene import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R14")]


@pytest.fixture
def scene(db) -> Scene:
    made = Scene()
    Placement.objects.update(languages={})
    return made


def ran(scene: Scene) -> Proposal:
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run", payload__run=Run.objects.latest("pk").pk))
    scene.board.refresh_from_db()
    return Proposal.objects.latest("number")


def board(scene: Scene) -> str:
    return reverse("matching:board", args=[scene.board.key])


@pytest.mark.parametrize("which", ["bed", "place"])
def test_a_proposal_of_what_somebody_else_has_by_now_is_not_offered_to_be_taken_over(
    scene: Scene, client_as, which: str
) -> None:
    Room.objects.exclude(pk=scene.rooms[0].pk).delete()
    proposal, client = ran(scene), client_as(scene.role)
    line = proposal.lines.exclude(placement=None).get()
    first, second = line.mobility, next(stay for stay in scene.stays if stay != line.mobility)
    said = "heeft de plaats of het bed intussen"
    page = client.get(board(scene)).content.decode()
    assert "Neem het voorstel over voor 1 leerling" in page
    assert said not in page
    assert said not in client.get(f"{board(scene)}{first.key}/").content.decode()
    if which == "bed":
        scene.placement = PlacementFactory(company=scene.company, occupation="baker", places=1, languages={})
    else:
        scene.rooms = [RoomFactory(home=HomeFactory(keeper=scene.school, town=scene.home.town))]
    scene.place(scene.stays.index(second))
    Match.objects.update(at=proposal.at + timedelta(minutes=1))
    page = client.get(board(scene)).content.decode()
    assert said in page
    assert "Neem het voorstel over" not in page
    of_learner = client.get(f"{board(scene)}{first.key}/").content.decode()
    assert said in of_learner
    assert "Dit overnemen" not in of_learner


def test_who_would_move_by_the_proposal_does_not_stand_in_its_way(scene: Scene) -> None:
    PlacementPeriod.objects.update(places=2)
    proposal = ran(scene)
    swapped = [line.room for line in proposal.lines.order_by("mobility")]
    scene.rooms = [room for room in swapped[::-1] if room is not None]
    scene.place(0, 0)
    rows = queries.board_rows(scene.board)
    assert [row.differs for row in rows] == [True, True]
    assert [row.taken for row in rows] == [False, False]


def test_minutes_that_somebody_filled_in_make_a_proof_one_of_then(scene: Scene, client_as) -> None:
    proposal, client = ran(scene), client_as(scene.role)
    assert "dat is bewezen" in client.get(board(scene)).content.decode()
    Minutes.objects.create(
        placement=scene.placement, home=scene.home, minutes=9, reason="bus", at=proposal.at + timedelta(minutes=1)
    )
    assert queries.since(scene.board, proposal, [each.pk for each in scene.stays]) == queries.Since(0, 0, 0, 1)
    page = client.get(board(scene)).content.decode()
    assert "dat was bewezen" in page
    assert "de minuten van 1 weg" in page


def test_what_is_free_but_for_the_way_is_not_called_needed_for_others(scene: Scene) -> None:
    PlacementPeriod.objects.update(places=2)
    Room.objects.exclude(pk=scene.rooms[0].pk).delete()
    scene.place()
    second = scene.stays[1]

    def nothing() -> list[str]:
        world = queries.world(scene.board)
        return queries.unplaced(world, world.learner[second.pk])

    assert nothing() == ["all_taken"]
    RoomFactory(home=HomeFactory(keeper=scene.school, town=None))
    assert nothing() == ["no_way_known"]
    PlacementPeriod.objects.update(places=1)
    assert nothing() == ["all_taken"]


def test_what_a_learner_did_not_say_is_not_called_too_little(scene: Scene, client_as) -> None:
    Placement.objects.update(languages={"en": "A2"})
    stay = scene.stays[0]
    page = f"{board(scene)}{stay.key}/?placement={scene.placement.pk}"
    PlacementFactory(company=scene.company, occupation="cook", languages={})
    PlacementFactory(company=scene.company, occupation="cook", languages={})

    def refused() -> list[str]:
        return list(client_as(scene.role).get(page).context["page"].answered.refusals)

    assert refused() == ["language_not_told"]
    world = queries.world(scene.board)  # of two restaurants and a bakery: what could be done about the bakery
    assert queries.unplaced(world, world.learner[stay.pk]) == ["no_place_fits", "language_not_told"]
    Profile.objects.filter(pk=stay.profile_id).update(languages={"en": {"conversation": "", "listening": ""}})
    assert refused() == ["language_not_told"]
    Profile.objects.filter(pk=stay.profile_id).update(languages={"en": {"conversation": "none", "listening": "none"}})
    assert refused() == ["language_too_low"]


def test_who_set_the_language_aside_did_so_also_for_what_the_learner_says_later() -> None:
    aside = Aside(place=1, home=0, codes=frozenset({"language_not_told"}))
    assert rules.left_after(["language_too_low", "too_young"], aside, 1, 0) == ["too_young"]
    assert rules.left_after(["language_too_low"], aside, 2, 0) == ["language_too_low"]
    assert rules.with_language(["pets_not_wanted"]) == {"pets_not_wanted"}


def test_a_rule_against_what_is_only_proposed_is_said_on_the_board(scene: Scene, client_as) -> None:
    match = scene.place()
    assert "past niet meer" not in client_as(scene.role).get(board(scene)).content.decode()
    Profile.objects.update(pets="no")
    Home.objects.update(pets=["dog"])
    page = client_as(scene.role).get(board(scene)).content.decode()
    assert "past niet meer" in page
    assert Match.objects.get(pk=match.pk).state == "proposed"


def test_a_call_of_who_comes_here_has_no_empty_board_of_a_destination(scene: Scene, client_as) -> None:
    office = RoleFactory(coordinator=True)
    kinds = [scope.kind for scope in queries.scopes(scene.call, actor_of(office))]
    assert kinds == ["school", "incoming"]


def test_on_a_board_of_who_comes_here_partners_are_not_called_schools(scene: Scene, client_as) -> None:
    scene.partner = RoleFactory(organisation__kind="partner").organisation
    scene.stay()
    client = client_as(scene.role)
    assert "Per partner" in client.get(board(scene)).content.decode()
    figures = client.get(reverse("matching:figures", args=[scene.board.key])).content.decode()
    assert "Is het eerlijk voor elke partner?" in figures


def test_a_no_without_a_reason_is_told_at_its_field_and_the_page_stays(scene: Scene, client_as) -> None:
    scene.asked()
    client = client_as(RoleFactory(organisation=scene.partner))
    row = Answer.objects.get(party="partner")
    said = client.post(reverse("matching:answer", args=[row.key]), {"what": "no", "reason": ""})
    assert said.status_code == 422
    page = said.content.decode()
    assert f'aria-describedby="reason-{row.key}-error"' in page
    assert "Zeg in enkele woorden waarom niet" in page
    assert client.get(reverse("matching:answers")).content.decode().count("-error") == 0
    client.post(reverse("matching:answer", args=[row.key]), {"what": "no", "reason": "vol"})
    row.refresh_from_db()
    assert (row.what, row.reason) == ("no", "vol")


def test_who_asks_hears_to_whom_no_mail_went_and_finds_whom_to_call(scene: Scene, client_as) -> None:
    match = scene.place()
    host = scene.home.contact
    Person.objects.filter(pk=host.pk).update(email="", phone="+32470112233")
    client = client_as(scene.role)
    scene.board.refresh_from_db()
    asked = {"act": "ask", "revision": scene.board.revision}
    page = client.post(reverse("matching:several", args=[scene.board.key]), asked, follow=True).content.decode()
    assert f"Naar {scene.home.name} ging geen mail" in page
    waiting = client.get(reverse("matching:answers")).content.decode()
    assert 'href="tel:+32470112233"' in waiting
    assert waiting.count("bel, en antwoord voor hen") == 1
    assert f"Het gaat over {match.mobility.person}" in waiting
    partner = client_as(RoleFactory(organisation=scene.partner)).get(reverse("matching:answers")).content.decode()
    assert "Het gaat over" not in partner
    assert "tel:" not in partner


def test_who_said_yes_for_a_host_is_named_beside_it(scene: Scene, client_as) -> None:
    match = scene.asked()
    client, page = client_as(scene.role), f"{board(scene)}{match.mobility.key}/"
    row = Answer.objects.get(party="family")
    assert row.person is not None
    actions.answer(row, yes=True, by=Actor(row.person.pk, "holder", via="link"), at=AT)
    assert "voor hen gezegd door" not in client.get(page).content.decode()
    actions.answer(Answer.objects.get(party="company"), yes=True, by=scene.by, at=AT)
    assert client.get(page).content.decode().count(f"voor hen gezegd door {scene.role.person}") == 1


def test_who_may_not_answer_for_a_host_reads_who_calls_it(scene: Scene, client_as) -> None:
    match = scene.place()
    Person.objects.filter(pk=scene.home.contact.pk).update(email="")
    actions.ask(scene.board, match, by=scene.by, at=AT)
    assert queries.without_mail(scene.by, [match]) == ([scene.home.name], {})
    other = actor_of(RoleFactory())
    assert queries.without_mail(other, [match]) == ([], {scene.school.name: [scene.home.name]})


def test_questions_about_one_learner_stand_together(scene: Scene, client_as) -> None:
    PlacementFactory(company=scene.company, occupation="baker", places=1)
    for number in (0, 1):
        place = Placement.objects.order_by("pk")[number]
        scene.board.refresh_from_db()
        match = actions.place(
            scene.board, scene.stays[number], placement=place, room=scene.rooms[number],
            revision=scene.board.revision, by=scene.by, at=AT,
        )  # fmt: skip
        actions.ask(scene.board, match, by=scene.by, at=AT)
    Answer.objects.filter(party="family").update(asked_at=AT - timedelta(days=1))
    found = [question.answer.match_id for question in queries.to_answer(scene.by, AT)]
    assert found == sorted(found, key=list(dict.fromkeys(found)).index), "by match"
    page = client_as(scene.role).get(reverse("matching:answers")).content.decode()
    assert page.count(f"<h2><bdi>{scene.stays[0].person}") == 1


@pytest.mark.parametrize(
    ("language", "says"), [("pt", "filmes e séries"), ("de", "Filme und Serien"), ("nl", "films en series")]
)
def test_what_a_guest_likes_is_told_in_the_language_of_the_host(language: str, says: str) -> None:
    with override(language):
        assert hobby_word("series") == says


def test_a_pin_of_nothing_is_told_at_its_field_and_keeps_what_was_typed(scene: Scene, client_as) -> None:
    stay = scene.stays[0]
    scene.board.refresh_from_db()
    typed = {"kind": "pin", "reason": "woont vlakbij", "placement": "", "home": "", "revision": scene.board.revision}
    said = client_as(scene.role).post(reverse("matching:lock", args=[scene.board.key, stay.key]), typed)
    assert said.status_code == 422
    page = said.content.decode()
    assert 'id="lock_placement_error"' in page
    assert "woont vlakbij" in page


def test_a_company_reads_what_a_learner_expects_in_its_own_language(scene: Scene) -> None:
    Profile.objects.update(expectations=["techniques", "team"])
    match = scene.asked()
    for language, says in (
        ("nl", "Verwacht van de stage</dt><dd>nieuwe technieken leren, in een team werken"),
        ("en", "Expects of the internship</dt><dd>to learn new techniques, to work in a team"),
        ("fr", "Attend du stage</dt><dd>apprendre de nouvelles techniques,"),
        ("de", "Erwartet vom Praktikum</dt><dd>neue Techniken lernen,"),
        ("es", "Espera de las prácticas</dt><dd>aprender técnicas nuevas,"),
        ("pt", "Espera do estágio</dt><dd>aprender técnicas novas,"),
    ):
        with override(language):
            told = {
                row.party: render_to_string("matching/parts/guest.html", {"guest": queries.guest(row)})
                for row in Answer.objects.filter(match=match, party__in=("company", "family"))
            }
        assert says in told["company"]
        assert says not in told["family"]  # it hears of a bed, not of work


def test_with_whom_a_learner_likes_to_share_stands_where_two_are_kept_together(scene: Scene, client_as) -> None:
    address = reverse("matching:learner", args=[scene.board.key, scene.stays[0].key])
    client = client_as(scene.role)
    assert "Deelt graag een kamer met" not in client.get(address).content.decode()
    scene.stays[0].profile.share_with = "Tiago Alves"
    scene.stays[0].profile.save()
    assert "Deelt graag een kamer met: <bdi>Tiago Alves</bdi>" in client.get(address).content.decode()
