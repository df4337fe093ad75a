"""The two schools are made once for a file of tests, and each test gets them as they were."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from erasdu.ground.journal import clock as the_clock
from tests.conftest import AT
from tests.security import scene
from tests.security.scene import World


@pytest.fixture(scope="module")
def made_once(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """In a transaction around those of the tests, which each end at a savepoint within it."""
    with django_db_blocker.unblock(), the_clock.standing_at(AT):
        around = transaction.atomic()
        around.__enter__()
        made = scene.world()
    yield made
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        around.__exit__(None, None, None)


@pytest.fixture
def world(made_once: World, db: None, clock: object) -> World:
    """A copy, as a test may change what it holds."""
    cache.clear()
    return deepcopy(made_once)
