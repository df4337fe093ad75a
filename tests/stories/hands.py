"""Somebody at a page: reads it in their own language, and presses what it says."""

import re
from dataclasses import dataclass
from typing import Literal

from django.utils import translation
from playwright.sync_api import Locator, Page, expect

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import queries as links
from erasdu.ground.links.models import Code
from erasdu.ground.post.models import Letter
from erasdu.office.notices.followers import follow_journal
from erasdu.office.notices.models import News
from tests.browser import PATIENCE

expect.set_options(timeout=PATIENCE)


@dataclass
class Hands:
    """Words are given in English, as in the code, and looked for as the page says them."""

    page: Page
    language: str = "nl"

    def says(self, text: str, context: str = "", **params: object) -> str:
        with translation.override(self.language):
            said = translation.pgettext(context, text) if context else translation.gettext(text)
        return said % params if params else said

    def named(self, role: Literal["button", "link"], name: str, within: Locator | None = None) -> Locator:
        """Its name begins so: what follows for screen readers may differ from row to row."""
        start = re.compile(rf"^\s*{re.escape(name)}")
        return (within or self.page.locator("main")).get_by_role(role, name=start)

    def button(self, text: str, within: Locator | None = None, **params: object) -> Locator:
        return self.named("button", self.says(text, **params), within)

    def press(self, text: str, within: Locator | None = None, **params: object) -> None:
        self.button(text, within, **params).click()

    def follow(self, text: str, within: Locator | None = None, context: str = "", **params: object) -> None:
        self.named("link", self.says(text, context, **params), within).click()

    def unfold(self, text: str) -> None:
        self.page.locator("summary", has_text=self.says(text)).click()

    def sees(self, text: str, **params: object) -> None:
        expect(self.page.locator("main")).to_contain_text(self.says(text, **params))

    def fill(self, **values: object) -> None:
        """By the name of the field; a double underscore stands for itself."""
        for name, value in values.items():
            self.page.locator(f'main [name="{name}"]').fill(str(value))

    def choose(self, name: str, *values: str, within: Locator | None = None) -> None:
        """Radio buttons and boxes to tick, by their label, as a finger does."""
        for value in values:
            (within or self.page).locator(f'label:has(> input[name="{name}"][value="{value}"])').click()

    def tick(self, name: str, within: Locator | None = None) -> None:
        (within or self.page).locator(f'label:has(> input[name="{name}"])').click()


def row_of(page: Page, name: str) -> Locator:
    """The row of a table with this name in it."""
    return page.get_by_role("row").filter(has_text=name)


def worker_goes_round() -> None:
    """What the background worker does with the journal: seal it, and write the letters of its lines."""
    while journal.seal():
        pass
    while follow_journal():
        pass


def readers_of(template: str) -> list[str]:
    """Who was told, by a letter or as news for their next mail, after the worker went round."""
    worker_goes_round()
    news = News.objects.filter(once__startswith=f"{template}:").values_list("person__email", flat=True)
    return sorted([*Letter.objects.filter(template__endswith=f"/{template}").values_list("address", flat=True), *news])


def sign_in_by_code(hands: Hands, email: str) -> None:
    """From the page that asks for the code: the code of the last mail."""
    hands.page.wait_for_url("**/login/code/confirm/**")
    mail = Letter.objects.filter(address=email, template__endswith="login_code").latest("pk")
    code = re.search(r"\b\d{6}\b", mail.text)
    assert code, mail.text
    hands.page.locator("#id_code").fill(code[0])
    hands.page.locator("form.panel button[type=submit]").first.click()


def open_link(hands: Hands, template: str, email: str) -> None:
    """A personal link from a letter: a button, a code from the next letter, and the privacy notice."""
    letter = Letter.objects.filter(template__endswith=f"/{template}", address=email).latest("pk")
    assert letter.language == hands.language
    link = letter.link
    assert link
    hands.page.goto(f"/l/{links.token_of(link)}/")
    hands.press("Open my link")
    hands.page.wait_for_url("**/l/code/")
    hands.fill(code=links.code_text(Code.objects.filter(link=link).latest("pk")))
    hands.press("Go on")
    hands.page.wait_for_url(lambda address: "/l/code/" not in address)
    if "/l/notice/" in hands.page.url:  # the first time only
        hands.press("I have read this")
