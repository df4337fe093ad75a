"""Every part of a page, in every state, shuts nobody out."""

import pytest

from tests.browser import OpenPage, axe, shot


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_part(open_page: OpenPage, phone: bool, dark: bool, language: str) -> None:
    page = open_page(phone=phone, dark=dark, language=language)
    page.goto("/look/")
    axe(page)
    shot(page, f"look-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}-{language}")
