"""Puts the gazetteer into the database."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db import connection, transaction

from erasdu.ground.places.models import Gazetteer, Name, Town
from erasdu.ground.places.rules import Found, fold

COLUMNS = ("name", "name_nl", "name_en", "country", "region", "latitude", "longitude", "population")
AT_ONCE = 2000


def load(found: Iterable[Found], edition: str, *, at: datetime) -> int:
    """All towns of an edition in place of those of the one before, or nothing.

    A town that went out of it stays, for somebody may live there. No person's data changes: the journal hears nothing.
    """
    with transaction.atomic():
        Name.objects.all().delete()
        towns = 0
        for batch in _batches(found):
            towns += len(batch)
            Town.objects.bulk_create(
                [Town(id=each.id, **{name: getattr(each, name) for name in COLUMNS}) for each in batch],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=COLUMNS,
            )
            _keep_names(batch)
        Gazetteer.objects.all().delete()
        Gazetteer.objects.create(edition=edition, loaded_at=at)
    return towns


def _keep_names(batch: Iterable[Found]) -> None:
    """As plain rows: there are 107,000, and to make an object of each took a third of loading all."""
    table, columns = connection.ops.quote_name(Name._meta.db_table), "town_id, folded, country, own"
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {table} ({columns}) VALUES (%s, %s, %s, %s)",
            [row for each in batch for row in names_of(each)],
        )


def names_of(found: Found) -> Iterator[tuple[int, str, str, bool]]:
    """Its own names and what others call it, each once: town, folded name, country, whether it is its own."""
    own = {fold(name) for name in (found.name, found.name_nl, found.name_en)} - {""}
    for folded in sorted(own | found.others):
        yield found.id, folded, found.country, folded in own


def _batches(found: Iterable[Found]) -> Iterator[list[Found]]:
    batch: list[Found] = []
    for each in found:
        batch.append(each)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
