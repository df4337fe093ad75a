"""What Django looks for in a database: the connection, and with which compiler it makes its statements."""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base, operations

KEPT = 2000  # statements


class DatabaseOperations(operations.DatabaseOperations):
    compiler_module = "erasdu.config.database.compiler"


class Cursor(base.SQLiteCursorWrapper):
    """Rewrites the places for values of a statement once."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        if param_names is None:
            return _with_marks(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(KEPT)
def _with_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.read_by: dict[int, Any] = {}  # column, and how its values are read, by the identity of the column

    def create_cursor(self, name: str | None = None) -> Any:
        return self.connection.cursor(factory=Cursor)
