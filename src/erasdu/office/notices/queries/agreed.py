"""Who hears of a learning agreement: that a host filled in its part, other days, and what was reached."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import coordinators, who_acts_for
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.agreements.models import DaysAsked, LearningPlan
from erasdu.office.notices import words
from erasdu.office.notices.queries import Reader, pks


def sending(line: Line) -> Iterator[Reader]:
    """Who acts for the sending organisation."""
    for plan in _plans(line):
        for person in who_acts_for(plan.mobility.sending):
            yield Reader(person, plan, _context(plan))


def keeper(line: Line) -> Iterator[Reader]:
    """Who keeps the host company of the plan."""
    for plan in _plans(line):
        if plan.placement is not None:
            for person in who_acts_for(plan.placement.company.keeper):
                yield Reader(person, plan, _context(plan))


def learner(line: Line) -> Iterator[Reader]:
    """Who was on the stay."""
    for plan in _plans(line):
        yield Reader(plan.mobility.person, plan, _context(plan))


def office(line: Line) -> Iterator[Reader]:
    """The coordinators, who set the days of a stay."""
    for asked in _asked(line):
        for person in coordinators():
            yield Reader(person, asked.plan, _context(asked.plan) | {"asked": asked})


def asker(line: Line) -> Iterator[Reader]:
    """Who asked for other days."""
    for asked in _asked(line):
        if asked.by is not None:
            yield Reader(asked.by, asked.plan, _context(asked.plan) | {"asked": asked})


def _asked(line: Line) -> QuerySet[DaysAsked]:
    rows = DaysAsked.objects.filter(pk__in=pks(line, DaysAsked), plan__mobility__person__erased_at=None)
    related = ("by", "plan__mobility__person", "plan__mobility__sending", "plan__placement__company__organisation")
    return rows.select_related(*related).order_by("pk")


def _plans(line: Line) -> list[LearningPlan]:
    return PLANS.of(pks(line, LearningPlan))


def _joined() -> QuerySet[LearningPlan]:
    rows = LearningPlan.objects.filter(pk__in=THESE, mobility__person__erased_at=None)
    host = ("placement__company__organisation", "placement__company__keeper__board")
    related = ("mobility__person", "mobility__sending__board", *host)
    return rows.select_related(*related).order_by("pk")


PLANS = Prepared(_joined)


def _context(plan: LearningPlan) -> dict[str, object]:
    return {
        "learner": plan.mobility.person.given_name,
        "host": plan.placement.company.organisation.name if plan.placement else str(words.SOME_HOST),
        "site": settings.SITE_URL + reverse("agreements:show", args=[plan.key]),
    }
