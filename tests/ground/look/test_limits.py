"""Limits in the shared cache: never one more than allowed, each key for itself."""

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from erasdu.ground.look.limits import Limit

pytestmark = pytest.mark.django_db


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amount=st.integers(1, 12), tries=st.integers(0, 20))
def test_never_one_more_than_allowed(db, amount, tries):
    cache.clear()
    limit = Limit("some", amount, 60)
    assert sum(limit.take("a") for _ in range(tries)) == min(amount, tries)
    assert limit.used("a") == min(amount, tries)
    assert limit.is_full("a") == (tries >= amount)


def test_each_key_and_each_limit_counts_for_itself():
    cache.clear()
    one, other = Limit("one", 1, 60), Limit("other", 1, 60)
    assert one.take("Mia@school.example")
    assert not one.take("mia@SCHOOL.example")
    assert one.take("jan@school.example")
    assert other.take("mia@school.example")


def test_a_place_comes_free_after_its_time():
    cache.clear()
    gone = Limit("gone", 1, 0)
    assert gone.take("a")
    assert gone.take("a")


def test_what_is_given_back_may_be_taken_again():
    cache.clear()
    limit = Limit("back", 2, 60)
    limit.take("a")
    limit.take("a")
    limit.give_back("a")
    assert limit.used("a") == 1
    assert limit.take("a")
    limit.clear("a")
    limit.give_back("a")
    assert limit.used("a") == 0
