"""Long lists of rows in JSON, read a piece at a time into arrays: as Python's lists they take ten times the memory."""

import json
import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from erasdu.kernel.assign.problem import MOST, Arcs, Integers, Malformed

PIECE = 1_000_000  # characters
SPACE = re.compile(r"[ \t\r\n]*")
BETWEEN = re.compile(r"\][ \t\r\n]*,[ \t\r\n]*(?=\[)")


def unrepeated(members: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(members)
    if len(found) < len(members):
        names = [name for name, _ in members]
        raise Malformed(next(name for name in names if names.count(name) > 1), "this key stands twice in one object")
    return found


def number(text: str) -> int | float:
    """Python refuses to read very long numbers; they are no costs of ours either."""
    return int(text) if len(text) < 100 else float("inf")


DECODER = json.JSONDecoder(object_pairs_hook=unrepeated, parse_int=number)


class Table:
    """Rows of two ids and one or two whole numbers, as they come in; ids are numbered as they are met."""

    def __init__(self, name: str, width: int) -> None:
        self.name, self.width, self.length = name, width, 0
        self.ids: tuple[dict[str, int], dict[str, int]] = ({}, {})
        self.columns: list[list[Integers]] = [[] for _ in range(width)]

    def add(self, rows: list[Any]) -> None:
        if not all(type(row) is list and len(row) == self.width for row in rows):
            self.refuse(rows)
        columns = list(zip(*rows, strict=True)) or [()] * self.width
        kinds = [set(map(type, column)) for column in columns]
        if any(kind > {str} or kind - {str} for kind in kinds[:2]) or any(kind - {int} for kind in kinds[2:]):
            self.refuse(rows)
        for place, column in enumerate(columns):
            if place < 2:
                known = self.ids[place]
                values = np.array([known.setdefault(each, len(known)) for each in column], np.int64)
            else:
                if column and (max(column) > MOST or min(column) < (-MOST if place == 2 else 0)):
                    self.refuse(rows)
                values = np.array(column, np.int64)
            self.columns[place].append(values)
        self.length += len(rows)

    def refuse(self, rows: list[Any]) -> None:
        """Says what is wrong with the first faulty one of these rows."""
        for position, row in enumerate(rows):
            path = f"{self.name}[{self.length + position}]"
            if type(row) is not list:
                raise Malformed(path, f"a list is expected, not {shown(row)}")
            if len(row) != self.width:
                raise Malformed(path, f"{self.width} values are expected, not {len(row)}")
            for place, value in enumerate(row):
                if fault := whole_fault(value, least=0 if place == 3 else -MOST) if place > 1 else id_fault(value):
                    raise Malformed(f"{path}[{place}]", fault)

    def column(self, place: int) -> Integers:
        return np.concatenate([np.zeros(0, np.int64), *self.columns[place]])

    def arcs(self, lefts: Mapping[str, int], rights: Mapping[str, int]) -> Arcs:
        """The rows by position in the lists of learners, placements or hosts."""
        left, right = self.known(0, lefts), self.known(1, rights)
        self.refuse_repeated(left * (len(rights) + 1) + right)
        return Arcs(left, right, *(self.column(place) for place in range(2, self.width)))

    def known(self, place: int, positions: Mapping[str, int]) -> Integers:
        translated = np.array([positions.get(each, -1) for each in self.ids[place]] or [0], np.int64)
        found: Integers = translated[self.column(place)]
        if len(wrong := np.flatnonzero(found < 0)):
            name = list(self.ids[place])[self.column(place)[wrong[0]]]
            raise Malformed(f"{self.name}[{wrong[0]}][{place}]", f"unknown id {shown(name)}")
        return found

    def refuse_repeated(self, keys: Integers) -> None:
        order = np.argsort(keys, kind="stable")
        again = order[1:][keys[order[1:]] == keys[order[:-1]]]
        if len(again):
            raise Malformed(f"{self.name}[{again.min()}]", "this combination stands in an earlier row too")


def read_rows(text: str, at: int, table: Table) -> int:
    """Fills the table from the list whose first row would start at `at`; where the list ends."""
    while boundary := BETWEEN.search(text, at + PIECE):
        try:
            rows = json.loads(f"[{text[at : boundary.start() + 1]}]", parse_int=number)
        except json.JSONDecodeError:
            break  # the list ends before that, or it is the inside of a text, or there is a fault
        table.add(rows)
        at = boundary.end()
    if text[at : at + 1] == "]" and not table.length:
        return at + 1
    rows = []
    while True:
        row, at = DECODER.raw_decode(text, at)
        rows.append(row)
        at = skipped(text, at)
        if text[at : at + 1] == "]":
            table.add(rows)
            return at + 1
        at = after(text, at, ",", "',' or ']'")


def skipped(text: str, at: int) -> int:
    """The place after white space."""
    found = SPACE.match(text, at)
    return found.end() if found else at


def after(text: str, at: int, mark: str, expected: str) -> int:
    """The place after a mark that must be there, and white space."""
    at = skipped(text, at)
    if text[at : at + 1] != mark:
        raise json.JSONDecodeError(f"Expecting {expected}", text, at)
    return skipped(text, at + 1)


def whole_fault(value: object, *, least: int = -MOST, most: int = MOST) -> str | None:
    """Why a value is not a whole number between these; None when it is."""
    if type(value) is not int:
        return f"a whole number is expected, not {shown(value)}"
    return None if least <= value <= most else f"a whole number from {least} to {most} is expected, not {shown(value)}"


def id_fault(value: object) -> str | None:
    return None if type(value) is str and value else f"an id (a text that is not empty) is expected, not {shown(value)}"


def shown(value: object) -> str:
    """A value as JSON writes it, and no more than a few words of it."""
    text = json.dumps(value, default=repr)
    return text if len(text) <= 40 else f"{text[:39]}…"
