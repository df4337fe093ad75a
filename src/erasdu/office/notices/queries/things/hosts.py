"""Hosts who are asked to fill in a learning agreement, and at the end of a stay what was reached."""

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.urls import reverse

from erasdu.ground.links.models import Link
from erasdu.ground.post.queries import place_of
from erasdu.ground.prepared import DAY, TEXT, THESE, Prepared
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
    """See `Plans`."""
    return Plans(on, on, pks).things(on)


class Plans:
    """Both: each plan whose host was mailed its link and wrote nothing yet, of a learner who has not come; and each
    stay that ends soon or ended, as long as its host has not said what was reached.

    Read at once for the days from `first` until `last`; then `things` are those of any of them, as long as nobody does
    anything.
    """

    def __init__(self, first: date, last: date, pks: Collection[int] | None = None) -> None:
        self.empty, ended = _to_fill_in(first, pks), queries.to_assess(last, first - LATE, last + AHEAD)
        self.ended = ended if pks is None else [plan for plan in ended if plan.pk in pks]
        self.links, self.assessing = _links(self.empty, access.LINKS[access.HOST]), _links(self.ended, access.ASSESS)
        self.keepers = acting_for({plan.placement.company.keeper_id for plan in self.empty if plan.placement})
        self.senders, self.office = acting_for({plan.mobility.sending_id for plan in self.ended}), office()
        self.filling = [(plan.mobility, thing) for plan in self.empty if (thing := self._to_fill_in(plan))]
        self.judging = [(plan.mobility, thing) for plan in self.ended if (thing := self._to_assess(plan))]

    def things(self, on: date) -> list[Thing]:
        coming = [thing for stay, thing in self.filling if stay.planned_from and stay.planned_from >= on]
        return [*coming, *(thing for stay, thing in self.judging if _ends_near(stay, on))]

    def _to_fill_in(self, plan: LearningPlan) -> Thing | None:
        if (link := self.links.get(plan.pk)) is None or plan.placement is None:
            return None
        stay, keeper = plan.mobility, plan.placement.company.keeper_id
        since, readers = brussels_date(link.created_at), self._readers(link, self.keepers.get(keeper, ()))
        item = Item("fill_in_plan", access.SUBJECT, plan.pk, since, None, readers, until=stay.planned_from)
        return _thing(item, plan, link, {stay.sending_id, keeper})

    def _to_assess(self, plan: LearningPlan) -> Thing | None:
        if (link := self.assessing.get(plan.pk)) is None:
            return None
        stay, ends = plan.mobility, plan.mobility.planned_until
        readers = self._readers(link, self.senders.get(stay.sending_id, ()))
        item = Item("assess_stay", access.SUBJECT, plan.pk, UNKNOWN, ends, readers, until=ends and ends + LATE)
        return _thing(item, plan, link, {stay.sending_id})

    def _readers(self, link: Link, contacts: tuple[int, ...]) -> dict[str, tuple[int, ...]]:
        return {"self": (link.person_id,), "contact_point": contacts or self.office, "coordinator": self.office}


def _to_fill_in(first: date, pks: Collection[int] | None) -> list[LearningPlan]:
    """Of learners who come on that day or later."""
    return EMPTY.of(days=[first]) if pks is None else list(_empty(first).filter(pk__in=pks))


def _empty(first: date) -> QuerySet[LearningPlan]:
    rows = LearningPlan.objects.filter(
        mobility__state="planned", mobility__planned_from__gte=first, mobility__person__erased_at=None,
        placement__isnull=False,
    )  # fmt: skip
    rows = rows.exclude(edits__side=access.HOST)
    return rows.select_related("mobility__person", "mobility__call", "placement__company").order_by("pk")


EMPTY = Prepared(lambda: _empty(DAY))


def _ends_near(stay: Mobility, on: date) -> bool:
    """Whether it began, and ends soon or ended, also early: see `agreements.queries.to_assess`."""
    if stay.planned_from is None or stay.planned_from > on:
        return False
    ends = brussels_date(stay.cancelled_at) if stay.cancelled_at else stay.planned_until
    return ends is not None and on - LATE <= ends <= on + AHEAD


def _thing(item: Item, plan: LearningPlan, link: Link, schools: Iterable[int]) -> Thing:
    stay, page = plan.mobility, reverse("agreements:show", args=[plan.key])
    return Thing(item, frozenset(schools), stay.person.given_name, page, place_of(link), call=stay.call)


def _links(plans: Iterable[LearningPlan], purpose: str) -> dict[int, Link]:
    """Plan → the link with which somebody does it."""
    return {row.subject_pk: row for row in LINKS.of((plan.pk for plan in plans), texts=[purpose])}


LINKS = Prepared(
    lambda: Link.objects.filter(
        purpose=TEXT, subject_kind=access.SUBJECT, subject_pk__in=THESE, revoked_at=None, person__erased_at=None
    ).order_by("pk")
)
