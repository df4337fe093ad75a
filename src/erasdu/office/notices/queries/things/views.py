"""What teachers and counsellors were asked to say about learners."""

from collections.abc import Collection
from datetime import date

from django.db.models import QuerySet

from erasdu.ground.links.models import Link
from erasdu.ground.post.queries import place_of
from erasdu.ground.prepared import DAY, Prepared
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.selection.models import Input, Selection
from erasdu.journey.selection.states import KNOWN
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.queries.things.thing import Thing
from erasdu.office.notices.rules import Item


def to_give(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Each learner about whom somebody was asked, until the school has decided."""
    asked = ASKED.of(days=[on]) if pks is None else list(_asked(on).filter(pk__in=pks))
    enrolments = {row.candidacy.enrolment_id for row in asked}
    deciding = Selection.objects.filter(enrolment__in=enrolments).exclude(state__in=KNOWN)
    selections = dict(deciding.values_list("enrolment", "pk"))
    links = _links({row.role.person_id for row in asked}, selections.values())
    found = []
    for row in asked:
        selection = selections.get(row.candidacy.enrolment_id, 0)
        if link := links.get((row.role.person_id, selection)):
            since, name, call = brussels_date(row.asked_at), row.candidacy.learner.given_name, row.candidacy.call
            item = Item(
                "give_input",
                "selection.input",
                row.pk,
                since,
                None,
                {"self": (row.role.person_id,)},
                until=call.files_deadline,
            )
            schools = frozenset({row.candidacy.school_id})
            found.append(Thing(item, schools, name, link=place_of(link), call=call, dossier=row.candidacy.key))
    return found


def _asked(on: date) -> QuerySet[Input]:
    rows = Input.objects.filter(
        given_at=None, withdrawn_at=None, role__until=None, candidacy__state__in=LIVE,
        candidacy__call__files_deadline__gte=on,
    )  # fmt: skip
    return rows.select_related("candidacy__learner", "candidacy__call", "role").order_by("pk")


ASKED = Prepared(lambda: _asked(DAY))


def _links(persons: Collection[int], selections: Collection[int]) -> dict[tuple[int, int], Link]:
    """(person, selection) → the link by which they answer."""
    rows = Link.objects.filter(
        person__in=persons, purpose="selection.input", subject_kind="selection.selection",
        subject_pk__in=list(selections), revoked_at=None,
    )  # fmt: skip
    return {(row.person_id, row.subject_pk): row for row in rows}
