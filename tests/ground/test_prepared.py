"""A prepared query must answer what the same query written anew answers, however many ids are asked about."""

import pytest
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext

from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, THOSE, Prepared
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
SOME = Prepared(lambda: Person.objects.filter(pk__in=THESE).order_by("-pk").values_list("pk", "given_name"))
ROWS = Prepared(lambda: Person.objects.filter(Q(pk__in=THESE) | Q(pk__in=THOSE), erased_at=None).order_by("pk"))


@pytest.mark.parametrize("number", [1, 3, 40])
def test_it_answers_for_as_many_as_are_asked_about(number: int) -> None:
    pks = [PersonFactory().pk for _ in range(number + 1)][:number]
    wanted = Person.objects.filter(pk__in=pks).order_by("-pk").values_list("pk", "given_name")

    assert SOME.of(pks) == list(wanted)
    assert SOME.of([*pks, *pks]) == list(wanted)
    assert len(wanted) == number


def test_each_list_stands_in_its_own_place() -> None:
    first, second, third = (PersonFactory() for _ in range(3))

    assert ROWS.of([first.pk], [third.pk]) == [first, third]
    assert ROWS.of([], [second.pk]) == [second]
    assert ROWS.of([second.pk], []) == [second]


def test_nobody_is_asked_about_without_a_query() -> None:
    PersonFactory()
    with CaptureQueriesContext(connection) as queries:
        assert SOME.of([]) == []
        assert ROWS.of([], []) == []
    assert len(queries) == 0


def test_rows_are_whole_ones() -> None:
    person = PersonFactory()
    (row,) = ROWS.of([person.pk], [])
    with CaptureQueriesContext(connection) as queries:
        assert (row.given_name, row.email, row.key) == (person.given_name, person.email, person.key)
    assert len(queries) == 0


def test_what_changed_since_is_seen() -> None:
    person = PersonFactory(given_name="Noor")
    assert SOME.of([person.pk]) == [(person.pk, "Noor")]
    Person.objects.filter(pk=person.pk).update(given_name="Nora")
    assert SOME.of([person.pk]) == [(person.pk, "Nora")]
