"""From the 18th birthday the learner decides alone: what waits for parents is taken back, or asked without them."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext

from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.papers import kind
from erasdu.ground.paperwork.states import ASKED, OPEN, WAITING
from erasdu.ground.prepared import ANOTHER_DAY, DAY, Prepared
from erasdu.journey.candidacies.actions import asking as candidacies
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import access
from erasdu.journey.mobilities.actions.papers import ask_papers
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.departing import SUBJECT
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused

GROWN = 18
LOOKED_BACK = timedelta(days=30)


def _open_still() -> QuerySet[Envelope]:
    waiting = Signer.objects.filter(role__startswith="guardian", state__in=(ASKED, WAITING), envelope__state=OPEN)
    return Envelope.objects.filter(pk__in=waiting.values("envelope")).select_related("document").order_by("pk")


OPEN_STILL = Prepared(_open_still)


def let_adults_decide(*, at: datetime) -> int:
    """How many papers; what was signed before stays as history."""
    open_still = OPEN_STILL.of()
    if not open_still:
        return 0
    done, of_stays = 0, defaultdict[int, list[str]](list)
    alone = access.of_age(((one.document.subject_kind, one.document.subject_pk) for one in open_still), at)
    for envelope in open_still:
        about = envelope.document
        if (about.subject_kind, about.subject_pk) not in alone:
            continue
        live = about.subject_kind == SUBJECT and Mobility.objects.filter(pk=about.subject_pk, state="planned").exists()
        if live and "learner" in kind(about.kind).roles:
            of_stays[about.subject_pk].append(about.kind)
        else:
            done += _taken_back(envelope, at)
    return done + sum(_asked_alone(pk, kinds, at) for pk, kinds in of_stays.items())


def ask_once_more(*, at: datetime) -> int:
    """Who agreed to go as a minor says so again, alone; asked on the birthday and not on the eve of leaving."""
    on = brussels_date(at)
    turned = on.replace(year=on.year - GROWN, day=min(on.day, 28))
    rows = BORN.of(days=[turned - LOOKED_BACK, turned + timedelta(days=3)])
    return candidacies.ask_once_more(rows, at=at) if rows else 0


def _born() -> QuerySet[Candidacy]:
    """From one day to another, of those who go."""
    stays = Mobility.objects.filter(state="planned", profile__candidacy__birth_date__range=(DAY, ANOTHER_DAY))
    return Candidacy.objects.filter(profile__in=stays.values("profile")).order_by("pk")


BORN = Prepared(_born)


def _asked_alone(pk: int, kinds: list[str], at: datetime) -> int:
    """What the learner signs too is asked of the learner alone, who keeps a signature that is there."""
    try:
        return ask_papers(Mobility.objects.get(pk=pk), by=SYSTEM, at=at, kinds=kinds)
    except Refused:  # called off, answered or taken back in the meantime
        return 0


def _taken_back(envelope: Envelope, at: datetime) -> int:
    try:
        paperwork.withdraw(envelope, reason=gettext("The learner is of age and decides alone."), by=SYSTEM, at=at)
    except Refused:  # answered or taken back in the meantime
        return 0
    return 1
