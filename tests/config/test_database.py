"""Statements made from what was made before are word for word those that Django makes."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.models import Count, F, Model, QuerySet, Subquery
from django.db.models.functions import Lower, Now
from django.db.models.sql import InsertQuery, compiler

from erasdu.config.database.compiler import SQLCompiler, SQLInsertCompiler, columns_of
from erasdu.ground.journal.models import Line, Subject
from tests.conftest import AT

OURS = [model for model in apps.get_models() if model.__module__.startswith("erasdu.")][::2]
pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="of this database only")


def asked(model: type[Model]) -> Iterator[QuerySet[Any, Any]]:
    """One table in the ways in which pages and actions ask for it."""
    rows: QuerySet[Any, Any] = model._default_manager.all()
    plain = [field for field in model._meta.concrete_fields if not field.primary_key]
    related = [field.name for field in model._meta.fields if field.is_relation]
    yield rows
    yield rows.filter(pk=1)
    yield rows.filter(pk__in=[1, 2]).order_by("-pk")[:3]
    yield rows.order_by(F("pk").desc())
    yield rows.order_by(*(field.name for field in plain[:2]), "pk").distinct()
    yield rows.filter(pk__in=Subquery(rows.filter(pk__gt=3).values("pk"))).exclude(pk=2)
    yield rows.annotate(there_are=Count("pk"), in_small=Lower("pk")).order_by("there_are", "pk")
    yield rows.extra(select={"one": "1"}).order_by("one")
    yield rows.values("pk", *(field.name for field in plain[:1])).order_by("pk")
    yield rows.select_for_update().filter(pk=4)
    bare = rows.order_by()
    yield bare.filter(pk=1).union(bare.filter(pk=2)).order_by("pk")
    if plain:
        yield rows.only(plain[0].name)
        yield rows.defer(plain[-1].name).order_by(plain[0].name)
    for name in related[:2]:
        yield rows.select_related(name).order_by(f"{name}__pk", "pk")
    if related:
        yield rows.select_related(*related).only(*related, "pk")
        yield rows.select_related(*related).annotate(there_are=Count(related[0])).order_by("-there_are")


def test_every_table_is_asked_in_the_words_of_django() -> None:
    for model in OURS:
        for again in ("made", "known"):
            for rows in asked(model):
                own = SQLCompiler(rows.query.clone(), connection, "default").as_sql()
                usual = compiler.SQLCompiler(rows.query.clone(), connection, "default").as_sql()
                assert own == usual, (model, again)


def test_the_connection_of_the_settings_makes_its_statements_so() -> None:
    assert type(Line.objects.all().query.get_compiler("default")) is SQLCompiler
    assert type(InsertQuery(Line).get_compiler("default")) is SQLInsertCompiler


def words_of(kind: type[Any], rows: list[Model], fields: list[Any]) -> Any:
    query = InsertQuery(type(rows[0]))
    query.insert_values(fields, rows)
    made = kind(query, connection, "default")
    made.returning_fields = [type(rows[0])._meta.pk]
    return made.as_sql()


def test_rows_are_written_in_the_words_of_django() -> None:
    fields = [field for field in Subject._meta.concrete_fields if not field.primary_key]
    for number in (1, 2, 1, 2, 9, 9):
        rows: list[Model] = [Subject(line_id=each, kind=f"a.b%s{each}", pk_of=7) for each in range(number)]
        assert words_of(SQLInsertCompiler, rows, fields) == words_of(compiler.SQLInsertCompiler, rows, fields)
        assert words_of(SQLInsertCompiler, rows, fields[:2]) == words_of(compiler.SQLInsertCompiler, rows, fields[:2])
    for at in (AT, Now(), AT):  # what the database reckons has words of its own
        line: list[Model] = [Line(code="a", at=at, via="page", data={"a": ["é", "%s"]})]
        fields = [field for field in Line._meta.concrete_fields if not field.primary_key]
        assert words_of(SQLInsertCompiler, line, fields) == words_of(compiler.SQLInsertCompiler, line, fields)


@pytest.mark.django_db
def test_values_come_back_as_they_were_written() -> None:
    for number in range(3):
        written = Line.objects.create(code=f"a{number}", at=AT, via="page", data={"days": [number, None, "é"]})
        Subject.objects.bulk_create([Subject(line=written, kind="a.b", pk_of=place) for place in range(number + 1)])
        read = Line.objects.get(pk=written.pk)
        assert (read.at, read.data, read.code) == (AT, {"days": [number, None, "é"]}, f"a{number}")
        (about, *_more) = Subject.objects.select_related("line").order_by("pk_of").filter(line=written)
        assert (about.line, about.line.at, about.line.data) == (written, AT, read.data)


def test_a_table_that_gets_another_column_is_listed_anew() -> None:
    class Changed(models.Model):
        class Meta:
            app_label = "journal"
            apps = type(apps)()

    assert [one.target.name for one in columns_of(Changed._meta, "a")] == ["id"]
    models.IntegerField().contribute_to_class(Changed, "later")
    assert [one.target.name for one in columns_of(Changed._meta, "a")] == ["id", "later"]
