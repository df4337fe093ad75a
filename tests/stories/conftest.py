"""What every story may use."""

from pathlib import Path

import pytest
from django.db import connections

from tests.browser import chromium, desktop, open_page, phone, story_clock

__all__ = ["chromium", "desktop", "open_page", "phone", "story_clock"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> None:
    """SQLite in a file: the server's threads must each have a connection of their own, as in real life."""
    database = connections["default"]
    if database.vendor != "sqlite":
        request.getfixturevalue("django_db_modify_db_settings_parallel_suffix")
        return
    database.settings_dict["TEST"]["NAME"] = str(Path(tmp_path_factory.mktemp("database"), "stories.sqlite3"))
