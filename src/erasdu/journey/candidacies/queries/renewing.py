"""Whose parents the school vouched for so long ago that it says once more whether address and number are right."""

from datetime import date, datetime, time

from django.db.models import Prefetch, QuerySet

from erasdu.journey.candidacies import access
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.rules.guardians import RENEW_AFTER
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import BRUSSELS

MAJORITY = 18


def to_renew(actor: Actor, on: date) -> QuerySet[Candidacy]:
    """Of minors who apply or leave still, with their guardians at hand; the oldest word first."""
    before = datetime.combine(on, time(), BRUSSELS) - RENEW_AFTER
    old = Guardian.objects.exclude(attested_how="").filter(attested_at__lt=before)
    born_after = date(on.year - MAJORITY, on.month, min(on.day, 28))
    rows = access.candidacies_for(actor).filter(
        state="applied", call__stay_until__gte=on, birth_date__gt=born_after, pk__in=old.values("candidacy")
    )
    guardians = Guardian.objects.select_related("person", "attested_by").order_by("position")
    related = rows.select_related("learner", "call", "school").prefetch_related(Prefetch("guardians", guardians))
    return related.order_by("school__name", "learner__family_name", "learner__given_name", "pk")
