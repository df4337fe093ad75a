"""A rehearsal in a process, a folder and a database of its own: it reaches nothing real, and no mail leaves."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import IO, Any

from django.conf import settings

from erasdu.rehearsal.stage import Order

SOURCE = Path(__file__).resolve().parents[1]
COMMAND = [sys.executable, "-m", "erasdu.config.command"]
TAIL = 400
IDLE = 1.0  # seconds that a process may keep silent before whoever waits for it does something else


class Failed(Exception):
    """The rehearsal could not be played; says why."""


def run(order: Order, say: Callable[[int, int], None]) -> dict[str, Any]:
    """Play it; `say` hears how far it is, in days, and the same again after each second without news.

    It may raise to end it: the process ends too.
    """
    empty = migrated(lambda: say(0, 0))
    with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=_shelf()) as folder:
        shutil.copyfile(empty, Path(folder, "rehearsal.sqlite3"))
        return _play(order, folder, say)


def _play(order: Order, folder: str, say: Callable[[int, int], None]) -> dict[str, Any]:
    own = Path(folder, "own.json")
    arguments = [
        "rehearse", "--inside", f"--learners={order.learners}", f"--seed={order.seed}",
        f"--start={order.start.isoformat()}",
        f"--dates={json.dumps({name: day.isoformat() for name, day in order.dates.items()})}",
        f"--places={json.dumps(list(order.places), ensure_ascii=False)}", f"--own={own}",
    ]  # fmt: skip
    own.write_text(json.dumps(order.own, ensure_ascii=False), "utf-8")
    complaints = Path(folder, "complaints")
    with complaints.open("w") as errors:
        process = subprocess.Popen(
            [*COMMAND, *arguments], env=_environment(folder), stdout=subprocess.PIPE, stderr=errors, text=True
        )
    last, day, days = "", 0, 0
    with process:
        try:
            for line in _lines(process.stdout):
                if line.startswith("day "):
                    day, days = (int(number) for number in line.split()[1:])
                elif line.startswith("{"):  # others may print as well: the optimiser says its name
                    last = line
                if not line or line.startswith("day "):
                    say(day, days)
        except BaseException:
            process.kill()
            raise
    if process.returncode or not last:
        raise Failed(_why(complaints) or f"ended with {process.returncode}")
    found: dict[str, Any] = json.loads(last)
    return found


def _lines(output: IO[str] | None) -> Iterator[str]:
    """What a process prints, as it prints it, and an empty text after each second in which it printed nothing."""
    printed: SimpleQueue[str | None] = SimpleQueue()

    def read() -> None:
        for line in output or ():
            printed.put(line)
        printed.put(None)

    Thread(target=read, daemon=True).start()
    while True:
        try:
            line = printed.get(timeout=IDLE)
        except Empty:
            yield ""
            continue
        if line is None:
            return
        yield line


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


def migrated(idle: Callable[[], None] = lambda: None) -> Path:
    """The empty database after all migrations of this version, with the towns; made the first time.

    That takes a while: `idle` is called once a second meanwhile, and may raise to end it.
    """
    state = hashlib.sha256(b"with towns")
    for file in sorted(SOURCE.glob("**/migrations/*.py")):
        state.update(file.read_bytes())
    kept = _shelf() / f"empty-{state.hexdigest()[:16]}.sqlite3"
    if not kept.exists():
        with tempfile.TemporaryDirectory(prefix="rehearsal-", dir=_shelf()) as folder:
            for command in (["migrate", "--verbosity=0"], ["towns"]):
                _make([*COMMAND, *command], folder, idle)
            for old in _shelf().glob("empty-*.sqlite3"):
                old.unlink(missing_ok=True)
            _whole(Path(folder, "rehearsal.sqlite3")).replace(kept)
    return kept


def _make(command: list[str], folder: str, idle: Callable[[], None]) -> None:
    complaints = Path(folder, "complaints")
    with complaints.open("w") as errors:
        process = subprocess.Popen(command, env=_environment(folder), stdout=subprocess.DEVNULL, stderr=errors)
    with process:
        try:
            while True:
                try:
                    process.wait(timeout=IDLE)
                    break
                except subprocess.TimeoutExpired:
                    idle()
        except BaseException:
            process.kill()
            raise
    if process.returncode:
        raise Failed(_why(complaints) or f"ended with {process.returncode}")


def _whole(file: Path) -> Path:
    """All of the write-ahead log in the file itself."""
    with closing(sqlite3.connect(file)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return file
