"""The learner's form on screen."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.organisations.models import Role
from erasdu.journey.candidacies import actions, rules
from erasdu.journey.candidacies.models import Candidacy, Profile
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.journey.candidacies.learners import learner_role

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
As = Callable[[Role], Client]
HTMX = {"headers": {"HX-Request": "true"}}


def part_url(candidacy: Candidacy, part: str, name: str = "part") -> str:
    return reverse(f"candidacies:{name}", args=[candidacy.key, part])


def seen(client: Client, candidacy: Candidacy, part: str) -> str:
    page = client.get(part_url(candidacy, part)).content.decode()
    found = re.search(r'id="id_seen" value="(\w+)"', page)
    assert found
    return found[1]


@pytest.mark.requirement("R25")
def test_the_overview_says_unmistakably_that_it_is_a_draft(client_as: As) -> None:
    candidacy = CandidacyFactory()
    page = client_as(learner_role(candidacy)).get(reverse("candidacies:form", args=[candidacy.key])).content.decode()
    assert "Dit is een kladversie: ze is nog niet ingediend." in page
    assert f"{part_url(candidacy, 'contact')}#id_street" in page


@pytest.mark.requirement("R25")
@pytest.mark.parametrize("part", list(rules.FIELDS))
def test_each_part_opens_empty_and_full(client_as: As, part: str) -> None:
    for complete in (False, True):
        candidacy = CandidacyFactory(complete=complete)
        response = client_as(learner_role(candidacy)).get(part_url(candidacy, part))
        assert response.status_code == 200


@pytest.mark.requirement("R25")
def test_a_part_is_saved_while_typing_and_says_when(client_as: As) -> None:
    candidacy = CandidacyFactory()
    client = client_as(learner_role(candidacy))
    typed = {"seen": seen(client, candidacy, "contact"), "street": "Kerkstraat 1", "mobile": "0470 12 34 56"}
    page = client.post(part_url(candidacy, "contact", "save"), typed, **HTMX).content.decode()
    assert "Opgeslagen om 10.00" in page
    profile = Profile.objects.get(pk=candidacy.profile_id)
    assert (profile.street, profile.mobile) == ("Kerkstraat 1", "+32470123456")


def test_what_is_wrong_is_told_at_its_field_and_the_rest_is_saved(client_as: As) -> None:
    candidacy = CandidacyFactory()
    client = client_as(learner_role(candidacy))
    typed = {"seen": seen(client, candidacy, "contact"), "street": "Kerkstraat 1", "mobile": "12"}
    page = client.post(part_url(candidacy, "contact", "save"), typed, **HTMX).content.decode()
    assert re.search(r'id="wrong-mobile"[^>]*>\s*<p>', page)
    profile = Profile.objects.get(pk=candidacy.profile_id)
    assert (profile.street, profile.mobile) == ("Kerkstraat 1", "")


def test_a_register_number_is_refused_kindly_while_typing(client_as: As) -> None:
    candidacy = CandidacyFactory()
    client = client_as(learner_role(candidacy))
    typed = {"seen": seen(client, candidacy, "motivation"), "texts_nl__motivation": "Mijn nummer is 85.07.30-033.28"}
    page = client.post(part_url(candidacy, "motivation", "save"), typed, **HTMX).content.decode()
    assert "rijksregisternummer" in page
    assert Profile.objects.get(pk=candidacy.profile_id).texts_nl.get("motivation", "") == ""


def test_two_devices_on_one_part_see_both_texts_and_nothing_is_lost(client_as: As) -> None:
    candidacy = CandidacyFactory()
    phone, laptop = client_as(learner_role(candidacy)), client_as(learner_role(candidacy))
    first = seen(phone, candidacy, "school")
    save = part_url(candidacy, "school", "save")
    laptop.post(save, {"seen": first, "study_programme": "Kapper duaal"}, **HTMX)
    page = phone.post(save, {"seen": first, "study_programme": "Bakker duaal"}, **HTMX).content.decode()
    assert "Kapper duaal" in page
    assert "Bakker duaal" in page
    assert Profile.objects.get(pk=candidacy.profile_id).study_programme == "Kapper duaal"
    over = re.search(r'name="over" value="(\w+)"', page)
    assert over
    phone.post(part_url(candidacy, "school"), {"seen": first, "over": over[1], "study_programme": "Bakker duaal"})
    assert Profile.objects.get(pk=candidacy.profile_id).study_programme == "Bakker duaal"


def test_two_devices_on_two_parts_do_not_hinder_each_other(client_as: As) -> None:
    candidacy = CandidacyFactory()
    phone, laptop = client_as(learner_role(candidacy)), client_as(learner_role(candidacy))
    school, contact = seen(phone, candidacy, "school"), seen(laptop, candidacy, "contact")
    laptop.post(part_url(candidacy, "contact", "save"), {"seen": contact, "town": "Lier"}, **HTMX)
    page = phone.post(part_url(candidacy, "school", "save"), {"seen": school, "study_year": "6"}, **HTMX)
    assert "Opgeslagen" in page.content.decode()
    profile = Profile.objects.get(pk=candidacy.profile_id)
    assert (profile.town, profile.study_year) == ("Lier", "6")


def test_an_expired_session_keeps_the_page_and_says_so(client_as: As) -> None:
    candidacy = CandidacyFactory()
    page = Client().post(part_url(candidacy, "contact", "save"), {"street": "Kerkstraat 1"}, **HTMX)
    assert page.status_code == 200
    assert "je bent niet meer aangemeld" in page.content.decode()
    assert Profile.objects.get(pk=candidacy.profile_id).street == ""


def test_the_tasks_follow_the_profession(client_as: As) -> None:
    candidacy = CandidacyFactory(complete=True)
    client = client_as(learner_role(candidacy))
    typed = {"seen": seen(client, candidacy, "occupation"), "occupation": "waiter", "tasks_can": ["plate"]}
    page = client.post(part_url(candidacy, "occupation", "save"), typed, **HTMX).content.decode()
    assert "tafels dekken – lay tables" in page
    profile = Profile.objects.get(pk=candidacy.profile_id)
    assert (profile.occupation, profile.tasks_can, profile.sector) == ("waiter", [], "hospitality")


def test_language_levels_are_kept_by_skill(client_as: As) -> None:
    candidacy = CandidacyFactory(complete=True)
    client = client_as(learner_role(candidacy))
    typed = {"seen": seen(client, candidacy, "languages"), "languages__es__reading": "A1"}
    client.post(part_url(candidacy, "languages", "save"), typed, **HTMX)
    languages = Profile.objects.get(pk=candidacy.profile_id).languages
    assert languages["es"]["reading"] == "A1"
    assert languages["en"]["listening"] == "A2"


@pytest.mark.requirement("R04")
def test_a_complete_form_is_handed_in_once_and_then_frozen(client_as: As) -> None:
    candidacy = CandidacyFactory(complete=True)
    client = client_as(learner_role(candidacy))
    url = reverse("candidacies:apply", args=[candidacy.key])
    for _ in range(2):  # the same form sent twice
        assert client.post(url, {"form_key": "k" * 32}).status_code == 302
    candidacy.refresh_from_db()
    assert candidacy.state == "applied"
    page = client.post(part_url(candidacy, "school", "save"), {"study_year": "7"}, **HTMX).content.decode()
    assert "wijzigt niet meer" in page
    assert client.get(part_url(candidacy, "school")).status_code == 302


def test_an_incomplete_form_is_not_handed_in(client_as: As) -> None:
    candidacy = CandidacyFactory()
    response = client_as(learner_role(candidacy)).post(reverse("candidacies:apply", args=[candidacy.key]))
    assert response.status_code == 409
    candidacy.refresh_from_db()
    assert candidacy.state == "draft"


@pytest.mark.requirement("R25")
@pytest.mark.parametrize("name", ["cv", "cv_pdf"])
@pytest.mark.parametrize("complete", [True, False])
def test_the_cv_is_in_english_for_learner_and_school(client_as: As, name: str, complete: bool) -> None:
    candidacy = CandidacyFactory(complete=complete)
    for role in (learner_role(candidacy), RoleFactory(organisation=candidacy.school)):
        response = client_as(role).get(reverse(f"candidacies:{name}", args=[candidacy.key]))
        assert response.status_code == 200
    if name == "cv" and complete:
        page = response.content.decode()
        assert "wash and cut vegetables" in page
        assert "I am good at working in a team." in page


def test_somebody_elses_form_does_not_exist(client_as: As) -> None:
    mine, other = CandidacyFactory(), CandidacyFactory()
    client = client_as(learner_role(mine))
    for name in ("form", "cv", "cv_pdf"):
        assert client.get(reverse(f"candidacies:{name}", args=[other.key])).status_code == 404
    assert client.post(part_url(other, "school", "save"), {"study_year": "7"}).status_code == 404


def test_the_pages_speak_english_too(client_as: As) -> None:
    candidacy = CandidacyFactory()
    client = client_as(learner_role(candidacy))
    page = client.get(
        reverse("candidacies:form", args=[candidacy.key]), headers={"Accept-Language": "en"}
    ).content.decode()
    assert "This is a draft: it has not been handed in yet." in page
    assert candidacy.call.title_en in page


def test_the_same_text_saved_twice_at_once_is_no_conflict(client_as: As, monkeypatch: pytest.MonkeyPatch) -> None:
    """The button and the saving while typing may arrive together; both have the same text."""
    candidacy = CandidacyFactory()
    client, real = client_as(learner_role(candidacy)), actions.save_form

    def just_after_another(row: Candidacy, values: dict[str, object], **names: Any) -> Profile:
        real(Candidacy.objects.get(pk=row.pk), values, **names)
        return real(row, values, **names)

    first = seen(client, candidacy, "school")
    monkeypatch.setattr(actions, "save_form", just_after_another)
    response = client.post(part_url(candidacy, "school"), {"seen": first, "study_programme": "Kapper duaal"})
    assert response.status_code == 302
    assert Profile.objects.get(pk=candidacy.profile_id).study_programme == "Kapper duaal"
