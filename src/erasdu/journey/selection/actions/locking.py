"""The selection row is the lock: who changes scores, input or decisions holds it until the end."""

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection.models import Selection
from erasdu.kernel.verdict import no

ROWS = Selection.objects.select_related("enrolment__call", "enrolment__school", "lead").select_for_update(of=("self",))
ITSELF = Prepared(lambda: ROWS.filter(pk__in=THESE))
OF_ENROLMENT = Prepared(lambda: ROWS.filter(enrolment__in=THESE))


def locked(selection: Selection) -> Selection:
    """The row as it is now, held until the transaction ends."""
    return ITSELF.one(selection.pk)


def locked_of(candidacy: Candidacy) -> Selection:
    """The same for the selection that a candidacy is in; refused when its school has not started one."""
    try:
        return OF_ENROLMENT.one(candidacy.enrolment_id)
    except Selection.DoesNotExist:
        no("selection_not_started").require()
        raise
