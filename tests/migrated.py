"""The empty database after all migrations, made once for each state of them: every worker begins with a copy.

On SQLite a file that the next run finds as well, made in a quarter of the time (see `tests.migrating`); on PostgreSQL,
as in production, a template within the server of this run, made as an installation makes it.
Django still runs `migrate` on the copy, which then finds nothing to do but what follows every migration.

    python -m tests.migrated [ADDRESS]    makes both ahead, while nobody waits for them
"""

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
from django.db import connections

from tools.checkout import DEV_LOCK, LOCAL, LOCK, PYTHON, SOURCE, contents, held, remove

SHELF = LOCAL / "migrated"
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"  # Django's name for it
TEMPLATE = "migrated"


@contextmanager
def beforehand() -> Iterator[None]:
    """The test database is there before Django makes it, or Django knows what to copy."""
    given = connections["default"].settings_dict
    if connections["default"].vendor == "postgresql":
        template(f"postgres://{given['USER']}@{quote(given['HOST'], safe='')}/{given['NAME']}")
        given["TEST"]["TEMPLATE"] = TEMPLATE
        yield
        return
    place = given["TEST"]["NAME"]
    with closing(sqlite3.connect(place or IN_MEMORY, uri=not place)) as begun:  # in memory it stays as long as this
        with closing(sqlite3.connect(file())) as made:
            made.backup(begun)
        yield


def file() -> Path:
    """The database of SQLite."""
    SHELF.mkdir(parents=True, exist_ok=True)
    kept = SHELF / f"{contents(LOCK, DEV_LOCK, *sorted(SOURCE.glob('**/migrations/*.py')))}.sqlite3"
    with held(SHELF / "lock"):
        if not kept.exists():
            for old in SHELF.glob("*.sqlite3"):
                remove(old)
            with tempfile.TemporaryDirectory(dir=SHELF) as folder:
                made = Path(folder, "made.sqlite3")
                _migrate(f"sqlite:///{made}", "tests.migrating")
                made.rename(kept)
    return kept


def template(address: str) -> None:
    """The database of PostgreSQL that others are copied from; `address` is of another one on the same server."""
    SHELF.mkdir(parents=True, exist_ok=True)
    with held(SHELF / "postgres.lock"), psycopg.connect(address, autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE]).fetchone():
            return
        server.execute(f"CREATE DATABASE {TEMPLATE}_unfinished")
        _migrate(f"{address.rpartition('/')[0]}/{TEMPLATE}_unfinished", "erasdu.config.command", "migrate")
        server.execute(f"ALTER DATABASE {TEMPLATE}_unfinished RENAME TO {TEMPLATE}")


def _migrate(address: str, *program: str) -> None:
    """In a process of its own, so that nothing of a test is in it."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ERASDU_")}
    command = [str(PYTHON), "-m", *program, "--verbosity", "0"]
    with tempfile.TemporaryDirectory(dir=SHELF) as folder:
        own = {"ERASDU_VAR": folder, "ERASDU_DATABASE_URL": address}
        subprocess.run(command, env=others | own, check=True)


if __name__ == "__main__":
    template(sys.argv[1]) if sys.argv[1:] else file()
