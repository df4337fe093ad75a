"""The board of a call and the list of its candidates, as the coordinator sees them."""

import io
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection.models import Input, Selection
from erasdu.office.outreach.models import Note
from erasdu.web.queries import board as boards
from tests.conftest import AT
from tests.factories.admissions import CandidateFileFactory, decided
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.factories.post import LetterFactory
from tests.factories.selection import InputFactory, SelectionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R01", "R16")]
SignIn = Callable[..., Client]


@pytest.fixture
def coordinator(client_as: SignIn) -> Client:
    return client_as(RoleFactory(coordinator=True))


def page(client: Client, call: Call, name: str = "board", **query: str) -> str:
    response = client.get(reverse(name, args=[call.key]), query, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def stuck(call: Call) -> dict[str, int]:
    role = RoleFactory(coordinator=True)
    from erasdu.ground.organisations.queries import actor_of

    return {item.code: item.number for item in boards.board(call, actor_of(role), AT).stuck}


def test_the_funnel_counts_and_each_count_leads_to_its_candidates(coordinator: Client) -> None:
    enrolment = EnrolmentFactory()
    CandidacyFactory(enrolment=enrolment, draft=True, learner__family_name="Klad")
    CandidacyFactory(enrolment=enrolment, applied=True, learner__family_name="Aangemeld")
    CandidateFileFactory(
        candidacy=decided(CandidacyFactory(enrolment=enrolment, applied=True, learner__family_name="Ver")), granted=True
    )
    CandidacyFactory(enrolment=enrolment, withdrawn=True, learner__family_name="Gestopt")
    shown = page(coordinator, enrolment.call)
    for box, number in {"draft": 1, "applied": 2, "selected": 1, "granted": 1, "accepted": 0}.items():
        assert f'?box={box}"><strong>{number}</strong>' in shown
    listed = page(coordinator, enrolment.call, "candidates", box="applied")
    assert "Aangemeld" in listed
    assert "Ver</bdi>" in listed
    assert "Klad" not in listed
    assert "Gestopt" not in listed


def test_deadlines_show_how_many_days_are_left(coordinator: Client) -> None:
    shown = page(coordinator, CallFactory(files_deadline=date(2026, 12, 9)))
    assert "16 days left" in shown
    assert "17 days ago" in shown  # the enrolment of schools


def test_every_school_says_where_it_stands(coordinator: Client) -> None:
    enrolment = EnrolmentFactory(school__name="VTI De Kring")
    decided(CandidacyFactory(enrolment=enrolment, applied=True))
    EnrolmentFactory(call=enrolment.call, school__name="Trekt zich terug", withdrawn=True)
    shown = page(coordinator, enrolment.call)
    assert "VTI De Kring" in shown
    assert "issued" in shown
    assert "Trekt zich terug" not in shown


def test_a_board_without_schools_says_what_to_do(coordinator: Client) -> None:
    call = CallFactory()
    shown = page(coordinator, call)
    assert "No school has enrolled yet" in shown
    assert reverse("calls:schools", args=[call.key]) in shown


def test_what_does_not_move_is_there_with_one_click_to_it(coordinator: Client) -> None:
    soon = EnrolmentFactory(call__files_deadline=(AT + timedelta(days=4)).date(), school__name="Bijna te laat")
    decided(CandidacyFactory(enrolment=soon, applied=True))
    CandidacyFactory(enrolment=soon, unconfirmed=True)
    quiet = EnrolmentFactory(call=soon.call, school__name="Stille school")
    told = EnrolmentFactory(call=soon.call)
    SelectionFactory(enrolment=told, told=True)
    untold = EnrolmentFactory(call=soon.call)
    SelectionFactory(enrolment=untold, decided=True)
    late = EnrolmentFactory(call=soon.call)
    InputFactory(
        candidacy=CandidacyFactory(enrolment=late, applied=True),
        role=RoleFactory(teacher=True, organisation=late.school),
        asked_at=AT - timedelta(days=9),
    )
    found = stuck(soon.call)
    expected = {
        "files_near",
        "unconfirmed",
        "nobody_applied",
        "report_missing",
        "not_told",
        "input_late",
        "not_decided",
    }
    assert set(found) == expected
    shown = page(coordinator, soon.call)
    assert f"?stage=selected&amp;school={soon.school.key}" in shown
    assert reverse("candidacies:candidates", args=[soon.key]) in shown
    assert reverse("calls:enrolment", args=[quiet.key]) in shown
    assert reverse("selection:board", args=[Selection.objects.get(enrolment=untold).key]) in shown


def test_files_places_letters_and_notes_that_wait(coordinator: Client) -> None:
    enrolment = EnrolmentFactory()

    def file(**traits: object) -> Candidacy:
        candidacy = decided(CandidacyFactory(enrolment=enrolment, applied=True))
        CandidateFileFactory(candidacy=candidacy, **traits)
        return candidacy

    file(handed_in=True)
    file(granted=True, answer_by=date(2026, 11, 22))
    file(granted=True, answer_by=date(2026, 11, 25))
    file(returned=True, grace_until=date(2026, 11, 20))
    back = file(returned=True, grace_until=date(2026, 11, 27))
    LetterFactory(person=back.learner, state="bounced")
    LetterFactory(person=CandidacyFactory().learner, state="bounced")  # of another call
    writer = RoleFactory(coordinator=True).person
    Note.objects.create(candidacy=back, by=writer, at=AT, text="Bel terug", follow_up_on=date(2026, 11, 23))
    Note.objects.create(candidacy=back, by=writer, at=AT, text="Later", follow_up_on=date(2026, 11, 24))
    found = stuck(enrolment.call)
    assert found == {
        "answer_overdue": 1, "grace_over": 1, "answer_near": 1, "file_to_check": 1, "grace_running": 1,
        "letter_bounced": 1, "follow_up": 1,
    }  # fmt: skip
    shown = page(coordinator, enrolment.call)
    assert f"{reverse('admissions:files', args=[enrolment.call.key])}?state=handed_in" in shown
    assert reverse("dossier", args=[back.key]) in shown


def test_input_that_was_given_or_withdrawn_is_not_late() -> None:
    enrolment = EnrolmentFactory()
    candidacy = CandidacyFactory(enrolment=enrolment, applied=True)
    asked = InputFactory(
        candidacy=candidacy,
        role=RoleFactory(teacher=True, organisation=enrolment.school),
        asked_at=AT - timedelta(days=9),
    )
    assert "input_late" in stuck(enrolment.call)
    Input.objects.filter(pk=asked.pk).update(withdrawn_at=AT)
    assert "input_late" not in stuck(enrolment.call)


@pytest.mark.parametrize("name", ["board", "candidates"])
def test_the_number_of_queries_does_not_grow(coordinator: Client, name: str) -> None:
    call = CallFactory()

    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(coordinator, call, name)
        return len(captured)

    def grow() -> None:
        enrolment = EnrolmentFactory(call=call)
        SelectionFactory(enrolment=enrolment)
        CandidacyFactory(enrolment=enrolment, unconfirmed=True)
        CandidateFileFactory(candidacy=decided(CandidacyFactory(enrolment=enrolment, applied=True)), handed_in=True)

    grow()
    page(coordinator, call, name)
    one = asked()
    for _ in range(2):
        grow()
    assert asked() == one
    assert one <= (20 if name == "board" else 12)


@pytest.mark.parametrize("kind", ["contact_point", "learner", "administrator"])
def test_only_the_coordinator_has_boards(client_as: SignIn, kind: str) -> None:
    assert client_as(RoleFactory(kind=kind)).get(reverse("board", args=[CallFactory().key])).status_code == 404


@pytest.mark.parametrize("kind", ["learner", "administrator"])
def test_lists_of_candidates_are_for_who_follows_them(client_as: SignIn, kind: str) -> None:
    assert client_as(RoleFactory(kind=kind)).get(reverse("candidates", args=[CallFactory().key])).status_code == 404


def test_a_contact_point_lists_the_candidates_of_its_schools(client_as: SignIn) -> None:
    mine = CandidacyFactory(learner__family_name="Hier")
    other = CandidacyFactory(
        enrolment=EnrolmentFactory(call=mine.call, school__name="Andere school"), learner__family_name="Daar"
    )
    client = client_as(RoleFactory(organisation=mine.school))
    shown = page(client, mine.call, "candidates")
    assert "Hier</bdi>" in shown
    assert other.learner.family_name not in shown
    assert "Andere school" not in shown
    assert reverse("candidates", args=[mine.call.key]) in client.get(reverse("home")).content.decode()
    table = client.get(reverse("candidates", args=[mine.call.key]), {"export": "csv"}).content.decode()
    assert "Hier" in table
    assert "Daar" not in table


def test_a_total_shows_once_the_school_has_decided(coordinator: Client) -> None:
    candidacy = decided(CandidacyFactory(applied=True), total=77)
    assert "77.00" in page(coordinator, candidacy.call, "candidates")
    Selection.objects.filter(enrolment=candidacy.enrolment).update(state="reopened")
    assert "77.00" not in page(coordinator, candidacy.call, "candidates")


def test_the_list_filters_searches_sorts_and_pages(coordinator: Client) -> None:
    enrolment = EnrolmentFactory(school__name="VTI De Kring")
    decided(
        CandidacyFactory(enrolment=enrolment, applied=True, learner__family_name="Zeker", learner__given_name="Ada"),
        total=91,
    )
    decided(
        CandidacyFactory(enrolment=enrolment, applied=True, learner__family_name="Achter", learner__given_name="Bo"),
        "reserve",
        rank=2,
        reserve=1,
        total=72,
    )
    CandidacyFactory(
        call=enrolment.call,
        enrolment=EnrolmentFactory(call=enrolment.call),
        learner__family_name="Elders",
        profile__sector="retail",
    )
    call = enrolment.call
    everything = page(coordinator, call, "candidates")
    assert everything.index("Achter") < everything.index("Elders") < everything.index("Zeker")
    assert "91.00" in everything
    by_total = page(coordinator, call, "candidates", sort="total")
    assert by_total.index("Zeker") < by_total.index("Achter")
    for query, shown, hidden in (
        ({"q": "zeker"}, "Zeker", "Achter"),
        ({"school": enrolment.school.key}, "Zeker", "Elders"),
        ({"outcome": "reserve"}, "Achter", "Zeker"),
        ({"stage": "selected"}, "Zeker", "Achter"),
        ({"sector": "retail"}, "Elders", "Zeker"),
    ):
        narrowed = page(coordinator, call, "candidates", **query)
        assert f"{shown}</bdi>" in narrowed, query
        assert f"{hidden}</bdi>" not in narrowed, query


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "<script>alert(1)</script>", "محمد العلي", "O'Brien & Søn"])
def test_names_stay_text_on_screen_and_in_exports(coordinator: Client, text: str) -> None:
    candidacy = CandidacyFactory(learner__given_name=text, learner__family_name="")
    shown = page(coordinator, candidacy.call, "candidates")
    assert "<script>alert" not in shown
    url = reverse("candidates", args=[candidacy.call.key])
    book = load_workbook(io.BytesIO(coordinator.get(url, {"export": "xlsx"}).content))
    cell = book.active["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    csv = coordinator.get(url, {"export": "csv"}).content.decode("utf-8-sig")
    line = csv.splitlines()[1]
    assert not line.startswith(("=", "@", '"='))


def test_candidates_of_another_call_are_not_listed(coordinator: Client) -> None:
    mine, other = CandidacyFactory(learner__family_name="Hier"), CandidacyFactory(learner__family_name="Daar")
    assert mine.call != other.call
    assert "Daar" not in page(coordinator, mine.call, "candidates")
