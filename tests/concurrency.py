"""Several threads, or other processes, on one real database: for tests marked `django_db(transaction=True)`.

The usual test database of SQLite lives in memory, where threads share one cache and locks work otherwise.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connections

# Seconds. Nothing that is tested takes as long: a busy machine may take a minute to start a process.
STUCK = 300.0


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """Its address for other processes. On SQLite it is a copy in a file; on PostgreSQL the test database itself."""
    usual = connections["default"]
    if usual.vendor != "sqlite":
        given = usual.settings_dict
        yield f"postgres://{given['USER']}@{quote(given['HOST'], safe='')}/{given['NAME']}"
        return
    file, kept = tmp_path / "shared.sqlite3", connections.settings["default"]
    usual.ensure_connection()
    connections.settings["default"] = {**kept, "NAME": str(file)}
    copy = connections.create_connection("default")
    copy.inc_thread_sharing()
    copy.ensure_connection()
    usual.connection.backup(copy.connection)
    connections["default"] = copy
    try:
        yield f"sqlite:///{file}"
    finally:
        copy.dec_thread_sharing()
        copy.close()
        connections.settings["default"] = kept
        connections["default"] = usual


def together(*works: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own, begun at the same moment; their answers, or the first error."""
    start = threading.Barrier(len(works))
    answers: list[Any] = [None] * len(works)
    errors: list[BaseException] = []

    def run(place: int, work: Callable[[], Any]) -> None:
        try:
            start.wait(10)
            answers[place] = work()
        except BaseException as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    if errors:
        raise errors[0]
    assert not any(thread.is_alive() for thread in threads)
    return answers


def erasdu(*arguments: str, database: str, var: Path, **environment: str) -> "subprocess.Popen[bytes]":
    """Our command in a process of its own, outside the demo, on the shared database."""
    own = {
        "ERASDU_DATABASE_URL": database,
        "ERASDU_VAR": str(var),
        "ERASDU_SECRET": settings.SECRET_KEY,
        "ERASDU_DEMO": "0",
        "ERASDU_PLAIN_STATIC": "1",
        **environment,
    }
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ERASDU_")}
    command = [sys.executable, "-m", "erasdu.config.command", *arguments]
    return subprocess.Popen(command, env=clean | own, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def until(holds: Callable[[], bool], *processes: "subprocess.Popen[bytes]") -> None:
    """Wait for what one of our processes brings about. When one ended instead: what it said; none of them stays."""
    end = time.monotonic() + STUCK
    while not holds():
        gone = [process for process in processes if process.poll() is not None]
        if gone or time.monotonic() > end:
            for process in processes:
                process.kill()
            said = [process.communicate()[0].decode(errors="replace") for process in gone or processes]
            raise AssertionError("\n".join([f"{len(gone)} ended" if gone else f"nothing in {STUCK:g} s", *said]))
        time.sleep(0.02)
