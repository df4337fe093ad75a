"""What a teacher, counsellor or interviewer gets by link: the candidate's CV, and nothing else of the dossier.

Every column of the person, the form, the candidacy and the guardians holds its own canary; what may be seen is
named here, apart from the code that shows it.
"""

import hashlib
import re
from typing import Any

import pytest
from django.db import models
from django.urls import reverse

from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.models import Candidacy, Guardian, Profile
from erasdu.journey.selection.actions import add_panellist, ask_input
from tests.factories.organisations import RoleFactory
from tests.security import scene
from tests.security.scene import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# Seen by who assesses: the CV. The rest of these tables is the school's, the coordinator's and the learner's own.
ASSESSED = {
    "Person.given_name", "Person.family_name", "Profile.study_programme", "Profile.study_year", "Profile.experience",
    "Profile.answers", "Profile.texts_nl", "Profile.texts_en", "Profile.languages", "Profile.hobbies",
    "Profile.digital", "Profile.character", "Profile.expectations", "Profile.tasks_can", "Profile.tasks_want",
    "Profile.sector", "Profile.occupation",
}  # fmt: skip
# Seen by who was asked to look at the English: the name and those texts.
CORRECTED = {"Person.given_name", "Person.family_name", "Profile.answers", "Profile.texts_nl", "Profile.texts_en"}


def canary(model: type[models.Model], column: str) -> str:
    return "k" + hashlib.sha256(f"{model.__name__}.{column}".encode()).hexdigest()[:9]


def free_columns(model: type[models.Model]) -> list[str]:
    """Columns of text that may hold anything; choices and keys cannot hold a canary."""
    found = []
    for field in model._meta.concrete_fields:
        text = isinstance(field, models.CharField | models.TextField) and not field.choices
        if text and field.name not in ("key", "state", "way", "language"):
            found.append(field.name)
    return found


def fill(row: models.Model) -> dict[str, str]:
    """Put a canary in every free column of a row; canary → name of the column."""
    model = type(row)
    values, found = {}, {}
    for name in free_columns(model):
        length = model._meta.get_field(name).max_length or 200
        value = canary(model, name)[:length]
        values[name] = f"{value[:30]}@x.be" if name == "email" else value
        found[value[:30] if name == "email" else value] = f"{model.__name__}.{name}"
    for field in model._meta.concrete_fields:
        if isinstance(field, models.JSONField):
            value = canary(model, field.name)
            values[field.name] = (
                {"motivation": value, "good_at": value} if isinstance(getattr(row, field.name), dict) else [value]
            )
            found[value] = f"{model.__name__}.{field.name}"
    model._base_manager.filter(pk=row.pk).update(**values)
    # Short ones would stand in any page by chance.
    return {value: name for value, name in found.items() if len(value) >= 8}


@pytest.fixture
def canaries(world: World) -> dict[str, str]:
    found: dict[str, str] = {}
    row: Candidacy
    for row in (world.a.learners["one"], world.a.learners["draft"]):
        Candidacy.objects.filter(pk=row.pk).update(
            birth_date="1999-12-31", has_counsellor=True, fewer_opportunities=True
        )
        found |= fill(row.learner) | fill(row.profile) | fill(row)
    languages = {"es": {"listening": "B1", "reading": "B1", "conversation": "B1", "speaking": "B1", "writing": "B1"}}
    Profile.objects.filter(pk=world.a.learners["one"].profile_id).update(languages=languages)
    for guardian in Guardian.objects.filter(candidacy__school=world.a.school):
        names = fill(guardian.person)
        Person.objects.filter(pk=guardian.person_id).update(
            given_name="voogdvoornaam", family_name="voogdnaam", email="voogd@x.be", phone="+32499000111"
        )
        found |= {"voogdvoornaam": "Guardian.given_name", "voogdnaam": "Guardian.family_name",
                  "voogd@x.be": "Guardian.email", "+32499000111": "Guardian.phone"}  # fmt: skip
        assert names
    found |= {"1999": "Candidacy.birth_date", "31 dec": "Candidacy.birth_date"}
    assert len(found) > 30
    return found


def seen(pages: dict[str, str], canaries: dict[str, str]) -> dict[str, set[str]]:
    """Column → pages on which it stands."""
    found: dict[str, set[str]] = {}
    for where, text in pages.items():
        for value, column in canaries.items():
            if re.search(re.escape(value), text, re.I):
                found.setdefault(column, set()).add(where)
    return found


def opened(client: Any, addresses: list[str]) -> dict[str, str]:
    pages = {}
    for address in addresses:
        answer = client.get(address)
        pages[address] = answer.content.decode(errors="replace") + answer.headers.get("Location", "")
        assert answer.status_code in (200, 302, 404, 409), address
    return pages


@pytest.mark.requirement("R19")
def test_who_assesses_by_link_sees_the_cv_alone(world: World, canaries: dict[str, str]) -> None:
    a, one = world.a, world.a.learners["one"]
    client = scene.by_links(a.links["selection.assess"])
    pages = opened(client, [
        reverse("selection:assess_by_link", args=[a.links["selection.assess"].key]),
        reverse("selection:board", args=[a.selection.key]),
        reverse("selection:panel", args=[a.selection.key]),
        reverse("selection:learner", args=[a.selection.key, one.key]),
        reverse("selection:decide", args=[a.selection.key]),
    ])  # fmt: skip
    assert set(seen(pages, canaries)) - ASSESSED == set()
    assert "Person.given_name" in seen(pages, canaries)
    assert "Profile.texts_en" in seen(pages, canaries)


@pytest.mark.requirement("R19")
def test_who_gives_input_by_link_sees_the_cv_alone(world: World, canaries: dict[str, str]) -> None:
    link = world.a.links["selection.input"]
    page = reverse("selection:input_by_link", args=[link.key])
    asked = [page] + [f"{page}?about={key}" for key in world.a.keys["input"]]
    pages = opened(scene.by_links(link), asked)
    assert set(seen(pages, canaries)) - ASSESSED == set()
    assert "Person.given_name" in seen(pages, canaries)


@pytest.mark.requirement("R19")
def test_who_corrects_english_by_link_sees_those_texts_alone(world: World, canaries: dict[str, str]) -> None:
    link = world.a.links["candidacies.correct"]
    pages = opened(scene.by_links(link), [reverse("candidacies:correct_by_link", args=[link.key])])
    assert set(seen(pages, canaries)) - CORRECTED == set()
    assert "Profile.texts_en" in seen(pages, canaries)


def test_a_link_opens_nothing_else(world: World, canaries: dict[str, str]) -> None:
    """The CV, the dossier, the report and the file of the same learner are not there by link."""
    a, one = world.a, world.a.learners["one"]
    client = scene.by_links(*a.links.values())
    for name, keys in {
        "candidacies:cv": [one.key], "candidacies:cv_pdf": [one.key], "candidacies:candidate": [one.key],
        "dossier": [one.key], "admissions:file": [a.keys["file"][0]], "candidacies:candidates": [a.open.key],
        "organisations:show": [a.school.key], "outreach:note": [one.key], "candidates": [a.open.call.key],
    }.items():  # fmt: skip
        answer = client.get(reverse(name, args=keys))
        assert answer.status_code in (302, 404), name
        assert "/accounts/login/" in answer.headers.get("Location", "/accounts/login/"), name


def test_the_letters_of_a_panel_hold_no_more(world: World, canaries: dict[str, str], at: Any) -> None:
    a = world.a
    role = RoleFactory(organisation=a.school, counsellor=True)
    lead = actor_of(a.contact)
    ask_input(a.selection, [a.learners["two"]], [role], by=lead, at=at)
    add_panellist(a.selection, RoleFactory(organisation=a.school, interviewer=True), by=lead, at=at)
    letters = {letter.template: letter.subject + letter.text for letter in Letter.objects.exclude(template="post/test")}
    assert len(letters) >= 2
    assert set(seen(letters, canaries)) <= {"Person.given_name"}
    assert not [text for text in letters.values() if scene.CANARY in text]
