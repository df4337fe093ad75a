"""A rehearsal in a process, a folder and a database of its own: it reaches nothing real, and no mail leaves."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings

from erasdu.rehearsal.stage import Order

SOURCE = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "erasdu.config.command"]
TAIL = 400


class Failed(Exception):
    """The rehearsal could not be played; says why."""


def run(order: Order, say: Callable[[int, int], None]) -> dict[str, Any]:
    """Play it; `say` hears how far it is, in days."""
    empty = migrated()
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=_shelf()) as folder:
        shutil.copyfile(empty, Path(folder, "rehearsal.sqlite3"))
        return _play(order, folder, say)


def _play(order: Order, folder: str, say: Callable[[int, int], None]) -> dict[str, Any]:
    arguments = [
        "rehearse", "--inside", f"--learners={order.learners}", f"--seed={order.seed}",
        f"--start={order.start.isoformat()}",
        f"--dates={json.dumps({name: day.isoformat() for name, day in order.dates.items()})}",
        f"--places={json.dumps(list(order.places), ensure_ascii=False)}",
    ]  # fmt: skip
    complaints = Path(folder, "complaints")
    with complaints.open("w") as errors:
        process = subprocess.Popen(
            [*COMMAND, *arguments], env=_environment(folder), stdout=subprocess.PIPE, stderr=errors, text=True
        )
    last = ""
    with process:
        try:
            for line in process.stdout or ():
                if line.startswith("day "):
                    _, day, days = line.split()
                    say(int(day), int(days))
                elif line.startswith("{"):  # others may print as well: the optimiser says its name
                    last = line
        except BaseException:
            process.kill()
            raise
    if process.returncode or not last:
        raise Failed(_why(complaints) or f"ended with {process.returncode}")
    found: dict[str, Any] = json.loads(last)
    return found


def _why(complaints: Path) -> str:
    """The end of what it said, without what a library counts when a process ends early."""
    lines = [line for line in complaints.read_text().splitlines() if "leaked" not in line and "nanobind" not in line]
    return "\n".join(lines)[-TAIL:].strip()


def _environment(folder: str) -> dict[str, str]:
    """Nothing of the real installation: its own folder, database and seal, and a mailbox instead of a server."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("ERASDU_")}
    own = {"ERASDU_VAR": folder, "ERASDU_DATABASE_URL": f"sqlite:///{folder}/rehearsal.sqlite3"}
    return others | own | {
        "ERASDU_DEMO": "1", "ERASDU_REHEARSAL": "1", "ERASDU_PLAIN_STATIC": "1",
        "DJANGO_SETTINGS_MODULE": SETTINGS,
    }  # fmt: skip


SETTINGS = "erasdu.config.settings"


def _shelf() -> Path:
    shelf = Path(settings.VAR) / "rehearsal"
    shelf.mkdir(parents=True, exist_ok=True)
    return shelf


def migrated() -> Path:
    """The empty database after all migrations of this version, with the towns; made the first time."""
    state = hashlib.sha256(b"with towns")
    for file in sorted(SOURCE.glob("**/migrations/*.py")):
        state.update(file.read_bytes())
    kept = _shelf() / f"empty-{state.hexdigest()[:16]}.sqlite3"
    if not kept.exists():
        with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=_shelf()) as folder:
            for command in (["migrate", "--verbosity=0"], ["towns"]):
                made = subprocess.run(
                    [*COMMAND, *command], env=_environment(folder), capture_output=True, text=True, check=False
                )
                if made.returncode:
                    raise Failed(made.stderr[-TAIL:].strip())
            for old in _shelf().glob("empty-*.sqlite3"):
                old.unlink(missing_ok=True)
            _whole(Path(folder, "rehearsal.sqlite3")).replace(kept)
    return kept


def _whole(file: Path) -> Path:
    """All of the write-ahead log in the file itself."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file
