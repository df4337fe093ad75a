"""A Portuguese partner nominates eight learners from a spreadsheet; the coordinator divides them over two schools."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import expect

from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Nomination
from tests.browser import OpenPage, axe
from tests.factories.calls import CallFactory
from tests.factories.hosting import PlacementFactory, RoomFactory
from tests.factories.membership import MembershipFactory
from tests.factories.organisations import PartnerFactory, RoleFactory, SchoolFactory
from tests.stories.hands import Hands

pytestmark = [pytest.mark.django_db(transaction=True)]
HEADERS = ["Nome", "Apelido", "Data de nascimento", "E-mail", "Profissão", "Guardian first name", "Guardian e-mail"]


def alunos() -> bytes:
    """Eight learners: of one the guardian is forgotten, of another the occupation is no word of ours."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADERS)
    for number, name in enumerate(("Rita", "Tiago", "Marta", "Nuno", "Carla", "Diogo")):
        book.active.append([name, "Faro", date(2007, 1, 2 + number), f"{name.lower()}@escola.example", "cook", "", ""])
    book.active.append(["Joana", "Faro", date(2010, 5, 1), "joana@escola.example", "cook", "", ""])
    book.active.append(["Pedro", "Faro", date(2007, 5, 1), "pedro@escola.example", "cozinheiro", "", ""])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def receives(call, town: str, places: int):
    school = SchoolFactory(name=f"Atheneum {town}")
    MembershipFactory(organisation=school, grant_agreement=call.grant_agreement)
    PlacementFactory(company__keeper=school, places=places)
    for _ in range(places):
        RoomFactory(home__keeper=school)
    return school


@pytest.mark.slow
@pytest.mark.requirement("R13", "R14")
def test_a_partner_nominates_from_a_spreadsheet_and_the_coordinator_divides(
    open_page: OpenPage, transactional_db: None, story_clock
) -> None:
    cache.clear()
    call = CallFactory(incoming=True, title_nl="Naar Vlaanderen")
    near, far = receives(call, "Ter Beke", 5), receives(call, "De Wijngaard", 3)
    partner = RoleFactory(organisation=PartnerFactory(name="Ponte Verde", country="PT"))
    desk = Hands(open_page(role=partner))
    page = desk.page
    page.goto(reverse("nominations:index", args=[call.key]))
    desk.follow("From a spreadsheet")
    page.locator("input[type=file]").set_input_files({"name": "alunos.xlsx", "mimeType": "", "buffer": alunos()})
    desk.press("Check the table")
    faults = page.locator("section.card tbody tr")
    expect(faults).to_have_count(2)
    expect(faults.nth(0)).to_contain_text("F8")
    expect(faults.nth(1)).to_contain_text("E9")
    axe(page)
    table = page.locator("#id_table")
    table.fill(
        table.input_value()
        .replace("cozinheiro", "kok")
        .replace("joana@escola.example\tcook\t\t", "joana@escola.example\tcook\tAna\tana@casa.example")
    )
    desk.press("Check again")
    page.get_by_role("button", name="8").click()
    page.wait_for_url("**/imports/**")
    assert Nomination.objects.count() == 8

    office = Hands(open_page(role=RoleFactory(coordinator=True)))
    page = office.page
    page.goto(reverse("nominations:index", args=[call.key]))
    page.locator("[data-ticks=nomination]").check()
    office.press("Accept those ticked")
    office.follow("Divide over schools")
    expect(office.button("Follow the suggestions")).to_be_visible()
    axe(page)
    office.press("Follow the suggestions")
    expect(page.locator("main")).to_contain_text("8")
    given = [row.receiving for row in Mobility.objects.select_related("receiving")]
    assert (given.count(near), given.count(far)) == (5, 3)
    office.press("Undo the last division")
    expect(page.locator("main")).to_contain_text(near.name)
    assert not Mobility.objects.exclude(receiving=None).exists()
    office.press("Follow the suggestions")

    school = Hands(open_page(phone=True, role=RoleFactory(organisation=far)))
    page = school.page
    page.goto(reverse("nominations:incoming"))
    expect(page.locator("main tbody tr")).to_have_count(3)
    page.locator("main tbody a").first.click()
    school.press("Open the profile")
    school.sees("Profile and expectations")
    axe(page)
