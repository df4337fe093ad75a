"""The state of mail and of work, help, and what a monitor asks."""

import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from erasdu.ground.jobs.actions import ran
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.post.models import Letter
from erasdu.web.queries.office import masked
from tests.conftest import AT
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.factories.post import LetterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
SignIn = Callable[..., Client]


def mail(client: Client, **query: str) -> str:
    response = client.get(reverse("mail"), query, headers={"Accept-Language": "en"})
    assert response.status_code == 200
    return response.content.decode()


def test_the_coordinator_sees_to_whom_and_what_became_of_it(client_as: SignIn) -> None:
    client = client_as(RoleFactory(coordinator=True))
    LetterFactory(bounced=True, subject="Terug", person__given_name="Noor", address="noor@thuis.example")
    LetterFactory(sent=True, subject="Aangekomen")
    everything = mail(client)
    assert "noor@thuis.example" in everything
    assert "550 refused" in everything
    stuck = mail(client, group="stuck")
    assert "Terug" in stuck
    assert "Aangekomen" not in stuck
    assert "Aangekomen" not in mail(client, q="terug")


def test_letters_of_one_call(client_as: SignIn) -> None:
    client = client_as(RoleFactory(coordinator=True))
    mine, other = CandidacyFactory(), CandidacyFactory()
    LetterFactory(person=mine.learner, subject="Van hier")
    LetterFactory(person=other.learner, subject="Van elders")
    shown = mail(client, call=mine.call.key)
    assert "Van hier" in shown
    assert "Van elders" not in shown


def test_an_administrator_sees_masked_addresses_and_no_names(client_as: SignIn) -> None:
    client = client_as(RoleFactory(administrator=True))
    LetterFactory(
        bounced=True, subject="Een plaats voor Noor", person__family_name="El Amrani", address="noor@thuis.example"
    )
    shown = mail(client)
    assert "n…@thuis.example" in shown
    for secret in ("noor@", "El Amrani", "plaats voor Noor"):
        assert secret not in shown
    book = load_workbook(io.BytesIO(client.get(reverse("mail"), {"export": "xlsx"}).content))
    cells = [str(cell.value) for row in book.active.iter_rows() for cell in row]
    assert not any("noor@" in cell or "El Amrani" in cell or "Noor" in cell for cell in cells)
    assert 'role="search"' not in shown  # an address cannot be guessed by searching
    assert mail(client, q="noor").count("n…@thuis") == mail(client, q="nobody").count("n…@thuis") == 1


def test_masking() -> None:
    assert masked("noor@school.be") == "n…@school.be"
    assert masked("") == "…"


@pytest.mark.parametrize("kind", ["coordinator", "administrator"])
def test_a_letter_that_came_back_goes_once_more(client_as: SignIn, kind: str) -> None:
    client = client_as(RoleFactory(**{kind: True}))
    letter = LetterFactory(bounced=True)
    assert reverse("send_again", args=[letter.key]) in mail(client)
    assert client.post(reverse("send_again", args=[letter.key])).status_code == 302
    assert Letter.objects.get(pk=letter.pk).state == "queued"
    assert Line.objects.filter(code="office.letter_sent_again").count() == 1
    assert client.post(reverse("send_again", args=[letter.key])).status_code == 409


@pytest.mark.parametrize("kind", ["contact_point", "learner"])
def test_others_have_no_mail_page(client_as: SignIn, kind: str) -> None:
    client, letter = client_as(RoleFactory(kind=kind)), LetterFactory(bounced=True)
    assert client.get(reverse("mail")).status_code == 404
    assert client.post(reverse("send_again", args=[letter.key])).status_code == 404


def test_failed_work_is_tried_again(client_as: SignIn) -> None:
    client = client_as(RoleFactory(administrator=True))
    job = Job.objects.create(kind="retention", once="x", due=AT, failed_at=AT, tries=8, last_error="OSError")
    shown = client.get(reverse("home"), headers={"Accept-Language": "en"}).content.decode()
    assert "OSError" in shown
    assert client.post(reverse("try_again", args=[job.key])).status_code == 302
    assert Job.objects.get(pk=job.pk).failed_at is None
    assert client.post(reverse("try_again", args=[job.key])).status_code == 409


def test_how_long_periodic_work_took_is_written_as_the_reader_does(client_as: SignIn) -> None:
    ran("retention", at=AT, seconds=86400, took=timedelta(milliseconds=1340), failed=False)
    client = client_as(RoleFactory(administrator=True))
    assert "1,3 s" in client.get(reverse("home"), headers={"Accept-Language": "nl"}).text
    assert "1.3 s" in client.get(reverse("home"), headers={"Accept-Language": "en"}).text


@pytest.mark.parametrize("kind", ["coordinator", "contact_point", "learner"])
def test_work_is_the_administrators(client_as: SignIn, kind: str) -> None:
    role = RoleFactory(coordinator=True) if kind == "coordinator" else RoleFactory(kind=kind)
    job = Job.objects.create(kind="retention", once="x", due=AT, failed_at=AT)
    assert client_as(role).post(reverse("try_again", args=[job.key])).status_code == 404


@pytest.mark.parametrize(("language", "own"), [("nl", "Voor leerlingen"), ("en", "For learners")])
def test_help_begins_with_ones_own_role(client_as: SignIn, client: Client, language: str, own: str) -> None:
    learner = client_as(RoleFactory(learner=True))
    shown = learner.get(reverse("help"), headers={"Accept-Language": language}).content.decode()
    assert shown.index("<h2>") == shown.index(f"<h2>{own}")
    assert own in client.get(reverse("help"), headers={"Accept-Language": language}).content.decode()


def test_a_monitor_gets_a_plain_answer(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert client.get("/livez").content == b"ok"
    assert client.get("/readyz").content == b"ok"

    def fails() -> None:
        raise DatabaseError("gone")

    monkeypatch.setattr(the_clock, "now", fails)
    assert client.get("/livez").status_code == 200
    assert client.get("/readyz").status_code == 503
