"""A nominee is asked once by mail what must be so where they sleep, with the page that asks it, and never once told."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.links.queries import address, token_of
from erasdu.ground.look.tongues import EVERYWHERE, speaking
from erasdu.ground.look.words import lacking_for_learner
from erasdu.ground.paperwork.queries import asked_besides
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.queries import filled
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.nominations.rules import NEEDS
from erasdu.kernel.actor import Actor
from erasdu.office.notices.actions import write_day
from erasdu.office.notices.queries.things import Thing, things
from tests.conftest import AT
from tests.journey.readiness.test_coming import Coming
from tests.journey.selection.test_access import by_link

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R13", "R14", "R34"),
]  # fmt: skip
MON = AT.date()
MAIL = "notices/letters/waiting"


class Nominee(Coming):
    def __init__(self) -> None:
        super().__init__()
        self.learner = self.stay.person
        self.link = links.issue(
            self.learner, "nominations.profile", subject=self.nomination, audience="incoming", at=AT, days=200
        )

    def tells(self) -> None:
        mobilities.tell_needs(self.stay, [], by=Actor(self.learner.pk, "holder", via="link"), at=AT)

    def thing(self) -> list[Thing]:
        return [one for one in things(MON) if one.item.what == NEEDS]


def days(number: int) -> None:
    """The mails of so many days, one after the other."""
    for day in range(number):
        at = datetime.combine(MON + timedelta(days=day), AT.timetz())
        with the_clock.standing_at(at):
            write_day(at.date(), at=at)


def mails(person: Person) -> list[str]:
    return [filled(letter) for letter in Letter.objects.filter(person=person, template=MAIL).order_by("pk")]


@pytest.mark.parametrize("language", EVERYWHERE)
def test_one_mail_in_their_language_leads_straight_to_the_page(language: str) -> None:
    nominee = Nominee()
    Person.objects.filter(pk=nominee.learner.pk).update(language=language)
    (waits,) = nominee.thing()
    assert (waits.item.readers["self"], waits.instead, waits.item.urgent) == ((nominee.learner.pk,), "", False)
    with speaking(language):
        said = lacking_for_learner(waits.requirement)
    days(12)
    (text,) = mails(nominee.learner)
    assert said.split(",")[0] in text
    assert f"{address(nominee.link)}?onwards=needs" in text
    assert not mails(nominee.nomination.guardians.get().person), "only the learner tells it"


def test_once_told_or_with_a_bed_nobody_is_asked() -> None:
    told, placed = Nominee(), Nominee()
    told.tells()
    placed.papers_from_home()
    placed.place_and_bed()
    assert not told.thing()
    days(12)
    for nominee in (told, placed):
        assert NEEDS not in "".join(mails(nominee.learner))
        assert "onwards=needs" not in "".join(mails(nominee.learner))


def test_without_a_link_or_an_address_the_school_reads_whose_turn_it_is() -> None:
    nominee = Nominee()
    Person.objects.filter(pk=nominee.learner.pk).update(email="")
    (waits,) = nominee.thing()
    assert (waits.item.readers["self"], waits.instead) == ((nominee.school.person_id,), "learner")
    Person.objects.filter(pk=nominee.learner.pk).update(email="ana@example.org")
    Link.objects.update(revoked_at=AT)
    (waits,) = nominee.thing()
    assert waits.item.readers["self"] == (nominee.school.person_id,)


def test_the_door_leads_on_to_that_page_and_an_unknown_name_no_further_than_the_door(client: Any) -> None:
    nominee = Nominee()
    door = reverse("links:door", args=[token_of(nominee.link)])
    assert 'name="onwards" value="needs"' in client.get(f"{door}?onwards=needs").text
    visitor = by_link(nominee.link, AT)
    notice = reverse("links:notice", args=[nominee.link.key])
    for onwards, page in (("needs", "needs_by_link"), ("else", "profile_by_link"), ("", "profile_by_link")):
        visitor.post(reverse("links:open"), {"token": token_of(nominee.link), "onwards": onwards})
        assert visitor.post(notice)["Location"] == reverse(f"nominations:{page}", args=[nominee.link.key])


def test_behind_another_link_it_is_asked_too_and_not_twice_on_the_own_page() -> None:
    nominee = Nominee()
    other = links.issue(nominee.learner, "hosting.stay", subject=nominee.stay, audience="incoming", at=AT)
    page = reverse("nominations:needs_by_link", args=[nominee.link.key])
    assert [one.url for one in asked_besides(other, AT)] == [page]
    profile = by_link(nominee.link, AT).get(reverse("nominations:profile_by_link", args=[nominee.link.key])).text
    assert "What else is asked of you" not in profile
    nominee.tells()
    assert not asked_besides(other, AT)
