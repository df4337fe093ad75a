"""Hosts who are asked to fill in a learning agreement, and at the end of a stay what was reached."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.urls import reverse

from erasdu.ground.links.models import Link
from erasdu.ground.post.queries import place_of
from erasdu.journey.agreements import access, queries
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import brussels_date
from erasdu.office.notices.queries.things.persons import acting_for, office
from erasdu.office.notices.queries.things.thing import UNKNOWN, Thing
from erasdu.office.notices.rules import Item

AHEAD, LATE = timedelta(days=14), timedelta(days=60)  # of the last day of the stay


def turning(on: date, last: date) -> set[date]:
    """The days on which the end of a stay comes near enough to ask its host."""
    stays = Mobility.objects.filter(
        state="planned", cancelled_at=None, planned_until__gt=on, planned_until__lte=last + AHEAD
    )
    days = stays.values_list("planned_from", "planned_until")
    found = {max(first, end - AHEAD) for first, end in days if first and end}
    return {day for day in found if on < day <= last}


def of_plans(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Both."""
    return [*to_fill_in(on, pks), *to_assess(on, pks)]


def to_fill_in(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Each plan whose host was mailed its link and wrote nothing yet, of a learner who has not come."""
    rows = LearningPlan.objects.filter(
        mobility__state="planned", mobility__planned_from__gte=on, mobility__person__erased_at=None,
        placement__isnull=False,
    )  # fmt: skip
    rows = (rows if pks is None else rows.filter(pk__in=pks)).exclude(edits__side=access.HOST)
    plans = list(rows.select_related("mobility__person", "mobility__call", "placement__company").order_by("pk"))
    links = _links(plans, access.LINKS[access.HOST])
    acting, coordinating = acting_for({plan.placement.company.keeper_id for plan in plans if plan.placement}), office()
    found = []
    for plan in plans:
        if (link := links.get(plan.pk)) and plan.placement:
            stay, keeper = plan.mobility, plan.placement.company.keeper_id
            contacts = acting.get(keeper, ()) or coordinating
            relations = {"self": (link.person_id,), "contact_point": contacts, "coordinator": coordinating}
            item = Item(
                "fill_in_plan",
                access.SUBJECT,
                plan.pk,
                brussels_date(link.created_at),
                None,
                relations,
                until=stay.planned_from,
            )
            page, schools = reverse("agreements:show", args=[plan.key]), frozenset({stay.sending_id, keeper})
            found.append(Thing(item, schools, stay.person.given_name, page, place_of(link), call=stay.call))
    return found


def to_assess(on: date, pks: Collection[int] | None = None) -> list[Thing]:
    """Each stay that ends soon or ended, as long as its host has not said what was reached."""
    plans = queries.to_assess(on, on - LATE, on + AHEAD)
    plans = plans if pks is None else [plan for plan in plans if plan.pk in pks]
    links = _links(plans, access.ASSESS)
    acting, coordinating = acting_for({plan.mobility.sending_id for plan in plans}), office()
    found = []
    for plan in plans:
        if link := links.get(plan.pk):
            stay = plan.mobility
            contacts = acting.get(stay.sending_id, ()) or coordinating
            relations = {"self": (link.person_id,), "contact_point": contacts, "coordinator": coordinating}
            ends = stay.planned_until
            item = Item("assess_stay", access.SUBJECT, plan.pk, UNKNOWN, ends, relations, until=ends and ends + LATE)
            page, schools = reverse("agreements:show", args=[plan.key]), frozenset({stay.sending_id})
            found.append(Thing(item, schools, stay.person.given_name, page, place_of(link), call=stay.call))
    return found


def _links(plans: Iterable[LearningPlan], purpose: str) -> dict[int, Link]:
    """Plan → the link with which somebody does it."""
    rows = Link.objects.filter(
        purpose=purpose, subject_kind=access.SUBJECT, subject_pk__in=[plan.pk for plan in plans], revoked_at=None,
        person__erased_at=None,
    )  # fmt: skip
    return {row.subject_pk: row for row in rows.order_by("pk")}
