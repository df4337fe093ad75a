"""The database of the tests, however it was made, has all that the models say."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, models

from tests.conftest import emptied
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db

MODELS = [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _supported(constraint: models.BaseConstraint) -> bool:
    """SQLite has no unique constraint in which two rows without a value are the same."""
    given = getattr(constraint, "nulls_distinct", None)
    return given is None or connection.features.supports_nulls_distinct_unique_constraints


def test_each_table_has_the_columns_rules_and_indexes_of_its_model() -> None:
    wrong: list[tuple[str, set[str]]] = []
    with connection.cursor() as cursor:
        for model in MODELS:
            table, known = model._meta.db_table, connection.introspection
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)} LIMIT 0")
            columns = {one[0] for one in cursor.description}
            rules = [one for one in model._meta.constraints if _supported(one)]
            wrong += [
                (table, columns ^ {field.column for field in model._meta.local_concrete_fields}),
                (table, {one.name for one in [*rules, *model._meta.indexes]} - _named(cursor, table)),
                (table, {field.column for field in _pointing(model)} - set(known.get_relations(cursor, table))),
            ]
    assert [(table, names) for table, names in wrong if names] == []
    assert len(MODELS) > 100


def _named(cursor: Any, table: str) -> set[str]:
    """What has a name within the table. Django cannot read each rule of SQLite, so there they are read as written."""
    if connection.vendor == "postgresql":
        return set(connection.introspection.get_constraints(cursor, table))
    cursor.execute("SELECT sql FROM sqlite_master WHERE tbl_name = %s", [table])
    return {
        name for (written,) in cursor.fetchall() for name in re.findall(r'(?:CONSTRAINT|INDEX) "(\w+)"', written or "")
    }


def _pointing(model: type[models.Model]) -> list[models.Field]:
    return [one for one in model._meta.local_concrete_fields if one.remote_field and one.db_constraint]


@pytest.mark.django_db(transaction=True)
def test_after_real_transactions_nothing_is_left_but_what_follows_migrations() -> None:
    """Those rows stay, and are still all that Django would make."""
    call_command("migrate", verbosity=0)
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in (ContentType, Permission)}
    OrganisationFactory()
    emptied()
    assert {model for model in MODELS if model._base_manager.exists()} == set(before)
    assert {model: set(model.objects.values_list("pk", flat=True)) for model in before} == before
    assert ContentType.objects.count() >= len(apps.get_models()) == Permission.objects.count() / 4
