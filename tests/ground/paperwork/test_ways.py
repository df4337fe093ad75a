"""What else happens with a paper on its way: other channels, no, a colleague, a new version, taking back."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.links import queries as links
from erasdu.ground.links.models import Code
from erasdu.ground.paperwork import access, actions, queries
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Document, Envelope, Signature, Signer
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import Refused
from erasdu.office.notices.tasks import write_todays
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock) -> None:
    cache.clear()


def by_link(signer: Signer) -> Actor:
    return Actor(signer.person_id, "holder", via="link", link=signer.link_id)


def signed(signer: Signer, at, **answers: object) -> Signature:
    return actions.sign(
        signer, shown_sha256=signer.envelope.shown_sha256, typed_name=signer.name, answers=answers or {"answer": "yes"},
        visit=Visit(), by=by_link(signer), at=at,
    )  # fmt: skip


class TestGuardians:
    def test_the_code_comes_by_text_and_never_in_the_mail_with_the_link(self, client: Client, at) -> None:
        signer = scene.signer_of(scene.guardian_paper(at))
        page = scene.come_in(client, signer)
        assert page.status_code == 200
        code = Letter.objects.get(medium="text")
        assert code.address == signer.person.phone
        assert not Letter.objects.filter(medium="mail", code__isnull=False).exists()

    def test_by_post_a_letter_is_ready_to_print_in_two_languages(self, client_as, at) -> None:
        envelope = scene.guardian_paper(at, channel="post")
        signer, school = scene.signer_of(envelope), queries.asker_of(envelope)
        point = RoleFactory(organisation=school)
        page = client_as(point).post(f"/papers/signer/{signer.key}/code/").content.decode()
        letter = page.partition('<article class="posted-letter"')[2].partition("</article>")[0]
        assert letter.count(scene.newest_code(signer.link)) == 2
        assert '<section lang="pl" dir="ltr">' in letter
        assert "Otrzymali Państwo e-mail z osobistym linkiem" in letter
        assert "U kreeg een mail met uw persoonlijke link" in letter
        assert signer.name in letter
        assert str(school) in letter
        assert queries.posted_letter(scene.signer_of(scene.guardian_paper(at, channel="hand"))) is None

    def test_staff_is_asked_to_confirm_a_signature_by_the_way_of_the_code(self, client: Client, client_as, at) -> None:
        envelope = scene.guardian_paper(at, channel="hand")
        signer = scene.signer_of(envelope)
        point = client_as(RoleFactory(organisation=queries.asker_of(envelope)))
        asks = "Zeg zelf aan Agnieszka Nowak dat dit getekend is"
        assert asks not in point.get(f"/papers/{envelope.document.key}/").content.decode()
        code = point.post(f"/papers/signer/{signer.key}/code/").content.decode().split('handed-code">')[1][:6]
        scene.come_in(client, signer, code=code)
        scene.sign(client, signer)
        page = point.get(f"/papers/{envelope.document.key}/")
        assert asks in page.content.decode()

    def test_the_page_explains_in_the_parents_own_language(self, client: Client, at) -> None:
        page = scene.come_in(client, scene.signer_of(scene.guardian_paper(at))).content.decode()
        assert 'lang="pl"' in page
        assert "{learner}" not in page
        assert "Yasmine" in page

    @pytest.mark.parametrize(("channel", "attested"), [("mail", "records"), ("text", "")])
    def test_without_the_schools_word_and_a_second_channel_nothing_is_signed(self, at, channel, attested) -> None:
        signer = scene.signer_of(scene.guardian_paper(at, channel=channel, attested=attested))
        with pytest.raises(Refused, match="signer_not_attested"):
            signed(signer, at)
        assert not Signature.objects.exists()

    def test_the_number_is_told_that_it_was_used_to_sign(self, client: Client, at) -> None:
        signer = scene.signer_of(scene.guardian_paper(at, channel="text"))
        scene.come_in(client, signer)
        scene.sign(client, signer)
        told = Letter.objects.get(template="paperwork/letters/signed")
        assert (told.medium, told.address) == ("text", signer.person.phone)
        assert "Yasmine" in told.text
        assert "/l/" not in told.text
        assert "Nowak" not in told.text
        other = scene.signer_of(scene.company_paper(at))
        scene.come_in(client, other)
        scene.sign(client, other, answer="yes")
        assert Letter.objects.filter(template="paperwork/letters/signed").count() == 1

    def test_an_account_does_not_replace_the_code(self, at) -> None:
        signer = scene.signer_of(scene.guardian_paper(at))
        account = Actor(signer.person_id, "contact_point")
        assert access.may_sign(account, signer, at=at).code == "signer_by_link"

    def test_a_code_handed_over_works_once_and_only_the_newest(self, client: Client, at) -> None:
        envelope = scene.guardian_paper(at, channel="hand")
        signer, school = scene.signer_of(envelope), Actor(None, "coordinator")
        first = actions.hand_out_code(signer, by=school, at=at)
        second = actions.hand_out_code(signer, by=school, at=at)
        assert Code.objects.filter(link=signer.link, used_at=None).count() == 1
        client.post("/l/open/", {"token": links.token_of(signer.link)})
        assert Letter.objects.filter(code__isnull=False).count() == 0
        if first != second:
            assert b"is-invalid" in client.post("/l/code/", {"code": first}).content
        assert scene.come_in(client, signer, code=second).status_code == 200

    def test_a_remembered_browser_asks_for_a_code_again(self, client: Client, at) -> None:
        signer = scene.signer_of(scene.guardian_paper(at))
        scene.come_in(client, signer)
        fresh = Client()
        fresh.cookies = client.cookies
        del fresh.cookies["sessionid"]
        fresh.post("/l/open/", {"token": links.token_of(signer.link)})
        assert fresh.get(f"/papers/sign/{signer.key}/").status_code == 404
        with the_clock.standing_at(at + timedelta(minutes=31)):
            assert client.get(f"/papers/sign/{signer.key}/").status_code == 404


class TestSigning:
    def test_other_bytes_are_refused_and_the_typing_stays(self, client: Client, at) -> None:
        signer = scene.signer_of(scene.company_paper(at))
        scene.come_in(client, signer)
        page = scene.sign(client, signer, answer="yes", shown="f" * 64)
        assert page.status_code == 422
        assert f'value="{signer.name}"' in page.content.decode()
        assert not Signature.objects.exists()
        assert scene.sign(client, signer, answer="yes").status_code == 200

    def test_twice_is_once(self, at) -> None:
        signer = scene.signer_of(scene.company_paper(at))
        signed(signer, at)
        with pytest.raises(Refused):
            signed(signer, at)
        assert Signature.objects.count() == 1

    @pytest.mark.parametrize("name", ["karel WOUTERS", "Wouters Karel", "Karel  Wouters"])
    def test_a_name_is_the_same_however_it_is_typed(self, client: Client, at, name: str) -> None:
        signer = scene.signer_of(scene.company_paper(at))
        scene.come_in(client, signer)
        assert scene.sign(client, signer, answer="yes", typed_name=name).status_code == 200

    @pytest.mark.parametrize("typed", [{"typed_name": "Iemand Anders"}, {"consent": ""}, {"answer": ""}])
    def test_what_lacks_is_said_at_its_field(self, client: Client, at, typed) -> None:
        signer = scene.signer_of(scene.company_paper(at))
        scene.come_in(client, signer)
        page = scene.sign(client, signer, **({"answer": "yes"} | typed))
        assert page.status_code == 422
        assert not Signature.objects.exists()

    def test_days_that_are_excepted_are_asked_and_kept(self, client: Client, at) -> None:
        signer = scene.signer_of(scene.company_paper(at))
        scene.come_in(client, signer)
        assert scene.sign(client, signer, answer="yes_except").status_code == 422
        days = {"except_from_1": "2027-03-10", "except_until_1": "2027-03-12"}
        assert scene.sign(client, signer, answer="yes_except", **days).status_code == 200
        assert Signature.objects.get().answers["except"] == [["2027-03-10", "2027-03-12"]]


class TestOtherWays:
    def test_a_no_has_a_reason_and_ends_the_paper(self, client: Client, at) -> None:
        envelope = scene.company_paper(at)
        signer = scene.signer_of(envelope)
        scene.come_in(client, signer)
        client.post(f"/papers/sign/{signer.key}/decline/", {"reason": "Te druk in maart."})
        envelope.refresh_from_db()
        assert (envelope.state, envelope.end_reason) == ("declined", "Te druk in maart.")

    def test_a_colleague_signs_but_counts_only_when_the_school_knows_them(self, client: Client, at) -> None:
        candidacy = CandidacyFactory(applied=True)
        envelope = scene.company_paper(at, candidacy=candidacy, organisation=candidacy.school)
        signer = scene.signer_of(envelope)
        scene.come_in(client, signer)
        who = {"given_name": "Ilse", "family_name": "Maes", "email": "ilse@bakkerij.example", "function": "Zaakvoerder"}
        client.post(f"/papers/sign/{signer.key}/pass-on/", who)
        assert client.get(f"/papers/sign/{signer.key}/").status_code == 404
        colleague = scene.signer_of(envelope)
        signed(colleague, at)
        standing = queries.standing(queries.with_standing(Document.objects.all())[0], at)
        assert not standing.in_force
        actions.attest(colleague, how="phone", by=Actor(None, "coordinator"), at=at)
        assert queries.standing(queries.with_standing(Document.objects.all())[0], at).in_force

    def test_a_parent_passes_on_to_nobody(self, at) -> None:
        signer = scene.signer_of(scene.guardian_paper(at))
        assert access.may_pass_on(by_link(signer), signer, at=at).code == "only_organisations_pass_on"

    def test_taking_back_holds_everything_up_until_staff_says_why_not(self, at) -> None:
        signer = scene.signer_of(scene.guardian_paper(at))
        signed(signer, at)
        document = queries.with_standing(Document.objects.all())[0]
        assert queries.standing(document, at).in_force
        actions.revoke(scene.signer_of(signer.envelope), reason="", by=by_link(signer), at=at)
        document = queries.with_standing(Document.objects.all())[0]
        assert queries.standing(document, at).state == "frozen"
        with pytest.raises(Refused, match="lift_reason_needed"):
            actions.lift(document, reason=" ", by=Actor(None, "coordinator"), at=at)
        actions.lift(document, reason="Moeder vergiste zich.", by=Actor(None, "coordinator"), at=at)
        assert queries.standing(queries.with_standing(Document.objects.all())[0], at).state == "withdrawn"

    def test_this_was_not_me_freezes(self, client: Client, at) -> None:
        signer = scene.signer_of(scene.company_paper(at))
        scene.come_in(client, signer)
        scene.sign(client, signer, answer="yes")
        client.post(f"/papers/sign/{signer.key}/not-me/")
        assert access.is_frozen(Document.objects.get())


class TestVersions:
    def test_the_same_paper_again_is_the_one_that_is_there(self, at) -> None:
        candidacy = CandidacyFactory(applied=True)
        first = scene.company_paper(at, candidacy=candidacy)
        person = scene.signer_of(first).person
        again = actions.issue(
            "candidacies.company_approval", candidacy, parties=[actions.Party("company", person)],
            facts=scene.papers.specimen_facts("candidacies.company_approval", "nl"), about="Yasmine", by=SYSTEM, at=at,
        )  # fmt: skip
        assert again == first
        assert Envelope.objects.count() == 1

    @pytest.mark.parametrize(
        ("changed", "again"), [({"contact_phone": "+32 2 000 00 00"}, False), ({"stay_days": "12"}, True)]
    )
    def test_only_who_is_bound_by_what_changed_signs_again(self, at, changed, again) -> None:
        candidacy = CandidacyFactory(applied=True)
        first = scene.company_paper(at, candidacy=candidacy)
        signed(scene.signer_of(first), at)
        person = scene.signer_of(first).person
        facts = {**scene.papers.specimen_facts("candidacies.company_approval", "nl"), **changed}
        second = actions.issue(
            "candidacies.company_approval", candidacy, parties=[actions.Party("company", person, attested_how="contract")],
            facts=facts, about="Yasmine", by=SYSTEM, at=at,
        )  # fmt: skip
        second.refresh_from_db()
        first.refresh_from_db()
        assert (first.state, second.version) == ("superseded", 2)
        assert second.state == ("open" if again else "signed")
        letter = "paperwork/letters/sign" if again else "paperwork/letters/changed"
        assert Letter.objects.filter(template=letter, about_pk=second.pk).exists()

    def test_who_had_the_old_version_open_reads_the_new_one(self, client: Client, at) -> None:
        candidacy = CandidacyFactory(applied=True)
        first = scene.company_paper(at, candidacy=candidacy)
        signer = scene.signer_of(first)
        scene.come_in(client, signer)
        facts = {**scene.papers.specimen_facts("candidacies.company_approval", "nl"), "stay_days": "12"}
        actions.issue(
            "candidacies.company_approval", candidacy, parties=[actions.Party("company", signer.person)], facts=facts,
            about="Yasmine", by=SYSTEM, at=at,
        )  # fmt: skip
        page = scene.sign(client, signer, answer="yes")
        assert page.status_code == 200
        assert not Signature.objects.exists()
        assert "12 dagen" in page.content.decode()


def test_reminders_go_on_their_days_and_stop_with_the_answer(at) -> None:
    signer = scene.signer_of(scene.company_paper(at))
    for days, expected in ((2, 0), (3, 1), (3, 1), (7, 2), (12, 3), (20, 3)):
        with the_clock.standing_at(at + timedelta(days=days, hours=1)):
            write_todays()
        told = Letter.objects.filter(template="notices/letters/waiting", person=signer.person)
        assert told.count() == expected, days
        assert all(f"{{link:{signer.link.key}}}" in letter.text for letter in told)
    signer.refresh_from_db()
    assert signer.reminders == 3


def test_staff_are_told_what_the_paper_shows_as_a_question_mark(client: Client, at) -> None:
    candidacy = CandidacyFactory(applied=True)
    whole = scene.company_paper(at, candidacy=candidacy)
    assert whole.undrawn == ""
    lacking = scene.company_paper(at, candidacy=candidacy, facts={"learner": "Yasmine さくら"})
    lacking.refresh_from_db()
    assert lacking.undrawn == "くさら"
    client.force_login(RoleFactory(organisation=candidacy.school).person.account)
    page = client.get(
        reverse("paperwork:show", args=[lacking.document.key]), headers={"accept-language": "en"}
    ).content.decode()
    assert "Our fonts cannot draw these characters" in page
    assert "くさら" in page
