"""The demo's mailbox and the page of retention, on a phone and a desktop, light and dark, in both languages."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from erasdu.ground.journal import actions as journal
from erasdu.office.notices.followers import follow_journal
from tests.browser import OpenPage, axe, shot
from tests.factories.candidacies import CandidacyFactory
from tests.factories.journal import line
from tests.factories.organisations import RoleFactory
from tests.factories.selection import SelectionFactory

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LOOKS = [("nl", True, False), ("nl", False, True), ("en", False, False), ("en", True, True)]


@pytest.fixture(autouse=True)
def demo(settings, story_clock: Callable[[datetime], None]) -> None:
    settings.DEMO = True


def letters() -> None:
    for number, name in enumerate(("Amina", "Jef", "Zoë")):
        candidacy = CandidacyFactory(applied=True, learner__given_name=name)
        RoleFactory(organisation=candidacy.school)
        SelectionFactory(enrolment=candidacy.enrolment, told=True)
        at = AT - timedelta(hours=number)
        line("candidacy.applied", candidacy, at=at)
        line("selection.selected", candidacy, at=at + timedelta(minutes=1))
        line("candidacy.guardian_to_confirm", candidacy, at=at + timedelta(minutes=2))
    journal.seal()
    follow_journal()


@pytest.mark.parametrize(("language", "phone", "dark"), LOOKS)
def test_the_mailbox_is_read(open_page: OpenPage, language: str, phone: bool, dark: bool) -> None:
    page = open_page(phone=phone, dark=dark, language=language)
    page.goto("/post/mailbox/")
    axe(page)
    shot(page, f"mailbox-empty-{language}-{'phone' if phone else 'desktop'}")
    letters()
    page.goto("/post/mailbox/")
    axe(page)
    shot(page, f"mailbox-{language}-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}")
    mails = page.locator(".mailbox a")
    assert mails.count() == 9
    whole, first = page.locator(".mailbox").bounding_box(), mails.first.bounding_box()
    assert whole
    assert first
    assert first["width"] > whole["width"] - 4
    page.goto("/post/mailbox/?role=learner")
    assert mails.count() == 6
    page.get_by_text("Je bent geselecteerd door").first.click()
    assert "Dat is nog geen plaats" in page.locator(".mail-text").inner_text()
    assert page.locator(".mail-text a").first.get_attribute("href")
    axe(page)
    shot(page, f"mail-{language}-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}")


@pytest.mark.parametrize(("language", "phone", "dark"), LOOKS)
def test_one_looks_before_letting_go(
    open_page: OpenPage, story_clock: Callable[[datetime], None], language: str, phone: bool, dark: bool
) -> None:
    candidacy = CandidacyFactory(applied=True)
    SelectionFactory(enrolment=candidacy.enrolment, told=True)
    story_clock(datetime(2027, 6, 1, 9, 0, tzinfo=UTC))
    page = open_page(phone=phone, dark=dark, language=language, role=RoleFactory(coordinator=True))
    name = f"{language}-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}"
    page.goto("/retention/")
    go = page.locator("form[action='/retention/run/'] button")
    assert go.count() == 0
    axe(page)
    shot(page, f"retention-first-{name}")
    page.locator("form[action='/retention/dry/'] button").click()
    axe(page)
    shot(page, f"retention-dry-{name}")
    candidacy.learner.refresh_from_db()
    assert candidacy.learner.given_name
    go.click()
    axe(page)
    shot(page, f"retention-done-{name}")
    candidacy.learner.refresh_from_db()
    assert candidacy.learner.given_name == ""
    assert go.count() == 0
