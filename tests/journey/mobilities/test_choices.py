"""Free choices of who goes abroad: what may be shown, changed at any time, and whether parents of an adult hear of it."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from erasdu.ground.journal import clock, gates
from erasdu.ground.journal.models import Line
from erasdu.ground.links import queries as links
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.actions import Visit
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.people.actions import give_notice
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import access, actions, queries
from erasdu.journey.mobilities.queries.publicity import PUBLICITY
from erasdu.journey.mobilities.tasks import come_of_age
from erasdu.journey.selection import queries as selection
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import DEPART, HAND_IN
from erasdu.kernel.verdict import Refused
from tests.factories.organisations import AccountFactory
from tests.ground.paperwork.scene import newest_code
from tests.journey.mobilities.staying import candidacy_of, contact_of, learner_of, stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25")]
ENGLISH = {"accept-language": "en"}
ALL = {"photo": "yes", "name": "yes", "blog": "yes", "testimonial": "yes"}


@pytest.fixture
def stay(clock, at):
    made = stay_of_minor()
    actions.ask_papers(made, by=actor_of(contact_of(made)), at=at, kinds=[PUBLICITY])
    return made


def place(stay, role: str) -> Signer:
    rows = Signer.objects.filter(envelope__document__kind=PUBLICITY, envelope__document__subject_pk=stay.pk, role=role)
    return rows.select_related("envelope__document", "person", "link").latest("envelope__version")


def holder(signer: Signer) -> Actor:
    return Actor(signer.person_id, "holder", via="account" if signer.role == "learner" else "link")


def answer(stay, role: str, at, **answers: str) -> None:
    signer = place(stay, role)
    paperwork.sign(
        signer, shown_sha256=signer.envelope.shown_sha256, typed_name=signer.name, answers=answers,
        visit=Visit(), by=holder(signer), at=at,
    )  # fmt: skip


def choose(stay, role: str, at, **answers: str):
    signer = place(stay, role)
    return paperwork.choose_again(signer, answers, visit=Visit(), by=holder(signer), at=at)


def sealed(stay, at) -> None:
    paperwork.complete(Envelope.objects.select_related("document").get(pk=place(stay, "learner").envelope_id), at=at)


def told(stay) -> dict[str, int]:
    """Role → how many mails with a copy."""
    roles = ("learner", "guardian_1")
    mails = Letter.objects.filter(template="paperwork/letters/complete")
    return {role: mails.filter(person=place(stay, role).person).count() for role in roles}


def test_of_a_minor_both_must_say_yes_and_each_changes_each_purpose_at_once(stay, at) -> None:
    assert queries.may_be_shown(stay, at) is None
    answer(stay, "learner", at, **ALL)
    assert not any((queries.may_be_shown(stay, at) or {}).values())  # the parent has not answered
    answer(stay, "guardian_1", at, **ALL | {"blog": "no"})
    assert queries.may_be_shown(stay, at) == {"photo": True, "name": True, "blog": False, "testimonial": True}
    assert choose(stay, "guardian_1", at, **ALL | {"photo": "no"})
    assert queries.may_be_shown(stay, at) == {"photo": False, "name": True, "blog": True, "testimonial": True}
    choose(stay, "learner", at, **ALL | {"name": "no"})
    assert queries.may_be_shown(stay, at) == {"photo": False, "name": False, "blog": True, "testimonial": True}
    envelopes = list(
        Envelope.objects.filter(document__kind=PUBLICITY).order_by("version").values_list("state", flat=True)
    )
    assert envelopes == ["superseded", "superseded", "signed"]
    changed = Line.objects.filter(code="paper.choice_changed").order_by("id").values_list("data__role", flat=True)
    assert list(changed) == ["guardian_1", "learner"]
    now = place(stay, "guardian_1")
    assert now.signature.answers["photo"] == "no"
    assert now.signature.carried_from is not None  # the parent's own last answer went along
    assert choose(stay, "learner", at, **ALL | {"name": "no"}) is None
    assert Envelope.objects.filter(document__kind=PUBLICITY).count() == 3


def test_only_who_changed_a_choice_gets_a_new_copy_once_a_day(stay, at) -> None:
    answer(stay, "learner", at, **ALL)
    answer(stay, "guardian_1", at, **ALL)
    sealed(stay, at)
    assert told(stay) == {"learner": 1, "guardian_1": 1}
    for purpose in ("photo", "blog"):
        choose(stay, "learner", at, **ALL | {purpose: "no"})
        sealed(stay, at)
    assert told(stay) == {"learner": 2, "guardian_1": 1}
    choose(stay, "learner", at + timedelta(days=1), **ALL)
    sealed(stay, at + timedelta(days=1))
    assert told(stay) == {"learner": 3, "guardian_1": 1}


def test_before_the_parent_answered_and_after_taking_all_back(stay, at) -> None:
    answer(stay, "learner", at, **ALL)
    link = place(stay, "guardian_1").link
    choose(stay, "learner", at, **ALL | {"blog": "no"})
    parent = place(stay, "guardian_1")
    assert (parent.state, parent.link) == ("asked", link)
    answer(stay, "guardian_1", at, **ALL)
    assert (queries.may_be_shown(stay, at) or {})["photo"]
    signer = place(stay, "learner")
    paperwork.revoke(signer, reason="", by=holder(signer), at=at)
    assert not any((queries.may_be_shown(stay, at) or {}).values())
    choose(stay, "learner", at, **ALL)
    assert all((queries.may_be_shown(stay, at) or {}).values())


def test_who_may_not_choose(stay, at) -> None:
    with pytest.raises(Refused, match="signer_asked"):
        choose(stay, "learner", at, **ALL)
    answer(stay, "learner", at, **ALL)
    signer = place(stay, "learner")
    stranger = Actor(place(stay, "guardian_1").person_id, "holder", via="link")
    assert paper_access.may_choose_again(stranger, signer).code == "not_your_signature"
    answer(stay, "guardian_1", at, **ALL)
    parent = place(stay, "guardian_1")
    by_account = Actor(parent.person_id, "holder", via="account")
    assert paper_access.may_choose_again(by_account, parent).code == "signer_by_link"
    actions.ask_papers(stay, by=actor_of(contact_of(stay)), at=at, kinds=["candidacies.emergency_contact"])
    other = Signer.objects.get(envelope__document__kind="candidacies.emergency_contact", role="learner")
    assert paper_access.may_choose_again(holder(other), other).code == "paper_no_choice"


def test_somebody_elses_answer_in_between_is_not_lost(stay, at, monkeypatch) -> None:
    answer(stay, "learner", at, **ALL)
    from erasdu.ground.paperwork.actions import choosing

    drawn = choosing.drawn

    def meanwhile(*given):
        pdf = drawn(*given)
        answer(stay, "guardian_1", at, **ALL)
        return pdf

    monkeypatch.setattr(choosing, "drawn", meanwhile)
    with pytest.raises(Refused, match="changed_meanwhile"):
        choose(stay, "learner", at, **ALL | {"blog": "no"})
    assert all((queries.may_be_shown(stay, at) or {}).values())


def test_on_the_own_page_and_by_link(stay, at, client_as, client) -> None:
    answer(stay, "learner", at, **ALL)
    answer(stay, "guardian_1", at, **ALL)
    role = learner_of(stay)
    if not hasattr(role.person, "account"):
        AccountFactory(person=role.person)
    learner, signer = client_as(role), place(stay, "learner")
    address = reverse("paperwork:choose", args=[signer.key])
    assert address in learner.get(reverse("paperwork:own")).content.decode()
    assert learner.post(address, {"photo": "no"}).status_code == 422
    page = learner.post(address, ALL | {"photo": "no"}, follow=True, headers=ENGLISH).content.decode()
    assert "Saved. It counts from now on." in page
    assert queries.may_be_shown(stay, at) == {"photo": False, "name": True, "blog": True, "testimonial": True}
    shown = reverse("mobilities:show", args=[stay.key])
    assert "not: Photos and videos" in client_as(contact_of(stay)).get(shown, headers=ENGLISH).content.decode()
    assert "not: Photos" not in learner.get(shown, headers=ENGLISH).content.decode()  # nor what a parent chose
    parent = place(stay, "guardian_1")  # came along in the new version, with the link of before
    assert parent.link
    give_notice(parent.person, "guardian", "screen", at=at)
    client.post("/l/open/", {"token": links.token_of(parent.link)})
    client.post("/l/code/", {"code": newest_code(parent.link)}, follow=True)
    again = client.get(reverse("paperwork:choose", args=[parent.key]))
    assert again.status_code == 200
    client.post(reverse("paperwork:choose", args=[parent.key]), ALL | {"blog": "no"})
    assert queries.may_be_shown(stay, at) == {"photo": False, "name": True, "blog": False, "testimonial": True}


@pytest.mark.requirement("R24")
def test_refusing_publicity_changes_no_score_no_ranking_and_no_gate(stay, at) -> None:
    candidacy = candidacy_of(stay)

    def judged():
        outcome = selection.outcome_of([candidacy.pk])[candidacy.pk]
        gate = [gates.ask(HAND_IN, candidacy, at.date()), gates.ask(DEPART, stay, at.date())]
        return outcome, gate

    answer(stay, "learner", at, **ALL)
    answer(stay, "guardian_1", at, **ALL)
    before = judged()
    choose(stay, "learner", at, **dict.fromkeys(ALL, "no"))
    assert not any((queries.may_be_shown(stay, at) or {}).values())
    assert judged() == before
    signer = place(stay, "guardian_1")
    paperwork.revoke(signer, reason="", by=holder(signer), at=at)
    assert judged() == before


class TestTelling:
    def test_an_adult_chooses_both_ways_and_it_is_kept(self, stay, at, client_as) -> None:
        role = learner_of(stay)
        if not hasattr(role.person, "account"):
            AccountFactory(person=role.person)
        learner, address = client_as(role), reverse("mobilities:tell_guardians", args=[stay.key])
        assert (
            "Your parents"
            not in learner.get(reverse("mobilities:show", args=[stay.key]), headers=ENGLISH).content.decode()
        )
        with pytest.raises(Refused, match="learner_not_of_age"):
            actions.tell_guardians(stay, yes=True, by=actor_of(role), at=at)
        Candidacy.objects.filter(pk=candidacy_of(stay).pk).update(birth_date=date(2008, 11, 1))
        assert not access.check_telling("mobilities.mobility", stay.pk, "guardian_1", at)
        page = learner.post(address, {"tell": "yes"}, follow=True, headers=ENGLISH).content.decode()
        assert "Your parents stay informed." in page
        assert access.check_telling("mobilities.mobility", stay.pk, "guardian_1", at)
        learner.post(address, {"tell": "no"})
        assert not access.check_telling("mobilities.mobility", stay.pk, "guardian_1", at)
        assert list(
            Line.objects.filter(code="mobility.guardians_told").order_by("pk").values_list("data__yes", flat=True)
        ) == [
            True,
            False,
        ]

    def test_told_or_not_an_adult_decides_alone(self, stay, at) -> None:
        Candidacy.objects.filter(pk=candidacy_of(stay).pk).update(birth_date=date(2008, 11, 1))
        actions.tell_guardians(stay, yes=True, by=actor_of(learner_of(stay)), at=at)
        assert place(stay, "guardian_1").envelope.version == 1
        assert actions.let_adults_decide(at=at) == 1
        assert not Signer.objects.filter(role="guardian_1", envelope__state="open").exists()

    @pytest.mark.parametrize(("hour", "letters"), [(3, 0), (9, 1)])
    def test_nobody_is_written_to_at_night(self, stay, at, hour: int, letters: int) -> None:
        Candidacy.objects.filter(pk=candidacy_of(stay).pk).update(birth_date=date(2008, 11, 1))
        before = Letter.objects.count()
        with clock.standing_at(at.replace(hour=hour)):
            come_of_age()
        assert (Letter.objects.count() > before) == bool(letters)

    def test_who_agreed_as_a_minor_is_asked_once_more_on_the_birthday(self, stay, at) -> None:
        assert actions.ask_once_more(at=at) == 0
        Candidacy.objects.filter(pk=candidacy_of(stay).pk).update(birth_date=date(2008, 11, 1))
        assert actions.ask_once_more(at=at) == 1
        assert actions.ask_once_more(at=at) == 0
