"""Whoever waits for a rehearsal is not held up by it, also while its empty database is made or a day takes long."""

import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from erasdu.rehearsal import sandbox
from erasdu.rehearsal.stage import Order

ORDER = Order(4, 7, date(2026, 11, 26), {}, [("PT", "Porto", False)])
STOPPED = "Somebody stopped it"


class Stopped(Exception):
    """What the listener raises."""


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    monkeypatch.setattr(sandbox, "IDLE", 0.05)


def played_by(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", [sys.executable, "-c", script])


def test_a_silent_process_lets_others_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "migrated", lambda idle: Path(__file__))
    script = (
        "import time\nprint('day 3 9', flush=True)\ntime.sleep(0.6)\nprint('the optimiser')\nprint('{\"mails\": 4}')"
    )
    played_by(monkeypatch, script)
    said: list[tuple[int, int]] = []
    assert sandbox.run(ORDER, lambda day, days: said.append((day, days))) == {"mails": 4}
    assert said.count((3, 9)) > 3


def test_who_is_not_told_anything_may_still_stop_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "migrated", lambda idle: Path(__file__))
    played_by(monkeypatch, "import time\ntime.sleep(60)")

    def stop(day: int, days: int) -> None:
        raise Stopped(STOPPED)

    with pytest.raises(Stopped, match=STOPPED):
        sandbox.run(ORDER, stop)


def test_the_empty_database_is_made_while_others_work(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import os, sqlite3, time\n"
        "sqlite3.connect(os.path.join(os.environ['ERASDU_VAR'], 'rehearsal.sqlite3')).close()\n"
        "time.sleep(0.4)"
    )
    played_by(monkeypatch, script)
    others: list[int] = []
    kept = sandbox.migrated(lambda: others.append(1))
    assert kept.exists()
    assert len(others) > 3
    others.clear()
    assert sandbox.migrated(lambda: others.append(1)) == kept
    assert not others  # made once


def test_what_cannot_be_made_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    played_by(monkeypatch, "import sys\nsys.exit('no room left')")
    with pytest.raises(sandbox.Failed, match="no room left"):
        sandbox.migrated()
    monkeypatch.setattr(sandbox, "migrated", lambda idle: Path(__file__))
    with pytest.raises(sandbox.Failed, match="no room left"):
        sandbox.run(ORDER, lambda day, days: None)
