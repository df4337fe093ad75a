"""Schools, contacts and partners from a table."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook

from erasdu.ground.look.imports import one_of
from erasdu.ground.organisations.models import ImportBatch, Organisation, Role
from erasdu.kernel.sheets import Wrong
from tests.factories.membership import MembershipFactory
from tests.factories.organisations import BoardFactory, GroupFactory, RoleFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R02")]


@pytest.fixture
def coordinator(client_as) -> Client:
    return client_as(RoleFactory(coordinator=True))


def table(*rows: str) -> str:
    return "\n".join(row.replace("|", "\t") for row in rows)


def test_schools_with_faults_named_by_cell_and_valid_rows_imported(coordinator: Client) -> None:
    SchoolFactory(name="De eerste", institution_number="011111")
    board, group = BoardFactory(name="KOBA"), GroupFactory(name="Netevallei")
    text = table(
        "Naam|Instellingsnummer|Gemeente|Sectoren|Schoolbestuur|Scholengemeenschap",
        "VTI Aalst|34567|Aalst|Horeca, Zorg|koba|NETEVALLEI",
        "Kort nummer|123|12345x|Geel|||",
        "Ook de eerste|011111|Geel|||",
        "Geen bestuur|022222|Geel||Onbekend|",
        "|033333|Geel|||",
        "Zelfde nummer|034567|Lier|||",
    )
    address = reverse("organisations:import", args=["schools"])
    seen = coordinator.post(address, {"table": text, "step": "check"})
    faults = {fault.cell for fault in seen.context["preview"].faults}
    assert {"B4", "E5", "A6", "B7"} <= faults
    assert seen.context["preview"].importable == 1
    assert Organisation.objects.filter(kind="school").count() == 1
    answer = coordinator.post(address, {"table": text, "step": "import"})
    made = Organisation.objects.get(name="VTI Aalst")
    assert (made.institution_number, made.board, made.group) == ("034567", board, group)
    assert made.sectors == ["hospitality", "health_care"]
    assert answer.url == reverse("organisations:import_done", args=[ImportBatch.objects.get().key])
    assert coordinator.get(answer.url).status_code == 200


def test_a_workbook_of_partners_and_undoing_it(coordinator: Client) -> None:
    book = Workbook()
    for row in (["Naam", "Land", "Gemeente"], ["Formación Sur", "Spanje", "Sevilla"], ["Turku Säätiö", "FI", "Turku"]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "partners.xlsx"
    address = reverse("organisations:import", args=["partners"])
    seen = coordinator.post(address, {"file": file, "step": "check"})
    assert seen.context["preview"].importable == 2
    coordinator.post(address, {"table": seen.context["preview"].text, "step": "import"})
    assert set(Organisation.objects.filter(kind="partner").values_list("country", flat=True)) == {"ES", "FI"}
    batch = ImportBatch.objects.get()
    coordinator.post(reverse("organisations:undo_import", args=[batch.key]))
    assert not Organisation.objects.filter(kind="partner").exists()
    assert coordinator.post(reverse("organisations:undo_import", args=[batch.key])).status_code == 409


def test_undoing_keeps_what_something_was_built_on(coordinator: Client) -> None:
    text = table("Naam|Gemeente", "Blijft|Geel", "Gaat|Geel")
    coordinator.post(reverse("organisations:import", args=["schools"]), {"table": text, "step": "import"})
    MembershipFactory(organisation=Organisation.objects.get(name="Blijft"))
    coordinator.post(reverse("organisations:undo_import", args=[ImportBatch.objects.get().key]))
    assert list(Organisation.objects.filter(kind="school").values_list("name", flat=True)) == ["Blijft"]


def test_contacts_by_number_or_name_of_the_school(coordinator: Client) -> None:
    school = SchoolFactory(name="VTI Aalst", institution_number="034567")
    text = table(
        "School|Voornaam|Familienaam|E-mail|Rol|Telefoon",
        "34567|Fatma|Yıldız|fatma@school.be|contactpunt|0470 12 34 56",
        "vti aalst|Jan|Maes|jan@school.be|leerkracht|",
        "Onbekend|An|Claes|an@school.be|leerkracht|",
        "34567|Piet|Kok|piet-at-school|leerkracht|",
        "34567|Piet|Kok|piet@school.be|directeur|",
        "34567|Jan|Maes|jan@school.be|leerkracht|",
    )
    address = reverse("organisations:import", args=["contacts"])
    seen = coordinator.post(address, {"table": text, "step": "check"})
    assert {fault.cell for fault in seen.context["preview"].faults} == {"A4", "D5", "E6", "D7"}
    coordinator.post(address, {"table": text, "step": "import"})
    assert set(school.roles.values_list("kind", "person__email")) == {
        ("contact_point", "fatma@school.be"),
        ("teacher", "jan@school.be"),
    }
    assert school.roles.get(kind="contact_point").person.account.email == "fatma@school.be"
    coordinator.post(reverse("organisations:undo_import", args=[ImportBatch.objects.get().key]))
    assert not Role.objects.filter(organisation=school, until=None).exists()


@pytest.mark.parametrize("text", ["", "Naam", "alleen maar tekst", "\x00\x01", "Naam|Naam\na|b"])
def test_what_is_no_table_is_explained(coordinator: Client, text: str) -> None:
    answer = coordinator.post(
        reverse("organisations:import", args=["schools"]), {"table": table(text), "step": "import"}
    )
    assert answer.status_code == 200
    assert not ImportBatch.objects.exists()


def test_only_the_coordinator_imports(client_as) -> None:
    for role in (RoleFactory(), RoleFactory(administrator=True)):
        client = client_as(role)
        for what in ("schools", "contacts", "partners"):
            assert client.post(reverse("organisations:import", args=[what]), {"step": "import"}).status_code == 404
    assert client.get(reverse("organisations:import", args=["learners"])).status_code == 404


def test_example_table_imports_as_it_is(coordinator: Client) -> None:
    SchoolFactory(institution_number="034567")
    for what in ("partners", "contacts"):
        file = io.BytesIO(coordinator.get(reverse("organisations:import_example", args=[what])).content)
        file.name = "voorbeeld.xlsx"
        seen = coordinator.post(reverse("organisations:import", args=[what]), {"file": file, "step": "check"})
        assert (seen.context["preview"].importable, seen.context["preview"].faults) == (1, [])


def test_a_closed_list_is_told_in_the_readers_language() -> None:
    codes = {"leerkracht": "teacher", "leraar": "teacher", "teacher": "teacher", "lokaal contactpunt": "contact_point"}
    for language, told in (("nl", "leerkracht, lokaal contactpunt"), ("en", "teacher, lokaal contactpunt")):
        with override(language), pytest.raises(Wrong) as raised:
            one_of(codes)("piloot")
        assert raised.value.params["listed"] == told
