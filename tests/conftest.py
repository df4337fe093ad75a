"""What every test may use."""

import gc
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import pytest
from django.conf import settings
from django.core.management.color import no_style
from django.db import connection
from django.template.base import Template
from django.template.context import Context
from django.test import Client, TransactionTestCase
from django.test.utils import instrumented_test_render
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as drawing

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.organisations.models import Role
from tests.dialects import differs
from tests.migrated import beforehand
from tests.sealing import seal_folder

# Static files straight from their sources. Not by ERASDU_PLAIN_STATIC: pytest-django read the settings before this file.
settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.WHITENOISE_USE_FINDERS = True
# Looked for when asked: otherwise every Client of a test lists all of them, which took half of the time.
settings.WHITENOISE_AUTOREFRESH = True
settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

# No test pulls the plug: SQLite need not wait for the disk. (The tests' PostgreSQL does not either.)
if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    settings.DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"

# On a busy machine drawing examples is slow: that says nothing about the rule. Each run draws others; who works on a
# rule takes --hypothesis-profile=thorough.
QUIETLY = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
drawing.register_profile("erasdu", max_examples=50, **QUIETLY)
drawing.register_profile("thorough", max_examples=1000, **QUIETLY)
drawing.load_profile("erasdu")

SOON = gc.get_threshold()
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EMPTYING = {"transactional_db", "live_server"}
DATABASE = EMPTYING | {"db", "django_db_setup"}
CLIENTS = {"client", "client_as"}
FOLLOWING = {"django_content_type", "auth_permission"}


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """On SQLite Django begins with what is there: see `tests.migrated`."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> Iterator[None]:
    with beforehand():
        yield


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """After a test with real transactions SQLite is emptied by DELETE, which events of papers refuse: the test that
    shows the refusal puts it back for itself."""
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("DROP TRIGGER IF EXISTS paperwork_event_kept")


@pytest.fixture(autouse=True)
def _in_the_language_of_the_site() -> Iterator[None]:
    """A page that was asked for in English leaves English behind for what its process does next: not for another test."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session", autouse=True)
def _vault_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test keeps a file in the installation's own vault."""
    settings.STORAGES["vault"]["OPTIONS"]["location"] = tmp_path_factory.mktemp("vault")


@pytest.fixture(scope="session", autouse=True)
def _seal_apart() -> None:
    """Tests seal with keys of their own: a fresh checkout has none."""
    settings.SEAL_FOLDER = seal_folder()


@pytest.fixture(scope="session", autouse=True)
def _emptied_but_for_what_follows_migrations(django_test_environment: None) -> None:
    """After a test with real transactions Django empties all tables, and makes each kind of row and permission anew,
    which takes thirty times as long: no test changes those."""
    TransactionTestCase._fixture_teardown = lambda _self: emptied()


def emptied() -> None:
    tables = set(connection.introspection.django_table_names(only_existing=True, include_views=False)) - FOLLOWING
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), sorted(tables)))


def pytest_itemcollected(item: pytest.Item) -> None:
    """What decides on which database a test runs (see tools/check.py): whether it asks for one, and for whole pages, or
    is of an app that both databases understand alike. Real transactions are another thing on each."""
    fixtures = set(getattr(item, "fixturenames", ()))
    if not DATABASE & fixtures and item.get_closest_marker("django_db") is None:
        item.add_marker("no_database")
    elif CLIENTS & fixtures:
        item.add_marker("page")
    elif not _empties(item) and not differs(item.path):
        item.add_marker("alike")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is slow first, so that no worker is left alone with it; what empties the database stays last."""
    items.sort(key=lambda item: (_empties(item), item.get_closest_marker("slow") is None))


@pytest.fixture(scope="session", autouse=True)
def _pages_are_told_once(django_test_environment: None) -> None:
    """What a page was drawn from is kept for the tests: of the page, not of each field and button in it once more."""
    around: list[Template] = []

    def render(self: Template, context: Context) -> str:
        if around:
            return self.nodelist.render(context)
        around.append(self)
        try:
            return instrumented_test_render(self, context)
        finally:
            around.pop()

    Template._render = render


def pytest_collection_finish() -> None:
    """What is loaded by now stays: Python need not look through it for garbage again and again. A test makes many
    objects and soon ends: that garbage is worth looking for less often than Python does."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 1000)


def pytest_unconfigure() -> None:
    gc.unfreeze()
    gc.set_threshold(*SOON)


def _empties(item: pytest.Item) -> bool:
    return bool(EMPTYING & set(getattr(item, "fixturenames", ()))) or any(
        mark.kwargs.get("transaction") for mark in item.iter_markers("django_db")
    )


@pytest.fixture
def at() -> datetime:
    """A Monday morning, 10.00 u. in Brussels."""
    return AT


@pytest.fixture
def clock(at: datetime) -> Iterator[datetime]:
    """The clock stands still at `at`."""
    with the_clock.standing_at(at):
        yield at


@pytest.fixture
def client_as(db: None) -> Callable[[Role], Client]:
    """A signed-in client in one role."""

    def sign_in(role: Role) -> Client:
        client = Client()
        client.force_login(role.person.account)
        session = client.session
        session["role"] = role.pk
        session.save()
        return client

    return sign_in
