"""The empty database after all migrations, made once for each state of them: on SQLite each worker begins with a copy.

Django still runs `migrate` on the copy, which then finds nothing to do but what follows every migration.
"""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.db import connections

from tools.checkout import DEV_LOCK, LOCAL, LOCK, PYTHON, SOURCE, contents, held, remove

SHELF = LOCAL / "migrated"
IN_MEMORY = "file:memorydb_default?mode=memory&cache=shared"  # Django's name for it


@contextmanager
def beforehand() -> Iterator[None]:
    """The test database is there before Django makes it; in memory it stays as long as somebody is connected."""
    place = connections["default"].settings_dict["TEST"]["NAME"]
    with closing(sqlite3.connect(place or IN_MEMORY, uri=not place)) as begun:
        _fill(begun)
        yield


def _fill(begun: sqlite3.Connection) -> None:
    SHELF.mkdir(parents=True, exist_ok=True)
    file = SHELF / f"{contents(LOCK, DEV_LOCK, *sorted(SOURCE.glob('**/migrations/*.py')))}.sqlite3"
    with held(SHELF / "lock"):
        if not file.exists():
            for old in SHELF.glob("*.sqlite3"):
                remove(old)
            _make(file)
        with closing(sqlite3.connect(file)) as made:
            made.backup(begun)


def _make(file: Path) -> None:
    """In a process of its own, so that nothing of a test is in it."""
    with tempfile.TemporaryDirectory(dir=SHELF) as folder:
        made = Path(folder, "made.sqlite3")
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("ERASDU_")},
            "ERASDU_VAR": folder,
            "ERASDU_DATABASE_URL": f"sqlite:///{made}",
        }
        command = [str(PYTHON), "-m", "erasdu.config.command", "migrate", "--verbosity", "0"]
        subprocess.run(command, env=environment, check=True)
        made.rename(file)
