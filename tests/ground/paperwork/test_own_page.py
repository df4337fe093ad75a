"""The page of one's own papers: mailed when a paper is complete, by the same way, separate for each parent."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client

from erasdu.ground.jobs.actions import claim, put_back
from erasdu.ground.journal import actions as journal
from erasdu.ground.links import queries as links
from erasdu.ground.links.doors import audience_of
from erasdu.ground.links.models import Link
from erasdu.ground.paperwork import access, actions, papers, queries
from erasdu.ground.paperwork.actions import Party, Reads
from erasdu.ground.paperwork.actions.signing import SITTING
from erasdu.ground.paperwork.actions.telling import COMPLETE, HOLD
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.people.actions import give_notice
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.tasks import send_due
from erasdu.kernel.actor import COORDINATOR, SYSTEM, Actor
from erasdu.kernel.keys import new_key
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene
from tests.ground.paperwork.test_ways import signed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _now(clock) -> None:
    cache.clear()


def complete(at, **more: object) -> Signer:
    signer = scene.signer_of(scene.guardian_paper(at, **more))
    signed(signer, at, answer="")
    actions.complete(scene.signer_of(signer.envelope).envelope, at=at)
    return scene.signer_of(signer.envelope)


@pytest.fixture
def candidacy(db):
    row = CandidacyFactory(applied=True, minor=True)
    RoleFactory(organisation=row.school, person__phone="+3290000018", person__given_name="Sofie")
    return row


@pytest.mark.requirement("R25")
def test_who_signed_gets_a_page_with_dates_and_who_to_call(client: Client, candidacy, at, monkeypatch) -> None:
    signer = complete(at, candidacy=candidacy)
    link = Link.objects.get(purpose="paperwork.own")
    assert (link.person_id, link.channel) == (signer.person_id, "text")
    assert Letter.objects.get(template="paperwork/letters/complete").link_id == link.pk
    client.post("/l/open/", {"token": links.token_of(link)})
    page = client.post("/l/code/", {"code": scene.newest_code(link)}, follow=True)
    if "/l/" in page.request["PATH_INFO"]:  # the notice comes first
        page = client.post(page.request["PATH_INFO"], follow=True)
    text = client.get(f"/papers/own/{link.key}/", follow=True).content.decode()
    assert "+3290000018" in text
    assert "wie u kunt bellen" in text
    assert f"/papers/sign/{signer.key}/" in text
    # As of a company: it promises no more than is there.
    monkeypatch.setattr(queries, "stays_of", lambda _signers, _at: [])
    bare = client.get(f"/papers/own/{link.key}/", follow=True).content.decode()
    assert "wie u kunt bellen" not in bare
    assert "Wat u gevraagd werd te tekenen, en wat u goedkeurde." in bare


def of_a_second_child(parent: Person, at) -> Signer:
    candidacy = CandidacyFactory(applied=True, minor=True)
    envelope = actions.issue(
        "candidacies.guardian_approval", candidacy, readers=[Reads("school", organisation=candidacy.school)],
        parties=[Party("guardian_1", parent, channel="text", attested_how="records")], variant=f"guardian-{parent.pk}",
        facts=papers.specimen_facts("candidacies.guardian_approval", "nl"), about="Bram", by=SYSTEM, at=at,
    )  # fmt: skip
    return scene.signer_of(envelope)


def test_who_signs_several_in_one_go_gets_one_mail_with_all_copies(at) -> None:
    first = scene.signer_of(scene.guardian_paper(at, language="nl"))
    second, third = (of_a_second_child(first.person, at) for _ in range(2))
    signed(first, at, answer="yes")
    actions.complete(scene.signer_of(first.envelope).envelope, at=at)
    held = Letter.objects.get(template=COMPLETE)
    assert held.due == at + HOLD, "two more wait for the same person"
    assert held.subject.startswith("Uw kopie: ")
    soon = at + timedelta(minutes=5)
    signed(second, soon, answer="yes")
    actions.complete(scene.signer_of(second.envelope).envelope, at=soon)
    [mail] = Letter.objects.filter(template=COMPLETE)
    assert (mail.pk, mail.key, mail.due) == (held.pk, held.key, at + HOLD)
    assert ", over Yasmine; " in mail.text
    assert ", over Bram. Achter deze link liggen uw verzegelde kopieën" in mail.text
    assert mail.link_id == Link.objects.get(purpose="paperwork.own").pk
    signed(third, soon, answer="yes")
    actions.complete(scene.signer_of(third.envelope).envelope, at=soon)
    [mail] = Letter.objects.filter(template=COMPLETE)
    assert mail.due == soon, "nothing waits any more"
    assert (mail.text.count("over Bram"), "over Bram (2)" in mail.text) == (1, True)


def test_a_copy_that_comes_after_the_mail_went_has_a_mail_of_its_own(at) -> None:
    first = scene.signer_of(scene.guardian_paper(at, language="nl"))
    second = of_a_second_child(first.person, at)
    signed(first, at, answer="yes")
    actions.complete(scene.signer_of(first.envelope).envelope, at=at)
    later = at + HOLD + timedelta(minutes=1)
    signed(second, later, answer="yes")
    actions.complete(scene.signer_of(second.envelope).envelope, at=later)
    one, other = Letter.objects.filter(template=COMPLETE).order_by("pk")
    assert "Bram" not in one.text
    assert "Yasmine" not in other.text
    assert other.due == later


def test_each_parent_has_a_page_of_their_own(candidacy, at) -> None:
    one = complete(at, candidacy=candidacy)
    other = complete(at, candidacy=candidacy, given_name="Piotr", email="p.nowak@example.org", phone="+32470111333")
    mine = queries.asked_of(Actor(one.person_id, "holder", via="link"))
    assert [row.pk for row in mine] == [one.pk]
    assert other.person_id != one.person_id
    assert Link.objects.filter(purpose="paperwork.own").count() == 2


def test_a_paper_with_its_code_by_mail_does_not_weaken_the_page(candidacy, at) -> None:
    signer = complete(at, candidacy=candidacy)
    paper = scene.company_paper(at)
    Signer.objects.filter(envelope=paper).update(person=signer.person)
    actions.mail_own_page(scene.signer_of(paper), by=Actor(signer.person_id, "holder"), at=at)
    assert Link.objects.get(purpose="paperwork.own").channel == "text"


def test_the_link_is_asked_again(candidacy, at) -> None:
    signer = complete(at, candidacy=candidacy)
    actions.mail_own_page(signer, by=Actor(signer.person_id, "holder", via="link"), at=at)
    assert Letter.objects.filter(template="paperwork/letters/own", person=signer.person).count() == 1


@pytest.mark.requirement("R25")
def test_from_the_birthday_a_parent_hears_nothing_new(candidacy, at) -> None:
    signer = scene.signer_of(scene.guardian_paper(at, candidacy=candidacy))
    GuardianFactory(candidacy=candidacy)
    type(candidacy).objects.filter(pk=candidacy.pk).update(birth_date=at.date().replace(year=at.year - 18))
    staff = Actor(None, "coordinator")
    assert access.may_chase(staff, signer, at=at).code == "learner_of_age_decides"
    assert (
        access.may_sign(Actor(signer.person_id, "holder", via="link"), signer, at=at).code == "learner_of_age_decides"
    )
    assert queries.stays_of([signer], at) == []
    before = Letter.objects.count()
    scene.guardian_paper(at, candidacy=candidacy, given_name="Piotr", email="p@example.org")
    assert Letter.objects.count() == before


# -- asked for together ----------------------------------------------------------------------------


OFFICE = Actor(None, COORDINATOR)


def requests() -> list[Letter]:
    return list(
        Letter.objects.filter(template__startswith="paperwork/letters/sign").exclude(medium="text").order_by("pk")
    )


def asked(at, parent: Person, candidacy, *, name: str = "Yasmine", channel: str = "text") -> Signer:
    envelope = actions.issue(
        "candidacies.guardian_approval", candidacy, readers=[Reads("school", organisation=candidacy.school)],
        parties=[Party("guardian_1", parent, channel=channel, attested_how="records")], variant=new_key(),
        facts=papers.specimen_facts("candidacies.guardian_approval", "nl"), about=name, by=SYSTEM, at=at,
    )  # fmt: skip
    return scene.signer_of(envelope)


def test_what_is_asked_of_somebody_before_the_first_mail_went_comes_in_that_one(client, at) -> None:
    cache.clear()
    first = scene.signer_of(scene.guardian_paper(at, language="nl"))
    candidacy, [alone] = queries.subject_of(first.envelope.document), requests()
    assert alone.link_id == first.link_id
    soon = at + timedelta(minutes=3)
    second = asked(soon, first.person, candidacy)
    third = asked(soon, first.person, candidacy, name="Bram")
    [mail] = requests()
    assert (mail.pk, mail.key) == (alone.pk, alone.key), "with the same Message-ID"
    assert mail.link_id == Link.objects.get(purpose="paperwork.own", person=first.person).pk
    assert (mail.text.count("over Yasmine"), "over Yasmine (2)" in mail.text) == (1, True), "each once, with how many"
    assert "over Bram" in mail.text
    assert "Uw persoonlijke link naar alle documenten:\n{link}" in mail.text
    for signer in (first, second, third):
        signer.refresh_from_db()
        assert (signer.state, signer.link_id is not None) == ("asked", True)
        [party] = queries.staff_page(signer.envelope.document, OFFICE, at, "nl").parties
        assert party.mail == "letter.queued"
    send_due(lambda: soon)
    assert Letter.objects.get(pk=mail.pk).state == "sent"
    give_notice(first.person, audience_of(mail.link), "screen", at=soon)
    client.post("/l/open/", {"token": links.token_of(mail.link)})
    client.post("/l/code/", {"code": scene.newest_code(mail.link)})
    page = client.get(f"/papers/own/{mail.link.key}/").content.decode()
    for signer in (first, second, third):
        assert f"/papers/sign/{signer.key}/" in page
        assert page.index(f"/papers/sign/{signer.key}/") < page.index("<dt>Wie gaat"), "what the mail asks stands first"
        assert client.get(f"/papers/sign/{signer.key}/").status_code == 200, "one code opens them all"


def test_what_was_tried_to_send_or_was_changed_by_hand_says_the_same_when_it_goes(at) -> None:
    first = scene.signer_of(scene.guardian_paper(at, language="nl"))
    candidacy = queries.subject_of(first.envelope.document)
    before = requests()[0]
    [claimed] = claim(Letter.objects.filter(pk=before.pk), at=at, seconds=60)
    asked(at, first.person, candidacy)
    put_back(claimed, at=at, error="450", most=8)
    asked(at, first.person, candidacy)  # the worker was killed after it had sent, as far as anybody knows
    assert (requests()[0].text, requests()[0].link_id) == (before.text, before.link_id)
    other = requests()[1]
    assert (len(requests()), other.template) == (2, "paperwork/letters/sign_several")
    journal.record("notices.letter_changed", subjects=[other], by=SYSTEM, at=at)
    asked(at, first.person, candidacy)
    assert len(requests()) == 3


def test_papers_of_another_school_or_with_another_code_have_a_mail_of_their_own(at) -> None:
    first = scene.signer_of(scene.guardian_paper(at, language="nl"))
    asked(at, first.person, CandidacyFactory(applied=True, minor=True))
    asked(at, first.person, queries.subject_of(first.envelope.document), channel="post")
    assert [letter.template.rpartition("/")[2] for letter in requests()] == ["sign"] * 3


def test_what_was_taken_back_before_the_mail_goes_stands_in_it_no_more(at) -> None:
    first = scene.signer_of(scene.guardian_paper(at, language="nl"))
    candidacy = queries.subject_of(first.envelope.document)
    second = asked(at, first.person, candidacy, name="Bram")
    third = asked(at, first.person, candidacy, name="Lien")
    actions.withdraw(second.envelope, reason="Verkeerd.", by=OFFICE, at=at)
    send_due(lambda: at)
    [mail] = requests()
    assert (mail.state, "Bram" in mail.text, "Yasmine" in mail.text, "Lien" in mail.text) == ("sent", False, True, True)
    Letter.objects.filter(pk=mail.pk).update(state="queued", done_at=None, sent_at=None, lease_until=None)
    for signer in (first, third):
        actions.withdraw(signer.envelope, reason="Verkeerd.", by=OFFICE, at=at)
    send_due(lambda: at)
    assert requests()[0].state == "cancelled"


def test_who_signs_several_in_one_go_gets_one_message_on_the_telephone(at) -> None:
    first = scene.signer_of(scene.guardian_paper(at, language="nl"))
    second = asked(at, first.person, queries.subject_of(first.envelope.document), name="Bram")

    def texts() -> list[Letter]:
        return list(Letter.objects.filter(template="paperwork/letters/signed").order_by("pk"))

    signed(first, at, answer="yes")
    [held] = texts()
    assert (held.due, held.medium) == (at + SITTING, "text")
    soon = at + timedelta(minutes=4)
    signed(second, soon, answer="yes")
    [told] = texts()
    assert (told.pk, told.due) == (held.pk, soon), "nothing waits any more"
    assert "over Yasmine; " in told.text
    assert "over Bram" in told.text
    third = asked(soon, first.person, queries.subject_of(first.envelope.document), name="Lien")
    signed(third, soon, answer="yes")
    one, other = texts()
    assert ("Lien" in one.text, other.due) == (False, soon), "what went says no more"
