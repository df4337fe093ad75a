"""Signing in as people do it: a code, a passkey, an app; and a personal link on a phone."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import override_settings
from playwright.sync_api import Page, expect

from erasdu.ground.people.models import NoticeGiven
from erasdu.ground.post.models import Letter
from tests.browser import axe, shot
from tests.factories.organisations import RoleFactory

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_counted(transactional_db: None) -> None:
    cache.clear()


def code_for(email: str) -> str:
    return re.search(r"\b\d{6}\b", Letter.objects.filter(address=email).latest("pk").text)[0]


def by_code(page: Page, email: str, name: str = "") -> None:
    page.goto("/accounts/login/")
    page.locator("#id_email").fill(email)
    if name:
        axe(page)
        shot(page, f"sign-in-{name}")
    page.locator("form.panel button[type=submit]").first.click()
    page.wait_for_url("**/login/code/confirm/**")
    if name:
        axe(page)
        shot(page, f"sign-in-code-{name}")
    page.locator("#id_code").fill(code_for(email))
    page.locator("form.panel button[type=submit]").first.click()


def virtual_authenticator(page: Page) -> None:
    """A device with a fingerprint reader whose owner always agrees."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
                     "isUserVerified": True, "automaticPresenceSimulation": True}},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "how"),
    [("phone-nl", {"phone": True}), ("desktop-en-dark", {"language": "en", "dark": True}), ("desktop-nl", {})],
)
def test_a_learner_signs_in_with_a_code_and_reads_the_notice(open_page, name, how):
    role = RoleFactory(learner=True, person__email="mia@school.example", person__language=how.get("language", "nl"))
    page = open_page(**how)
    by_code(page, "mia@school.example", name)
    page.goto("/accounts/settings/")
    page.wait_for_url("**/first/notice/")
    axe(page)
    shot(page, f"notice-{name}")
    page.locator("main form button[type=submit]").click()
    page.goto("/accounts/settings/")
    axe(page)
    shot(page, f"settings-{name}")
    assert NoticeGiven.objects.get().person == role.person


def test_a_coordinator_must_add_a_passkey_and_signs_in_with_it(open_page, live_server):
    role = RoleFactory(coordinator=True, person__email="chief@erasdu.example")
    page = open_page()
    virtual_authenticator(page)
    with override_settings(SECOND_FACTOR_ROLES=("coordinator",)):
        by_code(page, "chief@erasdu.example")
        page.goto("/accounts/settings/")
        page.wait_for_url("**/first/second-factor/")
        axe(page)
        shot(page, "second-factor")
        page.locator("a.btn-primary").first.click()
        page.wait_for_url("**/webauthn/add/")
        axe(page)
        shot(page, "passkey-add")
        page.locator("#passkey_add").click()
        page.wait_for_url("**/webauthn/reauthenticate/**")
        axe(page)
        shot(page, "passkey-again")
        page.locator("#passkey_again").click()
        page.wait_for_url("**/recovery-codes/")
        axe(page)
        shot(page, "recovery-codes")
        assert Authenticator.objects.filter(user=role.person.account, type="webauthn").count() == 1
        page.goto("/accounts/first/notice/")
        page.locator("main form button[type=submit]").click()
        for path in ("", "webauthn/"):
            page.goto(f"/accounts/2fa/{path}")
            axe(page)
        shot(page, "passkeys")
        page.goto("/accounts/logout/")
        page.locator("main form button[type=submit]").click()
        page.goto("/accounts/login/")
        page.locator("#passkey_login").click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        page.goto("/accounts/settings/")
        expect(page.locator("h1")).to_be_visible()
        assert page.url.endswith("/accounts/settings/")


def test_a_passkey_is_the_second_step_after_a_code(open_page):
    RoleFactory(coordinator=True, person__email="chief@erasdu.example")
    page = open_page()
    virtual_authenticator(page)
    by_code(page, "chief@erasdu.example")
    page.goto("/accounts/first/notice/")
    page.locator("main form button[type=submit]").click()
    page.goto("/accounts/2fa/webauthn/add/")
    page.locator("#passkey_add").click()
    page.wait_for_url("**/webauthn/reauthenticate/**")
    page.goto("/accounts/logout/")
    page.locator("main form button[type=submit]").click()
    by_code(page, "chief@erasdu.example")
    page.wait_for_url("**/2fa/authenticate/")
    axe(page)
    shot(page, "one-more-step")
    page.locator("#passkey_second").click()
    page.wait_for_url(lambda url: "/2fa/" not in url)
    page.goto("/accounts/settings/")
    assert page.url.endswith("/accounts/settings/")


def test_a_device_without_passkey_gets_a_sentence(open_page):
    page = open_page()
    page.goto("/accounts/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error('no')) }")
    page.locator("#passkey_login").click()
    expect(page.locator("[data-passkey-trouble]")).to_be_visible()


def test_the_app_is_connected_with_a_square_to_scan(open_page):
    RoleFactory(coordinator=True, person__email="chief@erasdu.example")
    page = open_page(phone=True)
    by_code(page, "chief@erasdu.example")
    page.goto("/accounts/first/notice/")
    page.locator("main form button[type=submit]").click()
    page.goto("/accounts/2fa/totp/activate/")
    axe(page)
    shot(page, "app-connect-phone")
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 0
