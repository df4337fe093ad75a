"""Finds a Belgian national register number typed anywhere in free text, so that it can be refused kindly.

Eleven digits: birth date YYMMDD, a sequence number and a check, with or without separators between them.
Phone numbers, IBANs and enterprise numbers are not register numbers.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass

# At most one sign between two parts; only the dash after the birth date may stand free: "85.07.30 - 033.28".
# With more room, the end of one phone number and the start of the next would read as a register number.
_SIGN = r"(?:[^\S\r\n]|[.\-/_\u00b7\u2010-\u2015\u2212])?"
_DASH = rf"(?:[^\S\r\n][\-\u2010-\u2015][^\S\r\n]|{_SIGN})"
_PARTS = rf"(\d\d){_SIGN}(\d\d){_SIGN}(\d\d){_DASH}(\d{{3}}){_SIGN}(\d\d)"
_ELEVEN = re.compile(rf"(?<!\d)(?=({_PARTS})(?!\d))")
_DIALLED = re.compile(r"(\+|(?<!\d)00[ \t.\-/(]?)\Z")  # what stands before a number in international form
_ACCOUNT = re.compile(r"(?<![A-Za-z])[A-Z]{2}\d\d ?\Z")  # country and check digits of an IBAN
_BELGIAN_MOBILE = re.compile(r"324[5-9]\d{7}")
_DIGIT_BEFORE = re.compile(rf"\d{_SIGN}\Z")
_DIGIT_AFTER = re.compile(rf"{_SIGN}\d")
_BIS_MONTHS = (0, 20, 40)  # numbers for who is not in the register: sex unknown +20, known +40


@dataclass(frozen=True, slots=True)
class Match:
    """Where one stands in the text: `text[start:end]`."""

    start: int
    end: int


def find(text: str) -> list[Match]:
    """Every register number in the text, from left to right, without overlaps."""
    found: list[Match] = []
    for hit in _ELEVEN.finditer(text):
        free = not found or hit.start(1) >= found[-1].end
        if free and _is_register_number(hit) and not (_is_another_number(hit) or _straddles(hit)):
            found.append(Match(hit.start(1), hit.end(1)))
    return found


def contains(text: str) -> bool:
    """Whether there is at least one."""
    return bool(find(text))


def _is_register_number(hit: re.Match[str]) -> bool:
    year, month, day, sequence, check = (int(part) for part in hit.groups()[1:])
    if not 1 <= sequence <= 998:
        return False
    digits = (year * 10_000 + month * 100 + day) * 1000 + sequence
    # Who was born from 2000 on has a 2 put before the digits when the check is calculated.
    return (_checks(digits, check) and _is_birth_date(1900 + year, month, day)) or (
        _checks(2_000_000_000 + digits, check) and _is_birth_date(2000 + year, month, day)
    )


def _checks(digits: int, check: int) -> bool:
    return 97 - digits % 97 == check


def _is_birth_date(year: int, month: int, day: int) -> bool:
    for offset in _BIS_MONTHS:
        if month == offset:  # the month is not known, or its numbers ran out
            return day <= 31
        if 1 <= month - offset <= 12:
            return day <= monthrange(year, month - offset)[1]  # day 0: not known
    return False


def _is_another_number(hit: re.Match[str]) -> bool:
    before = hit.string[max(0, hit.start(1) - 6) : hit.start(1)]
    if _DIALLED.search(before) or _ACCOUNT.search(before):
        return True
    digits = "".join(str(int(part)).zfill(len(part)) for part in hit.groups()[1:])
    return bool(_BELGIAN_MOBILE.fullmatch(digits)) and not all(_signs(hit)[:2])


def _straddles(hit: re.Match[str]) -> bool:
    """Whether it is the end of one number and the start of the next: "02 123.45.67 0470..."."""
    crowded = _DIGIT_BEFORE.search(hit.string[max(0, hit.start(1) - 2) : hit.start(1)])
    crowded = crowded or _DIGIT_AFTER.match(hit.string, hit.end(1))
    first, second, third, fourth = _signs(hit)
    regular = first == second and bool(third) == bool(fourth) >= bool(first)
    return bool(crowded) and not regular


def _signs(hit: re.Match[str]) -> tuple[str, ...]:
    """What stands between the five parts, often nothing."""
    return tuple(hit.string[hit.end(part) : hit.start(part + 1)] for part in range(2, 6))
