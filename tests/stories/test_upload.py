"""Somebody sends a photo from a telephone, sees it, and nobody else does; what cannot be sent is said at its place."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from erasdu.ground.vault.models import StoredFile
from tests.browser import OpenPage, axe, shot
from tests.factories.organisations import RoleFactory
from tests.ground.vault import page as vault_page
from tests.kernel.uploads import corpus

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.ground.vault.page")]
Clock = Callable[[datetime], None]


@pytest.fixture(autouse=True)
def _pages(settings: Any, story_clock: Clock) -> None:
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [{**engine, "DIRS": [Path(vault_page.__file__).parent]}]
    settings.CLAMD = ""


def file(content: bytes, name: str = "photo.jpg", kind: str = "image/jpeg") -> Any:
    return {"name": name, "mimeType": kind, "buffer": content}


@pytest.mark.parametrize(("language", "phone", "dark"), [("nl", True, False), ("en", False, True)])
def test_a_photo_is_sent_and_seen(open_page: OpenPage, language: str, phone: bool, dark: bool) -> None:
    page = open_page(phone=phone, dark=dark, language=language, role=RoleFactory())
    page.goto("/test/send/")
    axe(page)
    shot(page, f"upload-{language}-{'phone' if phone else 'desktop'}-{'dark' if dark else 'light'}")
    camera = page.locator("#id_file_camera")
    assert camera.is_visible() == phone, "only where there is a camera at hand"
    (camera if phone else page.locator("#id_file")).set_input_files(file(corpus.photo((320, 240), 6)))
    page.locator("form.panel button").click()
    page.wait_for_function("() => document.querySelector('#sent')?.naturalWidth > 0")
    assert page.locator("#sent").evaluate("picture => [picture.naturalWidth, picture.naturalHeight]") == [240, 320]
    address = page.locator("#open").get_attribute("href") or ""
    other = open_page(role=RoleFactory(), language=language)
    answer = other.goto(address)
    assert answer is not None
    assert answer.status == 404
    axe(other)
    assert StoredFile.objects.get().state == "clean"


def test_what_cannot_be_sent_is_said_at_the_field(open_page: OpenPage) -> None:
    page = open_page(phone=True, role=RoleFactory())
    for content, said in (
        (corpus.encrypted_pdf("x"), "vergrendeld met een wachtwoord"),
        (b"<svg/>", "Dit soort bestand kunnen we niet gebruiken."),
    ):
        page.goto("/test/send/")
        page.locator("#id_file").set_input_files(file(content))
        page.locator("form.panel button").click()
        assert said in page.locator(".field-error").inner_text()
    axe(page)
    shot(page, "upload-refused-nl-phone-light")
    assert not StoredFile.objects.exists()
