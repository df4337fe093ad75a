"""In which language a page speaks: the person's, else the browser's, and never Dutch to who asks for another one."""

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import get_language, override

from erasdu.ground.look.tongues import EVERYWHERE, OWN, of_browser, speaking_to


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "spoken"), [("pt-PT,pt;q=0.9", "en"), ("fr, nl;q=0.5", "nl"), ("en-GB", "en"), ("*", "nl"), ("", "nl")]
)
def test_the_sign_in_page_follows_the_browser_else_english(client: Client, asked: str, spoken: str) -> None:
    page = client.get(reverse("account_login"), headers={"Accept-Language": asked} if asked else {})
    assert f'<html lang="{spoken}"' in page.content.decode()


@pytest.mark.parametrize(
    ("language", "known", "asked", "chosen", "spoken"),
    [
        ("pt", EVERYWHERE, "pt-PT", "", "pt"),
        ("pt", OWN, "pt-PT", "", "en"),
        ("pt", OWN, "", "", "en"),
        ("pt", EVERYWHERE, "pt-PT", "nl", "nl"),
        ("nl", OWN, "fr", "", "nl"),
        ("en", OWN, "", "", "en"),
        ("nl", OWN, "en-GB", "", "en"),
    ],
)
def test_a_page_for_a_person_speaks_theirs(
    language: str, known: tuple[str, ...], asked: str, chosen: str, spoken: str
) -> None:
    request = RequestFactory().get("/", headers={"Accept-Language": asked} if asked else {})
    request.COOKIES |= {"django_language": chosen} if chosen else {}
    browser = chosen or ("en" if "en" in asked else "nl")
    with override(browser), speaking_to(request, language, known):
        assert get_language() == spoken


def test_an_open_page_speaks_the_first_language_of_the_browser_that_it_knows() -> None:
    for asked, spoken in (("pl, pt;q=0.8, nl;q=0.5", "pt"), ("es-ES", "es"), ("pl", "nl")):
        with override("nl"):
            assert of_browser(RequestFactory().get("/", headers={"Accept-Language": asked})) == spoken
