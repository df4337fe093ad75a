"""Hosts who are asked at the end of a stay what was reached."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.urls import reverse

from erasdu.ground.links.models import Link
from erasdu.ground.post.queries import place_of
from erasdu.journey.agreements import access, queries
from erasdu.journey.agreements.models import LearningPlan
from erasdu.office.notices.queries.things.persons import acting_for, office
from erasdu.office.notices.queries.things.thing import UNKNOWN, Thing
from erasdu.office.notices.rules import Item

AHEAD, LATE = timedelta(days=14), timedelta(days=60)  # of the last day of the stay


def to_assess(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Each stay that ends soon or ended, as long as its host has not said what was reached."""
    plans = queries.to_assess(on, on - LATE, on + AHEAD)
    plans = plans if pks is None else [plan for plan in plans if plan.pk in pks]
    links = _links(plans)
    acting, coordinating = acting_for({plan.mobility.sending_id for plan in plans}), office()
    found = []
    for plan in plans:
        if link := links.get(plan.pk):
            stay = plan.mobility
            contacts = acting.get(stay.sending_id, ()) or coordinating
            relations = {"self": (link.person_id,), "contact_point": contacts, "coordinator": coordinating}
            item = Item("assess_stay", access.SUBJECT, plan.pk, UNKNOWN, stay.planned_until, relations)
            page, schools = reverse("agreements:show", args=[plan.key]), frozenset({stay.sending_id})
            found.append(Thing(item, schools, stay.person.given_name, page, place_of(link), call=stay.call))
    return found


def _links(plans: Iterable[LearningPlan]) -> dict[int, Link]:
    """Plan → the link of who assesses it."""
    rows = Link.objects.filter(
        purpose=access.ASSESS, subject_kind=access.SUBJECT, subject_pk__in=[plan.pk for plan in plans], revoked_at=None,
        person__erased_at=None,
    )  # fmt: skip
    return {row.subject_pk: row for row in rows.order_by("pk")}
