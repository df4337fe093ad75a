"""What may be shown of who goes abroad, as it was chosen last: for each purpose by itself."""

from datetime import date, datetime

from erasdu.ground.paperwork import queries as paperwork
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.papers import PURPOSES
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import SUBJECT
from erasdu.kernel.periods import brussels_date

PUBLICITY = "candidacies.publicity"


def may_be_shown(mobility: Mobility, at: datetime) -> dict[str, bool] | None:
    """Purpose → whether; None as long as nobody answered.

    Of a minor the learner and every parent who was asked must say yes, and one parent at least; of an adult the
    learner alone. What is taken back, waits or is held up counts as no.
    """
    document = paperwork.about(SUBJECT, [mobility.pk], [PUBLICITY]).first()
    standing = paperwork.standing(document, at) if document else None
    if standing is None or standing.envelope is None or not standing.signed:
        return None
    stands = standing.state in ("open", "overdue", "signed", "complete")
    asked = [signer.role for signer in standing.envelope.signers.all() if signer.state != "passed_on"]
    needed = asked if _minor(mobility, brussels_date(at)) else ["learner"]
    enough = stands and set(needed) <= set(standing.answers) and (needed == ["learner"] or len(needed) > 1)
    return {
        purpose: enough and all(standing.answers[role].get(purpose) == "yes" for role in needed) for purpose in PURPOSES
    }


def _minor(mobility: Mobility, on: date) -> bool:
    born = Candidacy.objects.filter(profile=mobility.profile_id).values_list("birth_date", flat=True).first()
    return born is None or is_minor(born, on)
