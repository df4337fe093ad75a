"""A keeper's own spreadsheet: every fault by its cell, the valid rows in, and the whole out again."""

from typing import Any

import pytest

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.journey.hosting.models import Company, Home, ImportBatch
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


def test_another_school_cannot(net: Network, client_as: Any) -> None:
    client_as(net.contact).post(at(net, "companies"), {"table": COMPANIES, "step": "import"})
    other = client_as(Network().contact)
    assert other.post(at(net, "companies"), {"table": COMPANIES, "step": "import"}).status_code == 404
    assert other.get(f"/hosting/imports/{ImportBatch.objects.get().key}/").status_code == 404
    assert other.get(at(net, "dragons")).status_code == 404
