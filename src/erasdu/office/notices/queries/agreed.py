"""Who hears of a learning agreement: that a host filled in its part, and what was reached."""

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import who_acts_for
from erasdu.journey.agreements.models import LearningPlan
from erasdu.office.notices import words
from erasdu.office.notices.queries import Reader, pks


def sending(line: Line) -> Iterator[Reader]:
    """Who acts for the sending organisation."""
    for plan in _plans(line):
        for person in who_acts_for(plan.mobility.sending):
            yield Reader(person, plan, _context(plan))


def learner(line: Line) -> Iterator[Reader]:
    """Who was on the stay."""
    for plan in _plans(line):
        yield Reader(plan.mobility.person, plan, _context(plan))


def _plans(line: Line) -> QuerySet[LearningPlan]:
    rows = LearningPlan.objects.filter(pk__in=pks(line, LearningPlan), mobility__person__erased_at=None)
    related = ("mobility__person", "mobility__sending__board", "placement__company__organisation")
    return rows.select_related(*related).order_by("pk")


def _context(plan: LearningPlan) -> dict[str, object]:
    return {
        "learner": plan.mobility.person.given_name,
        "host": plan.placement.company.organisation.name if plan.placement else str(words.SOME_HOST),
        "site": settings.SITE_URL + reverse("agreements:show", args=[plan.key]),
    }
