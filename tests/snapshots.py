"""A database that takes long to fill is filled once for all workers of a run: SQLite copies it in a moment."""

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connections

from tools.checkout import held


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this run share, and no other run."""
    own = tmp_path_factory.getbasetemp()
    return own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


def filled(shelf: Path, name: str, fill: Callable[[], None]) -> None:
    """The empty test database as `fill` fills it: `fill` works the first time, what it made is copied afterwards."""
    database = connections["default"]
    if database.vendor != "sqlite":
        fill()
        return
    database.ensure_connection()
    file = shelf / f"{name}.sqlite3"
    with held(file.with_suffix(".lock")):
        if file.exists():
            with closing(sqlite3.connect(file)) as kept:
                kept.backup(database.connection)
            ContentType.objects.clear_cache()
            return
        fill()
        made = file.with_suffix(".part")
        with closing(sqlite3.connect(made)) as kept:
            database.connection.backup(kept)
        made.rename(file)
