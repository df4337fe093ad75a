"""Learners from a table: every fault at its cell, the valid rows in, the whole undone."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from erasdu.ground.organisations.models import Role
from erasdu.ground.people.actions import give_notice
from erasdu.journey.candidacies.models import Candidacy, ImportBatch
from tests.conftest import AT
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
As = Callable[[Role], Client]
HEAD = "Geboortedatum\tE-mail\tVoornaam\tNaam\tLeerjaar"
TABLE = f"""{HEAD}
14/06/2009\tana@example.org\tAna\tŠimunović\t6
01.02.2008\tbo@example.org\tBo\tDe Smedt\t5
2017-01-01\tcas@example.org\tCas\tJans\t6
14/06/2009\tANA@example.org\tDua\tKaya\t6
14/06/2009\tniet-goed\t\tLi\t6
14/06/2009\teva@example.org\tEva\t85.07.30-033.28\t6
"""


@pytest.fixture
def school(client_as: As) -> tuple[Client, str, object]:
    enrolment = EnrolmentFactory()
    role = RoleFactory(organisation=enrolment.school)
    give_notice(role.person, "contact_point", "screen", at=AT)
    return client_as(role), reverse("candidacies:import", args=[enrolment.key]), enrolment


@pytest.mark.requirement("R04")
def test_the_preview_names_each_faulty_cell_and_imports_nothing(school: tuple[Client, str, object]) -> None:
    client, url, _ = school
    page = client.post(url, {"table": TABLE, "step": "check"}).content.decode()
    for cell in ("A4", "B5", "B6", "C6", "D7"):
        assert f'<th scope="row">{cell}</th>' in page
    assert "2 rijen" in page
    assert Candidacy.objects.count() == 0


def test_the_valid_rows_come_in_and_the_whole_is_undone(school: tuple[Client, str, object]) -> None:
    client, url, _ = school
    response = client.post(url, {"table": TABLE, "step": "import"})
    batch = ImportBatch.objects.get()
    assert response["Location"] == reverse("candidacies:import_done", args=[batch.key])
    assert set(Candidacy.objects.values_list("learner__family_name", flat=True)) == {"Šimunović", "De Smedt"}
    assert Candidacy.objects.get(learner__given_name="Bo").profile.study_year == "5"
    assert client.get(response["Location"]).status_code == 200
    client.post(reverse("candidacies:undo_import", args=[batch.key]))
    assert Candidacy.objects.count() == 0
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.requirement("R04")
def test_a_workbook_and_a_csv_file(school: tuple[Client, str, object]) -> None:
    client, url, _ = school
    book = Workbook()
    for row in (
        ["Voornaam", "Naam", "E-mail", "Geboortedatum"],
        ["Ana", "Li", "a@example.org", AT.date().replace(year=2009)],
    ):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    page = client.post(url, {"file": SimpleUploadedFile("leerlingen.xlsx", file.getvalue()), "step": "check"})
    assert "1 rij kan" in page.content.decode() or "1 rij" in page.content.decode()
    csv = "Voornaam;Naam;E-mail;Geboortedatum\nZoë;Lé;z@example.org;14/06/2009\n".encode("cp1252")
    page = client.post(url, {"file": SimpleUploadedFile("l.csv", csv), "step": "check"}).content.decode()
    assert "Zoë" in page


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"table": ""}, "niets in deze tabel"),
        ({"table": "Voornaam\tNaam\nAna\tLi"}, "ontbreekt"),
        ({"file": SimpleUploadedFile("foto.png", b"\x89PNG\r\n")}, ".xlsx"),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 no")}, "geen tabel"),
    ],
)
def test_what_cannot_be_read_is_said(school: tuple[Client, str, object], sent: dict[str, object], said: str) -> None:
    client, url, _ = school
    response = client.post(url, {**sent, "step": "import"})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert Candidacy.objects.count() == 0


def test_who_applied_already_is_named_at_the_cell(school: tuple[Client, str, object]) -> None:
    client, url, enrolment = school
    row = CandidacyFactory(enrolment=enrolment)
    table = f"{HEAD}\n14/06/2009\t{row.learner.email}\t{row.learner.given_name}\t{row.learner.family_name}\t6"
    page = client.post(url, {"table": table, "step": "check"}).content.decode()
    assert "al kandidaat in deze oproep" in page


def test_the_check_costs_the_same_for_one_row_and_for_many(school: tuple[Client, str, object]) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client, url, _ = school
    spent = []
    for number in (1, 60):
        lines = "\n".join(f"14/06/2009\tl{n}@example.org\tAna\tLi\t6" for n in range(number))
        with CaptureQueriesContext(connection) as context:
            client.post(url, {"table": f"{HEAD}\n{lines}", "step": "check"})
        spent.append(len(context))
    assert spent[0] == spent[1]


def test_the_example_can_be_imported(school: tuple[Client, str, object]) -> None:
    client, url, _ = school
    example = client.get(reverse("candidacies:import_example")).content
    assert client.post(url, {"file": SimpleUploadedFile("e.xlsx", example), "step": "import"}).status_code == 302
    assert Candidacy.objects.get().learner.given_name == "Noor"
