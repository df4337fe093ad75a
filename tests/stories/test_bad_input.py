"""What people do by accident: twice, back, too late, together with somebody else, or in a field where it does not belong."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import APIResponse, Route, expect

from erasdu.ground.organisations.models import Role
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.selection.models import Interview
from tests.browser import OpenPage, axe
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.factories.selection import scene
from tests.stories.hands import Hands, sign_in_by_code

pytestmark = [pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _nothing_counted(transactional_db: None, story_clock) -> None:
    cache.clear()


def learner_of(candidacy: Candidacy) -> Role:
    return Role.objects.get(person=candidacy.learner, kind="learner")


def page_of_entering(enrolment: Enrolment) -> str:
    return reverse("candidacies:enter", args=[enrolment.key])


def types_a_learner(hands: Hands, given: str = "Yusuf", family: str = "Demir") -> None:
    hands.fill(given_name=given, family_name=family, email="yusuf@leerling.example", birth_date="2008-02-01")


def test_the_button_waits_for_typing_that_is_being_saved(open_page: OpenPage) -> None:
    """A slow connection must not show learners their own text as somebody else's."""
    candidacy = CandidacyFactory()
    page = open_page(phone=True, role=learner_of(candidacy))
    page.goto(reverse("candidacies:part", args=[candidacy.key, "school"]))
    held: list[tuple[Route, APIResponse]] = []

    def slow_at_first(route: Route) -> None:
        if held:
            route.continue_()
        else:
            held.append((route, route.fetch()))

    page.route("**/save/", slow_at_first)
    with page.expect_request("**/save/"):
        page.locator('[name="study_programme"]').fill("Verkoop duaal")
    while not held:
        page.wait_for_timeout(20)
    page.locator('[name="study_year"]').fill("6")
    page.locator(".action-bar button.btn-primary").click()
    held[0][0].fulfill(response=held[0][1])
    page.wait_for_url("**/form/destination/")
    candidacy.profile.refresh_from_db()
    assert (candidacy.profile.study_programme, candidacy.profile.study_year) == ("Verkoop duaal", "6")


def test_pressing_twice_acts_once(open_page: OpenPage) -> None:
    enrolment = EnrolmentFactory()
    school = Hands(open_page(role=RoleFactory(organisation=enrolment.school)))
    school.page.goto(page_of_entering(enrolment))
    types_a_learner(school)
    school.button("Enter and invite").dblclick()
    school.sees("%(name)s has been entered and gets an invitation by mail.", name="Yusuf Demir")
    assert Candidacy.objects.count() == 1


def test_back_and_sending_again_makes_no_second_one(open_page: OpenPage) -> None:
    """The same form again gets the first answer; another text in it is shown, with where to go."""
    enrolment = EnrolmentFactory()
    school = Hands(open_page(role=RoleFactory(organisation=enrolment.school)))
    page = school.page
    page.goto(page_of_entering(enrolment))
    form_key = page.locator('main form [name="form_key"]').input_value()
    types_a_learner(school)
    school.press("Enter and invite")
    page.wait_for_url("**/enrolments/*/")
    for family, answered in (("Demir", "/enrolments/"), ("Demirci", "/enter/")):
        page.goto(page_of_entering(enrolment))
        types_a_learner(school, family=family)
        page.locator('main form [name="form_key"]').evaluate("(field, old) => { field.value = old }", form_key)
        school.press("Enter and invite")
        page.wait_for_url(lambda url, answered=answered: answered in url)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        school.says("This form was sent already, with another text")
    )
    expect(page.locator("main")).to_contain_text("Demirci")
    axe(page)
    assert Candidacy.objects.get().learner.family_name == "Demir"


def test_typing_comes_back_after_signing_in_again(open_page: OpenPage) -> None:
    enrolment = EnrolmentFactory()
    role = RoleFactory(organisation=enrolment.school, person__email="els@school.example")
    school = Hands(open_page(role=role))
    page = school.page
    page.goto(page_of_entering(enrolment))
    types_a_learner(school)
    page.context.clear_cookies(name="sessionid")
    school.press("Enter and invite")
    page.wait_for_url("**/accounts/login/**")
    page.locator("#id_email").fill("els@school.example")
    page.locator("form.panel button[type=submit]").first.click()
    sign_in_by_code(school, "els@school.example")
    page.wait_for_url("**/first/notice/**")
    school.press("I have read this")
    page.goto(page_of_entering(enrolment))
    expect(page.locator('[name="given_name"]')).to_have_value("Yusuf")
    school.press("Enter and invite")
    school.sees("%(name)s has been entered and gets an invitation by mail.", name="Yusuf Demir")


def test_two_people_write_down_one_conversation(open_page: OpenPage) -> None:
    made = scene(1)
    address = reverse("selection:learner", args=[made.selection.key, made.candidacies[0].key])
    other = RoleFactory(organisation=made.lead_role.organisation)
    first, second = Hands(open_page(role=made.lead_role)), Hands(open_page(role=other))
    for hands in (first, second):
        hands.page.goto(address)
    first.fill(notes="Zij vertelt rustig.")
    expect(first.page.locator("#interview-note")).to_contain_text("10.00")
    second.fill(notes="Ze kent de streek.")
    texts = second.page.locator("#interview .both-texts")
    expect(texts).to_contain_text("Zij vertelt rustig.")
    expect(texts).to_contain_text("Ze kent de streek.")
    axe(second.page)
    second.fill(notes="Zij vertelt rustig. Ze kent de streek.")
    expect(second.page.locator("#interview-note")).to_contain_text("10.00")
    assert Interview.objects.get().notes == "Zij vertelt rustig. Ze kent de streek."


def test_two_coordinators_change_one_call(open_page: OpenPage) -> None:
    call = CallFactory(draft=True, title_nl="Voorjaar")
    pages = [Hands(open_page(role=RoleFactory(coordinator=True))) for _ in range(2)]
    for hands in pages:
        hands.page.goto(reverse("calls:edit", args=[call.key]))
    for hands, title in zip(pages, ("Voorjaar 2027", "Lente 2027"), strict=True):
        hands.fill(title_nl=title)
        hands.page.locator(".form-foot button.btn-primary").click()
    texts = pages[1].page.locator(".both-texts")
    expect(texts).to_contain_text("Voorjaar 2027")
    expect(texts).to_contain_text("Lente 2027")
    axe(pages[1].page)
    assert Call.objects.get(pk=call.pk).title_nl == "Voorjaar 2027"
    pages[1].page.locator(".form-foot button.btn-primary").click()
    pages[1].sees("The call is saved.")
    assert Call.objects.get(pk=call.pk).title_nl == "Lente 2027"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_national_register_number_is_refused_where_it_is_typed(open_page: OpenPage, language: str) -> None:
    candidacy = CandidacyFactory()
    learner = Hands(open_page(phone=True, language=language, role=learner_of(candidacy)), language)
    learner.page.goto(reverse("candidacies:part", args=[candidacy.key, "motivation"]))
    learner.fill(texts_en__motivation="I am 85.07.30-033.28 and I want to see how others work.")
    wrong = learner.page.locator("#wrong-texts_en__motivation")
    refused = "This holds a national register number. We may not keep it: take it out and save again."
    expect(wrong).to_have_text(learner.says(refused))
    axe(learner.page)
    learner.page.locator(".action-bar button.btn-primary").click()
    learner.sees(refused)
    assert not any(Profile.objects.get(pk=candidacy.profile_id).texts_en.values())


@pytest.mark.parametrize(("given", "family"), [("👩‍🍳 Zoë", "🇧🇪 D’Hondt–Ångström"), ("نور الهدى", "العمراني")])
def test_a_name_stays_whole(open_page: OpenPage, given: str, family: str) -> None:
    """With emoji of several parts, or written from right to left."""
    enrolment = EnrolmentFactory()
    school = Hands(open_page(phone=True, role=RoleFactory(organisation=enrolment.school)))
    school.page.goto(page_of_entering(enrolment))
    types_a_learner(school, given, family)
    school.press("Enter and invite")
    school.sees("%(name)s has been entered and gets an invitation by mail.", name=f"{given} {family}")
    school.page.locator("tbody a").first.click()
    expect(school.page.get_by_role("heading", level=1)).to_have_text(f"{given} {family}")
    axe(school.page)


def test_a_file_that_is_no_table_is_refused_at_its_field(open_page: OpenPage) -> None:
    enrolment = EnrolmentFactory()
    school = Hands(open_page(role=RoleFactory(organisation=enrolment.school)))
    page = school.page
    page.goto(reverse("candidacies:import", args=[enrolment.key]))
    for name, content in (
        ("affiche.png", b"\x89PNG\r\n\x1a\n" + bytes(64)),
        ("leerlingen.xlsx", b"PK\x03\x04" + bytes(range(200))),
    ):
        page.locator('input[name="file"]').set_input_files(
            {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        )
        school.press("Check the table")
        expect(page.locator(".field-error:visible, .notice-blocking:visible").first).to_be_visible()
        axe(page)
    school.sees("This is not a table that can be read. Save it as .xlsx or .csv, or paste the cells.")
    assert not Candidacy.objects.exists()
