"""A map is drawn here: signs, names and coasts, small, without style attributes, and its background once."""

import gzip
from xml.etree import ElementTree

import pytest
from django.core.cache import cache

from erasdu.ground.places import queries
from erasdu.ground.places.models import Town
from erasdu.ground.places.queries import Line, Spot, maps
from erasdu.kernel import outlines
from erasdu.kernel.geo import Box
from tests.factories.places import towns

pytestmark = pytest.mark.django_db
SVG = "{http://www.w3.org/2000/svg}"
FLANDERS = ("Gent", "Gent", "Brugge", "Antwerpen", "Genk", "Kortrijk", "Leuven")
EUROPE = ("Gent", "Porto", "Sevilla", "Köln", "London", "Lisboa")


@pytest.fixture
def here() -> dict[str, Town]:
    cache.clear()
    return towns()


def drawn(here: dict[str, Town], names: tuple[str, ...], **options: object) -> str:
    spots = [
        queries.spot(here[name], "bed" if number % 2 else "place", language="nl") for number, name in enumerate(names)
    ]
    return str(queries.map_svg(spots, title="Plaatsen en bedden", **options))  # type: ignore[arg-type]


def read(svg: str) -> ElementTree.Element:
    return ElementTree.fromstring(svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))  # noqa: S314


@pytest.mark.parametrize("names", [FLANDERS, EUROPE], ids=["Flanders", "Europe"])
def test_a_map(here: dict[str, Town], names: tuple[str, ...]) -> None:
    svg = drawn(here, names, description="Zes steden.")
    assert len(gzip.compress(svg.encode())) < 40_000
    assert "style=" not in svg
    page = read(svg)
    assert page.get("role") == "img"
    assert page.get("aria-labelledby") == "map-title map-says"
    assert [page[0].text, page[1].text] == ["Plaatsen en bedden", "Zes steden."]
    assert len(page.findall(f".//{SVG}rect[@class='map-sea']")) == 1
    land = page.find(f".//{SVG}path")
    assert land is not None
    assert len(land.get("d") or "") > 1_000
    places = page.findall(f".//{SVG}g[@class='map-spot map-place']/{SVG}rect")
    beds = page.findall(f".//{SVG}g[@class='map-spot map-bed']/{SVG}circle")
    assert (len(places), len(beds)) == (len(names) - len(names) // 2, len(names) // 2)
    labels = {each.text for each in page.findall(f".//{SVG}text")}
    assert {queries.name_of(here[name], "nl") for name in names} >= labels >= {"Gent"}


def test_the_background_is_drawn_once(here: dict[str, Town], monkeypatch: pytest.MonkeyPatch) -> None:
    first = drawn(here, EUROPE)
    monkeypatch.setattr(outlines, "path", lambda *given: pytest.fail("drawn again"))
    assert drawn(here, EUROPE) == first
    assert "map-land" in drawn(here, EUROPE[::-1])


def test_lines_and_what_people_wrote(here: dict[str, Town]) -> None:
    gent, brugge = here["Gent"].position, here["Brugge"].position
    spots = [Spot(gent, "place", "Bakkerij <b>", 'Zegt "ja"'), Spot(brugge, "bed")]
    page = read(str(queries.map_svg(spots, [Line(gent, brugge, "pinned")], title="<i>", name="two")))
    assert page[0].text == "<i>"
    assert page[0].get("id") == "two-title"
    assert page.find(f".//{SVG}g/{SVG}title").text == 'Zegt "ja"'  # type: ignore[union-attr]
    (line,) = page.findall(f".//{SVG}line")
    assert line.get("class") == "map-line map-pinned"


def test_the_edges_lie_on_a_grid_so_that_few_are_drawn() -> None:
    one, other = (maps.on_grid(Box(50.7 + more, 2.6, 51.4, 5.8 - more)) for more in (0.0, 0.1))
    assert one == other == Box(50.5, 2.5, 51.5, 6.0)
    assert maps.on_grid(Box(-41.4, 17.9, 67.7, 90.2)) == Box(-42.0, 16.0, 68.0, 92.0)


def test_a_map_is_never_a_tower(here: dict[str, Town]) -> None:
    view = read(drawn(here, ("Cape Town", "London"))).get("viewBox", "").split()
    assert int(view[3]) < 1.6 * int(view[2])


def test_a_map_of_nothing_needs_a_box(here: dict[str, Town]) -> None:
    assert "map-land" in queries.map_svg([], title="Leeg", box=Box(50.5, 2.5, 51.5, 6.0))
    with pytest.raises(ValueError):
        queries.map_svg([], title="Leeg")
