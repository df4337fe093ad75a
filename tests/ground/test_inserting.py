"""A row that is put in by a statement written once must be the one that `save` writes, and fail as that does."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.forms.models import model_to_dict
from django.test.utils import CaptureQueriesContext

from erasdu.ground.inserting import insert, insert_all, insert_unless_there
from erasdu.ground.journal.models import Line, Subject
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 27, 2, 30, 15, 123456, tzinfo=UTC)


def line(**more: object) -> Line:
    values = {"code": "paper.signed", "at": AT, "person": 3, "role": "learner", "via": "link", "data": {"a": "é €"}}
    return Line(**values | more)


def test_it_is_the_same_row_as_when_it_is_saved() -> None:
    saved, put = line(), line()
    saved.save(force_insert=True)

    assert insert(put) is put
    assert put.pk == saved.pk + 1
    found = Line.objects.get(pk=put.pk)
    assert (
        model_to_dict(found, exclude=["id"])
        == model_to_dict(saved, exclude=["id"])
        == model_to_dict(put, exclude=["id"])
    )


def test_it_can_be_saved_after_that() -> None:
    put = insert(line())
    put.role = "guardian"
    put.save(update_fields=["role"])
    assert Line.objects.get(pk=put.pk).role == "guardian"


def test_what_has_no_value_and_what_points_elsewhere() -> None:
    person = PersonFactory()
    letter = insert(
        Letter(
            person=person, address="a@example.org", language="nl", template="x", subject="s", text="t", once="once",
            created_at=AT, due=AT,
        )
    )  # fmt: skip
    found = Letter.objects.get(pk=letter.pk)
    assert (found.person, found.link, found.created_at, found.key) == (person, None, AT, letter.key)


def test_twice_the_same_is_refused_and_undone_as_ever() -> None:
    first = insert(line(seq=7))
    with pytest.raises(IntegrityError), transaction.atomic():
        insert(line(seq=7))
    assert [row.pk for row in Line.objects.all()] == [first.pk]


def test_many_go_in_with_one_statement_and_none_without() -> None:
    put = insert(line())
    with CaptureQueriesContext(connection) as queries:
        insert_all([Subject(line=put, kind="people.person", pk_of=number) for number in (1, 2, 3)])
        insert_all([])
    assert len(queries) == 1
    assert list(put.subjects.order_by("pk_of").values_list("kind", "pk_of")) == [
        ("people.person", 1),
        ("people.person", 2),
        ("people.person", 3),
    ]


def test_what_exists_once_is_not_put_in_again_and_nothing_is_undone() -> None:
    first, second, third = line(seq=7), line(seq=7), line(seq=8)
    with transaction.atomic():
        PersonFactory(given_name="Noor")
        with CaptureQueriesContext(connection) as queries:
            assert [insert_unless_there(each) for each in (first, second, third)] == [True, False, True]
    assert len(queries) == 3  # no savepoint
    assert (second.pk, second._state.adding) == (None, True)
    assert list(Line.objects.order_by("pk")) == [first, third]
    assert Person.objects.filter(given_name="Noor").exists()
