"""Home pages: what waits for whom, in order of harm, with one button each."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.organisations.models import Role
from erasdu.journey.candidacies.models import Correction, Remark
from erasdu.journey.readiness.models import Done, OwnRequirement
from erasdu.journey.selection.models import Complaint, Selection
from erasdu.office.outreach.models import Note
from tests.conftest import AT
from tests.factories.admissions import CandidateFileFactory, decided
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.membership import MembershipFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.factories.paperwork import paper
from tests.factories.post import LetterFactory
from tests.factories.selection import SelectionFactory
from tests.journey.candidacies.approving import ready
from tests.journey.mobilities.staying import FIRST, LAST, stay_of_minor
from tests.office.notices.test_asked_by_a_call import asked as asked_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R01", "R02", "R04")]
SignIn = Callable[..., Client]


def home(client: Client) -> str:
    response = client.get(reverse("home"), headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def learner_of(candidacy: object) -> Role:
    return Role.objects.get(person=candidacy.learner, kind="learner")  # type: ignore[attr-defined]


# -- who coordinates -------------------------------------------------------------------------------


def test_the_coordinator_sees_a_card_for_each_running_call(client_as: SignIn) -> None:
    client = client_as(RoleFactory(coordinator=True))
    candidacy = CandidacyFactory(applied=True, enrolment__call__title_en="Spring in Porto")
    CallFactory(title_en="Long ago", stay_from=date(2025, 3, 1), stay_until=date(2025, 3, 20))
    shown = home(client)
    assert "Spring in Porto" in shown
    assert reverse("board", args=[candidacy.call.key]) in shown
    assert "Long ago" not in shown.partition("Finished calls")[0]


def test_a_call_that_brings_learners_in_shows_how_far_they_are(client_as: SignIn) -> None:
    client = client_as(RoleFactory(coordinator=True))
    call = CallFactory(incoming=True, outgoing=False, title_en="To Flanders")
    NominationFactory(call=call)
    NominationFactory(call=call, accepted=True)
    NominationFactory(call=call, accepted=True, mobility__receiving=SchoolFactory())
    NominationFactory(call=call, withdrawn=True)
    card = home(client).partition("To Flanders")[2].partition("</section>")[0]
    assert re.findall(r"<strong>(\d+)</strong>([^<]+)", card) == [
        ("3", "Nominated"), ("2", "Accepted"), ("1", "Have a school"), ("0", "Have a place and a bed"),
    ]  # fmt: skip
    assert "Partners nominate until" in card
    assert reverse("board", args=[call.key]) not in card


def test_a_finished_call_has_its_own_block_with_what_came_of_it(client_as: SignIn) -> None:
    client = client_as(RoleFactory(coordinator=True))
    assert "Finished calls" not in home(client)
    over = CallFactory(title_en="Long ago", stay_from=date(2025, 3, 1), stay_until=date(2025, 3, 20))
    enrolment = EnrolmentFactory(call=over)
    CandidateFileFactory(candidacy=decided(CandidacyFactory(enrolment=enrolment, applied=True)), accepted=True)
    CandidacyFactory(enrolment=enrolment, applied=True)
    CandidacyFactory(enrolment=enrolment, draft=True)
    block = home(client).partition("Finished calls")[2]
    assert reverse("board", args=[over.key]) in block
    assert "1 school · 1 of 2 candidates got a place and accepted it" in block


def test_what_waits_for_the_coordinator(client_as: SignIn) -> None:
    client = client_as(RoleFactory(coordinator=True))
    file = CandidateFileFactory(handed_in=True)
    CandidateFileFactory(granted=True, answer_by=date(2026, 11, 20))
    draft = CallFactory(draft=True)
    MembershipFactory(interest=True)
    LetterFactory(bounced=True)
    Note.objects.create(
        candidacy=file.candidacy, by=RoleFactory(coordinator=True).person, at=AT, text="Bel", follow_up_on=AT.date()
    )
    shown = home(client)
    for place in (
        f"{reverse('admissions:files', args=[file.call.key])}?state=handed_in",
        reverse("calls:show", args=[draft.key]),
        reverse("membership:index"),
        f"{reverse('mail')}?group=stuck",
        reverse("dossier", args=[file.candidacy.key]),
    ):
        assert f'href="{place}">' in shown, place
    assert "6 things wait for you" in shown


def test_a_coordinator_without_calls_is_told_what_to_do(client_as: SignIn) -> None:
    shown = home(client_as(RoleFactory(coordinator=True)))
    assert "Nothing waits for you" in shown
    assert "No call is running" in shown


# -- who acts for a school -------------------------------------------------------------------------


def test_what_waits_for_a_contact_point_has_one_button_each(client_as: SignIn) -> None:
    role = RoleFactory()
    school = role.organisation
    applied = EnrolmentFactory(school=school)
    CandidacyFactory(enrolment=applied, applied=True)
    waiting = CandidacyFactory(enrolment=applied, unconfirmed=True)
    told = EnrolmentFactory(school=school)
    selection = SelectionFactory(enrolment=told, told=True)
    chosen = EnrolmentFactory(school=school)
    ready = decided(CandidacyFactory(enrolment=chosen, applied=True, eligible=True))
    returned = CandidateFileFactory(
        candidacy=decided(CandidacyFactory(enrolment=chosen, applied=True, eligible=True)), returned=True
    )
    granted = CandidateFileFactory(
        candidacy=decided(CandidacyFactory(enrolment=chosen, applied=True, eligible=True)),
        granted=True,
        answer_by=date(2026, 11, 25),
    )
    Complaint.objects.create(candidacy=ready, text="Niet eerlijk.", received_at=AT)
    LetterFactory(person=ready.learner, failed=True)
    shown = home(client_as(role))
    assert shown.index("Complete the returned file") < shown.index("Hand in candidate files")
    assert shown.index("Hand in candidate files") < shown.index("Answer a complaint")
    for place in (
        reverse("admissions:file", args=[returned.key]),
        reverse("dossier", args=[granted.candidacy.key]),
        reverse("admissions:school", args=[chosen.key]),
        reverse("selection:board", args=[selection.key]),
        reverse("candidacies:candidates", args=[waiting.enrolment.key]),
        reverse("selection:learner", args=[Selection.objects.get(enrolment=chosen).key, ready.key]),
    ):
        assert f'href="{place}"' in shown, place
    assert f'action="{reverse("selection:start", args=[applied.key])}"' in shown
    assert "A mail did not arrive" in shown


def test_the_button_that_starts_a_selection_starts_it(client_as: SignIn) -> None:
    role = RoleFactory()
    enrolment = EnrolmentFactory(school=role.organisation)
    CandidacyFactory(enrolment=enrolment, applied=True)
    client = client_as(role)
    client.post(reverse("selection:start", args=[enrolment.key]))
    assert Selection.objects.filter(enrolment=enrolment).exists()
    assert "Interview and score the candidates" in home(client)


def test_a_member_that_did_not_enrol_is_asked_to(client_as: SignIn) -> None:
    role = RoleFactory()
    call = CallFactory(enrolling=True)
    client = client_as(role)
    assert "Enrol your school" not in home(client)  # no member
    MembershipFactory(organisation=role.organisation, grant_agreement=call.grant_agreement)
    assert reverse("calls:enrol", args=[call.key]) in home(client)
    EnrolmentFactory(call=call, school=role.organisation)
    assert "Enrol your school" not in home(client)


def test_a_contact_point_sees_nothing_of_another_school(client_as: SignIn) -> None:
    other = decided(CandidacyFactory(applied=True, learner__family_name="Vreemd"))
    CandidateFileFactory(candidacy=other, returned=True)
    LetterFactory(person=other.learner, bounced=True)
    Complaint.objects.create(candidacy=other, text="…", received_at=AT)
    shown = home(client_as(RoleFactory()))
    assert "Vreemd" not in shown
    assert "Nothing waits for you" in shown


def test_deadlines_come_once_and_the_soonest_first(client_as: SignIn) -> None:
    role = RoleFactory(organisation=SchoolFactory())
    call = CallFactory(files_opening=date(2026, 11, 25))
    EnrolmentFactory(call=call, school=role.organisation, learner_deadline=date(2026, 12, 1))
    shown = home(client_as(role)).partition('class="page-aside"')[2]
    assert shown.index("Wed 25 Nov 2026") < shown.index("Tue 1 Dec 2026") < shown.index("Wed 9 Dec 2026")


def test_what_others_do_for_the_school(client_as: SignIn) -> None:
    role = RoleFactory()
    enrolment = EnrolmentFactory(school=role.organisation)
    CandidateFileFactory(
        candidacy=decided(CandidacyFactory(enrolment=enrolment, applied=True, eligible=True)), handed_in=True
    )
    CandidacyFactory(enrolment=enrolment, draft=True, eligible=True)
    shown = home(client_as(role))
    assert "The coordinator checks files" in shown
    assert "Learners fill in their CV and expectations" in shown


def test_papers_that_can_be_asked_wait_and_all_of_them_are_linked(client_as: SignIn) -> None:
    candidacy = ready(parents=1)
    role = Role.objects.get(organisation=candidacy.school, kind="contact_point")
    page = reverse("admissions:papers", args=[candidacy.enrolment.key])
    assert page not in home(client_as(role))
    decided(candidacy, approved=False)
    shown = home(client_as(role))
    assert "Ask for the papers of learners" in shown
    assert shown.count(page) == 2
    assert "Departure on hold" not in shown
    Remark.objects.create(
        candidacy=candidacy, person=candidacy.guardians.get().person, what="objects", reason="Belde de school.", at=AT
    )
    assert "Departure on hold" in home(client_as(role))


def test_the_number_of_queries_of_a_contact_point_does_not_grow(client_as: SignIn) -> None:
    role = RoleFactory()
    client = client_as(role)

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            home(client)
        return len(captured)

    def grow() -> None:
        enrolment = EnrolmentFactory(school=role.organisation)
        CandidacyFactory(enrolment=enrolment, unconfirmed=True)
        CandidateFileFactory(candidacy=decided(CandidacyFactory(enrolment=enrolment, applied=True)), returned=True)
        complained = decided(CandidacyFactory(enrolment=enrolment, applied=True))
        Complaint.objects.create(candidacy=complained, text="…", received_at=AT)

    grow()
    home(client)
    one = asked()
    for _ in range(2):
        grow()
    assert asked() == one


# -- who applies -----------------------------------------------------------------------------------


def test_a_paper_to_sign_stands_on_top_of_a_learners_page(client_as: SignIn) -> None:
    candidacy = CandidacyFactory(applied=True)
    client = client_as(learner_of(candidacy))
    assert "waits for your signature" not in home(client)
    paper(candidacy, "candidacies.participant_approval", "learner", person=candidacy.learner, at=AT)
    shown = home(client)
    assert shown.index("A paper waits for your signature") < shown.index("panel-actions")
    assert reverse("paperwork:own") in shown


def test_a_learner_with_a_draft_sees_where_and_by_when(client_as: SignIn) -> None:
    candidacy = CandidacyFactory(draft=True)
    shown = home(client_as(learner_of(candidacy)))
    assert "it has not been handed in yet" in shown
    assert "By Mon 30 Nov 2026" in shown
    assert f'btn-primary" href="{reverse("candidacies:form", args=[candidacy.key])}"' in shown


def test_a_learner_sees_a_decision_only_once_told(client_as: SignIn) -> None:
    candidacy = decided(CandidacyFactory(applied=True), "not_selected")
    client = client_as(learner_of(candidacy))
    Selection.objects.filter(enrolment=candidacy.enrolment).update(state="decided")
    before = home(client)
    assert "You were not selected" not in before
    Selection.objects.filter(enrolment=candidacy.enrolment).update(state="told")
    after = home(client)
    assert "You were not selected this time" in after
    assert reverse("selection:own", args=[candidacy.key]) in after


def test_selected_and_granted_are_two_messages(client_as: SignIn) -> None:
    candidacy = decided(CandidacyFactory(applied=True))
    client = client_as(learner_of(candidacy))
    assert "That is not a place yet" in home(client)
    file = CandidateFileFactory(candidacy=candidacy, granted=True)
    shown = home(client)
    assert "You have a place: say yes or no" in shown
    assert f'href="{reverse("admissions:place", args=[file.key])}"' in shown
    assert "By Sun 29 Nov 2026" in shown


def test_a_place_to_answer_comes_before_what_is_needed_to_leave(client_as: SignIn) -> None:
    file = CandidateFileFactory(candidacy=decided(CandidacyFactory(applied=True)), granted=True)
    shown = home(client_as(learner_of(file.candidacy)))
    assert "Before you leave" in shown.partition("You have a place: say yes or no")[2]
    assert shown.count("panel-now") == 1


@pytest.mark.requirement("R34")
def test_a_learners_one_list_holds_what_payment_and_closing_wait_for_before_and_after_the_stay(
    client_as: SignIn,
) -> None:
    stay = stay_of_minor()
    row = {"call": stay.call, "who": "learner", "days_before": 20, "added_at": AT}
    asked = {
        title: OwnRequirement.objects.create(title_nl=title, title_en=title, gates=gates, **row)
        for title, gates in (("Bank account", ["payment"]), ("Diary", ["closing"]), ("Photo", []))
    }
    role = learner_of(stay.profile.candidacy)
    others = asked_of(stay, "guardian", gates=("payment",), name="Voor de ouder")

    def listed(on: date) -> str:
        with the_clock.standing_at(datetime.combine(on, AT.timetz())):
            return home(client_as(role))

    for on, titles in (
        (AT.date(), {"Bank account", "Diary", "Photo"}),
        (FIRST + timedelta(days=3), {"Bank account", "Diary"}),
        (LAST + timedelta(days=5), {"Bank account", "Diary"}),
    ):
        shown = listed(on)
        assert {title for title in asked if title in shown} == titles
        assert reverse("readiness:asked") in shown
        assert others.title_en not in shown
        assert ("Still to do for your stay" in shown) == (on > FIRST) == ("Before you leave" not in shown)
    for own in asked.values():
        Done.objects.create(own=own, mobility=stay, evidence="Gezien", at=AT)
    assert "Still to do for your stay" not in listed(LAST + timedelta(days=5))


def test_a_learner_is_told_of_proposed_corrections(client_as: SignIn) -> None:
    candidacy = CandidacyFactory(draft=True)
    Correction.objects.create(profile=candidacy.profile, field="texts_en.later", before="a", after="b", at=AT)
    assert "A teacher proposes 1 better text" in home(client_as(learner_of(candidacy)))


def test_a_learner_sees_nobody_else(client_as: SignIn) -> None:
    mine, other = CandidacyFactory(), CandidacyFactory(enrolment__call__title_en="Somebody else's call")
    shown = home(client_as(learner_of(mine)))
    assert other.call.title_en not in shown


# -- visitors and administrators -------------------------------------------------------------------


def test_a_visitor_gets_one_page_that_explains(client: Client) -> None:
    shown = home(client)
    assert reverse("candidacies:join_by_code") in shown
    assert reverse("account_login") in shown


def test_an_administrator_sees_how_it_runs_and_no_dossiers(client_as: SignIn) -> None:
    candidacy = CandidacyFactory(learner__family_name="Onzichtbaar")
    LetterFactory(person=candidacy.learner, bounced=True)
    LetterFactory(due=AT - timedelta(hours=1))
    shown = home(client_as(RoleFactory(administrator=True)))
    assert "Something needs you" in shown
    assert "no worker went round" in shown
    assert "1 mail waits longer" in shown
    assert "Onzichtbaar" not in shown


@pytest.mark.parametrize(
    ("kind", "present", "absent"),
    [
        ("coordinator", "membership:index", ""),
        ("contact_point", "calls:index", "mail"),
        ("learner", "home", "calls:index"),
        ("administrator", "mail", "calls:index"),
    ],
)
def test_the_menu_fits_the_role(client_as: SignIn, kind: str, present: str, absent: str) -> None:
    role = RoleFactory(coordinator=True) if kind == "coordinator" else RoleFactory(kind=kind)
    menu = home(client_as(role)).partition('id="site-nav"')[2].partition("</nav>")[0]
    assert f'href="{reverse(present)}"' in menu
    assert not absent or f'href="{reverse(absent)}"' not in menu
    assert 'aria-current="page"' in menu
