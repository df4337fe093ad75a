"""A foreign learner completes profile and expectations by personal link, answering in English."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.links import doors
from erasdu.ground.links.models import Link
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.actions import give_notice
from erasdu.ground.post.models import Letter
from erasdu.journey.hosting.models import Placement
from erasdu.journey.matching import queries as matching
from erasdu.journey.nominations import actions, queries
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import RoleFactory
from tests.journey.matching.scene import Scene
from tests.tongues import NOT_TRANSLATED, recorded

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
LANGUAGES = {f"languages__{code}__{skill}": "A2" for code in ("en", "nl")
             for skill in ("listening", "reading", "conversation", "speaking", "writing")}  # fmt: skip
PARTS = {
    "about": {"mobile": "+351912345678", "emergency_name": "Ana Fonseca", "emergency_phone": "+351913000111",
              "character": ["calm"], "answers__good_at": "cooking"},
    "work": {"occupation": "cook", "complementary": "yes", "answers__proud": "my first menu"},
    "tasks": {"tasks_can": ["wash_cut"], "tasks_want": ["sauces"]},
    "languages": LANGUAGES,
    "expectations": {"expectations": ["techniques"], "answers__learn_work": "new dishes",
                     "texts_en__motivation": "I want to see how a kitchen works in Flanders."},
    "home": {"smokes": "no", "pets": "fine", "shares_room": "yes", "shoe_size": "39"},
}  # fmt: skip


def opened(link: Link, at) -> Client:
    client = Client()
    session = client.session
    session[doors.VISITS] = {link.key: at.isoformat()}
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


@pytest.fixture
def accepted(at):
    nomination = NominationFactory(minor=True)
    actions.accept(nomination, by=actor_of(RoleFactory(coordinator=True)), at=at)
    return nomination


def test_accepting_mails_a_link_to_the_learner_and_to_the_guardian_of_a_minor(accepted) -> None:
    guardian = accepted.guardians.get().person
    assert set(Link.objects.values_list("person", "purpose")) == {
        (accepted.mobility.person_id, "nominations.profile"), (guardian.pk, "nominations.profile"),
    }  # fmt: skip
    letters = Letter.objects.filter(template__startswith="nominations/letters/profile")
    assert {letter.language for letter in letters} == {"en"}
    assert letters.count() == 2
    assert all("Fonseca" not in letter.text for letter in letters)
    assert {letter.template for letter in letters if letter.person == guardian} == {
        "nominations/letters/profile_parent"
    }


def test_of_an_adult_the_guardian_gets_nothing(at) -> None:
    nomination = NominationFactory()
    assert actions.send_form(nomination, by=actor_of(RoleFactory(organisation=nomination.partner)), at=at) == 1


@pytest.mark.requirement("R13")
def test_the_learner_goes_through_all_parts(accepted, at) -> None:
    link = Link.objects.get(person=accepted.mobility.person)
    client, address = opened(link, at), reverse("nominations:profile_by_link", args=[link.key])
    assert "notice" in client.get(address)["Location"]
    give_notice(accepted.mobility.person, "incoming", "screen", at=at)
    first = client.get(address).content.decode()
    assert "About you" in first  # in English, when the browser asks for none of the languages abroad
    for part, typed in PARTS.items():
        here = f"{address}?part={part}"
        form = client.get(here).context["form"]
        answer = client.post(here, typed | {"revision": form.initial["revision"]})
        assert answer.status_code == 302, (part, answer.context["form"].errors)
    profile = accepted.mobility.profile
    profile.refresh_from_db()
    assert (profile.occupation, profile.sector, profile.tasks_want) == ("cook", "hospitality", ["sauces"])
    assert profile.languages["nl"]["reading"] == "A2"
    assert queries.form_state(profile).open is None
    assert "Your form is complete" in client.get(address).content.decode()
    theirs = Link.objects.get(person=accepted.guardians.get().person)
    give_notice(theirs.person, "incoming", "screen", at=at)
    parent, address = opened(theirs, at), reverse("nominations:profile_by_link", args=[theirs.key])
    text = parent.get(address, follow=True).content.decode()
    assert "The form is complete" in text  # it is not the parent's own
    assert "Your form" not in text


def languages_part(nomination, at, **typed: str):
    """Who comes from Portugal opens that part, and saves it with what is typed over what stands there."""
    Organisation.objects.filter(pk=nomination.partner_id).update(country="PT")
    link = Link.objects.get(person=nomination.mobility.person)
    give_notice(nomination.mobility.person, "incoming", "screen", at=at)
    client, here = opened(link, at), reverse("nominations:profile_by_link", args=[link.key]) + "?part=languages"
    form = client.get(here).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    found = {name: value for name, value in shown.items() if value is not None} | LANGUAGES | typed
    assert client.post(here, found).status_code == 302
    nomination.mobility.profile.refresh_from_db()
    return nomination.mobility.profile.languages, client.get(here).context["form"]


def test_their_own_language_stands_there_and_others_are_said_in_one_press(accepted, at) -> None:
    languages, form = languages_part(accepted, at, tongue__fr="B1")
    assert languages["pt"] == dict.fromkeys(("listening", "reading", "conversation", "speaking", "writing"), "C2")
    assert languages["fr"]["conversation"] == "B1"
    assert set(languages) == {"en", "nl", "pt", "fr"}  # of the others nothing was said
    assert [bound.name for bound in form.folded] == ["tongue__fr", "tongue__de", "tongue__es", "tongue__it"]
    assert form["tongue__fr"].value() == "B1"
    assert form.unfolds
    changed, _form = languages_part(accepted, at, tongue__pt="A2", tongue__fr="")
    assert (changed["pt"]["speaking"], changed["fr"]["speaking"]) == ("A2", "none")


def test_only_english_and_dutch_are_needed_for_a_complete_part(accepted, at) -> None:
    profile = accepted.mobility.profile
    skills = dict.fromkeys(("listening", "reading", "conversation", "speaking", "writing"), "B1")

    def lacks() -> bool:
        return not next(part for part in queries.form_state(profile).parts if part.code == "languages").complete

    profile.languages = {"pt": skills}
    assert lacks()
    profile.languages = {"en": skills, "nl": skills, "fr": {"conversation": "B1"}}
    assert not lacks()


@pytest.mark.requirement("R14")
def test_who_speaks_french_is_proposed_where_french_is_asked(at) -> None:
    """A Portuguese who could not say so was refused every such place, and had no language in common with the family."""
    scene = Scene()
    match = scene.asked()
    Placement.objects.update(languages={"fr": "B1"})
    nomination = NominationFactory(mobility=match.mobility, call=scene.call, partner=scene.partner)
    actions.accept(nomination, by=scene.coordinator, at=at)
    assert matching.against_now([match]) == {match.pk: ("language_not_told",)}
    languages_part(nomination, at, tongue__fr="B1")
    assert matching.against_now([match]) == {}


def test_nothing_is_required_and_what_is_wrong_is_said_at_the_field(accepted, at) -> None:
    link = Link.objects.get(person=accepted.mobility.person)
    give_notice(accepted.mobility.person, "incoming", "screen", at=at)
    client, here = opened(link, at), reverse("nominations:profile_by_link", args=[link.key]) + "?part=about"
    assert client.post(here, {"revision": 0, "mobile": "1"}).context["form"].errors.keys() == {"mobile"}
    assert client.post(here, {"revision": 0, "later": "yes"}).status_code == 302


def test_the_second_device_sees_both(accepted, at) -> None:
    learner = Actor(accepted.mobility.person_id, "holder", via="link")
    actions.save_profile(accepted, {"occupation": "cook"}, revision=0, by=learner, at=at)
    with pytest.raises(Stale):
        actions.save_profile(accepted, {"occupation": "waiter"}, revision=0, by=learner, at=at)
    actions.save_profile(accepted, {"answers.proud": "x"}, revision=1, by=learner, at=at)
    actions.save_profile(accepted, {"answers.good_at": "y"}, revision=2, by=learner, at=at)
    accepted.mobility.profile.refresh_from_db()
    assert accepted.mobility.profile.answers == {"proud": "x", "good_at": "y"}


def test_only_whose_it_is_and_not_after_the_stays_began_or_a_withdrawal(accepted, at) -> None:
    guardian = accepted.guardians.get().person
    other = NominationFactory().mobility.person
    actions.save_profile(accepted, {}, revision=0, by=Actor(guardian.pk, "holder", via="link"), at=at)
    with pytest.raises(Refused, match="not_your_role"):
        actions.save_profile(accepted, {}, revision=1, by=Actor(other.pk, "holder", via="link"), at=at)
    with pytest.raises(Refused, match="profile_closed"):
        actions.save_profile(
            accepted, {}, revision=1, by=Actor(guardian.pk, "holder", via="link"), at=at + timedelta(days=200)
        )
    actions.withdraw(accepted, reason="x", by=actor_of(RoleFactory(coordinator=True)), at=at)
    link = Link.objects.get(person=accepted.mobility.person)
    give_notice(accepted.mobility.person, "incoming", "screen", at=at)
    assert opened(link, at).get(reverse("nominations:profile_by_link", args=[link.key])).status_code == 404


@pytest.mark.parametrize("language", ABROAD)
def test_who_reads_another_language_is_asked_in_it_and_answers_in_english(accepted, at, language, monkeypatch) -> None:
    """The learner by the language of the phone, a parent by their own; complete and closed too."""
    guardian = accepted.guardians.get().person
    guardian.language = language
    guardian.save()
    lacking = recorded(monkeypatch, language)
    actions.send_form(accepted, by=actor_of(RoleFactory(coordinator=True)), at=at + timedelta(days=1))
    assert Letter.objects.filter(template=actions.profiles.PARENT_LETTER, language=language).count() == 1
    for person, header in ((accepted.mobility.person, {"Accept-Language": f"{language}-XX,en;q=0.8"}), (guardian, {})):
        link = Link.objects.get(person=person)
        client, here = opened(link, at), reverse("nominations:profile_by_link", args=[link.key])
        give_notice(person, "incoming", "screen", at=at)
        assert f'<html lang="{language}"' in client.get(here, headers=header).content.decode()
        for part, typed in PARTS.items():
            page = client.get(f"{here}?part={part}", headers=header)
            form = page.context["form"]
            sent = typed | {"revision": form.initial["revision"]}
            assert client.post(f"{here}?part={part}", sent, headers=header).status_code == 302
            if part == "about":
                calm = dict(form.fields["character"].choices)["calm"]
                assert (calm.endswith(" – I stay calm"), calm.startswith("I ")) == (True, False)
        assert client.get(here, headers=header).status_code == 200
    english = opened(link, at).get(here, headers={"Accept-Language": f"en,{language};q=0.5"}).content.decode()
    assert '<html lang="en"' in english
    type(accepted.call).objects.update(stay_from=at.date())
    assert client.get(here).status_code == 200
    assert lacking - NOT_TRANSLATED == set()


TO_THE_LEARNER = {
    "en": r"\b[Yy]our?s?\b",
    "fr": r"\b(?:tu|te|toi|ton|ta|tes)\b",
    "de": r"\b(?:du|dir|dich|dein\w*)\b",
    "es": r"\b(?:tú|te|tu|tus)\b",
    "pt": r"\b(?:tu|te|teu|tua|teus|tuas)\b",
}


@pytest.mark.parametrize("language", TO_THE_LEARNER)
def test_a_parent_reads_of_whom_the_form_is_and_the_learner_reads_you(accepted, at, language) -> None:
    learner, guardian = accepted.mobility.person, accepted.guardians.get().person
    guardian.language = language
    guardian.save()
    actions.save_profile(
        accepted, {"occupation": "cook"}, revision=0, by=Actor(learner.pk, "holder", via="link"), at=at
    )
    link, own = Link.objects.get(person=guardian), Link.objects.get(person=learner)
    client, here = opened(link, at), reverse("nominations:profile_by_link", args=[link.key])
    give_notice(guardian, "incoming", "screen", at=at)
    assert learner.given_name in client.get(here).content.decode().partition("<main")[2]
    for part, named in (("about", 3), ("work", 5), ("tasks", 2), ("languages", 0), ("expectations", 3), ("home", 2)):
        page = client.get(f"{here}?part={part}")
        form, text = page.context["form"], page.content.decode().partition("<form")[2].partition("</form>")[0]
        assert f'<html lang="{language}"' in page.content.decode()
        labels = [str(field.label) for field in form.fields.values()]
        assert sum(learner.given_name in label for label in labels) == named, labels
        spoken = [label for label in labels if re.search(TO_THE_LEARNER[language], label)]
        assert spoken == [], part
        assert "Other languages that you speak" not in text
        assert learner.given_name in page.content.decode().partition("<main")[2]
    give_notice(learner, "incoming", "screen", at=at)
    client, here = opened(own, at), reverse("nominations:profile_by_link", args=[own.key])
    page = client.get(f"{here}?part=home").content.decode()
    assert "Do you smoke or vape?" in page
    assert "You fill this in for" not in page
