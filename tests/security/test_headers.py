"""What every answer carries: a strict content policy, no frames, nothing kept, and forms that nobody can forge.

The same walk over all pages shows that looking changes nothing; `test_looking` has what else may look.
"""

import os
import re
import subprocess
import sys
from collections import Counter

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from erasdu.ground.links import queries
from tests.security import scene
from tests.security.scene import WHO, World

# Others walk the same pages on PostgreSQL.
pytestmark = [pytest.mark.on_sqlite, pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ID = re.compile(r"<[^>]*\sid=\"([^\"]+)\"")
FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>.*?</form>", re.S | re.I)


def check(answer: HttpResponse, where: str) -> None:
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
    assert "unsafe" not in answer.headers["Content-Security-Policy"], where
    assert policy["default-src"] == "'none'", where
    assert policy["script-src"] == policy["style-src"] == "'self'", where
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'", where
    assert answer.headers["X-Frame-Options"] == "DENY", where
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    assert answer.headers["Referrer-Policy"] in ("same-origin", "strict-origin"), where
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin", where


@pytest.mark.parametrize("who", WHO)
def test_every_page_and_every_refusal(who: str, world: World) -> None:
    client, keys = scene.everybody(world)[who]
    before, pages, opened = scene.every_row(), 0, 0
    for turn, address in enumerate(scene.addresses(keys)):
        answer = client.get(address)
        content = b"".join(answer) if answer.streaming else answer.content
        opened += answer.status_code == 200 and bool(content)
        if turn % 3 == 0:  # the same view answers both
            b"".join(client.head(address))
        assert answer.status_code < 500, address
        check(answer, address)
        if who != "nobody":
            assert "no-store" in answer.headers["Cache-Control"], address
            assert "private" in answer.headers["Cache-Control"], address
        if answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code == 200:
            pages += 1
            body = content.decode()
            assert not re.search(r"<script(?![^>]*\ssrc=)|\sstyle=[\"']|\son[a-z]+=[\"']|javascript:", body), address
            twice = [name for name, times in Counter(ID.findall(body)).items() if times > 1]
            assert not twice, (address, twice)  # a label leads to the first of them
            for form in FORM.findall(body):
                assert "csrfmiddlewaretoken" in form, address
            assert not re.search(r"(src|href)=\"(https?:)?//[^\"]*\.(js|css|woff2?)\"", body), address
    assert pages > 5
    assert opened > 5
    assert scene.changes(before, scene.every_row()) == {}


def test_pages_at_the_door_are_kept_nowhere(world: World) -> None:
    link = world.a.links["selection.input"]
    for address in (
        f"/l/{queries.token_of(link)}/",
        "/l/code/",
        "/l/sent/",
        f"/l/{'x' * 43}/",
        "/accounts/login/code/confirm/",
    ):
        answer = Client().get(address)
        if not address.startswith("/accounts/"):
            assert "no-store" in answer.headers["Cache-Control"], address
            assert answer.headers["Referrer-Policy"] == "strict-origin", address
        check(answer, address)


def test_a_sheet_to_download_is_kept_nowhere_and_is_no_page(world: World) -> None:
    client = scene.signed_in(world.a.contact)
    for address in (
        reverse("candidacies:candidates", args=[world.a.open.key]) + "?export=csv",
        reverse("candidacies:cv_pdf", args=[world.a.learners["one"].key]),
    ):
        answer = client.get(address)
        assert answer.status_code == 200
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not answer.headers["Content-Type"].startswith("text/html")


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(world: World) -> None:
    client = scene.signed_in(world.a.contact)
    set_now = {**client.post("/accounts/role/", {"role": world.a.contact.pk}).cookies}
    set_now |= client.get("/accounts/settings/").cookies
    assert set_now["sessionid"]["httponly"]
    assert {set_now[name]["samesite"] for name in ("sessionid", "csrftoken")} == {"Lax"}


def test_cookies_are_secure_when_the_site_is() -> None:
    """Over https every cookie says so: read from settings made for such a site."""
    environment = {**os.environ, "ERASDU_SITE_URL": "https://erasdu.example", "ERASDU_PRODUCTION": "1"}
    asked = "from erasdu.config import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.DEMO, s.DEBUG, s.ALLOWED_HOSTS)"
    said = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "True True True False False ['erasdu.example']"


@pytest.mark.parametrize("who", ["coordinator", "contact point", "partner", "learner with a place", "by link"])
def test_no_form_is_taken_without_its_token(who: str, world: World) -> None:
    """Every address, posted from elsewhere: refused, and nothing changes. The others have only some of the same."""
    client, keys = scene.everybody(world, enforce_csrf_checks=True)[who]
    before, refused = scene.every_row(), 0
    for address in scene.addresses(keys):
        answer = client.post(
            address, {"given_name": "Eva", "reason": "Zomaar."}, headers={"Origin": "https://evil.example"}
        )
        assert answer.status_code in (403, 404), address
        refused += answer.status_code == 403
    assert refused > 5
    assert scene.changes(before, scene.every_row()) == {}


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil.example", "127.0.0.1.evil.example"]
)
def test_another_host_is_not_answered(host: str, world: World) -> None:
    answer = scene.signed_in(world.a.contact).get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "evil.example" not in answer.content.decode()
