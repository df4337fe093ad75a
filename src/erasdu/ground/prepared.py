"""Queries that are asked again and again for other rows: how their tables go together is found out once.

Django writes a query anew each time, which takes five to ten times as long as the database needs to answer it for one
dossier. Whoever says where a dossier stands asks near thirty of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.models import QuerySet

Row = TypeVar("Row")
LOWEST = -(2**31)  # no row has an id from here on up: these stand where lists of ids come
THESE, THOSE, OTHERS, REST = MARKS = tuple([LOWEST + number] for number in range(4))
"""`column__in=THESE`: the first list of ids that `Prepared.of` is given; THOSE the second, and so on."""
DAY, ANOTHER_DAY, THIRD_DAY, FOURTH_DAY = DAYS = tuple(date(1, 1, 1 + number) for number in range(4))
"""`column__gte=DAY`: the first of the days that it is given."""
TEXT, ANOTHER_TEXT, THIRD_TEXT = TEXTS = ("‹text›", "‹another text›", "‹third text›")
"""`column=TEXT`: the first of the texts that it is given."""


@dataclass(frozen=True, slots=True)
class _Written:
    """One query as a database reads it. `parts`: its text between the places, `params`: what comes in them."""

    rows: QuerySet[Any, Any]
    compiler: Any
    parts: Sequence[str]
    params: Sequence[object]
    converters: Mapping[int, Any]  # how what the database answers is read


class Prepared(Generic[Row]):
    """A query about lists of ids, from how it is built with marks in their place; nothing is prefetched.

    The marks of lists stand after `__in` only, never within what is excluded: a list without ids matches no row. Those
    of days and texts stand where the column itself is held against them.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._written: dict[str, _Written] = {}  # by kind of database

    def of(self, *lists: Iterable[int], days: Sequence[date] = (), texts: Sequence[str] = ()) -> list[Row]:
        """The rows for these ids. One query, none when there are no ids at all where some are asked about."""
        ids = [list(dict.fromkeys(each)) for each in lists]
        if not any(ids) and lists:
            return []
        written = self._as_written()
        compiler = copy(written.compiler)
        compiler.connection = connections[written.rows.db]
        adapted = compiler.connection.ops.adapt_datefield_value
        plain = {adapted(mark): adapted(day) for mark, day in zip(DAYS, days, strict=False)}
        filled = _filled(written, ids, plain | dict(zip(TEXTS, texts, strict=False)))
        compiler.get_converters = lambda _columns: written.converters
        compiler.as_sql = lambda *_args, **_options: filled
        asked = SimpleNamespace(
            db=written.rows.db, model=written.rows.model, query=_Query(written.rows.query, compiler),
            _known_related_objects={}, _fields=None,
        )  # fmt: skip
        iterable: Any = written.rows._iterable_class
        return list(iterable(asked, chunked_fetch=False))

    def one(self, pk: int) -> Row:
        """The row with this id, of a query about one list of them; `DoesNotExist` without it."""
        rows = self.of([pk])
        if not rows:
            raise self._as_written().rows.model.DoesNotExist
        return rows[0]

    def _as_written(self) -> _Written:
        vendor = connections["default"].vendor
        if vendor not in self._written:
            self._written[vendor] = _write(self._build())
        return self._written[vendor]


class _Query:
    """A query as Django's iterables read it, with a compiler of its own: copying it would take longer than asking."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query, self._compiler = query, compiler

    def get_compiler(self, *_args: object, **_options: object) -> Any:
        return self._compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)


def _write(rows: QuerySet[Any, Any]) -> _Written:
    compiler = rows.query.get_compiler(rows.db)
    text, params = compiler.as_sql()
    parts = text.split("%s")
    if len(parts) != len(params) + 1:
        raise ValueError("a query with a percent sign of its own cannot be prepared")
    converters = compiler.get_converters([column for column, *_ in compiler.select[: compiler.col_count]])
    return _Written(rows, compiler, parts, params, converters)


def _filled(
    written: _Written, ids: Sequence[Sequence[int]], plain: Mapping[object, object]
) -> tuple[str, tuple[object, ...]]:
    """`plain`: mark → what comes in its place, each as the database reads it."""
    text, params = [written.parts[0]], list[object]()
    for param, part in zip(written.params, written.parts[1:], strict=True):
        if isinstance(param, int) and LOWEST <= param < LOWEST + len(ids):
            mine = ids[param - LOWEST]
            text.append(", ".join(["%s"] * len(mine)) or "NULL")
            params += mine
        else:
            text.append("%s")
            params.append(plain.get(param, param) if plain else param)
        text.append(part)
    return "".join(text), tuple(params)
