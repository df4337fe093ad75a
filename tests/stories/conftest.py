"""What every story may use, and how a story stays cheap.

- `open_page` gives a window in the worker's one browser. A window that is kept (log in once, then go on in it) has its
  style and script; each new one fetches them again.
- Who needs the demo asks for `demo`: it is played once in a run and copied in a tenth of a second afterwards.
- Rows that are not the subject of the story come from the factories, not from pressing through the pages before.
- `axe` once for each state of a page that looks different; the same page in another row needs it no second time.
- Wait for what the page says (`expect`, `wait_for_url`), never for a time or for the network to be silent.
- `shot` takes pictures only with ERASDU_PICTURES=1, so it may stand anywhere.
- A story of more than half a minute is marked `slow`: it begins first, so that no worker is left alone with it.
"""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper as SQLite

from erasdu.demo.actions import load
from erasdu.ground.journal import clock
from tests.browser import chromium, desktop, open_page, phone, story_clock
from tests.migrated import beforehand
from tests.snapshots import filled, shelf

HERE = Path(__file__).parent
__all__ = ["chromium", "desktop", "open_page", "phone", "shelf", "story_clock"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """While one worker plays the demo, the others begin with slow stories that need none instead of waiting for it."""
    places = [place for place, item in enumerate(items) if HERE in item.path.parents]
    stories = [items[place] for place in places]
    demo = [item for item in stories if "demo" in getattr(item, "fixturenames", ())]
    others = [item for item in stories if item not in demo]
    order = [*demo[:1], *others[:5], *demo[1:], *others[5:]]  # each of three workers takes two at first
    for place, item in zip(places, order, strict=True):
        items[place] = item


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory, django_db_modify_db_settings_parallel_suffix: None
) -> Iterator[None]:
    """SQLite in a file: the server's threads must each have a connection of their own, as in real life."""
    database = connections["default"]
    if database.vendor == "sqlite":
        database.settings_dict["TEST"]["NAME"] = str(Path(tmp_path_factory.mktemp("database"), "stories.sqlite3"))
    with beforehand():
        yield


@pytest.fixture(autouse=True)
def _threads_apart(transactional_db: None) -> None:
    """A database in memory is one connection for all threads of the server, in which two requests at once break each
    other: it is there when tests from elsewhere came first in the same run."""
    if isinstance(connections["default"], SQLite):
        assert not connections["default"].is_in_memory_db(), "run stories apart from other tests"


@pytest.fixture
def demo(transactional_db: None, shelf: Path) -> None:
    """The demo as it is today, with the towns: without them nobody is near anything, and few are matched."""

    def whole() -> None:
        call_command("towns", stdout=io.StringIO())
        load(clock.today(), lambda scene: None)

    filled(shelf, "demo", whole)
