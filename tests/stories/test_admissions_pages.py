"""Handing in, the coordinator's files and places, the learner's place: usable by everybody, on a phone too."""

from datetime import date

import pytest
from playwright.sync_api import expect

from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import actions
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.candidacies.models import Candidacy
from tests.browser import OpenPage, axe, shot
from tests.conftest import AT
from tests.factories.admissions import CandidateFileFactory, School, school_of
from tests.factories.organisations import RoleFactory

NAMES = [
    ("Lotte", "Verhaegen"), ("Yusuf", "Demir"), ("Noah", "De Smet"), ("Aïcha", "El Idrissi"), ("Kobe", "Maes"),
    ("Maria-Magdalena Theodora", "van der Elst-Vandenbroucke-De Smedt"),
]  # fmt: skip


def named(school: School, town: str) -> School:
    for each, (given, family) in zip([*school.selected, *school.reserves], NAMES, strict=False):
        each.learner.given_name, each.learner.family_name = given, family
        each.learner.save()
    school.enrolment.school.name = f"Atheneum De Brug {town}"
    school.enrolment.school.save()
    return school


def a_call_under_way() -> tuple[School, Role, list[CandidateFile]]:
    """One school with a file in every state of interest, and the coordinator."""
    school = named(school_of(4, 2, seats=8, seats_per_school=4), "Mechelen")
    other = named(school_of(3, call=school.call), "Turnhout")
    coordinator = RoleFactory(coordinator=True)
    contact, by = actor_of(school.contact), actor_of(coordinator)
    files = [actions.open_file(each) for each in [*school.selected, school.reserves[0]]]
    for file in files[:4]:
        actions.hand_in(file, by=contact, at=AT)
    for file in files[1:3]:
        actions.approve(file, by=by, at=AT)
    actions.grant(files[2], by=by, at=AT)
    actions.give_back(files[3], reason="De handtekening van de directie ontbreekt.", days=4, by=by, at=AT)
    Candidacy.objects.filter(pk=school.reserves[1].pk).update(eligible_at=None)
    for place, each in enumerate(other.selected):
        trait = "waiting" if place == 0 else "handed_in"
        CandidateFileFactory(candidacy=each, order=10 + place, **{trait: True})
    return school, coordinator, files


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("phone", "dark", "language"), [(True, False, "nl"), (False, False, "nl"), (False, True, "en")]
)
def test_every_page_of_admissions(open_page: OpenPage, story_clock, phone: bool, dark: bool, language: str) -> None:
    school, coordinator, files = a_call_under_way()
    learner = Role.objects.get(person=school.selected[2].learner, kind="learner")
    fresh = actions.open_file(school.reserves[1])
    call, kind = school.call.key, f"{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}-{language}"
    visits = [
        (school.contact, f"school/{school.enrolment.key}/", "school"),
        (school.contact, f"file/{files[3].key}/", "file-returned-school"),
        (coordinator, f"call/{call}/", "files"),
        (coordinator, f"call/{call}/expected/", "expected"),
        (coordinator, f"call/{call}/seats/", "seats"),
        (coordinator, f"file/{files[0].key}/", "file-handed-in"),
        (coordinator, f"file/{files[1].key}/", "file-complete"),
        (coordinator, f"file/{files[3].key}/", "file-returned"),
        (coordinator, f"file/{fresh.key}/", "file-in-advance"),
        (learner, f"place/{files[2].key}/", "place"),
    ]
    pages = {role.pk: open_page(phone=phone, dark=dark, language=language, role=role) for role, _path, _name in visits}
    for role, path, name in visits:
        page = pages[role.pk]
        page.goto(f"/admissions/{path}")
        axe(page)
        shot(page, f"admissions-{name}-{kind}")
    files[2].refresh_from_db()
    for role, path, name in (
        (coordinator, f"{files[2].mobility.key}/", "show"), (coordinator, f"call/{call}/", "index"),
        (learner, f"{files[2].mobility.key}/", "show-learner"),
    ):  # fmt: skip
        pages[role.pk].goto(f"/mobilities/{path}")
        axe(pages[role.pk])
        shot(pages[role.pk], f"mobilities-{name}-{kind}")


@pytest.mark.requirement("R16")
@pytest.mark.django_db(transaction=True)
def test_from_handing_in_on_a_phone_to_a_yes_and_a_planned_stay(open_page: OpenPage, story_clock) -> None:
    school = named(school_of(2, 1, seats=1, seats_per_school=1), "Gent")
    coordinator = RoleFactory(coordinator=True)
    contact = open_page(phone=True, role=school.contact)
    contact.goto(f"/admissions/school/{school.enrolment.key}/")
    contact.get_by_role("button", name="Dien de 2 dossiers in die klaar zijn").click()
    expect(contact.get_by_text("2 dossiers ingediend.")).to_be_visible()

    desk = open_page(role=coordinator)
    desk.goto(f"/admissions/call/{school.call.key}/")
    desk.get_by_label("Alles aanvinken").check()
    desk.get_by_role("button", name="Deze zijn volledig").click()
    expect(desk.get_by_text("Volledig: Lotte Verhaegen, Yusuf Demir.")).to_be_visible()
    desk.get_by_label("Alles aanvinken").check()
    desk.get_by_role("button", name="Plaatsen toekennen").click()
    expect(desk.get_by_text("Plaats toegekend: Lotte Verhaegen.")).to_be_visible()
    expect(desk.get_by_text("Yusuf Demir: Alle 1 plaatsen van de oproep zijn bezet.")).to_be_visible()

    file = CandidateFile.objects.get(candidacy=school.selected[0])
    learner = open_page(phone=True, role=Role.objects.get(person=school.selected[0].learner, kind="learner"))
    learner.goto(f"/admissions/place/{file.key}/")
    learner.get_by_role("button", name="Ja, ik neem de plaats").click()
    expect(learner.get_by_text("Je hebt de plaats aanvaard.")).to_be_visible()

    desk.goto(f"/mobilities/{file.mobility.key}/")
    desk.get_by_label("Eerste dag").fill("2027-03-07")
    desk.get_by_label("Laatste dag").fill("2027-03-20")
    desk.get_by_role("button", name="Data bewaren").click()
    expect(desk.get_by_text("De data van de stage zijn bewaard.")).to_be_visible()
    file.mobility.refresh_from_db()
    assert file.mobility.planned_until == date(2027, 3, 20)
