"""From the 18th birthday the learner decides alone: what waits for parents is taken back, or asked without them."""

from datetime import datetime

from django.utils.translation import gettext

from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.papers import kind
from erasdu.ground.paperwork.states import ASKED, OPEN, WAITING
from erasdu.journey.mobilities import access
from erasdu.journey.mobilities.actions.papers import ask_papers
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.verdict import Refused


def let_adults_decide(*, at: datetime) -> int:
    """How many papers; what was signed before stays as history."""
    waiting = Signer.objects.filter(role__startswith="guardian", state__in=(ASKED, WAITING), envelope__state=OPEN)
    open_still = Envelope.objects.filter(pk__in=waiting.values("envelope")).select_related("document")
    done = 0
    for envelope in open_still.order_by("pk"):
        about = envelope.document
        if not access.decides_alone(about.subject_kind, about.subject_pk, at):
            continue
        try:
            _without_parents(envelope, at)
            done += 1
        except Refused:  # answered or taken back in the meantime
            continue
    return done


def _without_parents(envelope: Envelope, at: datetime) -> None:
    """What the learner signs too is asked of the learner alone, who keeps a signature that is there."""
    about = envelope.document
    stay = Mobility.objects.filter(pk=about.subject_pk, state="planned").first()
    signs_too = "learner" in kind(about.kind).roles
    if about.subject_kind == "mobilities.mobility" and stay is not None and signs_too:
        ask_papers(stay, by=SYSTEM, at=at, kinds=[about.kind])
    else:
        paperwork.withdraw(envelope, reason=gettext("The learner is of age and decides alone."), by=SYSTEM, at=at)
