"""One conditional update for each step of the lifecycle: of two people at once one wins."""

from django.db.models import F

from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import CANDIDACY
from erasdu.kernel.verdict import no


def take(step: str, candidacy: Candidacy, **columns: object) -> None:
    """Write the step with these columns; refused when the state changed in the meantime."""
    rows = Candidacy.objects.filter(pk=candidacy.pk, state__in=CANDIDACY.sources(step))
    changes = {"state": CANDIDACY.target(step), "revision": F("revision") + 1, **columns}
    if not rows.update(**changes):
        no("changed_meanwhile").require()
    candidacy.refresh_from_db(fields=["state", "revision", *columns])
