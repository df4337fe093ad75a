"""How the papers of plans stand: for the gate of leaving, and for lists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.queries import Answers, ReadSigner, Standing
from erasdu.ground.paperwork.states import ASKED, COMPLETE, DONE, OPEN, WAITING
from erasdu.ground.paperwork.states import SIGNED as IN_FORCE
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.agreements.models import LearningPlan, Outcome
from erasdu.journey.agreements.papers import COMPLEMENT, KIND
from erasdu.journey.agreements.rules import Assessing, Facts
from erasdu.journey.hosting.queries import Certain, certain
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outlines, outlines
from erasdu.kernel.periods import Period, brussels_date

MOBILITY = "mobilities.mobility"
COLUMNS = (
    "mobility", "assessment__found_at", "assessment__judged_at", "assessment__revision", "unassessed",
    "mobility__planned_from", "mobility__cancelled_at",
)  # fmt: skip
WHO = {"guardian_1": "guardian", "guardian_2": "guardian"}


def facts(
    stays: Iterable[int],
    about: Outlines | None = None,
    answers: Answers | None = None,
    booked: Mapping[int, Sequence[Certain]] | None = None,
) -> dict[int, Facts]:
    """By stay, what the gates ask of its agreement, and of what was reached. One query, and one for each that is not
    given."""
    known = outlines(stays) if about is None else about
    given = paperwork.answers_about({MOBILITY: known}, [KIND, COMPLEMENT]) if answers is None else answers
    places = _places(certain(known) if booked is None else booked)
    agreed, reached = (_newest(given, kind) for kind in (KIND, COMPLEMENT))
    assessing = _assessing(known, reached)
    return {pk: _facts(of.stay, places.get(pk, ""), agreed.get(pk, []), assessing.get(pk)) for pk, of in known.items()}


def _newest(given: Answers, kind: str) -> dict[int, Sequence[ReadSigner]]:
    return {signers[0].envelope.document.subject_pk: signers for signers in given.newest(MOBILITY, [kind])}


def _places(booked: Mapping[int, Sequence[Certain]]) -> dict[int, str]:
    """Stay → the place where it works for good; the newest of several."""
    return {pk: one.place for pk, several in booked.items() for one in several if not one.at_home}


def _facts(stay: Period | None, place: str, signers: Sequence[ReadSigner], assessing: Assessing | None) -> Facts:
    terms = terms_of(stay, place) if stay else None
    return Facts(stay, _signed(signers, terms), _waits_for(signers), assessing, terms or {})


def terms_of(stay: Period, place: str) -> dict[str, str]:
    """What a version was made for: these days, at the place with this key."""
    return {"from": stay.start.isoformat(), "until": stay.end.isoformat(), "place": place}


def _assessing(stays: Iterable[int], reached: Mapping[int, Sequence[ReadSigner]]) -> dict[int, Assessing]:
    """Of stays whose plan was begun, how far the assessment is; not of one that ended before it began. One query."""
    found = {}
    for pk, found_at, judged_at, revision, unsaid, first, cancelled_at in PLANS.of(stays):
        stopped = brussels_date(cancelled_at) if cancelled_at else None
        if stopped is not None and (first is None or stopped < first):
            continue
        signers = reached.get(pk, [])
        signed = _signed(signers, {"revision": str(revision)})
        whole = found_at is not None and not unsaid
        found[pk] = Assessing(whole, judged_at is not None, signed, _waits_for(signers), stopped)
    return found


def _plans() -> QuerySet[LearningPlan, tuple[Any, ...]]:
    unassessed = Exists(Outcome.objects.filter(plan=OuterRef("pk"), achieved=""))
    return LearningPlan.objects.filter(mobility__in=THESE).annotate(unassessed=unassessed).values_list(*COLUMNS)


PLANS = Prepared(_plans)


def _signed(signers: Sequence[ReadSigner], terms: Mapping[str, str] | None) -> bool:
    """Whether the newest version holds, of what stands now."""
    if not signers:
        return False
    version = signers[0].envelope
    return (
        version.state in (IN_FORCE, COMPLETE)
        and all(signer.state == DONE for signer in signers)
        and not paper_access.is_frozen(version.document)
        and version.terms == terms
    )


def _waits_for(signers: Sequence[ReadSigner]) -> str:
    if not signers or signers[0].envelope.state != OPEN:
        return ""
    waiting = [signer.role for signer in signers if signer.state in (ASKED, WAITING)]
    return WHO.get(waiting[0], waiting[0]) if waiting else ""


def standing_of(mobility: Mobility, at: datetime, kind: str = KIND) -> Standing | None:
    """The paper of one stay."""
    document = paperwork.about(MOBILITY, [mobility.pk], [kind]).first()
    return paperwork.standing(document, at) if document else None


def standings(stays: Iterable[int], at: datetime) -> dict[int, Standing]:
    found = paperwork.about(MOBILITY, stays, [KIND])
    return {document.subject_pk: paperwork.standing(document, at) for document in found}
