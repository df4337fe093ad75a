"""A list searches, filters, sorts, pages and exports by its address, in as many queries for 1 row as for many."""

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as plain_settings
from django.test import Client
from openpyxl import load_workbook
from pytest_django import Settings

from erasdu.ground.organisations.models import Organisation
from tests.factories.organisations import BoardFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.ground.look.urls")]


@pytest.fixture(autouse=True)
def _templates(settings: Settings) -> None:
    engine = plain_settings.TEMPLATES[0]
    settings.TEMPLATES = [{**engine, "DIRS": [Path(__file__).parent]}]


def names(client: Client, query: str = "") -> list[str]:
    return [school.name for school in client.get(f"/schools/{query}").context["listing"].rows]


@pytest.fixture
def three() -> None:
    SchoolFactory(name="Atheneum Diest", town="Diest")
    SchoolFactory(name="Vrij Instituut", town="Damme")
    SchoolFactory(name="Zorgschool", town="Bree")
    Organisation.objects.exclude(kind="school").delete()


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Atheneum Diest", "Vrij Instituut"]),
        ("?page=2", ["Zorgschool"]),
        ("?page=99", ["Zorgschool"]),
        ("?page=x", ["Atheneum Diest", "Vrij Instituut"]),
        ("?sort=-name", ["Zorgschool", "Vrij Instituut"]),
        ("?sort=town", ["Zorgschool", "Vrij Instituut"]),
        ("?sort=password", ["Atheneum Diest", "Vrij Instituut"]),
        ("?q=DAMME", ["Vrij Instituut"]),
        ("?q=school+bree", ["Zorgschool"]),
        ("?q=%00%ff", []),
        ("?q=100%25", []),
        ("?kind=board", []),
        ("?kind=nonsense", ["Atheneum Diest", "Vrij Instituut"]),
        ("?where=damme", ["Vrij Instituut"]),
        ("?where=elsewhere&q=bree", ["Zorgschool"]),
    ],
)
def test_the_address_says_what_is_shown(client: Client, query: str, expected: list[str]) -> None:
    assert names(client, query) == expected


@pytest.mark.usefixtures("three")
def test_links_keep_what_was_chosen_and_begin_at_page_one(client: Client) -> None:
    page = client.get("/schools/?q=i&where=damme&page=1&sort=-town").content.decode()
    assert 'href="?q=i&amp;sort=-town"' in page  # all of "where"
    assert 'href="?q=i&amp;where=damme&amp;sort=name"' in page  # another sort
    assert 'href="?q=i&amp;where=damme&amp;sort=-town&amp;export=csv"' in page
    assert '<input type="hidden" form="listing-search" name="where" value="damme">' in page
    assert 'aria-sort="descending"' in page


def test_an_empty_list_says_why(client: Client) -> None:
    assert "Er zijn nog geen scholen." in client.get("/schools/").content.decode()
    assert "Niets past bij deze zoekopdracht." in client.get("/schools/?q=x").content.decode()


def test_as_many_queries_for_one_row_as_for_three(
    client: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    BoardFactory()
    with django_assert_num_queries(2):
        client.get("/schools/")
    BoardFactory.create_batch(2)
    with django_assert_num_queries(2):
        client.get("/schools/")


@pytest.mark.usefixtures("three")
def test_an_export_holds_all_pages_of_what_was_found(client: Client) -> None:
    answer = client.get("/schools/?where=elsewhere&export=xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="scholen-van-belgie.xlsx"'
    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows == [("Naam", "Gemeente"), ("Atheneum Diest", "Diest"), ("Zorgschool", "Bree")]
    text = client.get("/schools/?export=csv").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(text), delimiter=";"))) == 4
    assert client.get("/schools/?export=exe")["Content-Type"].startswith("text/html")
