"""What is told with a question: the place and bed that a yes is said to, and what nobody told yet of a guest."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.links.models import Link
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import Placement
from erasdu.journey.matching import actions, queries, rules
from erasdu.journey.matching.models import Answer, Proposal, Run
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Party
from erasdu.kernel.actor import Actor
from tests.conftest import AT
from tests.factories.hosting import HomeFactory, RoomFactory
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.matching.scene import Scene
from tests.journey.selection.test_access import by_link

pytestmark = pytest.mark.django_db
IDS = re.compile(r"<[^>]*\sid=\"([^\"]+)\"")


@pytest.fixture
def scene(db) -> Scene:
    return Scene()


@pytest.mark.requirement("R14")
def test_who_is_asked_reads_to_what_a_yes_is_said(scene: Scene, client_as) -> None:
    Placement.objects.update(tasks=[], own_tasks="Brood bakken in de nacht.")
    match, role = scene.asked(), RoleFactory(organisation=scene.partner, kind="contact_point")
    page = client_as(role).get(reverse("matching:answers")).content.decode()
    for told in (str(match.mobility.person), scene.company.organisation.name, "Leuven", "Brood bakken in de nacht.",
                 "een kamer alleen", f"ongeveer {match.minutes} minuten"):  # fmt: skip
        assert told in page
    assert scene.home.name not in page  # of another network: what kind and where, not who
    found = {row.party: queries.to_answer(scene.by, AT) for row in Answer.objects.filter(match=match)}
    hosts = [each for each in found["company"] if each.answer.party in ("company", "family")]
    assert len(hosts) == 2
    assert [each.offered for each in hosts] == [None, None]  # neither host hears of the other


def family_page(scene: Scene) -> str:
    family = Answer.objects.get(party="family")
    link = Link.objects.get(person=family.person)
    page = by_link(link, clock.now()).get(reverse("matching:answer_by_link", args=[link.key]))
    return str(page.content.decode())


@pytest.mark.requirement("R14")
def test_not_told_is_not_shown_as_none(scene: Scene, client_as) -> None:
    stay = scene.stays[0]
    Profile.objects.update(languages={"en": {"conversation": "B1"}, "nl": {"conversation": "none"}}, pets="fine")
    match = scene.place()
    client, board = client_as(scene.role), reverse("matching:board", args=[scene.board.key])
    learner = reverse("matching:learner", args=[scene.board.key, stay.key])
    assert "noden thuis nog niet gezegd" in client.get(board).content.decode()
    assert "Vraag het eerst aan de leerling" in client.get(learner).content.decode()
    asked = {"match": match.key, "match_seen": match.revision}
    said = client.post(reverse("matching:ask", args=[scene.board.key, stay.key]), asked, follow=True).content.decode()
    assert f"nog niet gezegd door: {stay.person}" in said
    page = family_page(scene)
    assert "allergieën en wat iemand eet, zijn niet bekend" in page
    assert "Rookt</dt><dd>nog niet gezegd" in page
    assert "Engels (B1)" in page
    assert "Nederlands" not in re.search(r"Spreekt</dt><dd>(.*?)</dd>", page).group(1)  # type: ignore[union-attr]
    mobilities.tell_needs(stay, [], by=Actor(stay.person_id, "holder", via="link"), at=AT)
    Profile.objects.update(smokes="no")
    page = family_page(scene)
    assert "niets bijzonders" in page
    assert "Rookt</dt><dd>nee" in page
    assert queries.untold(each.pk for each in scene.stays) == {scene.stays[1].pk}


def test_what_nearly_nobody_told_is_said_once_above_the_rows(scene: Scene, client_as, monkeypatch) -> None:
    client, address = client_as(scene.role), reverse("matching:board", args=[scene.board.key])
    lacking = len(queries.untold(each.pk for each in scene.stays))
    assert client.get(address).content.decode().count("noden thuis nog niet gezegd") == lacking
    monkeypatch.setattr("erasdu.journey.matching.views.boards.FEW", lacking - 1)
    shown = client.get(address).content.decode()
    assert "noden thuis nog niet gezegd" not in shown
    assert f"Van {lacking} leerlingen vertelde nog niemand" in shown


def test_each_label_leads_to_a_field_of_its_own_form(scene: Scene, client_as) -> None:
    """Fields of one name stand in several forms of the page."""
    scene.place()
    page = client_as(scene.role).get(reverse("matching:learner", args=[scene.board.key, scene.stays[0].key]))
    ids = IDS.findall(page.content.decode())
    assert len(ids) == len(set(ids))
    labels = re.findall(r"<label[^>]*\sfor=\"([^\"]+)\"", page.content.decode())
    assert set(labels) <= set(ids)
    assert {"lock_reason", "own_placement", "proof_code", "end_code"} <= set(labels)


# -- what a board says of itself ----------------------------------------------------------------------------


def ran(scene: Scene) -> Proposal:
    actions.start(scene.board, by=scene.by, at=AT)
    actions.run_job(Job.objects.get(kind="matching.run", payload__run=Run.objects.latest("pk").pk))
    scene.board.refresh_from_db()
    return Proposal.objects.latest("number")


def test_taking_over_says_what_was_done_and_why_not_the_rest(scene: Scene, client_as) -> None:
    proposal, client = ran(scene), client_as(scene.role)
    line = proposal.lines.exclude(placement=None).get()
    stay, address = line.mobility, reverse("matching:adopt", args=[scene.board.key])
    actions.forbid(
        scene.board, stay, placement=scene.placement, home=None, reason="te ver", revision=scene.board.revision,
        by=scene.by, at=AT,
    )  # fmt: skip
    scene.board.refresh_from_db()
    page = client.get(reverse("matching:learner", args=[scene.board.key, stay.key])).content.decode()
    assert "Dit kan niet meer overgenomen worden" in page
    assert "Dit overnemen" not in page
    taken = {"proposal": proposal.key, "stay": stay.key, "revision": scene.board.revision}
    said = client.post(address, taken, follow=True).content.decode()
    assert "Plaatsen en bedden worden vastgehouden" not in said
    assert f"Nog niet mogelijk voor: {stay.person}" in said
    scene.board.refresh_from_db()
    several = {"act": "confirm", "revision": scene.board.revision, "stay": stay.key}
    said = client.post(reverse("matching:several", args=[scene.board.key]), several, follow=True).content.decode()
    assert "0 leerlingen" not in said
    assert "Niemand die aangevinkt is, is al zo ver" in said


def test_a_proof_is_as_old_as_its_proposal(scene: Scene, client_as) -> None:
    proposal, client = ran(scene), client_as(scene.role)
    board = reverse("matching:board", args=[scene.board.key])
    assert queries.since(scene.board, proposal, [each.pk for each in scene.stays]) is None
    assert "dat is bewezen" in client.get(board).content.decode()
    later = clock.now() + timedelta(minutes=1)
    hosting.edit_home(scene.home, values={"pets": ["dog"]}, revision=scene.home.revision, by=scene.by, at=later)
    new = scene.stay()
    found = queries.since(scene.board, proposal, [new.pk, *(each.pk for each in scene.stays)])
    assert found == queries.Since(1, 0, 1)
    page = client.get(board).content.decode()
    assert "dat was bewezen" in page
    assert "1 leerling, 1 gezin of verblijf" in page


def test_the_page_of_a_learner_says_the_same_state_as_the_board_and_who_must_act(scene: Scene, client_as) -> None:
    match = scene.asked()
    client, key = client_as(scene.role), match.mobility.key
    address = reverse("matching:learner", args=[scene.board.key, key])
    assert client.get(address).context["state"] == "asked"
    scene.all_say_yes(match)
    page = client.get(address)
    assert page.context["state"] == "agreed"
    rows = client.get(reverse("matching:board", args=[scene.board.key])).context["rows"]
    assert "agreed" in {row.state for row in rows}


def test_a_place_of_the_page_of_a_stay_leads_to_the_board_and_to_a_question_while_one_waits(
    scene: Scene, client_as
) -> None:
    stay, other = scene.stays
    for each in scene.stays:
        Party.objects.create(mobility=each, organisation=scene.school, role="receiving", since=AT)
    client = client_as(scene.role)
    address = reverse("matching:of_stay", args=[stay.key])
    learner = reverse("matching:learner", args=[scene.board.key, stay.key])
    assert client.get(address).url == learner
    match = scene.place(by=scene.coordinator)
    actions.ask(scene.board, match, by=scene.coordinator, at=AT)
    assert client.get(address).url == reverse("matching:answers")
    assert client.get(reverse("matching:of_stay", args=[other.key])).url.endswith(f"/{other.key}/")
    assert client_as(RoleFactory(organisation=SchoolFactory())).get(address).status_code == 404


def test_why_not_names_who_holds_it(scene: Scene, client_as) -> None:
    match, other = scene.asked(), scene.stays[1]
    page = client_as(scene.role).get(
        reverse("matching:learner", args=[scene.board.key, other.key]) + f"?placement={scene.placement.pk}"
    )
    answered = page.context["page"].answered
    assert not answered.possible
    assert [(each.name, each.state) for each in answered.held] == [(str(match.mobility.person), "asked")]
    assert str(match.mobility.person) in page.content.decode()


@pytest.mark.parametrize("swapped", [False, True])
def test_who_has_something_keeps_it_where_another_is_only_as_good(scene: Scene, swapped: bool) -> None:
    """Two learners at one bakery, in two families that suit both as well: whichever has which, nobody changes."""
    scene.placement.periods.update(places=2)
    other = RoomFactory(home=HomeFactory(keeper=scene.school, town=scene.home.town))
    scene.rooms[1] = other
    for number, room in enumerate((1, 0) if swapped else (0, 1)):
        scene.place(number, room)
    ran(scene)
    assert [row.differs for row in queries.board_rows(scene.board)] == [False, False]


def test_only_what_somebody_does_not_have_is_a_little_dearer() -> None:
    problem = {
        "learner_placement": [["L1", "P1", 5], ["L1", "P2", 5], ["L2", "P2", 7]],
        "learner_host": [["L1", "H3.4", 5], ["L1", "H8.9", 5]],
    }
    assert rules.stays_put(problem, {}, {}) is problem
    made = rules.stays_put(problem, {1: (1, 8)}, {"3.4": 3, "8.9": 8})
    assert made["learner_placement"] == [["L1", "P1", 5], ["L1", "P2", 6], ["L2", "P2", 7]]
    assert made["learner_host"] == [["L1", "H3.4", 6], ["L1", "H8.9", 5]]


def test_two_proposals_about_other_learners_are_not_called_better_or_worse(scene: Scene, client_as) -> None:
    ran(scene)
    Proposal.objects.update(cost=1)
    scene.stay()
    ran(scene)
    page = client_as(scene.role).get(reverse("matching:compare", args=[scene.board.key])).content.decode()
    assert "slechter voor allen samen" not in page
    assert "Het nieuwe gaat over 3 leerlingen, het vorige over 2" in page


def test_a_small_school_of_which_nobody_has_anything_is_named() -> None:
    whole = queries.Share("", 6, 4, 0, 0, None, None)
    assert queries.differs(queries.Share("Klein", 2, 0, 0, 0, None, None), whole) == [("school_nobody", "Klein", 2)]
    assert queries.differs(queries.Share("Klein", 2, 1, 0, 0, None, None), whole) == []
