"""Abuse of papers over the real addresses: robots, strangers, other schools, replays, forged things."""

import pytest
from django.core.cache import cache
from django.test import Client

from erasdu.ground.links import queries as links
from erasdu.ground.links.models import Code
from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork import actions
from erasdu.ground.paperwork.models import Document, Event, Signature, Signer
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import Actor
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import AccountFactory, RoleFactory
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock) -> None:
    cache.clear()


@pytest.fixture
def signer(at) -> Signer:
    return scene.signer_of(scene.guardian_paper(at))


PAGES = ("", "paper.pdf", "copy.pdf", "page-1.png", "decline/", "pass-on/", "question/", "take-back/")
DEEDS = ("", "decline/", "pass-on/", "question/", "not-for-me/", "not-me/", "take-back/")


class TestRobots:
    """Mail gateways open every link, run its scripts and press its buttons."""

    def test_looking_changes_nothing_and_shows_nobody(self, client: Client, signer: Signer) -> None:
        address = f"/l/{links.token_of(signer.link)}/"
        events, letters = Event.objects.count(), Letter.objects.count()
        for _ in range(5):
            page = client.get(address)
            assert page.status_code == 200
            assert client.head(address).status_code == 200
        text = page.content.decode()
        assert not any(word in text for word in (signer.name, "Nowak", "Yasmine", signer.person.email))
        assert (Event.objects.count(), Letter.objects.count()) == (events, letters)

    def test_a_robot_that_presses_the_button_signs_nothing(self, signer: Signer) -> None:
        robot = Client()
        robot.post("/l/open/", {"token": links.token_of(signer.link)})
        for deed in DEEDS:
            assert robot.post(f"/papers/sign/{signer.key}/{deed}", {"consent": "on"}).status_code == 404
        signer.refresh_from_db()
        assert signer.state == "asked"
        assert scene.come_in(Client(), signer).status_code == 200


class TestStrangers:
    @pytest.mark.parametrize("page", PAGES)
    def test_the_address_of_a_paper_without_its_code_opens_nothing(self, client: Client, signer: Signer, page) -> None:
        answer = client.get(f"/papers/sign/{signer.key}/{page}")
        assert answer.status_code == 404
        assert signer.name not in answer.content.decode()

    @pytest.mark.parametrize("page", PAGES)
    def test_somebody_elses_session_opens_nothing(self, client: Client, signer: Signer, page, at) -> None:
        other = scene.signer_of(scene.company_paper(at))
        scene.come_in(client, other)
        assert client.get(f"/papers/sign/{signer.key}/{page}").status_code == 404

    def test_the_learners_own_account_opens_no_paper_of_a_parent(self, client_as, at) -> None:
        candidacy = CandidacyFactory(applied=True)
        signer = scene.signer_of(scene.guardian_paper(at, candidacy=candidacy))
        role = Role.objects.get(person=candidacy.learner, kind="learner")
        if not hasattr(candidacy.learner, "account"):
            AccountFactory(person=candidacy.learner)
        learner = client_as(role)
        for page in PAGES:
            assert learner.get(f"/papers/sign/{signer.key}/{page}").status_code == 404
        assert learner.get(f"/papers/{signer.envelope.document.key}/").status_code == 404

    def test_a_contact_point_of_another_school_sees_and_does_nothing(self, client_as, at) -> None:
        signer = scene.signer_of(scene.guardian_paper(at))
        stranger = client_as(RoleFactory(account=True))
        document = signer.envelope.document
        for page in ("", "lift/", "1/paper.pdf", "1/print.pdf", "1/withdraw/"):
            assert stranger.get(f"/papers/{document.key}/{page}").status_code == 404
        for deed in ("remind", "resend", "link", "code", "correct", "attest"):
            assert stranger.post(f"/papers/signer/{signer.key}/{deed}/").status_code == 404
        signer.refresh_from_db()
        assert signer.reminders == 0


class TestReplays:
    def test_a_used_code_and_an_old_link_are_worth_nothing(self, client: Client, signer: Signer, at) -> None:
        scene.come_in(client, signer)
        code = scene.newest_code(signer.link)
        thief = Client()
        token = links.token_of(signer.link)
        thief.post("/l/open/", {"token": token})
        Code.objects.filter(link=signer.link, used_at=None).delete()
        thief.post("/l/code/", {"code": code})
        assert thief.get(f"/papers/sign/{signer.key}/").status_code == 404
        actions.resend(signer, by=Actor(None, "coordinator"), at=at)
        assert Client().get(f"/l/{token}/").status_code == 404

    def test_six_wrong_codes_lock_the_right_one_too(self, client: Client, signer: Signer) -> None:
        client.post("/l/open/", {"token": links.token_of(signer.link)})
        right = scene.newest_code(signer.link)
        wrong = "000000" if right != "000000" else "111111"
        for _ in range(6):
            client.post("/l/code/", {"code": wrong})
        client.post("/l/code/", {"code": right})
        assert client.get(f"/papers/sign/{signer.key}/").status_code == 404

    def test_a_signed_paper_is_not_signed_again_by_sending_the_form_again(self, client: Client, at) -> None:
        signer = scene.signer_of(scene.company_paper(at))
        scene.come_in(client, signer)
        for _ in range(3):
            assert scene.sign(client, signer, answer="yes").status_code == 200
        assert Signature.objects.count() == 1

    @pytest.mark.parametrize("token", ["A" * 43, "../../etc", "%00", "é" * 43])
    def test_a_forged_token_gets_the_page_for_all_that_are_gone(self, client: Client, token: str) -> None:
        assert client.get(f"/l/{token}/").status_code in {404, 400}


def test_neither_parent_sees_how_to_reach_the_other(client: Client, at) -> None:
    candidacy = CandidacyFactory(applied=True, minor=True)
    mother = scene.signer_of(scene.guardian_paper(at, candidacy=candidacy))
    father = scene.guardian_paper(at, candidacy=candidacy, given_name="Piotr", email="p.nowak@example.org",
                                  phone="+32470333444")  # fmt: skip
    scene.come_in(client, mother)
    scene.sign(client, mother)
    for page in (f"/papers/sign/{mother.key}/", "/papers/mine/"):
        text = client.get(page).content.decode()
        assert "p.nowak@example.org" not in text
        assert "470333444" not in text.replace(" ", "")
    assert Document.objects.count() == 2
    assert father.document != mother.envelope.document


def test_what_identifies_a_visitor_is_not_in_the_chain_nor_on_paper(client: Client, at) -> None:
    signer = scene.signer_of(scene.guardian_paper(at))
    scene.come_in(client, signer)
    scene.sign(client, signer)
    told = str([event.body for event in Event.objects.all()])
    for secret in (signer.person.email, signer.person.phone, "127.0.0.1"):
        assert secret not in told
