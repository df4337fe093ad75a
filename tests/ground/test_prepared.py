"""A prepared query must answer what the same query written anew answers, however many ids are asked about."""

from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Upper
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from erasdu.ground.organisations.models import Role
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import ANOTHER_DAY, ANOTHER_MOMENT, DAY, MOMENT, TEXT, THESE, THOSE, Prepared
from tests.factories.organisations import RoleFactory
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


def test_days_and_texts_stand_in_their_own_places() -> None:
    rows = [PersonFactory(language=language) for language in ("nl", "en", "nl")]
    noticed = Prepared(
        lambda: Person.objects.filter(
            language=TEXT, pk__in=THESE, created_at__date__gte=DAY, created_at__date__lt=ANOTHER_DAY
        ).order_by("pk")
    )
    pks, day = [row.pk for row in rows], rows[0].created_at.date()
    near = {"days": [day - timedelta(days=1), day + timedelta(days=2)]}

    assert noticed.of(pks, texts=["nl"], **near) == [rows[0], rows[2]]
    assert noticed.of(pks, texts=["en"], **near) == [rows[1]]
    assert noticed.of(pks, texts=["nl"], days=[day + timedelta(days=2), day + timedelta(days=3)]) == []


def test_one_row_or_none() -> None:
    one = Prepared(lambda: Person.objects.filter(pk__in=THESE))
    person = PersonFactory()

    assert one.one(person.pk) == one.first([person.pk]) == person
    assert one.first([person.pk + 1]) is None
    with pytest.raises(Person.DoesNotExist):
        one.one(person.pk + 1)


def test_all_rows_are_asked_for_without_a_list() -> None:
    everybody = Prepared(lambda: Person.objects.order_by("pk").values_list("pk")[:2])
    rows = [PersonFactory() for _ in range(3)]
    assert everybody.of() == [(row.pk,) for row in rows[:2]]


def test_moments_stand_in_their_own_places() -> None:
    person = PersonFactory()
    since = Prepared(lambda: Person.objects.filter(created_at__gte=MOMENT, created_at__lt=ANOTHER_MOMENT))
    at, second = person.created_at, timedelta(seconds=1)

    assert since.of(moments=[at, at + second]) == [person]
    assert since.of(moments=[at - second, at]) == []
    assert since.of(moments=[at + second, at + 2 * second]) == []


def test_rows_come_in_each_way_that_the_query_gives_them() -> None:
    person = PersonFactory(given_name="Noor")
    rows = Person.objects.filter(pk__in=THESE)

    assert Prepared(lambda: rows.values_list("given_name", flat=True)).of([person.pk]) == ["Noor"]
    assert Prepared(lambda: rows.values("given_name", "pk")).of([person.pk]) == [
        {"given_name": "Noor", "pk": person.pk}
    ]
    (row,) = Prepared(lambda: rows.annotate(called=Upper("given_name"))).of([person.pk])
    assert (row, row.called) == (person, "NOOR")
    with pytest.raises(ValueError, match="cannot be prepared"):
        Prepared(lambda: rows.values_list("given_name", named=True)).of([person.pk])


def test_what_a_row_joins_comes_with_it() -> None:
    role = RoleFactory()
    joined = Prepared(lambda: Role.objects.filter(pk__in=THESE).select_related("organisation__board", "person"))
    row = joined.one(role.pk)
    with CaptureQueriesContext(connection) as queries:
        assert (row.organisation, row.organisation.board, row.person) == (role.organisation, None, role.person)
    assert len(queries) == 0


@pytest.mark.django_db(transaction=True)
def test_rows_are_held_only_until_a_transaction_ends() -> None:
    person = PersonFactory()
    held = Prepared(lambda: Person.objects.select_for_update().filter(pk__in=THESE))
    with transaction.atomic():
        assert held.one(person.pk) == person
    if connection.features.has_select_for_update:
        with pytest.raises(TransactionManagementError):
            held.one(person.pk)
