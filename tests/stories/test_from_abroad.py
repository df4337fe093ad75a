"""Who comes here, as one walk: a school asks its network, hosts offer on a phone, a partner nominates from a
spreadsheet, the coordinator divides, a school matches by hand and with the optimiser, a family withdraws and another
says no, all say yes, the agreement is signed by four and verified, and the mentor changes."""

import io
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from erasdu.ground.people.models import Person
from erasdu.journey.hosting.actions.asking import BED, LETTER
from erasdu.journey.hosting.models import Company, Home
from erasdu.journey.matching import actions
from erasdu.journey.matching.models import Lock, Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import needs_of
from erasdu.journey.nominations.models import Nomination
from tests.browser import OpenPage, axe, shot
from tests.factories.calls import CallFactory
from tests.factories.hosting import CompanyFactory, HomeFactory
from tests.factories.membership import MembershipFactory
from tests.factories.nominations import consented
from tests.factories.organisations import CompanyFactory as FirmFactory
from tests.factories.organisations import PartnerFactory, PersonFactory, RoleFactory, SchoolFactory
from tests.journey.nominations.test_papers import photo
from tests.sealing import seal_folder
from tests.stories.hands import Hands, open_link, row_of
from tests.stories.matchmaking import (
    WORKS,
    Desk,
    agree,
    all_others_say_yes,
    answers_by_link,
    network,
    organisation_says_yes,
    town,
    unanswered,
    worker_follows,
)

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.slow,
    pytest.mark.requirement("R10", "R11", "R12", "R13", "R14", "R33"),
]
HEADERS = ["Nome", "Apelido", "Data de nascimento", "E-mail", "Profissão"]
HEADERS += ["Guardian first name", "Guardian e-mail", "Guardian phone"]
COOKS = ("Rita", "Tiago", "Marta", "Nuno", "Carla", "Diogo")
NEAR = (
    "Familie Aerts",
    "Familie Bogaert",
    "Familie Claes",
    "Familie Dierckx",
    "Familie Engels",
    "Familie Fierens",
    "Familie Jonckers",
)
FAR = ("Familie Gielen", "Familie Hens", "Familie Ide")


@pytest.fixture(autouse=True)
def _ready(settings: Any, transactional_db: None, story_clock: object) -> None:
    settings.SEAL_FOLDER = seal_folder()
    cache.clear()


class Flanders:
    """A call that brings learners in; a school with restaurants and families, and one with fewer."""

    def __init__(self) -> None:
        self.call = CallFactory(
            incoming=True, outgoing=False, title_nl="Naar Vlaanderen", stay_from=date(2027, 1, 10),
            stay_until=date(2027, 1, 24), sectors=["hospitality", "food"],
        )  # fmt: skip
        self.office = RoleFactory(coordinator=True)
        self.abroad = RoleFactory(organisation=PartnerFactory(name="Ponte Verde", country="PT"))
        self.near, self.far = self.school("Ter Beke"), self.school("De Wijngaard")
        here, there = town(2792482, "Leuven", "BE"), town(2797656, "Gent", "BE")
        network(self.near.organisation, here, {"De Klaproos": 2, "Het Anker": 1}, NEAR)
        network(self.far.organisation, there, {"De Vlier": 3}, FAR)
        contact = PersonFactory(given_name="Carmen", family_name="Ruiz", language="es", email="carmen@espiga.example")
        firm = FirmFactory(name="Panadería La Espiga")
        CompanyFactory(keeper=self.near.organisation, organisation=firm, town=here, sector="food", contact=contact)
        CompanyFactory(
            keeper=self.near.organisation, town=here,
            contact=PersonFactory(language="nl", email="", phone="+32470112233"),
        )  # fmt: skip
        lotte = PersonFactory(given_name="Lotte", family_name="Lindemans", language="nl", email="lotte@thuis.example")
        self.offered = HomeFactory(
            keeper=self.near.organisation, town=here, name="Familie Lindemans", contact=lotte, nights=0, adults=0,
            visited_on=None, visited_by="", interviewed_on=None, interviewed_by="", valid_until=None,
        )  # fmt: skip

    def school(self, name: str) -> Any:
        role = RoleFactory(organisation=SchoolFactory(name=f"Atheneum {name}"))
        MembershipFactory(organisation=role.organisation, grant_agreement=self.call.grant_agreement)
        return role


def alunos() -> bytes:
    """Eight learners: of one the guardian is forgotten, of another the occupation is no word of ours."""
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(HEADERS)
    for number, name in enumerate(COOKS):
        book.active.append(
            [name, "Faro", date(2007, 1, 2 + number), f"{name.lower()}@escola.example", "cook", "", "", ""]
        )
    book.active.append(["Joana", "Faro", date(2010, 5, 1), "joana@escola.example", "baker", "", "", ""])
    book.active.append(["Pedro", "Faro", date(2007, 5, 1), "pedro@escola.example", "astronauta", "", "", ""])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def asks_its_network(page: Page, school: Any, what: str) -> None:
    """Look first, then send."""
    page.goto(f"/hosting/networks/{school.key}/ask/{what}/")
    axe(page)
    page.locator("button[value=look]").click()
    expect(page.locator("button[value=send]")).to_be_visible()
    axe(page)
    page.locator("button[value=send]").click()
    page.wait_for_url("**/hosting/campaigns/**")


def bakery_offers(open_page: OpenPage) -> None:
    """In Spanish, which its contact reads; no place at all is no offer."""
    bakery = Hands(open_page(phone=True), "es")
    page = bakery.page
    page.context.clear_cookies(name=settings.LANGUAGE_COOKIE_NAME)  # whoever chose no language reads their own
    open_link(bakery, LETTER.split("/")[-1], "carmen@espiga.example")
    page.wait_for_url("**/hosting/offers/**")
    expect(page.locator("html")).to_have_attribute("lang", "es")
    axe(page)
    page.get_by_role("link", name="Ofrecer un puesto").click()
    page.get_by_role("link", name="Panadería y pastelería").click()
    bakery.unfold("What a learner can do there")
    page.get_by_label("hornear pan", exact=True).check()
    page.locator("#id_places").fill("0")
    page.get_by_role("button", name="Ofrecer este puesto").click()
    expect(page.locator("#id_places_error")).to_be_visible()
    expect(page.get_by_label("hornear pan", exact=True)).to_be_checked()
    axe(page)
    page.locator("#id_places").fill("2")
    page.get_by_role("button", name="Ofrecer este puesto").click()
    expect(page.get_by_text("Qué pasa ahora")).to_be_visible()
    shot(page, "network-bakery-offered")
    bakery.follow("Change this")
    expect(page.locator("#id_places")).to_have_value("2")
    bakery.unfold("What a learner can do there")
    expect(page.get_by_label("hornear pan", exact=True)).to_be_checked()
    page.locator("#id_own_tasks").fill("Bizcochos")
    axe(page)
    shot(page, "network-bakery-changes")
    bakery.press("Keep this change")
    bakery.sees("Thank you. What you changed is saved.")
    place = Company.objects.get(contact__given_name="Carmen").placements.get()
    assert (place.tasks, place.own_tasks) == (["bread"], "Bizcochos")


def family_offers(open_page: OpenPage) -> None:
    family = open_page(phone=True)
    open_link(Hands(family), (LETTER + BED).split("/")[-1], "lotte@thuis.example")
    family.wait_for_url("**/hosting/offers/**")
    family.get_by_role("link", name="Een bed aanbieden").click()
    shot(family, "network-family-form")
    hands = Hands(family)
    family.get_by_label("niemand rookt").check()
    hands.unfold("Animals")
    family.get_by_label("hond").check()
    axe(family)
    family.get_by_role("button", name="Deze bedden aanbieden").click()
    expect(family.get_by_text("We komen op bezoek")).to_be_visible()
    hands.follow("Change this")
    hands.fill(house_rules="Schoenen uit")
    hands.press("Offer these beds")
    home = Home.objects.get(name="Familie Lindemans")
    assert (home.pets, home.house_rules) == (["dog"], "Schoenen uit")


def family_withdraws(open_page: OpenPage, home: Home) -> None:
    """On a phone, by the link with which it was asked."""
    family = Hands(open_page(phone=True))
    open_link(family, (LETTER + BED).split("/")[-1], home.contact.email)
    family.follow("Take this back")
    axe(family.page)
    shot(family.page, "family-withdraws-phone")
    family.fill(reason="We verhuizen.")
    family.press("Take this back")
    family.sees("The beds are taken back. Thank you for telling us.")


def school_visits(page: Page, home: Home) -> None:
    """Before that nobody sleeps there: a visit, an interview, and an extract of who lives there."""
    desk = Hands(page)
    page.goto(reverse("hosting:home", args=[home.key]))
    desk.follow("Write down visit and interview")
    desk.fill(
        visited_by="Mila Aerts", visited_on="2026-11-20", interviewed_by="Mila Aerts", interviewed_on="2026-11-20",
        valid_until="2027-11-20",
    )  # fmt: skip
    desk.press("Keep this")
    if not home.adults.exists():
        desk.follow("Add an adult")
        desk.fill(given_name="Lotte", family_name="Lindemans")
        desk.press("Add this adult")
    desk.follow("Extract seen")
    desk.fill(seen_by="Mila Aerts", seen_on="2026-11-20", issued_on="2026-11-10")
    desk.press("It is in order, keep this")
    desk.sees("yes, also for a minor")


def partner_nominates(open_page: OpenPage, made: Flanders) -> None:
    desk = Hands(open_page(role=made.abroad))
    page = desk.page
    page.goto(reverse("nominations:index", args=[made.call.key]))
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
        .replace("astronauta", "bakker")
        .replace(
            "joana@escola.example\tbaker\t\t\t", "joana@escola.example\tbaker\tAna\tana@casa.example\t+351913000111"
        )
    )
    desk.press("Check again")
    page.get_by_role("button", name="8").click()
    page.wait_for_url("**/imports/**")
    assert Nomination.objects.count() == 8


def coordinator_divides(open_page: OpenPage, made: Flanders) -> None:
    office = Hands(open_page(role=made.office))
    page = office.page
    page.goto(reverse("nominations:index", args=[made.call.key]))
    page.locator("[data-ticks=nomination]").check()
    office.press("Accept those ticked")
    office.follow("Divide over schools")
    expect(office.button("Follow the suggestions")).to_be_visible()
    axe(page)
    office.press("Follow the suggestions")
    expect(page.locator("main")).to_contain_text("8")
    given = [row.receiving for row in Mobility.objects.select_related("receiving")]
    assert (given.count(made.near.organisation), given.count(made.far.organisation)) == (5, 3)
    office.press("Undo the last division")
    expect(page.locator("main")).to_contain_text(made.near.organisation.name)
    assert not Mobility.objects.exclude(receiving=None).exists()
    office.press("Follow the suggestions")
    expect(page.locator("main")).to_contain_text("8")


def consent_comes_from_home(open_page: OpenPage, made: Flanders, stay: Mobility) -> None:
    """Sent by the partner, checked by the coordinator; of the others it was accepted before."""
    for nomination in Nomination.objects.exclude(mobility=stay):
        consented(nomination)
    address = reverse("nominations:paper", args=[Nomination.objects.get(mobility=stay).key, "consent"])
    sends = Hands(open_page(role=made.abroad))
    sends.page.goto(address)
    sends.page.locator("#id_file").set_input_files({"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photo()})
    sends.press("Send")
    sends.sees("Saved.")
    office = Hands(open_page(role=made.office))
    office.page.goto(address)
    for box in office.page.locator("main input[name=present]").all():
        box.check()
    office.press("Save the check")
    office.sees("accepted")


def nominee_fills_in_and_tells(open_page: OpenPage) -> Mobility:
    """All parts of the form on a phone, and behind them what must be so where she sleeps."""
    own = Hands(open_page(phone=True, language="en"), "en")
    open_link(own, "profile", "rita@escola.example")
    own.page.wait_for_url("**/nominations/profile/**")
    axe(own.page)
    own.follow("Begin")
    own.fill(mobile="+351912345678", emergency_name="Ana Faro", emergency_phone="+351913000111")
    own.choose("character", "calm")
    own.fill(answers__good_at="cooking")
    own.press("Save and go on")
    own.choose("complementary", "yes")
    own.fill(answers__proud="my first menu")
    own.press("Save and go on")
    own.choose("tasks_can", "wash_cut")
    own.choose("tasks_want", "sauces")
    own.press("Save and go on")
    for level in own.page.locator('main select[name^="languages__en__"]').all():
        level.select_option("B1")
    axe(own.page)
    own.press("Save and go on")
    own.choose("expectations", "techniques")
    own.fill(answers__learn_work="new dishes", texts_en__motivation="I want to see how a kitchen works here.")
    own.press("Save and go on")
    for name, value in (("smokes", "no"), ("pets", "fine"), ("shares_room", "yes")):
        own.choose(name, value)
    own.press("Save and go on")
    own.sees("Who reads this")
    own.choose("needs", "allergy_dog")
    own.press("Tell this")
    expect(own.page.locator("#id_consent_error")).to_be_visible()  # not without her consent
    own.tick("consent")
    axe(own.page)
    shot(own.page, "needs-phone")
    own.press("Tell this")
    own.sees("You told this. Thank you.")
    shot(own.page, "needs-told-phone")
    own.press("Take back what I told: it is erased")
    own.sees("What you told is erased.")
    own.choose("needs", "allergy_dog")
    own.tick("consent")
    own.press("Tell this")
    own.follow("To your profile", within=own.page.locator("body"))
    own.sees("answered")
    shot(own.page, "profile-complete-phone")
    stay = Mobility.objects.get(person__given_name="Rita")
    assert needs_of([stay.pk]) == {stay.pk: frozenset({"allergy_dog"})}
    return stay


def profiles_filled_in(but: Mobility) -> None:
    for stay in Mobility.objects.select_related("profile").exclude(pk=but.pk):
        for column, value in WORKS.items():
            setattr(stay.profile, column, value)
        stay.profile.save()


def test_who_comes_here_works_and_sleeps_somewhere_and_all_have_signed(
    open_page: OpenPage, story_clock: Callable[[datetime], None], at: datetime
) -> None:
    made = Flanders()
    near = made.near.organisation
    page = open_page(role=made.near)
    asks_its_network(page, near, "place")
    asks_its_network(page, near, "bed")
    bakery_offers(open_page)
    family_offers(open_page)
    school_sees_what_it_brought(page, near)
    school_visits(page, made.offered)
    partner_nominates(open_page, made)
    assert Person.objects.get(email="ana@casa.example").language == "pt"
    Person.objects.filter(email="ana@casa.example").update(language="en")  # she would rather read English
    coordinator_divides(open_page, made)
    rita = nominee_fills_in_and_tells(open_page)
    profiles_filled_in(but=rita)
    school_opens_a_profile(open_page, made)

    # three by hand, the optimiser the others
    page.goto(reverse("matching:index", args=[made.call.key]))
    desk = Desk(page, actions.board_of(made.call, "incoming", receiving=near))
    desk.press("Open the board")
    page.wait_for_url("**/matching/board/**")
    joana = Mobility.objects.get(person__given_name="Joana")
    cooks = list(Mobility.objects.filter(receiving=near, profile__occupation="cook").order_by("pk"))
    for stay in (joana, *cooks[:2]):
        desk.matches_by_hand(stay)
    assert desk.live("proposed") == 3
    desk.open()
    desk.proposes(stopped=True)
    axe(page)
    desk.takes_over()
    assert desk.live("proposed") == 5

    # the coordinator asks why not, pins and rules out; again, compared
    office = Desk(open_page(role=made.office), desk.board)
    other = next(name for name in NEAR if name != desk.home(cooks[0]))
    office.asks_why_not(cooks[0], other)
    axe(office.page)
    office.locks(cooks[0], other, "Pin: this one and no other")
    office.locks(cooks[1], "Familie Lindemans", "Rule out: never this one")
    assert Lock.objects.count() == 2
    office.open()
    office.proposes("Run the optimiser again")
    office.follow("Compare with the one before")
    office.sees("Two proposals side by side")
    axe(office.page)
    office.open()
    office.takes_over()
    assert desk.home(cooks[0]) == other

    # a family withdraws by its own link; the board says what fell, and only who must moves
    before = {stay.pk: desk.home(stay) for stay in cooks}
    gone = desk.home(joana)
    family_withdraws(open_page, desk.match(joana).room.home)
    desk.open()
    expect(desk.row(joana)).to_contain_text(desk.says("fell away"))
    expect(desk.row(joana)).to_contain_text(gone)
    worker_follows()
    desk.open()
    expect(desk.row(joana)).not_to_contain_text(gone)
    desk.proposes("Mend: move only who must")
    desk.takes_over()
    assert desk.home(joana) != gone
    assert {stay.pk: desk.home(stay) for stay in cooks} == before

    # two learners move: by the pointer, taken back and done again, and by the keyboard; each in a minute of its own,
    # as what was decided in one moment is taken back together
    story_clock(at + timedelta(minutes=1))
    was = desk.drags_to_a_free_bed(cooks[1])
    desk.press("Undo")
    desk.sees("That was taken back.")
    assert desk.home(cooks[1]) == was
    story_clock(at + timedelta(minutes=2))
    desk.drags_to_a_free_bed(cooks[1])
    desk.moves_by_keyboard(cooks[2])

    # all are asked, and the paper of the parents is there; a family says no, one is found instead
    desk.asks_everybody(5)
    organisation_says_yes(open_page, made.abroad)
    refuses = unanswered(desk.board).get(party="family", match__mobility=cooks[2])
    answers_by_link(open_page, refuses, yes=False)
    all_others_say_yes(desk.board, at)
    desk.open()
    desk.proposes("Mend: move only who must")
    desk.takes_over()
    desk.asks_everybody(5)
    organisation_says_yes(open_page, made.abroad)
    all_others_say_yes(desk.board, at)
    desk.open()
    expect(desk.row(joana)).to_contain_text(desk.says("cannot be confirmed yet:"))
    expect(desk.button("Confirm where all said yes")).to_have_count(0)
    assert desk.live("confirmed") == 0
    consent_comes_from_home(open_page, made, joana)
    desk.confirms(5)

    # the other school: the coordinator, all at once
    rest = Desk(office.page, actions.board_of(made.call, "incoming", receiving=made.far.organisation))
    rest.open()
    rest.proposes()
    rest.takes_over()
    rest.asks_everybody(3)
    organisation_says_yes(open_page, made.abroad)
    answers_by_link(open_page, unanswered(rest.board).filter(party="company").first())
    organisation_says_yes(open_page, made.far)
    rest.confirms(3)
    assert Match.objects.filter(state="confirmed", ended_at=None).count() == 8
    assert Match.objects.get(mobility=rita, ended_at=None).room.home != made.offered  # where a dog lives

    parent_reads_where(open_page, desk.match(joana))
    signed = agree(open_page, desk, made.abroad, joana, at)
    assert signed == ["contact_point", "guardian_1", "host", "learner"]


def school_sees_what_it_brought(page: Page, school: Any) -> None:
    page.goto(f"/hosting/networks/{school.key}/asking/")
    axe(page)
    page.locator("tbody th a", has_text="Stageplaatsen").click()
    page.wait_for_url("**/hosting/campaigns/**")
    expect(row_of(page, "Panadería La Espiga")).to_contain_text("aangeboden")
    axe(page)
    page.locator(".counts a[href='?show=telephone']").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("+32470112233")


def school_opens_a_profile(open_page: OpenPage, made: Flanders) -> None:
    school = Hands(open_page(phone=True, role=made.far))
    school.page.goto(reverse("nominations:incoming"))
    expect(school.page.locator("main tbody tr")).to_have_count(3)
    school.page.locator("main tbody a").first.click()
    school.press("Open the profile")
    school.sees("Profile and expectations")
    axe(school.page)


def parent_reads_where(open_page: OpenPage, match: Match) -> None:
    parent = Hands(open_page(phone=True, language="en"), "en")
    open_link(parent, "confirmed_parent", "ana@casa.example")
    parent.page.wait_for_url("**/hosting/stay-by-link/**")
    assert match.room
    expect(parent.page.locator("main")).to_contain_text(match.room.home.street)
    axe(parent.page)
    shot(parent.page, "stay-parent-phone")
