"""An address opens a file for five minutes, for one person, and shows it so that it can do nothing."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.links import actions as links
from erasdu.ground.links import queries as link_queries
from erasdu.ground.links.models import Code
from erasdu.ground.organisations.models import Role
from erasdu.ground.vault import actions, blobs, queries, rules
from erasdu.ground.vault.models import StoredFile
from erasdu.kernel.actor import SYSTEM
from tests.factories.links import make_link
from tests.factories.organisations import RoleFactory
from tests.factories.vault import AT, SECRET, stored
from tests.ground.vault import page

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ground.vault.page")]
SignIn = Callable[[Role], Client]


def address(file: StoredFile, role: Role) -> str:
    return queries.address(file, person=role.person_id, at=AT)


def test_who_got_it_reads_it(client_as: SignIn) -> None:
    role = RoleFactory()
    answer = client_as(role).get(address(stored(role), role))
    assert answer.status_code == 200
    assert answer.content == SECRET


def test_a_picture_is_shown_and_a_pdf_is_saved(client_as: SignIn) -> None:
    role = RoleFactory()
    file, paper = stored(role), stored(role, b"%PDF-1.7 kanarie")
    client = client_as(role)
    picture, pdf = client.get(address(file, role)), client.get(address(paper, role))
    assert picture["Content-Disposition"] == f'inline; filename="{file.key}.jpg"'
    assert pdf["Content-Disposition"] == f'attachment; filename="{paper.key}.pdf"'
    for answer, kind in ((picture, "image/jpeg"), (pdf, "application/pdf")):
        assert answer["Content-Type"] == kind
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]


def test_looking_is_all_that_it_takes(client_as: SignIn) -> None:
    role = RoleFactory()
    client, where = client_as(role), address(stored(role), role)
    assert client.head(where).status_code == 200
    assert client.post(where).status_code == 405


def test_nobody_else_reads_it(client_as: SignIn) -> None:
    """Not a colleague, not the coordinator, not who is not signed in, who sees the same page."""
    role = RoleFactory()
    where = address(stored(role), role)
    others = [RoleFactory(organisation=role.organisation), RoleFactory(coordinator=True), RoleFactory(learner=True)]
    pages = [client_as(other).get(where) for other in others] + [Client().get(where)]
    for answer in pages:
        assert answer.status_code == 404
        assert SECRET not in answer.content
        assert "Dit bestand gaat niet open" in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]


def test_after_five_minutes_it_is_over(client_as: SignIn) -> None:
    role = RoleFactory()
    where, client = address(stored(role), role), client_as(role)
    with the_clock.standing_at(AT + timedelta(minutes=4, seconds=59)):
        assert client.get(where).status_code == 200
    with the_clock.standing_at(AT + timedelta(minutes=5)):
        assert client.get(where).status_code == 404


def test_a_changed_address_opens_nothing(client_as: SignIn) -> None:
    role = RoleFactory()
    file, other = stored(role), stored(role, b"kanarie of another file")
    client, ends = client_as(role), rules.until(AT)
    _, _, key, _, mark, _ = address(file, role).split("/")
    tries = [
        (other.key, ends, mark),
        (key, ends + 600, mark),
        (key, ends, mark[:-2] + ("AA" if mark[-2:] != "AA" else "BB")),
        (key, ends, mark[:-1]),
        (key, ends, "é"),
        (key, 10**30, mark),
        ("nothing", ends, rules.mark("another secret", "nothing", ends, role.person_id)),
    ]
    for key, ends, mark in tries:
        assert client.get(f"/files/{key}/{ends}/{mark}/").status_code == 404
    assert client.get(f"/files/{key}/-1/{mark}/").status_code == 404
    assert client.get(address(file, role)).status_code == 200


@given(
    st.text(max_size=16), st.integers(0, 2**40), st.integers(0, 2**40), st.text(max_size=16), st.integers(0, 2**40),
    st.integers(0, 2**40),
)  # fmt: skip
def test_marks_differ_when_anything_does(key: str, ends: int, who: int, key2: str, ends2: int, who2: int) -> None:
    same = (key, ends, who) == (key2, ends2, who2)
    first, second = rules.mark("s", key, ends, who), rules.mark("s", key2, ends2, who2)
    assert rules.same(first, second) == (same or (f"{key}:{ends}:{who}" == f"{key2}:{ends2}:{who2}"))
    assert not rules.same(first, rules.mark("t", key, ends, who))


class TestByLink:
    @pytest.fixture(autouse=True)
    def _doors(self, settings) -> None:
        settings.LINK_DOORS = page.DOORS

    def come_in(self, client: Client, link: object) -> None:
        client.post("/l/open/", {"token": link_queries.token_of(link)})  # type: ignore[arg-type]
        code = link_queries.code_text(Code.objects.filter(link=link).latest("pk"))  # type: ignore[misc]
        client.post("/l/code/", {"code": code})

    def test_who_came_in_by_a_link_reads_until_it_is_taken_back(self) -> None:
        link, file = make_link(page.PURPOSE), stored()
        client = Client()
        where = queries.address(file, person=link.person_id, at=AT)
        assert client.get(where).status_code == 404
        self.come_in(client, link)
        where = client.get(f"/test/{link.key}/").content.decode()
        assert client.get(where).content == SECRET
        assert Client().get(where).status_code == 404
        links.revoke(link, by=SYSTEM, at=AT)
        assert client.get(where).status_code == 404

    def test_the_link_of_another_opens_nothing(self) -> None:
        link, other, file, client = make_link(page.PURPOSE), make_link(page.PURPOSE), stored(), Client()
        self.come_in(client, other)
        assert client.get(queries.address(file, person=link.person_id, at=AT)).status_code == 404


class TestWhatCannotBeShown:
    def test_damage_is_told_and_not_shown(self, client_as: SignIn, folder: Path) -> None:
        role = RoleFactory()
        file, other = stored(role), stored(role, b"kanarie of another")
        (folder / file.blob).write_bytes((folder / other.blob).read_bytes())
        client = client_as(role)
        for _ in range(2):
            answer = client.get(address(file, role))
            assert answer.status_code == 410
            assert b"kanarie" not in answer.content
            assert "Dit bestand is beschadigd" in answer.content.decode()
        assert Line.objects.filter(code="vault.damaged").count() == 1

    def test_a_storage_that_does_not_answer(self, client_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
        role = RoleFactory()
        file = stored(role)

        def fails(name: str) -> bytes:
            raise blobs.NotReached("away")

        monkeypatch.setattr(blobs, "get", fails)
        answer = client_as(role).get(address(file, role))
        assert answer.status_code == 503
        assert "Er is niets verloren" in answer.content.decode()
        assert not Line.objects.filter(code="vault.damaged").exists()

    def test_quarantine_and_deletion(self, client_as: SignIn) -> None:
        role = RoleFactory()
        waits, gone = stored(role, b"1", state="quarantine"), stored(role, b"2")
        actions.delete(gone, by=SYSTEM, at=AT)
        client = client_as(role)
        assert {client.get(address(file, role)).status_code for file in (waits, gone)} == {404}

    def test_a_role_that_ended(self, client_as: SignIn) -> None:
        role = RoleFactory()
        file, client = stored(role), client_as(role)
        Role.objects.filter(pk=role.pk).update(until=AT)
        assert client.get(address(file, role)).status_code in {302, 404}


def test_reading_leaves_a_trace_without_a_name(client_as: SignIn, caplog: pytest.LogCaptureFixture) -> None:
    role = RoleFactory()
    file = stored(role)
    with caplog.at_level(logging.INFO, "erasdu"):
        client_as(role).get(address(file, role))
    assert [record.getMessage() for record in caplog.records] == [f"the file {file.key} was read"]
