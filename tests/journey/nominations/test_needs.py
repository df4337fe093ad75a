"""Who comes here says by personal link what must be so where they sleep: nobody else does, and a home is chosen by it."""

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.people.actions import give_notice
from erasdu.ground.people.models import Person
from erasdu.journey.hosting.models import Home
from erasdu.journey.matching import queries
from erasdu.journey.mobilities import queries as stays
from erasdu.journey.mobilities.models import Mobility, Needs
from erasdu.journey.nominations.models import Nomination
from tests.factories.nominations import HomeGuardianFactory, NominationFactory
from tests.journey.matching.scene import Scene
from tests.journey.matching.test_told_first import family_page
from tests.journey.nominations.test_profiles import opened

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R13", "R14")]


def door_of(nomination: Nomination, person: Person, at) -> Link:
    give_notice(person, "incoming", "screen", at=at)
    return links.issue(person, "nominations.profile", subject=nomination, audience="incoming", at=at)


@pytest.fixture
def own(at) -> tuple[Client, Link]:
    nomination = NominationFactory(accepted=True)
    link = door_of(nomination, nomination.mobility.person, at)
    return opened(link, at), link


def address(link: Link, name: str = "needs_by_link") -> str:
    return reverse(f"nominations:{name}", args=[link.key])


def told() -> list[str]:
    (found,) = stays.needs_of(Mobility.objects.values_list("pk", flat=True)).values()
    return sorted(found)


def test_the_learner_tells_changes_and_takes_back(own) -> None:
    client, link = own
    profile = client.get(address(link, "profile_by_link")).content.decode()
    assert address(link) in profile
    refused = client.post(address(link), {"needs": ["halal"]})
    assert refused.context["form"].errors.keys() == {"consent"}  # health is told with consent, or not at all
    assert not Needs.objects.exists()
    said = client.post(address(link), {"needs": ["halal", "allergy_dog"], "consent": "on"}, follow=True)
    assert "Take back what I told" in said.content.decode()
    assert told() == ["allergy_dog", "halal"]
    client.post(address(link), {"consent": "on"})  # nothing ticked is an answer too
    assert told() == []
    assert "nothing special must be so" in client.get(address(link)).content.decode()
    client.post(address(link, "needs_back_by_link"))
    assert not Needs.objects.exists()


def test_after_the_last_part_it_is_asked_until_it_was_told(own) -> None:
    client, link = own
    part = address(link, "profile_by_link") + "?part=home"
    typed = {"smokes": "no", "pets": "fine", "shares_room": "yes"}
    assert client.post(part, typed | {"revision": 0})["Location"] == address(link)
    assert client.post(part, typed | {"revision": 1, "later": "yes"})["Location"] != address(link)
    client.post(address(link), {"consent": "on"})
    assert client.post(part, typed | {"revision": 2})["Location"] == address(link, "profile_by_link")


def test_a_parent_behind_the_same_door_neither_reads_nor_tells(own, at) -> None:
    client, link = own
    client.post(address(link), {"needs": ["halal"], "consent": "on"})
    nomination = Nomination.objects.get()
    parent = HomeGuardianFactory(nomination=nomination).person
    other = door_of(nomination, parent, at)
    theirs = opened(other, at)
    assert address(other) not in theirs.get(address(other, "profile_by_link")).content.decode()
    assert theirs.get(address(other)).status_code == 404
    assert theirs.post(address(other), {"consent": "on"}).status_code == 404
    assert theirs.post(address(other, "needs_back_by_link")).status_code == 404
    assert told() == ["halal"]


@pytest.mark.parametrize("language", [code for code in EVERYWHERE if code != "en"])
def test_it_speaks_the_language_of_the_phone(own, language: str) -> None:
    """Also what a form says of itself; English, in which the profile is written, where the phone speaks another."""
    client, link = own
    pages = {
        asked: client.get(address(link), headers={"accept-language": asked}).content.decode()
        for asked in (language, "en", "pl")
    }
    assert f'lang="{language}"' in pages[language]
    for text in ("What must be so where you sleep", "Nothing to tick", "Who reads this", "without your name",
                 "The school that receives you", "Nobody else", "encrypted", "Tell this", "I agree", "allergic to dogs",
                 "To your profile"):  # fmt: skip
        assert text in pages["en"], text
        assert text in pages["pl"], text
        assert text not in pages[language], text


def test_a_family_with_a_dog_is_not_found_for_who_told_of_an_allergy(at) -> None:
    scene = Scene()
    match = scene.asked()
    Home.objects.update(pets=["dog"])
    nomination = NominationFactory(mobility=match.mobility, call=scene.call, partner=scene.partner, accepted=True)
    link = door_of(nomination, match.mobility.person, at)
    assert queries.against_now([match]) == {}
    opened(link, at).post(address(link), {"needs": ["allergy_dog"], "consent": "on"})
    assert queries.against_now([match]) == {match.pk: ("pets_and_allergy",)}
    page = family_page(scene)
    assert "allergisch voor honden" in page
    assert match.mobility.person.family_name not in page
