"""Rooms and their beds: what is one unit for the matching, and who may join whom in a shared room."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from erasdu.kernel.verdict import YES, Verdict, no

MOST_BEDS = 60  # in one room: more is a slip of the pen
SIMILAR_YEARS = 4  # between those who share a room: who is 16 and who is 21 do not


@dataclass(frozen=True, slots=True)
class RoomFacts:
    id: int
    beds: int
    name: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """Beds among which it makes no difference who sleeps where. `one_gender`: it is one shared room."""

    home: int
    rooms: tuple[int, ...]
    beds: int
    one_gender: bool


def units(home: int, rooms: Iterable[RoomFacts]) -> list[Unit]:
    """All single rooms of a home together, each shared room by itself."""
    rooms = list(rooms)
    single = tuple(room.id for room in rooms if room.beds == 1)
    together = [Unit(home, single, len(single), one_gender=False)] if single else []
    return together + [Unit(home, (room.id,), room.beds, one_gender=True) for room in rooms if room.beds > 1]


def check_rooms(rooms: Sequence[tuple[str, int]]) -> Verdict:
    """Name and beds of each room of a home: none named twice, so that no bed is counted twice."""
    for name, beds in rooms:
        if beds < 1:
            return no("room_without_bed", name=name)
        if beds > MOST_BEDS:
            return no("room_too_full", name=name, most=MOST_BEDS)
    names = [name.casefold() for name, _beds in rooms]
    double = next((name for place, (name, _beds) in enumerate(rooms) if name.casefold() in names[:place]), "")
    return no("room_twice", name=double) if double else YES


@dataclass(frozen=True, slots=True)
class Guest:
    """Who sleeps in a shared room. `gender` and `shares` (a room: yes, rather_not, no) are "" while unknown."""

    gender: str
    shares: str = ""
    born: date | None = None


def may_join(guest: Guest, others: Sequence[Guest]) -> Verdict:
    """Into a shared room: where each agreed to share, with those of the same known gender and of about the same age."""
    if not others:
        return YES
    if any(each.shares == "no" for each in (guest, *others)):
        return no("does_not_share")
    if any(not each.shares for each in (guest, *others)):
        return no("sharing_unknown")
    if any(not each.gender for each in (guest, *others)):
        return no("gender_unknown")
    if any(each.gender != guest.gender for each in others):
        return no("room_of_other_gender")
    born = [each.born for each in (guest, *others) if each.born]  # as far as it is known
    return YES if not born or of_one_age(min(born), max(born)) else no("room_of_other_age")


def of_one_age(oldest: date, youngest: date) -> bool:
    """Whether those born on these days, and all between, may share a room."""
    return youngest < _years_later(oldest, SIMILAR_YEARS + 1)


def _years_later(day: date, years: int) -> date:
    """On the first of March where the year has no such day."""
    return date(day.year + years, 3, 1) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + years)
