"""Towns are found by the names that people here use; distances come without a question for each pair."""

import pytest

from erasdu.ground.places import queries
from erasdu.ground.places.models import Town
from tests.factories.places import towns

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> dict[str, Town]:
    return towns()


def names(found: list[Town]) -> list[str]:
    return [town.name for town in found]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Luik", "Liège"), ("liege", "Liège"), ("Lieja", "Liège"), ("Londen", "London"), ("KEULEN", "Köln"),
        ("koln", "Köln"), ("Cologne", "Köln"), ("Lissabon", "Lisboa"), ("lisboa", "Lisboa"), ("Lisbonne", "Lisboa"),
        ("Brussel", "Bruxelles"), ("bruxelles", "Bruxelles"), ("st niklaas", "Sint-Niklaas"), ("Kaapstad", "Cape Town"),
    ],
)  # fmt: skip
def test_every_language_finds_it(here: dict[str, Town], typed: str, name: str) -> None:
    assert names(queries.find(typed)) == [name]
    assert queries.by_name(typed) == here[name]


def test_the_list_while_typing(here: dict[str, Town]) -> None:
    assert names(queries.find("Bru", "BE")) == ["Bruxelles", "Brugge"]
    assert names(queries.find("niklaas", "BE")) == ["Sint-Niklaas"]
    assert names(queries.find("be", "BE", limit=2)) == ["Beveren", "Beveren"]
    assert names(queries.find("Lis", "BE")) == []
    assert queries.find("b") == queries.find("") == queries.find("%%") == []


def test_what_only_others_say_needs_more_signs(here: dict[str, Town]) -> None:
    assert names(queries.find("gan")) == []
    assert names(queries.find("gand")) == ["Gent"]


def test_a_name_is_a_town_or_nothing(here: dict[str, Town]) -> None:
    assert queries.by_name("Gent", "BE") == here["Gent"]
    assert queries.by_name("Gent", "NL") is None
    assert queries.by_name("Gen", "BE") is None
    assert queries.by_name("", "BE") is None
    aalst = queries.by_name("Aalst", "BE")
    assert aalst
    assert aalst.population > 70_000
    assert queries.by_name("Nieuwerkerken", "BE") is None
    in_aalst, in_limburg = (queries.by_name("Nieuwerkerken", "BE", postal) for postal in ("9320", "3850"))
    assert in_aalst
    assert in_limburg
    assert in_aalst.longitude < 4.5 < in_limburg.longitude


def test_names_by_language(here: dict[str, Town]) -> None:
    assert [queries.name_of(here["Lisboa"], language) for language in ("nl", "en", "pt")] == [
        "Lissabon",
        "Lisbon",
        "Lisboa",
    ]
    assert [queries.name_of(here["Gent"], language) for language in ("nl", "en-gb", "pt")] == ["Gent"] * 3


def test_a_label_tells_it_from_all_others_and_can_be_read_back(here: dict[str, Town]) -> None:
    every = list(Town.objects.all())
    for country, language in (("", "nl"), ("", "en"), ("BE", "nl")):
        among = [town for town in every if country in ("", town.country)]
        labels = queries.labels(among, country, language)
        assert len(set(labels.values())) == len(among)
        for town in among:
            assert queries.read(labels[town.pk], country, language) == [town]
    assert queries.labels([here["Porto"], here["Beveren"]], "", "nl") == {
        here["Porto"].pk: "Porto, Portugal",
        here["Beveren"].pk: "Beveren, België",
    }
    small = Town.objects.get(name="Beveren", population=2853)
    assert queries.labels([small], "BE", "en") == {small.pk: "Beveren (near Kortrijk)"}


def test_who_makes_a_mistake_gets_what_looks_like_it(here: dict[str, Town]) -> None:
    assert names(queries.alike("Turnhoud", "BE")) == ["Turnhout"]
    assert queries.alike("Xyz", "BE") == []


def test_a_matrix_asks_the_database_nothing(here: dict[str, Town], django_assert_num_queries) -> None:
    rows, columns = [here["Gent"], here["Porto"], here["Gent"]], [here["Gent"], here["Brugge"], here["Gent"]]
    with django_assert_num_queries(0):
        found = queries.matrix(rows, columns)
    assert found == [[queries.distance_km(row, column) for column in columns] for row in rows]
    assert found[0] == found[2]
    assert found[0][0] == 0
    assert 35 < found[0][1] < 45
    assert queries.matrix([], columns) == []
    assert queries.matrix(rows, []) == [[], [], []]
