"""The demo's mailbox: every mail to read, with links and codes that work; outside the demo it does not exist."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Code
from erasdu.ground.links.queries import address, code_text
from tests.factories.organisations import PersonFactory, RoleFactory, SchoolFactory
from tests.factories.post import LetterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def demo(settings) -> None:
    settings.DEMO = True


def get(name: str, *args: str, **query: str) -> str:
    answer = Client().get(reverse(name, args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_newest_mail_stands_first() -> None:
    LetterFactory(subject="Oud nieuws", created_at=AT - timedelta(days=1))
    LetterFactory(subject="Vers nieuws", created_at=AT)
    page = get("post:mailbox")
    assert page.index("Vers nieuws") < page.index("Oud nieuws")


def test_one_looks_for_a_person_or_a_role() -> None:
    learner = RoleFactory(learner=True, person__given_name="Amina").person
    LetterFactory(person=learner, subject="Voor de leerling")
    LetterFactory(person=RoleFactory().person, subject="Voor het contactpunt")
    for query in ({"role": "learner"}, {"q": "amina"}, {"q": learner.email}):
        page = get("post:mailbox", **query)
        assert "Voor de leerling" in page
        assert "Voor het contactpunt" not in page


def test_a_role_that_ended_is_none() -> None:
    LetterFactory(person=RoleFactory(learner=True, ended=True).person, subject="Voor wie weg is")
    assert "Voor wie weg is" not in get("post:mailbox", role="learner")


def test_a_mail_is_shown_with_links_and_codes_that_work(settings) -> None:
    settings.LINK_DOORS = {"test": "home"}
    link = links.issue(PersonFactory(), "test", subject=SchoolFactory(), at=AT)
    code = Code.objects.create(link=link, salt="ab" * 16, sent_at=AT, expires_at=AT + timedelta(minutes=10))
    letter = LetterFactory(text="Open {link}\n\nCode: {code}\n", link=link, code=code, confidential=True)
    page = get("post:letter", letter.key)
    assert f'<a href="{address(link)}"' in page
    assert f"Code: {code_text(code)}" in page


def test_what_people_typed_is_no_markup() -> None:
    letter = LetterFactory(text="<script>alert(1)</script> & http://a.example/?x=<b>\n", subject="<b>dik</b>")
    page = get("post:letter", letter.key) + get("post:mailbox")
    assert "<script>alert" not in page
    assert "<b>" not in page


def test_an_empty_mailbox_says_why() -> None:
    assert "Nog geen mail" in get("post:mailbox")


@pytest.mark.parametrize("role", [None, "coordinator", "administrator"])
def test_outside_the_demo_there_is_no_mailbox(settings, client_as, role: str | None) -> None:
    settings.DEMO = False
    letter = LetterFactory(subject="Geheim", text="Geheim\n")
    client = client_as(RoleFactory(**{role: True})) if role else Client()
    for address_ in (reverse("post:mailbox"), reverse("post:letter", args=[letter.key])):
        answer = client.get(address_)
        assert answer.status_code == 404
        assert "Geheim" not in answer.content.decode()


def test_the_list_goes_to_a_spreadsheet_without_formulas() -> None:
    LetterFactory(subject="=1+1", person__given_name="Amina")
    table = Client().get(reverse("post:mailbox"), {"export": "csv"}).content.decode("utf-8-sig")
    assert "Amina" in table
    assert "'=1+1" in table


def test_an_unknown_letter_is_not_there() -> None:
    assert Client().get(reverse("post:letter", args=["nothing"])).status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_as_much_for_one_as_for_three(rows: int, django_assert_num_queries) -> None:
    for _ in range(rows):
        LetterFactory()
    client = Client()
    with django_assert_num_queries(4):
        client.get(reverse("post:mailbox"))
