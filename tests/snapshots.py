"""A database that takes long to fill is filled once for all workers of a run: SQLite copies it in a moment."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
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
    if connections["default"].vendor != "sqlite":
        fill()
        return
    kept = shelf / name
    with held(shelf / f"{name}.lock"):
        if kept.exists():
            _take(kept)
            return
        fill()
        _keep(shelf / f"{name}.part")
        (shelf / f"{name}.part").rename(kept)


def _keep(folder: Path) -> None:
    for name, used in _folders().items():
        shutil.copytree(used, folder / name)
    with closing(sqlite3.connect(folder / "database")) as kept:
        connections["default"].connection.backup(kept)


def _take(folder: Path) -> None:
    for name, used in _folders().items():
        shutil.copytree(folder / name, used, dirs_exist_ok=True)
    connections["default"].ensure_connection()
    with closing(sqlite3.connect(folder / "database")) as kept:
        kept.backup(connections["default"].connection)
    ContentType.objects.clear_cache()


def _folders() -> dict[str, Path]:
    """What rows refer to: the files in the vault, and the keys by which papers were sealed."""
    return {"vault": Path(settings.STORAGES["vault"]["OPTIONS"]["location"]), "seal": Path(settings.SEAL_FOLDER)}
