"""Figures: 1,000 of 1,000 numbers found in each notation; at most 10 false alarms among 100,000 others."""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
import stdnum.iban
from hypothesis import given
from hypothesis import strategies as st
from stdnum.be import bis, nn, vat

from erasdu.kernel.registernumber import Match, contains, find

FIRST, LAST = date(1920, 1, 1), date(2024, 12, 31)


def register_number(born: date, sequence: int, month_offset: int = 0) -> str:
    front = f"{born:%y}{born.month + month_offset:02}{born:%d}{sequence:03}"
    counted = int(front) if born.year < 2000 else int("2" + front)
    return f"{front}{97 - counted % 97:02}"


def split(number: str, signs: str) -> str:
    """The number with four signs between its five parts; `_` stands for nothing."""
    parts = [number[:2], number[2:4], number[4:6], number[6:9], number[9:]]
    between = ["" if sign == "_" else sign for sign in signs] + [""]
    return "".join(part + sign for part, sign in zip(parts, between, strict=True))


NOTATIONS: dict[str, Callable[[str], str]] = {
    "bare": lambda n: n,
    "as on the card": lambda n: split(n, "..-."),
    "spaces": lambda n: split(n, "    "),
    "dashes": lambda n: split(n, "----"),
    "slashes": lambda n: split(n, "//-/"),
    "date together": lambda n: split(n, "__--"),
    "date and rest": lambda n: split(n, "__ _"),
    "hard spaces": lambda n: split(n, "\u00a0\u00a0\u00a0\u00a0"),
    "long dash": lambda n: split(n, "..\u2013."),
    "spaced dash": lambda n: f"{n[:2]}.{n[2:4]}.{n[4:6]} - {n[6:9]}.{n[9:]}",
    "in a sentence": lambda n: f"Mijn rijksregisternummer is {split(n, '..-.')}, alvast bedankt.",
    "glued to a word": lambda n: f"rrn:{n}.",
    "after a year": lambda n: f"geboren in 2005 {n} te Genk",
    "after a phone": lambda n: f"0470 12 34 56 / {n}",
    "before a phone": lambda n: f"{split(n, '..-.')} 0470/12.34.56",
    "full-width": lambda n: n.translate({ord("0") + d: 0xFF10 + d for d in range(10)}),
}


def people(count: int, seed: int) -> Iterator[str]:
    """Real ones and bis numbers, of both centuries."""
    dice = random.Random(seed)
    for number in range(count):
        born = FIRST + timedelta(dice.randrange((LAST - FIRST).days + 1))
        # Born in the summer of 1932 with a bis number reads as +32 4… when typed without separators.
        offset = 0 if born.year == 1932 else (0, 0, 20, 40)[number % 4]
        yield register_number(born, dice.randint(1, 998), offset)


@pytest.mark.parametrize("notation", NOTATIONS)
def test_1000_of_1000_are_found_in_each_notation(notation: str) -> None:
    texts = [NOTATIONS[notation](number) for number in people(1000, seed=7)]
    assert sum(contains(text) for text in texts) == 1000


def test_the_numbers_of_these_tests_are_valid_by_other_code() -> None:
    assert all(nn.is_valid(number) or bis.is_valid(number) for number in people(1000, seed=7))


@given(st.dates(FIRST, LAST), st.integers(1, 998), st.text(max_size=20), st.text(max_size=20))
def test_the_place_is_that_of_the_number(born: date, sequence: int, before: str, after: str) -> None:
    number = split(register_number(born, sequence), "..-.")
    text = f"{before}\n{number}\n{after}"
    start = len(before) + 1
    assert Match(start, start + len(number)) in find(text)


@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    assert contains(text) == bool(find(text))


def test_several_are_found_from_left_to_right() -> None:
    first, second = (register_number(date(2006, 5, day), 33) for day in (1, 2))
    assert find(f"{first} {second}") == [Match(0, 11), Match(12, 23)]


@given(st.dates(FIRST, LAST), st.integers(1, 998), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_never_valid_in_the_same_century(born: date, sequence: int, place: int, step: int) -> None:
    number = register_number(born, sequence)
    wrong = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    if contains(wrong):
        # The check of the other century may fit by chance; other code then says the same.
        assert nn.is_valid(wrong) or bis.is_valid(wrong) or int(wrong[:2]) > 24


@pytest.mark.parametrize(
    "number",
    [
        register_number(date(2006, 2, 28), 33)[:4] + "30" + "03366",
        register_number(date(2006, 5, 1), 0),
        register_number(date(2006, 5, 1), 999),
        register_number(date(2006, 12, 1), 33, 7),
    ],
)
def test_an_impossible_date_or_sequence_is_none(number: str) -> None:
    assert not contains(number)


def test_a_number_of_a_person_without_a_known_birth_date_is_found() -> None:
    front = "000001120"
    assert contains(f"{front}{97 - int(front) % 97:02}")


def test_more_digits_around_it_make_it_another_number() -> None:
    number = register_number(date(2006, 5, 1), 33)
    assert not contains("1" + number)
    assert not contains(number + "1")


@pytest.mark.parametrize("before", ["+", "00", "00 ", "tel. 00-", "NO93", "NO93 "])
def test_a_number_in_international_form_is_a_phone_or_an_account(before: str) -> None:
    number = register_number(date(1986, 1, 11), 33)
    assert not contains(before + number)
    assert contains("No. " + number)


@pytest.mark.parametrize(
    "phones",
    ["0032 484/09.46.10 - 09123-34-07", "0480.38-84-23 04 941 20 77", "3253.63-22-27 - 32481-29.89.24"],
)
def test_the_end_of_one_phone_and_the_start_of_the_next_are_none(phones: str) -> None:
    assert not contains(phones)


def test_digits_that_read_as_a_belgian_mobile_are_a_phone_unless_split_as_a_date() -> None:
    number = next(
        found for n in range(1, 998) if (found := register_number(date(1932, 7, 1), n, 40)).startswith("3247")
    )
    assert not contains(number)
    assert not contains(f"+{number}")
    assert not contains(f"+32 {number[2:]}")
    assert contains(split(number, "..-."))


# -- what it must not take for one --------------------------------------------------------------

AREAS_OF_TWO = ("10", "11", "12", "13", "14", "15", "16", "19", "50", "51", "52", "53", "54", "55", "56")


def phone(dice: random.Random) -> str:
    kind = dice.randrange(3)
    if kind == 0:
        area, rest = f"4{dice.randint(5, 9)}{dice.randint(0, 9)}", f"{dice.randrange(10**6):06}"
        groups = [rest[:2], rest[2:4], rest[4:]]
    elif kind == 1:
        area, rest = dice.choice("2349"), f"{dice.randrange(10**7):07}"
        groups = [rest[:3], rest[3:5], rest[5:]]
    else:
        area, rest = dice.choice(AREAS_OF_TWO), f"{dice.randrange(10**6):06}"
        groups = [rest[:2], rest[2:4], rest[4:]]
    front = dice.choice(["0", "+32", "+32 ", "0032", "0032 ", "32", "32 ", "+32 (0)", "+32(0)", "(0032) ", "00 32 "])
    joint = dice.choice(["", " ", ".", "-", "/"])
    inner = dice.choice(["", " ", ".", "-"])
    return front + area + joint + inner.join(groups)


def account(dice: random.Random) -> str:
    basic = f"{dice.randrange(10**10):010}"
    national = basic + f"{int(basic) % 97 or 97:02}"
    check = 98 - int(national + "111400") % 97
    number = f"BE{check:02}{national}"
    assert stdnum.iban.is_valid(number, check_country=False)
    sign = dice.choice([" ", "-", "."])
    return dice.choice(
        [
            number,
            sign.join(number[at : at + 4] for at in range(0, 16, 4)),
            f"{number[:4]} {number[4:]}",
            f"BE {number[2:]}",
            f"{national[:3]}-{national[3:10]}-{national[10:]}",
            f"{number[:2]} {number[2:4]} {national[:3]} {national[3:10]} {national[10:]}",
        ]
    )


def enterprise(dice: random.Random) -> str:
    front = f"{dice.choice('01')}{dice.randrange(10**7):07}"
    number = f"{front}{97 - int(front) % 97:02}"
    assert vat.is_valid(number)
    if dice.random() < 0.3:  # an establishment of it
        front = f"{dice.randint(2, 8)}{dice.randrange(10**7):07}"
        number = f"{front}{97 - int(front) % 97:02}"
    dotted = f"{number[:4]}.{number[4:7]}.{number[7:]}"
    return dice.choice([number, dotted, dotted.replace(".", " "), f"BE{number}", f"BE {dotted}", f"0208:{number}"])


@pytest.mark.slow
@pytest.mark.parametrize("other", [phone, account, enterprise])
def test_at_most_10_false_alarms_among_100_000(other: Callable[[random.Random], str]) -> None:
    dice = random.Random(11)
    frames = ["{}", "Tel. {}", "Bel {} of mail.", "{} / {}", "Klas 6, {}", "{}\n{}", "nr {} - {}", "{} {}"]
    alarms = 0
    for _ in range(100_000):
        frame = dice.choice(frames)
        alarms += contains(frame.format(*(other(dice) for _ in range(frame.count("{}")))))
    assert alarms <= 10
