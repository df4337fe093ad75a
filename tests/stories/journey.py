"""The road of one call, step by step, through the pages: what each person does, in the order of the year."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from io import BytesIO

import pypdfium2
from django.urls import reverse
from playwright.sync_api import Page, expect

from erasdu.ground.journal import clock
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies import actions as candidacies
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.selection.models import Selection
from tests.browser import axe
from tests.factories.admissions import approve
from tests.factories.calls import CallFactory, DestinationFactory
from tests.factories.candidacies import COMPLETE
from tests.factories.membership import GrantAgreementFactory, MembershipFactory
from tests.factories.organisations import CompanyFactory, RoleFactory, SchoolFactory
from tests.stories.hands import Hands, row_of, sign_in_by_code

NOOR, YUSUF, AMINA, KOBE = "Noor De Wit", "Yusuf Demir", "Amina El Idrissi", "Kobe Maes"


@dataclass
class Cast:
    """Who is there before the story begins: a coordinator, two member schools, and a call of last year."""

    coordinator: Role
    contact: Role
    other: Role
    teacher: Role
    counsellor: Role
    company: Organisation
    earlier: Call

    @property
    def school(self) -> Organisation:
        return self.contact.organisation


def cast() -> Cast:
    grant = GrantAgreementFactory(starts_on=date(2025, 6, 1))
    schools = [SchoolFactory(name=f"Atheneum {place}") for place in ("Ter Beke", "De Wijngaard")]
    for school in schools:
        MembershipFactory(organisation=school, grant_agreement=grant)
    earlier = CallFactory(
        grant_agreement=grant,
        with_destinations=False,
        archived=True,
        title_nl="Voorjaar 2026",
        title_en="Spring 2026",
        enrolment_deadline=date(2025, 12, 5),
        files_opening=date(2025, 12, 9),
        files_deadline=date(2026, 1, 14),
        stay_from=date(2026, 3, 8),
        stay_until=date(2026, 3, 28),
        seats=10,
        seats_per_school=2,
    )
    DestinationFactory(call=earlier, starts_on=date(2026, 3, 8), ends_on=date(2026, 3, 21))
    DestinationFactory(
        call=earlier, country="PT", place="Porto", starts_on=date(2026, 3, 8), ends_on=date(2026, 3, 21), position=1
    )
    person = {"person__family_name": "Vermeulen"}
    return Cast(
        coordinator=RoleFactory(coordinator=True, person__email="leen@erasdu.example", person__given_name="Leen"),
        contact=RoleFactory(
            organisation=schools[0], person__email="els@school.example", person__given_name="Els", **person
        ),
        other=RoleFactory(organisation=schools[1], person__email="piet@anders.example", person__given_name="Piet"),
        teacher=RoleFactory(
            teacher=True,
            organisation=schools[0],
            person__email="karim@school.example",
            person__given_name="Karim",
            person__language="en",
        ),
        counsellor=RoleFactory(
            counsellor=True, organisation=schools[0], person__email="rita@school.example", person__given_name="Rita"
        ),
        company=CompanyFactory(name="Bakkerij De Korst"),
        earlier=earlier,
    )


# -- the call --------------------------------------------------------------------------------------


def makes_a_call(hands: Hands) -> None:
    """From the one of last year: the dates move, and the page lists what to look at."""
    page = hands.page
    page.goto("/calls/")
    axe(page)
    hands.follow("New call from an earlier one")
    axe(page)
    hands.fill(title_nl="Voorjaar 2027", title_en="Spring 2027", stay_from="2027-03-07")
    hands.press("Make the draft")
    hands.sees("Titles and texts: do they still name the earlier season, year or dates?")
    hands.sees("Dates: does one fall in a school holiday or on a public holiday, here or there?")
    expect(page.locator(".checks li")).to_have_count(5)
    axe(page)
    hands.press("Publish the call")
    hands.sees("The call is published. Schools can see it now.")


def enrols(hands: Hands) -> str:
    """A school takes part, with its own date for learners; the code on its poster."""
    page = hands.page
    page.goto("/calls/")
    page.get_by_role("link", name="Voorjaar 2027").first.click()
    hands.follow("Enrol")
    page.locator('[name$="-sector_hospitality"]').fill("4")
    page.locator('[name$="-learner_deadline"]').fill("2026-12-11")
    axe(page)
    hands.press("Enrol this school")
    axe(page)
    code = page.locator(".join-code").inner_text().strip()
    hands.follow("Poster for the wall")
    expect(page.locator(".code")).to_have_text(code)
    assert page.locator("main img").evaluate("image => image.naturalWidth") > 0
    axe(page)
    return code


# -- a learner -------------------------------------------------------------------------------------


def joins(hands: Hands, code: str, *, given: str, family: str, email: str, born: str) -> None:
    """By the code of the poster, a sign-in code from the mail, and the privacy notice."""
    page = hands.page
    page.goto("/candidacies/join/")
    hands.fill(code=code)
    hands.press("Go on")
    axe(page)
    hands.fill(given_name=given, family_name=family, email=email, birth_date=born)
    hands.press("Mail me a code")
    sign_in_by_code(hands, email)
    page.wait_for_url("**/first/notice/")
    axe(page)
    hands.press("I have read this")
    page.goto("/")
    axe(page)
    hands.follow("Go on with my form")


def sees_it_saved(hands: Hands) -> None:
    """The bar under the form tells when it was last saved, without a button."""
    said = hands.says("Saved at %(clock)s", clock="10.00" if hands.language == "nl" else "10:00")
    expect(hands.page.locator("#saved")).to_contain_text(said)


def onward(hands: Hands) -> None:
    """To the next part; axe looks at each."""
    before = hands.page.url
    axe(hands.page)
    hands.page.locator(".action-bar button.btn-primary").click()
    hands.page.wait_for_url(lambda url: url != before)


def fills_in_the_first_parts(hands: Hands) -> None:
    """Who one is and where one lives; then the learner stops for now."""
    hands.follow("Start")
    hands.choose("character", "punctual", "calm")
    hands.fill(answers__good_at="working in a team")
    sees_it_saved(hands)
    onward(hands)
    hands.fill(street="Kerkstraat 12", postal_code="2800", town="Mechelen", mobile="0470 12 34 56")
    hands.fill(emergency_name="Fatima De Wit", emergency_phone="0471 12 34 56")
    sees_it_saved(hands)
    hands.press("Save and stop for now")
    hands.sees("This is a draft: it has not been handed in yet.")


def goes_on_elsewhere(hands: Hands, email: str) -> None:
    """On another device: signs in again and stands where the first one stopped."""
    page = hands.page
    page.goto("/accounts/login/")
    page.locator("#id_email").fill(email)
    page.locator("form.panel button[type=submit]").first.click()
    sign_in_by_code(hands, email)
    page.wait_for_url(lambda url: "/accounts/" not in url)
    page.goto("/")
    hands.follow("Go on with my form")
    hands.follow("Go on where I was")
    page.wait_for_url("**/form/school/")
    page.go_back()
    page.locator(".form-parts a strong").nth(1).click()
    expect(page.locator('[name="street"]')).to_have_value("Kerkstraat 12")
    onward(hands)
    hands.fill(study_programme="Grootkeuken en restaurant duaal", study_year="6")
    onward(hands)


def fills_in_the_rest(hands: Hands) -> None:
    """Back on the phone: destination, profession, languages, experience, motivation, expectations, lodging."""
    page = hands.page
    page.reload()
    hands.follow("Go on where I was")
    page.wait_for_url("**/form/destination/")
    page.locator('label:has(> input[name="first_choice"])').first.click()
    onward(hands)
    page.locator('[name="occupation"]').select_option("cook")
    expect(page.locator("#tasks fieldset").first).to_be_visible()
    hands.choose("complementary", "yes")
    hands.choose("tasks_can", "wash_cut", "clean_kitchen")
    hands.choose("tasks_want", "sauces")
    onward(hands)
    knows_languages(hands)
    hands.fill(answers__proud="my first menu")
    onward(hands)
    hands.fill(texts_nl__motivation="Ik wil zien hoe een keuken in een ander land werkt.")
    hands.fill(texts_en__motivation="I want to see how a kitchen works in another country.")
    hands.fill(texts_en__later="I want my own restaurant later.")
    sees_it_saved(hands)
    onward(hands)
    hands.fill(answers__learn_work="the local kitchen", texts_en__difficult="Then I ask my mentor for help.")
    onward(hands)
    hands.choose("smokes", "no")
    hands.choose("pets", "fine")
    hands.choose("shares_room", "yes")
    onward(hands)


def knows_languages(hands: Hands) -> None:
    """English at A2, each skill; the language of the destination not yet, with one button."""
    page = hands.page
    for skill in ("listening", "reading", "conversation", "speaking", "writing"):
        hands.choose(f"languages__en__{skill}", "A2")
    others = page.locator("details[id^='language-']:not(#language-en)")
    expect(others).not_to_have_count(0)
    for place in range(others.count()):
        others.nth(place).locator("summary").click()
        others.nth(place).locator("[data-nothing-yet]").click()
        expect(others.nth(place).locator('input[value="none"]:checked')).to_have_count(5)
    sees_it_saved(hands)
    onward(hands)


def hands_it_to_the_school(hands: Hands, school: str) -> None:
    axe(hands.page)
    hands.press("Hand in at my school")
    hands.sees("Your form no longer changes. %(school)s reads it, talks with you and decides.", school=school)
    axe(hands.page)


# -- the school gathers its learners ---------------------------------------------------------------


def confirms_a_learner(hands: Hands, enrolment: Enrolment) -> None:
    """Who came by the link counts once the school says that it is its learner."""
    page = hands.page
    page.goto("/")
    axe(page)
    page.goto(reverse("candidacies:candidates", args=[enrolment.key]))
    axe(page)
    page.get_by_role("link", name=NOOR).first.click()
    axe(page)
    hands.press("Yes, confirm")
    hands.sees("%(name)s is confirmed as your learner.", name=NOOR)


def enters_by_hand(hands: Hands, enrolment: Enrolment) -> None:
    hands.page.goto(reverse("candidacies:candidates", args=[enrolment.key]))
    hands.follow("Enter a learner")
    hands.fill(given_name="Yusuf", family_name="Demir", email="yusuf@leerling.example", birth_date="2008-02-01")
    axe(hands.page)
    hands.press("Enter and invite")
    hands.sees("%(name)s has been entered and gets an invitation by mail.", name=YUSUF)


PASTED = """Voornaam\tNaam\tE-mail\tGeboortedatum
Amina\tEl Idrissi\tamina@leerling.example\t14/06/2008
Kobe\tMaes\tkobe@leerling.example\t3/9/2008
Ewa\tKowalska\tewa.leerling.example\t2/2/2009
"""


def pastes_a_list(hands: Hands, enrolment: Enrolment) -> None:
    """The fault is shown at its cell; the valid rows come in all the same."""
    page = hands.page
    page.goto(reverse("candidacies:import", args=[enrolment.key]))
    axe(page)
    hands.fill(table=PASTED)
    hands.press("Check the table")
    expect(page.locator("mark")).to_have_text("ewa.leerling.example")
    axe(page)
    page.locator('button[name="step"][value="import"]').click()
    expect(page.locator("tbody tr")).to_have_count(2)
    axe(page)


def the_others_hand_in() -> None:
    """Three forms in one go: filled in as the first was, handed to the school by each learner."""
    for candidacy in Candidacy.objects.filter(state="draft").order_by("pk"):
        Profile.objects.filter(pk=candidacy.profile_id).update(**COMPLETE)
        candidacy.first_choice = candidacy.call.destinations.order_by("position").first()
        candidacy.save(update_fields=["first_choice"])
        candidacy.refresh_from_db()
        role = Role.objects.get(person=candidacy.learner, kind="learner")
        candidacies.apply(candidacy, by=actor_of(role), at=clock.now())


def checks_the_conditions(hands: Hands, cast: Cast, name: str, *, with_company: bool = False) -> None:
    """Year, agreement with a company, counsellor: as the school knows it."""
    page = hands.page
    page.goto(reverse("candidacies:eligibility", args=[candidacy_of(name).key]))
    hands.choose("track", "third_grade")
    hands.choose("enrolled_at_school", "yes")
    hands.choose("agreement", "oao" if with_company else "none")
    if with_company:
        page.locator('[name="training_company"]').select_option(label=str(cast.company))
        hands.tick("has_counsellor")
        axe(page)
    hands.press("Confirm the conditions")
    hands.sees("The conditions are confirmed.")


def enters_the_guardian(hands: Hands, name: str) -> None:
    page = hands.page
    page.goto(reverse("candidacies:candidate", args=[candidacy_of(name).key]))
    hands.follow("Enter the guardians")
    hands.fill(given_name_1="Fatima", family_name_1="De Wit", email_1="fatima@thuis.example")
    page.locator('[name="relation_1"]').select_option("mother")
    axe(page)
    hands.press("Save the guardians")
    hands.sees("The guardians are saved.")


def candidacy_of(name: str) -> Candidacy:
    given, _, family = name.partition(" ")
    return Candidacy.objects.get(learner__given_name=given, learner__family_name=family)


# -- the selection ---------------------------------------------------------------------------------


def starts_the_selection(hands: Hands, cast: Cast) -> None:
    """No private ties; the teacher and the counsellor are asked about all."""
    page = hands.page
    page.goto("/selection/")
    axe(page)
    hands.press("Start the selection")
    page.wait_for_url(lambda url: not url.endswith("/start/"))
    axe(page)
    hands.press("I declare this")
    hands.sees("Your declaration is recorded.")
    ask = page.locator("#ask")
    hands.choose("roles", str(cast.teacher.pk), str(cast.counsellor.pk), within=ask)
    hands.press("Ask input", within=ask)


def gives_input(hands: Hands, learners: int) -> None:
    """Three statements and a line for each learner, on a phone."""
    page = hands.page
    for left in range(learners, 0, -1):
        for statement in ("reliable", "adapts", "skilled"):
            hands.choose(statement, "agree")
        hands.fill(line="Always on time; asks when something is not clear.")
        if left == learners:
            axe(page)
        hands.press("Send, next learner" if left > 1 else "Send")
    expect(page.get_by_role("heading", level=1)).to_have_text(hands.says("Thank you"))
    axe(page)


def assesses(hands: Hands, name: str, score: int, *, first: bool = False) -> None:
    """The conversation, the arrangements, no to publicity, and the scores, on one page."""
    page = hands.page
    candidacy = candidacy_of(name)
    selection = Selection.objects.get(enrolment=candidacy.enrolment)
    page.goto(reverse("selection:learner", args=[selection.key, candidacy.key]))
    hands.fill(notes="Tells calmly what she wants to learn, and why abroad.")
    expect(page.locator("#interview-note")).to_contain_text(saved_words(hands))
    practical = page.locator("#practical")
    for arrangement in ("programme", "house_rules", "report", "survey", "evaluation", "sharing"):
        hands.tick(arrangement, within=practical)
    expect(page.locator("#practical-note")).to_contain_text(saved_words(hands))
    for purpose in ("photo", "name", "blog"):
        hands.choose(purpose, "no", within=page.locator("#publicity"))
    expect(page.locator("#publicity-note")).to_contain_text(saved_words(hands))
    if first:
        axe(page)
    scores = page.locator("#scores")
    for field in ("MOTIVATION", "MATURITY-PERSONAL", "MATURITY-VOCATIONAL", "LANGUAGE", "PRACTICAL"):
        hands.choose(f"score-{field}", str(score), within=scores)
    for code in ("MOTIVATION", "MATURITY", "LANGUAGE", "PRACTICAL"):
        hands.fill(**{f"argument-{code}": "Says so with an example."})
    expect(page.locator("#scores-note")).to_contain_text(saved_words(hands))
    scores.locator('button[name="final"]').click()
    hands.sees("Your scores are final.")


def saved_words(hands: Hands) -> str:
    return hands.says("saved at %(time)s", time="10.00" if hands.language == "nl" else "10:00")


def decides(hands: Hands, selection: Selection) -> None:
    """Two are selected, one is reserve, one is not selected, each with a reason."""
    page = hands.page
    page.goto(reverse("selection:board", args=[selection.key]))
    names = page.locator(".rank-name a")
    expect(names).to_have_text([NOOR, YUSUF, AMINA, KOBE])
    axe(page)
    hands.follow("Decide")
    last = page.locator(".decide-row").filter(has_text=KOBE)
    last.locator('label:has(> input[value="not_selected"])').click()
    last.locator("textarea").fill("Lager totaal dan wie een plaats of een reserveplaats heeft.")
    axe(page)
    hands.press("Record the decision")
    page.wait_for_url("**/tell/")


def tells_and_closes(hands: Hands) -> None:
    page = hands.page
    hands.fill(complaint_how="Mail naar de directie, of vraag een gesprek.", complaint_by="2026-12-23")
    axe(page)
    hands.press("Tell the candidates")
    hands.press("Close and issue the report")
    expect(page.get_by_role("link", name=hands.says("Download the report"))).to_be_visible()
    axe(page)


def downloads_the_report(page: Page, hands: Hands) -> bytes:
    with page.expect_download() as waiting:
        hands.follow("Download the report")
    return waiting.value.path().read_bytes()


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    return "\n".join(page.get_textpage().get_text_range() for page in document)


# -- handing in and granting -----------------------------------------------------------------------


def everybody_signs(*names: str) -> None:
    """The approvals, as rows: signing them has stories of its own."""
    for name in names:
        approve(candidacy_of(name))


def hands_in(hands: Hands, enrolment: Enrolment, *names: str) -> None:
    page = hands.page
    everybody_signs(*names)
    page.goto(reverse("admissions:school", args=[enrolment.key]))
    axe(page)
    for name in names:
        hands.press("Hand in the file", within=row_of(page, name))
        expect(hands.button("Hand in the file", within=row_of(page, name))).to_have_count(0)


def opens_the_file(hands: Hands, name: str) -> None:
    file = file_of(name)
    hands.page.goto(reverse("admissions:files", args=[file.call.key]))
    row_of(hands.page, name).get_by_role("link").click()


def returns(hands: Hands, name: str) -> None:
    hands.page.goto(reverse("admissions:files", args=[file_of(name).call.key]))
    axe(hands.page)
    opens_the_file(hands, name)
    hands.unfold("Something is missing: return the file")
    hands.page.locator('#return-form [name="reason"]').fill("Het thuisadres is niet volledig.")
    axe(hands.page)
    hands.press("Return the file")
    expect(hands.page.locator("main")).to_contain_text("Het thuisadres is niet volledig.")


def completes_again(hands: Hands, enrolment: Enrolment, name: str) -> None:
    page = hands.page
    page.goto(reverse("admissions:school", args=[enrolment.key]))
    expect(row_of(page, name)).to_contain_text("Het thuisadres is niet volledig.")
    hands.press("Hand in again", within=row_of(page, name))
    expect(hands.button("Hand in again", within=row_of(page, name))).to_have_count(0)


def approves_and_grants(hands: Hands, name: str) -> None:
    opens_the_file(hands, name)
    hands.press("The file is complete")
    hands.press("Grant the place")
    expect(hands.button("Grant the place")).to_have_count(0)


def accepts(hands: Hands) -> None:
    page = hands.page
    page.goto("/")
    axe(page)
    hands.follow("Answer", context="place")
    axe(page)
    hands.press("Yes, I take the place")
    hands.sees("You have a place, and you said yes.")
    hands.follow("Look at your stay")
    axe(page)


def declines(hands: Hands) -> None:
    page = hands.page
    page.goto("/")
    hands.follow("Answer", context="place")
    hands.unfold("No, I do not take the place")
    hands.press("I do not take the place", within=page.locator("#decline-form"))
    hands.sees("You said no to this place.")


def file_of(name: str) -> CandidateFile:
    return CandidateFile.objects.get(candidacy=candidacy_of(name))


def day(month: int, number: int, year: int = 2026) -> datetime:
    """Ten in the morning in Brussels, in winter."""
    return datetime(year, month, number, 9, 0, tzinfo=UTC)
