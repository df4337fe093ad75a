"""New rows by a statement that is written once for each model: `save` makes it again each time, and looks twice.

For rows of which a piece of work makes many: lines of the journal, events of a paper, letters, links.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Field, Model, TextField

Row = TypeVar("Row", bound=Model)
Columns = Sequence["Field[Any, Any]"]
TEXTS = (CharField, TextField)  # a text in these is written as it is


def insert(row: Row) -> Row:
    """What `save(force_insert=True)` does of a row without an id that joins only rows which are there.

    No signal is sent.
    """
    connection = transaction.get_connection()
    columns = _columns(type(row))
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(_text(type(row), told=True), _values(row, columns, connection))
        (row.pk,) = cursor.fetchone()
    row._state.adding, row._state.db = False, connection.alias
    return row


def insert_unless_there(row: Model) -> bool:
    """The same of a row that some unique column or constraint lets exist once: False when there was one already.

    It undoes nothing, so that no savepoint is needed around it.
    """
    connection = transaction.get_connection()
    text = _text(type(row), told=True).replace(" RETURNING ", " ON CONFLICT DO NOTHING RETURNING ")
    with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
        cursor.execute(text, _values(row, _columns(type(row)), connection))
        found = cursor.fetchone()
    if found is None:
        return False
    row.pk, row._state.adding, row._state.db = found[0], False, connection.alias
    return True


def insert_all(rows: Sequence[Model]) -> None:
    """New rows of one model, which do not learn their ids."""
    if rows:
        connection, columns = transaction.get_connection(), _columns(type(rows[0]))
        values = [_values(row, columns, connection) for row in rows]
        with transaction.mark_for_rollback_on_error(connection.alias), connection.cursor() as cursor:
            cursor.executemany(_text(type(rows[0]), told=False), values)


def _values(row: Model, columns: Columns, connection: BaseDatabaseWrapper) -> list[object]:
    found = list[object]()
    for each in columns:
        value = each.pre_save(row, add=True)
        as_it_is = value is None or (type(value) is str and isinstance(each, TEXTS))
        found.append(value if as_it_is else each.get_db_prep_save(value, connection))
    return found


@cache
def _columns(model: type[Model]) -> Columns:
    return [each for each in model._meta.concrete_fields if not each.primary_key]


@cache
def _text(model: type[Model], *, told: bool) -> str:
    """`told`: it answers with the id. The same on both databases, which quote alike."""
    quote = transaction.get_connection().ops.quote_name
    names, meta = [quote(each.column) for each in _columns(model)], model._meta
    text = f"INSERT INTO {quote(meta.db_table)} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"
    assert meta.pk is not None
    return f"{text} RETURNING {quote(meta.pk.column)}" if told else text
