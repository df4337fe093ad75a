"""How statements are made: as Django does, but the columns of a table and the words of an INSERT are made once.

Most of the work of a short statement is listing the columns of its tables, always the same ones. Whatever is not a
plain table that is read, or a few rows that are written, is left to Django.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django.db.models.expressions import Col
from django.db.models.fields import Field
from django.db.models.sql import compiler

__all__ = ["SQLAggregateCompiler", "SQLCompiler", "SQLDeleteCompiler", "SQLInsertCompiler", "SQLUpdateCompiler"]

COLUMNS, WORDS = "_columns_made", "_words_made"  # kept with the table they are of
ROWS = 8  # of an INSERT whose words are kept

SQLAggregateCompiler = compiler.SQLAggregateCompiler
SQLDeleteCompiler = compiler.SQLDeleteCompiler
SQLUpdateCompiler = compiler.SQLUpdateCompiler


class Column(Col):
    """A column of a table under a name, made once: it remembers how it is written."""

    def __init__(self, alias: str, target: Any, output_field: Any = None) -> None:
        super().__init__(alias, target, output_field)
        self.written = ""
        self.usual: Any = None

    @classmethod
    def like(cls, usual: Any) -> "Column":
        made = cls(usual.alias, usual.target, usual.output_field)
        made.usual = usual
        return made

    @cached_property
    def identity(self) -> Any:
        """The same as that of Django's own, so that one is found by the other."""
        return (self.usual or Col(self.alias, self.target, self.output_field)).identity

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self.written:
            self.written = connection.ops.quote_name(self.target.column)
        return f"{compiler.quote_name_unless_alias(self.alias)}.{self.written}", []

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        return sql, params


def columns_of(opts: Any, alias: str) -> list[Column]:
    """All columns of a table under that name, made anew when it has got others; none of a table that is not plain."""
    fields, known = opts.__dict__.get(COLUMNS, (None, {}))
    if fields is not opts.concrete_fields:
        fields, known = opts.concrete_fields, {}
        opts.__dict__[COLUMNS] = fields, known
    if alias not in known:
        made = [field.get_col(alias) for field in fields]
        plain = not opts.proxy and not opts.parents and all(map(_is_plain, made))
        known[alias] = [Column.like(one) for one in made] if plain else []
    found: list[Column] = known[alias]
    return found


def _is_plain(column: Any) -> bool:
    return type(column) is Col and type(column.output_field).select_format is Field.select_format


class SQLCompiler(compiler.SQLCompiler):
    connection: Any

    def compile(self, node: Any) -> Any:
        return node.as_sql(self, self.connection) if node.__class__ is Column else super().compile(node)

    def get_default_columns(
        self, select_mask: Any, start_alias: str | None = None, opts: Any = None, from_parent: Any = None
    ) -> list[Any]:
        of = opts or self.query.get_meta()
        if of is not None and not select_mask:
            found = columns_of(of, start_alias or self.query.get_initial_alias())
            if found:
                return [*found]
        return super().get_default_columns(select_mask, start_alias, opts, from_parent)

    def get_select(self, with_col_aliases: bool = False) -> Any:
        """Of a whole table and nothing else, without asking each column whether it is something else."""
        query = self.query
        more = query.extra_select or query.annotation_select or query.select_related or query.deferred_loading[0]
        if with_col_aliases or more or not query.default_cols or query.selected is not None:
            return super().get_select(with_col_aliases)
        if not (columns := self.get_default_columns({})):
            return super().get_select(with_col_aliases)
        select = [(column, self.compile(column), None) for column in columns]
        return select, {"model": query.model, "select_fields": list(range(len(columns)))}, {}

    def get_converters(self, expressions: list[Any]) -> dict[int, Any]:
        """How values are read: known for each column on this connection."""
        known, found = self.connection.read_by, {}
        for place, column in enumerate(expressions):
            if column.__class__ is not Column:
                return super().get_converters(expressions)
            of, readers = known.get(id(column), (None, ()))
            if of is not column:
                own = column.get_db_converters(self.connection)
                readers = self.connection.ops.get_db_converters(column) + own
                known[id(column)] = column, readers
            if readers:
                found[place] = readers, column
        return found

    def _order_by_pairs(self) -> Any:
        """By names of fields, while nothing selected has a name of its own: it is not sought in what is selected."""
        query, opts = self.query, self.query.get_meta()
        named = query.combinator or query.extra_order_by or any(alias for _, _, alias in self.select or ())
        by = (*query.order_by, *((opts.ordering if opts else None) or ()))
        usual: Callable[[], Any] = super()._order_by_pairs
        if named or not all(isinstance(each, str) for each in by):
            return usual()
        kept, self.select = self.select, None
        try:
            return iter(list(usual()))
        finally:
            self.select = kept


class SQLInsertCompiler(compiler.SQLInsertCompiler, SQLCompiler):
    def as_sql(self) -> Any:  # type: ignore[override]
        """Some rows of plain values in the words of as many rows before."""
        query: Any = self.query
        fields, opts = query.fields, query.get_meta()
        if not 1 <= len(query.objs) <= ROWS or not fields or query.on_conflict or query.raw:
            return super().as_sql()
        known: dict[object, str] = opts.__dict__.setdefault(WORDS, {})
        given, back = tuple(each.column for each in fields), tuple(each.column for each in self.returning_fields or ())
        key = opts.db_table, given, back, len(query.objs)
        if key not in known:
            made: Any = super().as_sql()
            if len(made) == 1 and made[0][0].count("%s") == len(made[0][1]) == len(given) * len(query.objs):
                known[key] = made[0][0]
            return made
        values = [self.prepare_value(each, self.pre_save_val(each, row)) for row in query.objs for each in fields]
        if any(hasattr(value, "as_sql") for value in values):
            return super().as_sql()
        return [(known[key], tuple(values))]
