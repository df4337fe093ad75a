"""Queries that are asked again and again for other rows: how their tables go together is found out once.

Django writes a query anew each time, which takes five to ten times as long as the database needs to answer it for one
dossier. Whoever says where a dossier stands asks near thirty of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, TypeVar

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import (
    FlatValuesListIterable,
    ModelIterable,
    ValuesIterable,
    ValuesListIterable,
    get_related_populators,
)
from django.db.transaction import TransactionManagementError

Row = TypeVar("Row")
LOWEST = -(2**31)  # no row has an id from here on up: these stand where lists of ids come
THESE, THOSE, OTHERS, REST = MARKS = tuple([LOWEST + number] for number in range(4))
"""`column__in=THESE`: the first list of ids that `Prepared.of` is given; THOSE the second, and so on."""
DAY, ANOTHER_DAY, THIRD_DAY, FOURTH_DAY = DAYS = tuple(date(1, 1, 1 + number) for number in range(4))
"""`column__gte=DAY`: the first of the days that it is given."""
TEXT, ANOTHER_TEXT, THIRD_TEXT = TEXTS = ("‹text›", "‹another text›", "‹third text›")
"""`column=TEXT`: the first of the texts that it is given."""
MOMENT, ANOTHER_MOMENT = MOMENTS = tuple(datetime(1, 1, 1 + number, tzinfo=UTC) for number in range(2))
"""`column__gte=MOMENT`: the first of the moments that it is given."""


Read = Callable[[Sequence[Sequence[Any]], str], list[Any]]
"""What a database answered, and its alias → the rows as the query gives them."""


@dataclass(frozen=True, slots=True)
class _Written:
    """One query as a database reads it. `parts`: its text between the places, `params`: what comes in them."""

    rows: QuerySet[Any, Any]
    parts: Sequence[str]
    params: Sequence[object]
    converters: Sequence[tuple[int, Sequence[Any], Any]]  # column, how what the database answers is read, of what
    read: Read
    locks: bool  # it holds what it finds, where the database can


class Prepared(Generic[Row]):
    """A query about lists of ids, from how it is built with marks in their place; nothing is prefetched.

    The marks of lists stand after `__in` only, never within what is excluded: a list without ids matches no row. Those
    of days, texts and moments stand where the column itself is held against them.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Row]]) -> None:
        self._build = build
        self._written: dict[str, _Written] = {}  # by kind of database

    def of(
        self,
        *lists: Iterable[int],
        days: Sequence[date] = (),
        texts: Sequence[str] = (),
        moments: Sequence[datetime] = (),
    ) -> list[Row]:
        """The rows for these ids. One query, none when there are no ids at all where some are asked about."""
        ids = [list(dict.fromkeys(each)) for each in lists]
        if not any(ids) and lists:
            return []
        written = self._as_written()
        connection = connections[written.rows.db]
        if written.locks and connection.get_autocommit():
            raise TransactionManagementError("rows are held until a transaction ends: there is none")
        plain: dict[object, object] = dict(zip(TEXTS, texts, strict=False))
        a_day, a_moment = connection.ops.adapt_datefield_value, connection.ops.adapt_datetimefield_value
        plain.update((a_day(mark), a_day(day)) for mark, day in zip(DAYS, days, strict=False))
        plain.update((a_moment(mark), a_moment(moment)) for mark, moment in zip(MOMENTS, moments, strict=False))
        with connection.cursor() as cursor:
            cursor.execute(*_filled(written, ids, plain))
            answered = cursor.fetchall()
        return written.read(_converted(answered, written, connection), connection.alias)

    def first(
        self,
        *lists: Iterable[int],
        days: Sequence[date] = (),
        texts: Sequence[str] = (),
        moments: Sequence[datetime] = (),
    ) -> Row | None:
        """The first of them; None without any. It reads all: the query itself says that one is enough."""
        return next(iter(self.of(*lists, days=days, texts=texts, moments=moments)), None)

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


def _write(rows: QuerySet[Any, Any]) -> _Written:
    compiler = rows.query.get_compiler(rows.db)
    text, params = compiler.as_sql()
    parts = text.split("%s")
    if len(parts) != len(params) + 1:
        raise ValueError("a query with a percent sign of its own cannot be prepared")
    locks = rows.query.select_for_update and connections[rows.db].features.has_select_for_update
    columns = [column for column, *_ in compiler.select[: compiler.col_count]]
    converters = [(place, *each) for place, each in compiler.get_converters(columns).items()]
    return _Written(rows, parts, params, converters, _reading(rows, compiler), locks)


def _converted(
    answered: Sequence[Sequence[Any]], written: _Written, connection: BaseDatabaseWrapper
) -> Sequence[Sequence[Any]]:
    if not written.converters:
        return answered
    found = [list(row) for row in answered]
    for row in found:
        for place, convert, column in written.converters:
            for each in convert:
                row[place] = each(row[place], column, connection)
    return found


def _reading(rows: QuerySet[Any, Any], compiler: Any) -> Read:
    """What Django's own iterables do with each row, found out once."""
    kind, width = rows._iterable_class, compiler.col_count
    if kind is ValuesListIterable:
        return lambda answered, _alias: [tuple(row[:width]) for row in answered]
    if kind is FlatValuesListIterable:
        return lambda answered, _alias: [row[0] for row in answered]
    if kind is ValuesIterable:
        names = list(compiler.query.selected)
        return lambda answered, _alias: [dict(zip(names, row, strict=False)) for row in answered]
    if kind is not ModelIterable:
        raise ValueError(f"rows of the kind {kind.__name__} cannot be prepared")
    return _instances(compiler)


def _instances(compiler: Any) -> Read:
    model, fields = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    mine = slice(fields[0], fields[-1] + 1)
    names = [column.target.attname for column, *_ in compiler.select[mine]]
    populators: Any = get_related_populators  # the stubs are those of a later Django
    joined = populators(compiler.klass_info, compiler.select, compiler.using)
    annotated = list(compiler.annotation_col_map.items())

    def read(answered: Sequence[Sequence[Any]], alias: str) -> list[Any]:
        found = []
        for row in answered:
            one = model.from_db(alias, names, row[mine])
            for each in joined:
                each.populate(row, one)
            for name, place in annotated:
                setattr(one, name, row[place])
            found.append(one)
        return found

    return read


def _filled(
    written: _Written, ids: Sequence[Sequence[int]], plain: Mapping[object, object]
) -> tuple[str, tuple[Any, ...]]:
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
