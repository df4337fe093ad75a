"""Writing to those who are ticked: look first, then send; and noting a call."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.post.models import Letter
from erasdu.office.outreach.models import Message, Note
from tests.conftest import AT
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.factories.people import PersonFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R01")]
SignIn = Callable[..., Client]
NAUGHTY = [
    "<script>alert(1)</script>", "Robert'); DROP TABLE students;--", "\u202etest\u202e", "Ω≈ç√∫", "田中さん",
    "😍 🇧🇪", "Ṱ̺̺̕o͞ ̷i̲̬͇̪͙n̝̗͕v̟̜̘̦͟o̶̙̰̠kè͚̮̺̪̹̱̤", "%s%n%p", "{{ 7 }}", "\x00\x07 tab\there",
]  # fmt: skip


@pytest.fixture
def coordinator(client_as: SignIn) -> Client:
    return client_as(RoleFactory(coordinator=True))


def write(client: Client, *keys: str, **changes: str) -> str:
    sent = {
        "c": list(keys),
        "role": "learner",
        "subject": "Info",
        "text": "Dag {voornaam}",
        "step": "preview",
    } | changes
    response = client.post(reverse("outreach:message"), sent, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def test_from_the_list_to_the_letter(coordinator: Client) -> None:
    candidacy = CandidacyFactory(learner__given_name="Noor")
    unreachable = CandidacyFactory(
        enrolment=candidacy.enrolment, role=False, learner=PersonFactory(unreachable=True, given_name="Stille")
    )
    listed = coordinator.get(reverse("candidates", args=[candidacy.call.key])).content.decode()
    assert f'name="c" value="{candidacy.key}" form="write-to"' in listed
    form = coordinator.get(reverse("outreach:message"), {"c": [candidacy.key, unreachable.key]})
    assert "Noor" in form.content.decode()
    preview = write(coordinator, candidacy.key, unreachable.key)
    assert "Dag Noor" in preview
    assert "1 person has no e-mail address" in preview
    assert "Stille" in preview
    assert not Letter.objects.exists()
    sent = {"c": [candidacy.key, unreachable.key], "role": "learner", "subject": "Info", "text": "Dag {voornaam}"}
    answer = coordinator.post(reverse("outreach:message"), sent | {"step": "send", "form_key": "once-and-for-all"})
    again = coordinator.post(reverse("outreach:message"), sent | {"step": "send", "form_key": "once-and-for-all"})
    assert answer.url == again.url == reverse("outreach:sent", args=[Message.objects.get().key])
    assert Letter.objects.count() == 1
    assert "Info" in coordinator.get(answer.url).content.decode()


def test_going_back_from_the_preview_keeps_what_was_typed(coordinator: Client) -> None:
    candidacy = CandidacyFactory()
    assert "Dag {voornaam}</textarea>" in write(coordinator, candidacy.key, step="write")


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"text": "Dag {vornaam}"}, "{vornaam} is not known"),
        ({"subject": ""}, "Fill this in."),
        ({"text": "x" * 4001}, "4000 characters"),
        ({"subject_en": "Info"}, "Write the message in English too"),
        ({"role": "everybody"}, "Choose one of the list."),
        ({"role": "guardians"}, "nobody in this role has an e-mail address"),
        ({"text": "Zijn nummer is 85.07.30-033.28"}, "national register number"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(coordinator: Client, changes: dict[str, str], says: str) -> None:
    shown = write(coordinator, CandidacyFactory().key, **changes)
    assert says in shown
    assert 'step" value="send' not in shown


@pytest.mark.parametrize("text", NAUGHTY)
def test_naughty_strings_arrive_as_text(coordinator: Client, text: str) -> None:
    candidacy = CandidacyFactory()
    preview = write(coordinator, candidacy.key, subject=f"A {text}"[:150], text=f"B {text}") if "{" not in text else ""
    assert "<script>alert" not in preview
    note = {"text": text}
    assert coordinator.post(reverse("outreach:note", args=[candidacy.key]), note).status_code == 302
    shown = coordinator.get(reverse("dossier", args=[candidacy.key])).content.decode()
    assert "<script>alert" not in shown
    assert "\x00" not in Note.objects.get().text


def test_nobody_ticked_says_what_to_do(coordinator: Client) -> None:
    shown = coordinator.get(reverse("outreach:message"), headers={"Accept-Language": "en"}).content.decode()
    assert "Tick at least one learner first." in shown


def test_dossiers_of_another_school_fall_out_of_the_selection(client_as: SignIn) -> None:
    mine, other = CandidacyFactory(), CandidacyFactory(learner__given_name="Vreemd")
    client = client_as(RoleFactory(organisation=mine.school))
    assert "Vreemd" not in write(client, mine.key, other.key)
    assert "Nobody is ticked" in write(client, other.key)


def test_a_note_that_comes_back_in_the_past_is_refused_at_the_field(coordinator: Client) -> None:
    candidacy = CandidacyFactory()
    url = reverse("outreach:note", args=[candidacy.key])
    answer = coordinator.post(url, {"text": "Bel", "follow_up_on": "2026-11-22"}, headers={"Accept-Language": "en"})
    assert "Choose today or a later day." in answer.content.decode()
    assert not Note.objects.exists()
    assert coordinator.post(url, {"text": "Bel", "follow_up_on": "2026-11-23"}).status_code == 302


def test_a_note_is_finished_from_the_dossier(coordinator: Client) -> None:
    candidacy = CandidacyFactory()
    coordinator.post(reverse("outreach:note", args=[candidacy.key]), {"text": "Bel", "follow_up_on": "2026-11-23"})
    done = reverse("outreach:done", args=[Note.objects.get().key])
    assert done in coordinator.get(reverse("dossier", args=[candidacy.key])).content.decode()
    assert coordinator.post(done).url == reverse("dossier", args=[candidacy.key])
    assert Note.objects.get().done_at == AT
    assert coordinator.post(done).status_code == 409


@pytest.mark.parametrize("kind", ["contact_point", "learner", "administrator"])
def test_what_is_not_yours_does_not_exist(client_as: SignIn, coordinator: Client, kind: str) -> None:
    candidacy = CandidacyFactory()
    coordinator.post(reverse("outreach:note", args=[candidacy.key]), {"text": "Bel", "follow_up_on": "2026-11-23"})
    coordinator.post(
        reverse("outreach:message"),
        {"c": candidacy.key, "role": "learner", "subject": "I", "text": "T", "step": "send"},
    )
    client = client_as(RoleFactory(kind=kind))
    assert client.get(reverse("outreach:note", args=[candidacy.key])).status_code == 404
    assert client.post(reverse("outreach:done", args=[Note.objects.get().key])).status_code == 404
    assert client.get(reverse("outreach:sent", args=[Message.objects.get().key])).status_code == 404
