"""A keeper's own spreadsheet: every fault by its cell, the valid rows in, and the whole out again."""

import io
from datetime import date, time
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import (
    BooleanField,
    DateField,
    DecimalField,
    Model,
    PositiveSmallIntegerField,
    TimeField,
)

from erasdu.ground.look.imports import column_help
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting.forms import CompanyForm, WhoForm
from erasdu.journey.hosting.forms.columns import COLUMNS
from erasdu.journey.hosting.forms.parts import person_fields
from erasdu.journey.hosting.models import Company, Home, ImportBatch, Placement
from erasdu.journey.hosting.words.content import HOBBIES, OUTCOMES, tasks_for
from tests.conftest import AT
from tests.factories.organisations import CompanyFactory as FirmFactory
from tests.factories.organisations import PartnerFactory, PersonFactory, RoleFactory
from tests.factories.places import towns
from tests.journey.hosting.asking_scene import Network

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R10")]

COMPANIES = """Bedrijf\tSector\tVoornaam\tFamilienaam\tE-mail\tTelefoon\tGemeente
Bakkerij De Korst\tVoeding\tJef\tMaes\tjef@korst.example\t0470 12 34 56\tMechelen
Garage Snel\tRaketten\tAn\tBeek\tan@snel.example\t\tLier
Salon Krul\t\t\t\tinfo@krul.example\t\tLier
Bakkerij De Korst\tVoeding\tJef\tMaes\tjef@korst.example\t\tMechelen
"""
HOMES = """Voornaam\tFamilienaam\tE-mail\tGemeente\tBedden per kamer\tHuisdieren\tRoken
Lotte\tLindemans\tlotte@lindemans.example\tMechelen\t1, 2\thond\tbuiten
Piet\tPauwels\t\tLier\t\t\t
Rik\tRaes\trik@raes.example\tLier\tveel\tdraak\tneen
"""


@pytest.fixture
def net() -> Network:
    return Network()


def at(net: Network, what: str) -> str:
    return f"/hosting/networks/{net.school.key}/import/{what}/"


def test_every_fault_has_its_cell_and_the_valid_rows_go_in(net: Network, client_as: Any) -> None:
    client = client_as(net.contact)
    preview = client.post(at(net, "companies"), {"table": COMPANIES, "step": "check"}).content.decode()
    for cell in ("B3", "C4", "A5"):
        assert f'<th scope="row">{cell}</th>' in preview
    assert not Company.objects.exists()
    done = client.post(at(net, "companies"), {"table": COMPANIES, "step": "import"})
    assert done.status_code == 302
    company = Company.objects.get()
    assert (str(company), company.sector, company.contact.phone) == ("Bakkerij De Korst", "food", "+32470123456")
    assert "Bakkerij De Korst" in client.get(done["Location"]).content.decode()
    again = client.post(at(net, "companies"), {"table": COMPANIES, "step": "check"}).content.decode()
    assert '<th scope="row">A2</th>' in again


def test_families_with_their_rooms(net: Network, client_as: Any) -> None:
    client = client_as(net.contact)
    preview = client.post(at(net, "homes"), {"table": HOMES, "step": "check"}).content.decode()
    for cell in ("C3", "E4", "F4"):
        assert f'<th scope="row">{cell}</th>' in preview
    client.post(at(net, "homes"), {"table": HOMES, "step": "import"})
    home = Home.objects.get()
    assert (home.pets, home.smoking) == (["dog"], "outside")
    assert [room.beds for room in home.rooms.all()] == [1, 2]


def test_numbers_of_companies_abroad_and_kinds_of_beds(net: Network, client_as: Any) -> None:
    client = client_as(net.contact)
    firm = {
        "table": "Bedrijf\tGemeente\tBedrijfsnummer in het buitenland\tOID\nPão Nosso\tBraga\tpt 501234567\te10012345"
    }
    wrong = client.post(at(net, "companies"), {"table": firm["table"].replace("501234567", "!"), "step": "check"})
    assert [fault.cell for fault in wrong.context["preview"].faults] == ["C2"]
    client.post(at(net, "companies"), {**firm, "step": "import"})
    made = Company.objects.get().organisation
    assert (made.registration_number, made.oid) == ("PT 501234567", "E10012345")
    head = "Voornaam\tFamilienaam\tE-mail\tGemeente\tBedden per kamer\n"
    row = "Lotte\tLindemans\tl@l.example\tMechelen\t"
    one = {"table": f"{head}{row}tuin: 2 (stapelbed, eigen badkamer), zolder: 1 (hangmat)", "step": "check"}
    assert [fault.cell for fault in client.post(at(net, "homes"), one).context["preview"].faults] == ["E2"]
    good = {"table": f"{head}{row}tuin: 2 (stapelbed, eigen badkamer), zolder: 1, hal: 1 (gedeelde badkamer)"}
    client.post(at(net, "homes"), {**good, "step": "import"})
    rooms = Home.objects.get().rooms.values_list("name", "beds", "bed_kind", "shared_bathroom")
    assert list(rooms) == [("tuin", 2, "bunk", False), ("zolder", 1, "", None), ("hal", 1, "", True)]


def test_the_whole_import_is_undone(net: Network, client_as: Any) -> None:
    client = client_as(net.contact)
    before = Person.objects.count(), Organisation.objects.count()
    client.post(at(net, "companies"), {"table": COMPANIES, "step": "import"})
    client.post(at(net, "homes"), {"table": HOMES, "step": "import"})
    for batch in ImportBatch.objects.all():
        client.post(f"/hosting/imports/{batch.key}/undo/")
    assert not Company.objects.exists()
    assert not Home.objects.exists()
    assert (Person.objects.count(), Organisation.objects.count()) == before
    again = client.post(f"/hosting/imports/{ImportBatch.objects.first().key}/undo/")  # type: ignore[union-attr]
    assert again.status_code == 409


def test_what_something_was_built_on_stays(net: Network, client_as: Any) -> None:
    client = client_as(net.contact)
    client.post(at(net, "companies"), {"table": COMPANIES, "step": "import"})
    net.inform()
    client.post(f"/hosting/imports/{ImportBatch.objects.get().key}/undo/")
    assert Company.objects.count() == 1


# -- every column, out and in again ----------------------------------------------------------------

NOT_TOLD = {  # of the network and not of the host, or seen again by who takes it over
    "id", "key", "keeper", "contact", "organisation", "added_at", "paused_at", "withdrawn_at", "revision", "visited_by",
    "visited_on", "interviewed_by", "interviewed_on", "valid_until", "company", "state", "offered_at", "renewed_from",
    "mentor",
}  # fmt: skip
TEXTS = {"second_phone": "+3215123456", "emergency_phone": "+32470654321", "sector": "food", "kind": "hostel",
         "dwelling": "farm", "smoking": "inside", "gender": "f", "hosts_age": "35_49", "occupation": "verpleegkundige"}  # fmt: skip
LISTS = {"languages": ["nl", "pl"], "pets": ["rodent"], "diets": ["halal", "nuts"], "closed_on": ["2026-12-24"],
         "days": [1, 2, 5], "proofs": ["food_hygiene"], "mentor_languages": ["fr", "tr"]}  # fmt: skip


def full(model: type[Model], **given: Any) -> dict[str, Any]:
    """A value of its own for every column that is told: a new column is asked for here as well."""
    values: dict[str, Any] = {}
    for field in (each for each in model._meta.concrete_fields if each.name not in NOT_TOLD and each.name != "town"):
        if isinstance(field, BooleanField):
            values[field.name] = not field.default
        elif isinstance(field, PositiveSmallIntegerField):
            values[field.name] = {"min_age": 17, "max_age": 19}.get(field.name, len(values) % 20 + 1)
        elif isinstance(field, TimeField):
            values[field.name] = time(18, len(values) % 60)
        elif isinstance(field, DateField):
            values[field.name] = date(2026, 9, 1)
        elif isinstance(field, DecimalField):
            values[field.name] = Decimal("37.5")
        else:
            known = LISTS.get(field.name) or TEXTS.get(field.name) or f"{field.name}, “zo” & zo"[: field.max_length]
            values[field.name] = known
    return values | given


def told(row: Model) -> dict[str, Any]:
    return {each.name: getattr(row, each.name) for each in row._meta.concrete_fields if each.name not in NOT_TOLD}


def taken_along(client: Any, net: Network, other: Network, what: str) -> Any:
    """Out of one network as a file, and into another; nothing is found wrong."""
    table = client.get(f"/hosting/networks/{net.school.key}/table/{what}/").content
    row = {"file": SimpleUploadedFile("all.xlsx", table), "step": "check"}
    preview = client.post(at(other, what), row).context["preview"]
    assert [(fault.cell, fault.text) for fault in preview.faults] == []
    return client.post(at(other, what), {"table": preview.text, "step": "import"})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_that_is_told_of_a_family_goes_out_and_in_again(net: Network, client_as: Any, language: str) -> None:
    other, client = Network(), client_as(RoleFactory(coordinator=True, person__language=language))
    values = full(Home, hobbies=[next(iter(HOBBIES))], town=towns()["Mechelen"])
    contact = PersonFactory(given_name="Lotte", family_name="Lindemans", email="l@l.example", phone="+32470123456")
    home = Home.objects.create(keeper=net.school, contact=contact, added_at=AT, **values)
    home.rooms.create(name="zolder, links", beds=1, bed_kind="sofa")
    home.rooms.create(name="tuin", beds=2, bed_kind="bunk", shared_bathroom=False)
    home.periods.create(starts_on=date(2027, 2, 1), ends_on=date(2027, 3, 31))
    home.adults.create(person=contact)
    home.adults.create(person=PersonFactory(given_name="Piet", family_name="van den Berg"))
    taken_along(client, net, other, "homes")
    again = Home.objects.get(keeper=other.school)
    assert told(again) == told(home)
    for rows in ("rooms", "periods", "adults"):
        columns = {"rooms": ("name", "beds", "bed_kind", "shared_bathroom"), "periods": ("starts_on", "ends_on")}
        names = columns.get(rows, ("person__given_name", "person__family_name"))
        assert set(getattr(again, rows).values_list(*names)) == set(getattr(home, rows).values_list(*names))
    client.post(f"/hosting/imports/{ImportBatch.objects.get().key}/undo/")
    assert Home.objects.get() == home


def test_everything_that_is_told_of_a_company_goes_out_and_in_again(net: Network, client_as: Any) -> None:
    other, client = Network(), client_as(RoleFactory(coordinator=True))
    firm = FirmFactory(name="De Korst", street="Markt 1", postal_code="2800", town="Mechelen", country="BE")
    contact = PersonFactory(given_name="Jef", family_name="Maes", email="jef@korst.example", phone="+32470123457")
    company = Company.objects.create(
        keeper=net.school, organisation=firm, contact=contact, added_at=AT, **full(Company)
    )
    towns()
    job = next(code for code in OUTCOMES if tasks_for(code))
    for occupation in (job, next(code for code in OUTCOMES if code != job)):
        values = full(
            Placement, occupation=occupation, tasks=list(tasks_for(occupation))[:2],
            outcomes=list(OUTCOMES[occupation].outcomes)[:2], languages={"nl": "A2", "en": "B1"},
        )  # fmt: skip
        made = Placement.objects.create(company=company, mentor=contact, offered_at=AT, **values)
        made.periods.create(starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 28), places=2)
        made.periods.create(starts_on=date(2027, 4, 1), ends_on=date(2027, 4, 30))
    taken_along(client, net, other, "companies")
    again = Company.objects.get(keeper=other.school)
    assert again.organisation == firm  # one firm, in two networks
    assert {**told(again), "town": None} == {**told(company), "town": None}
    for one, two in zip(company.placements.order_by("pk"), again.placements.order_by("pk"), strict=True):
        assert told(two) == told(one)
        assert str(two.mentor) == "Jef Maes"
        days = ("starts_on", "ends_on", "places")
        assert list(two.periods.values_list(*days)) == list(one.periods.values_list(*days))
    client.post(f"/hosting/imports/{ImportBatch.objects.get().key}/undo/")
    assert Company.objects.get() == company


def test_the_example_can_be_imported_as_it_is(net: Network, client_as: Any) -> None:
    client = client_as(net.contact)
    for what in ("companies", "homes"):
        row = {"file": SimpleUploadedFile("x.xlsx", client.get(f"/hosting/import/{what}/example/").content)}
        preview = client.post(at(net, what), {**row, "step": "check"}).context["preview"]
        assert (preview.faults, preview.importable) == ([], 1)
    assert {"Nachten", "Huisregels", "Verzekering van woning en gezin"} <= {
        name for name, *_ in column_help(COLUMNS["homes"])
    }


def test_another_school_cannot(net: Network, client_as: Any) -> None:
    client_as(net.contact).post(at(net, "companies"), {"table": COMPANIES, "step": "import"})
    other = client_as(Network().contact)
    assert other.post(at(net, "companies"), {"table": COMPANIES, "step": "import"}).status_code == 404
    assert other.get(f"/hosting/imports/{ImportBatch.objects.get().key}/").status_code == 404
    assert other.get(at(net, "dragons")).status_code == 404


def book(*sheets: tuple[str, list[list[str]]]) -> SimpleUploadedFile:
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in sheets:
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    file = io.BytesIO()
    made.save(file)
    return SimpleUploadedFile("x.xlsx", file.getvalue())


HEADS = ["Bedrijf", "Voornaam", "Familienaam", "Telefoon", "Gemeente"]
FIRM = ["Bakkerij Zeemeermin", "An", "Beek", "0470 12 34 56", "Mechelen"]


@pytest.mark.parametrize(
    ("sheets", "says"),
    [
        ([("Blad1", [HEADS])], "onder de kolomnamen staat geen rij"),
        (
            [("Blad1", [["Oven", "Prijs"], ["a", "3"]])],
            "Geen enkele kolomnaam is bekend. De eerste rij luidt: “Oven · Prijs”",
        ),
        ([("Blad1", [HEADS[1:], FIRM[1:]])], "Een kolom die nodig is, staat er niet"),
        ([("Prijzen", [["Oven"], ["3"]]), ("Leeg", [])], "Gelezen van het blad “Prijzen”. Niet gelezen: “Leeg”."),
        ([("Blad1", [HEADS, ["", *FIRM[1:]]])], "In elke rij moet eerst iets verbeterd worden"),
    ],
)
def test_no_rows_says_why(net: Network, client_as: Any, sheets: list[Any], says: str) -> None:
    answer = client_as(net.contact).post(at(net, "companies"), {"file": book(*sheets), "step": "check"})
    assert answer.context["preview"].importable == 0
    assert says in answer.content.decode()


def test_the_sheet_with_the_headers_is_read_and_a_title_above_them_is_passed_by(net: Network, client_as: Any) -> None:
    table = book(("Uitleg", [["Onze bedrijven"]]), ("Lijst", [["Stand op 1 oktober"], [], HEADS, FIRM]))
    client = client_as(net.contact)
    answer = client.post(at(net, "companies"), {"file": table, "step": "check"})
    page = answer.content.decode()
    assert "Gelezen van het blad “Lijst”. Niet gelezen: “Uitleg”." in page
    assert "1 rij boven de kolomnamen" in page
    client.post(at(net, "companies"), {"table": answer.context["preview"].text, "step": "import"})
    assert Company.objects.get().organisation.name == "Bakkerij Zeemeermin"


def test_occupations_are_listed_and_picked_from(net: Network, client_as: Any) -> None:
    client = client_as(net.contact)
    page = client.get(at(net, "companies")).content.decode()
    assert "hotelmedewerker" in page.casefold()
    example = openpyxl.load_workbook(io.BytesIO(client.get("/hosting/import/companies/example/").content))
    first, words = example.worksheets
    known = [row[0].value for row in words.iter_rows(min_row=2)]
    header = next(cell for cell in first[1] if cell.value == "Beroep")
    (rule,) = [one for one in first.data_validations.dataValidation if f"{header.column_letter}2" in one.sqref]
    column = next(cell for cell in words[1] if cell.value == "Beroep").column_letter
    assert rule.formula1.startswith(f"'{words.title}'!${column}$2")
    assert len(known) >= len(OCCUPATIONS)


@pytest.mark.parametrize(("country", "language"), [("BE", "nl"), ("PT", "pt"), ("LU", "fr"), ("FI", "en"), ("", "nl")])
def test_who_is_named_by_a_form_is_written_to_in_the_language_of_that_country(country: str, language: str) -> None:
    chosen = person_fields("contact", required=True, country=country)["contact_language"]
    assert chosen.initial == language
    assert WhoForm(country=country).fields["contact_language"].initial == language
    assert CompanyForm(keeper=PartnerFactory.build(), country=country).fields["contact_language"].initial == language


@pytest.mark.parametrize(
    ("code", "language"),
    [("5000", "fr"), ("1348", "fr"), ("4700", "de"), ("4960", "fr"), ("7700", "fr"), ("1000", "nl"), ("3798", "nl"),
     ("1500", "nl"), ("9000", "nl"), ("", "nl")],
)  # fmt: skip
def test_who_is_named_in_wallonia_is_written_to_in_the_language_there(
    net: Network, client_as: Any, code: str, language: str
) -> None:
    client = client_as(net.contact)
    head = "Bedrijf\tGemeente\tPostcode\tVoornaam\tFamilienaam\tE-mail\tTaal\n"
    rows = f"Le Four\tNamur\t{code}\tLuc\tPetit\tluc@four.example\t\nAutre\tNamur\t{code}\tAn\tMaes\tan@autre.example\tEngels\n"
    client.post(at(net, "companies"), {"table": head + rows, "step": "import"})
    spoken = dict(Company.objects.values_list("organisation__name", "contact__language"))
    assert spoken == {"Le Four": language, "Autre": "en"}
    company = Company.objects.get(organisation__name="Le Four")
    type(company.organisation).objects.filter(pk=company.organisation_id).update(postal_code=code)
    form = client.get(f"/hosting/company/{company.key}/offer/?occupation=cook").context["form"]
    assert form.fields["mentor_language"].initial == language
