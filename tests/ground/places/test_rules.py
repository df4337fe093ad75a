"""Names are compared without accents and signs; which of several towns is meant; where names go on a map."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.places.rules import Namesake, fold, is_town, meant, other_names, postal_middle, spellings
from erasdu.ground.places.rules.drawing import APART, placed, room_of, spread
from erasdu.kernel.geo import Position, great_circle_km


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Liège", "liege"),
        ("  'S-Gravenvoeren ", "s gravenvoeren"),
        ("Frankfurt (Oder)", "frankfurt oder"),
        ("København", "kobenhavn"),
        ("Łódź", "lodz"),
        ("İstanbul", "istanbul"),
        ("Großenhain", "grossenhain"),
        ("…", ""),
    ],
)
def test_fold(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(max_size=40))
def test_folding_again_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text.upper()) == fold(text.upper().lower())


def test_saint_may_be_short() -> None:
    assert "sint niklaas" in spellings("St.-Niklaas")
    assert "saint etienne" in spellings("St Étienne")
    assert spellings("Gent") == ["gent"]


def test_other_scripts_and_codes_are_no_names() -> None:
    assert other_names(["Gand", "GNE", "gen te", "Гент", "Ghent", "A"]) == {"gand", "ghent"}


def test_a_district_with_a_number_and_a_hamlet_are_no_towns() -> None:
    assert is_town("Gent", "BE", 500)
    assert not is_town("Gent", "BE", 499)
    assert not is_town("Paris 15 Vaugirard", "FR", 200_000)


def at(pk: int, population: int, *, own: bool = True, north: float = 51.0) -> Namesake:
    return Namesake(pk, own, Position(north, 4.0), population)


class TestMeant:
    def test_nobody_is_called_so(self) -> None:
        assert meant([]) == []

    def test_the_one_that_is_ten_times_as_large(self) -> None:
        assert meant([at(1, 700), at(2, 77_000)]) == [2]

    def test_of_equals_all_are_told(self) -> None:
        assert meant([at(1, 6000), at(2, 6400)]) == [2, 1]

    def test_its_own_name_goes_before_what_others_call_a_town(self) -> None:
        assert meant([at(1, 900_000, own=False), at(2, 600)]) == [2]

    def test_a_postal_code_decides(self) -> None:
        assert meant([at(1, 6000, north=50.9), at(2, 90_000, north=51.3)], near=Position(50.8, 4.0)) == [1]

    @given(st.lists(st.integers(1, 10**6), min_size=2, max_size=6))
    def test_one_or_all(self, populations: list[int]) -> None:
        found = meant([at(number, each) for number, each in enumerate(populations)])
        first, second, *_ = sorted(populations, reverse=True)
        assert len(found) == (1 if first >= 10 * second else len(populations))


def test_postal_codes_lie_where_they_lie() -> None:
    gent, turnhout = postal_middle("BE", " 9040 "), postal_middle("BE", "2300")
    assert gent
    assert great_circle_km(gent, Position(51.05, 3.72)) < 10
    assert turnhout
    assert great_circle_km(turnhout, Position(51.32, 4.94)) < 10
    assert postal_middle("BE", "0123") is None
    assert postal_middle("BE", "90") is None
    assert postal_middle("NL", "9040") is None


SPOTS = st.lists(st.tuples(st.integers(20, 680), st.integers(20, 280)), max_size=20)


@given(SPOTS)
def test_signs_of_one_place_lie_apart(points: list[tuple[int, int]]) -> None:
    rose = spread([(100.0, 100.0)] * 6)
    pairs = [(a, b) for n, a in enumerate(rose) for b in rose[:n]]
    assert all((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 > (APART * 0.8) ** 2 for a, b in pairs)
    assert len(spread(points)) == len(points)


@given(SPOTS)
def test_no_name_lies_on_another_or_over_the_edge(points: list[tuple[int, int]]) -> None:
    words = [(x, y, f"Town {string.ascii_letters[number]}") for number, (x, y) in enumerate(points)]
    rooms = [room_of(label, 13.0) for label in placed(words, (700, 300), letter=13.0)]
    for number, one in enumerate(rooms):
        assert one[0] >= 0
        assert one[2] <= 700
        for other in rooms[:number]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_a_name_is_written_once() -> None:
    assert len(placed([(100, 100, "Gent"), (300, 100, "Gent")], (700, 300), letter=13.0)) == 1


def test_a_name_goes_left_or_above_when_right_is_taken() -> None:
    words = [(100.0, 100.0, "Gent"), (130.0, 100.0, ""), (690.0, 100.0, "Genk"), (400.0, 100.0, "Lier"), (370.0, 100.0, ""),
             (430.0, 100.0, "")]  # fmt: skip
    anchors = {label.text: label.anchor for label in placed(words, (700, 300), letter=13.0)}
    assert anchors == {"Gent": "end", "Genk": "end", "Lier": "middle"}
