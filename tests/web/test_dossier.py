"""The dossier of one learner: who sees it, what stands on it, and what is next."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Document
from erasdu.journey.candidacies.models import Candidacy
from erasdu.office.outreach import actions as outreach
from tests.conftest import AT
from tests.factories.admissions import CandidateFileFactory, decided
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import RoleFactory
from tests.factories.post import LetterFactory
from tests.journey.candidacies.approving import ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R04")]
SignIn = Callable[..., Client]


def at(client: Client, candidacy: Candidacy) -> str:
    response = client.get(reverse("dossier", args=[candidacy.key]), headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("kind", ["contact_point", "learner", "administrator"])
def test_for_others_the_dossier_does_not_exist(client_as: SignIn, kind: str) -> None:
    candidacy = CandidacyFactory()
    assert client_as(RoleFactory(kind=kind)).get(reverse("dossier", args=[candidacy.key])).status_code == 404


def test_the_learner_has_a_home_page_and_no_dossier(client_as: SignIn) -> None:
    candidacy = CandidacyFactory()
    role = Role.objects.get(person=candidacy.learner, kind="learner")
    assert client_as(role).get(reverse("dossier", args=[candidacy.key])).status_code == 404


def test_it_says_who_where_and_what_is_next_for_the_school(client_as: SignIn) -> None:
    candidacy = decided(CandidacyFactory(applied=True, learner__given_name="Noor", learner__family_name="El Amrani"))
    GuardianFactory(candidacy=candidacy, person__given_name="Fatima", person__phone="+32470123456")
    shown = at(client_as(RoleFactory(organisation=candidacy.school)), candidacy)
    assert "Noor El Amrani" in shown
    assert "Fatima" in shown
    assert 'aria-current="step"' in shown
    assert f'btn-primary" href="{reverse("admissions:school", args=[candidacy.enrolment.key])}"' in shown
    assert "by Wed 9 Dec 2026" in shown


def test_the_coordinator_checks_what_was_handed_in(client_as: SignIn) -> None:
    file = CandidateFileFactory(handed_in=True)
    shown = at(client_as(RoleFactory(coordinator=True)), file.candidacy)
    assert f'btn-primary" href="{reverse("admissions:file", args=[file.key])}"' in shown


def test_what_lacks_before_handing_in_is_listed(client_as: SignIn) -> None:
    candidacy = CandidacyFactory(draft=True)
    shown = at(client_as(RoleFactory(organisation=candidacy.school)), candidacy)
    assert shown.count("status-waiting") >= 4
    assert "Selected by the school" in shown


def test_the_timeline_holds_lines_letters_messages_and_notes(client_as: SignIn) -> None:
    role = RoleFactory(coordinator=True, person__given_name="Annelies")
    candidacy = CandidacyFactory(applied=True)
    by = actor_of(role)
    with transaction.atomic():
        journal.record("selection.input_given", subjects=[candidacy], by=by, at=AT)
    LetterFactory(subject="Een gewone brief", about_kind="candidacies.candidacy", about_pk=candidacy.pk, bounced=True)
    outreach.add_note(candidacy, text="Mama belt terug.", follow_up_on=date(2026, 12, 1), by=by, at=AT)
    outreach.send([candidacy], role="learner", text=outreach.Text("Info-avond", "Dag {voornaam}"), by=by, at=AT)
    shown = at(client_as(role), candidacy)
    assert "Input was given" in shown
    assert "Een gewone brief" in shown
    assert "did not arrive" in shown
    assert "Mama belt terug." in shown
    assert "Come back to this on Tue 1 Dec 2026" in shown
    assert "Annelies" in shown
    assert shown.count("Info-avond") == 1  # the message, and not its letter as well


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "‮txt", "{{ 7|add:7 }}", "محمد"])
def test_whatever_somebody_is_called_or_wrote_stays_text(client_as: SignIn, text: str) -> None:
    role = RoleFactory(coordinator=True)
    candidacy = CandidacyFactory(learner__given_name=text)
    outreach.add_note(candidacy, text=text, follow_up_on=None, by=actor_of(role), at=AT)
    assert "<img src=x" not in at(client_as(role), candidacy)


def test_the_number_of_queries_does_not_grow_with_the_timeline(client_as: SignIn) -> None:
    role = RoleFactory(coordinator=True)
    client, candidacy = client_as(role), CandidacyFactory(applied=True)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            at(client, candidacy)
        return len(captured)

    def grow() -> None:
        LetterFactory(person=candidacy.learner, about_kind="candidacies.candidacy", about_pk=candidacy.pk)
        outreach.add_note(
            candidacy, text="Gebeld.", follow_up_on=None, by=actor_of(RoleFactory(coordinator=True)), at=AT
        )
        outreach.send([candidacy], role="learner", text=outreach.Text("Info", "Dag"), by=actor_of(role), at=AT)

    grow()
    at(client, candidacy)
    one = asked()
    grow()
    grow()
    assert asked() == one


# -- papers ----------------------------------------------------------------------------------------


def test_papers_are_asked_from_the_dossier_once_the_school_chose_the_learner(client_as: SignIn) -> None:
    candidacy = ready(parents=1)
    client = client_as(Role.objects.get(organisation=candidacy.school, kind="contact_point"))
    ask = reverse("admissions:ask_papers", args=[candidacy.key])
    shown = at(client, candidacy).partition('id="papers"')[2].partition("</section>")[0]
    assert ask not in shown
    assert "Papers are asked of learners whom you selected or put in reserve" in shown
    decided(candidacy, approved=False)
    shown = at(client, candidacy).partition('id="papers"')[2].partition("</section>")[0]
    assert ask in shown
    assert reverse("admissions:papers", args=[candidacy.enrolment.key]) in shown
    answer = client.post(ask, {"back": "dossier"})
    assert answer.headers["Location"] == reverse("dossier", args=[candidacy.key])
    shown = at(client, candidacy).partition('id="papers"')[2].partition("</section>")[0]
    assert ask not in shown
    assert reverse("admissions:remind_papers", args=[candidacy.key]) in shown
    assert "Karel Wouters, asked" in shown


def test_what_is_on_hold_says_why_and_leads_to_letting_it_go_on(client_as: SignIn) -> None:
    candidacy = decided(ready(parents=1))
    Document.objects.filter(kind="candidacies.guardian_approval").update(frozen_at=AT, frozen_code="not_me")
    shown = (
        at(client_as(RoleFactory(coordinator=True)), candidacy).partition('id="papers"')[2].partition("</section>")[0]
    )
    assert "says that somebody else signed in their name" in shown
    assert reverse("candidacies:lift_hold", args=[candidacy.key]) in shown
