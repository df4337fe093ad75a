"""A partner's table of learners, and taking it back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import cancel
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.nominations import access, queries
from erasdu.journey.nominations.actions.nominating import nominate
from erasdu.journey.nominations.models import ImportBatch, Nomination
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import no


@transaction.atomic
def import_learners(
    call: Call, partner: Organisation, rows: Sequence[Mapping[str, Any]], *, by: Actor, at: datetime
) -> ImportBatch:
    """Every row or none: what a preview called valid can be refused here when it no longer is."""
    access.may_nominate(by, call, partner, at=at).require()
    batch = ImportBatch.objects.create(call=call, partner=partner, by_id=by.person, at=at)
    made = [nominate(call, partner, row, by=by, at=at, way="import") for row in rows]
    batch.nominations.set(made)
    journal.record("nominations.imported", subjects=[batch, call], by=by, at=at, number=len(made))
    return batch


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Take out what the import made, as far as nothing was built on it: how many went, how many stay."""
    access.may_undo_import(by, batch).require()
    if not ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=at):
        no("import_undone").require()
    rows = list(batch.nominations.select_related("mobility__person", "mobility__profile"))
    untouched = [row for row in rows if queries.is_untouched(row)]
    for nomination in untouched:
        _remove(nomination, at)
    journal.record(
        "nominations.import_undone", subjects=[batch, batch.call], by=by, at=at, removed=len(untouched)
    )  # fmt: skip
    batch.undone_at = at
    return len(untouched), len(rows) - len(untouched)


def _remove(nomination: Nomination, at: datetime) -> None:
    """The nomination with its stay, and who was made with it when nothing else is known of them."""
    guardians = [one.person for one in nomination.guardians.select_related("person")]
    since = nomination.nominated_at
    mobility = nomination.mobility
    nomination.delete()
    for person in (mobilities.take_out(mobility), *guardians):
        _forget(person, since, at)


def _forget(person: Person, since: datetime, at: datetime) -> None:
    if person.created_at != since or queries.is_known_otherwise(person):
        return
    for letter in person.letters.all():
        cancel(letter, at=at)
    person.delete()
