"""Who hears that a host filled in its part of a learning agreement."""

from collections.abc import Iterator

from django.conf import settings
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import who_acts_for
from erasdu.journey.agreements.models import LearningPlan
from erasdu.office.notices.queries import Reader, pks


def sending(line: Line) -> Iterator[Reader]:
    """Who acts for the sending organisation."""
    rows = LearningPlan.objects.filter(pk__in=pks(line, LearningPlan), mobility__person__erased_at=None)
    for plan in rows.select_related("mobility__person", "mobility__sending__board").order_by("pk"):
        context: dict[str, object] = {
            "learner": plan.mobility.person.given_name,
            "host": plan.placement.company.organisation.name if plan.placement else "",
            "site": settings.SITE_URL + reverse("agreements:show", args=[plan.key]),
        }
        for person in who_acts_for(plan.mobility.sending):
            yield Reader(person, plan, context)
