"""How the papers of plans stand: for the gate of leaving, and for lists."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.queries import Answers, ReadSigner, Standing
from erasdu.ground.paperwork.states import ASKED, COMPLETE, DONE, OPEN, WAITING
from erasdu.ground.paperwork.states import SIGNED as IN_FORCE
from erasdu.journey.agreements.papers import KIND
from erasdu.journey.agreements.rules import Facts
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outlines, outlines
from erasdu.kernel.periods import Period

MOBILITY = "mobilities.mobility"
WHO = {"guardian_1": "guardian", "guardian_2": "guardian"}


def facts(stays: Iterable[int], about: Outlines | None = None, answers: Answers | None = None) -> dict[int, Facts]:
    """By stay, what the gate of leaving asks of its agreement. One query for each that is not given."""
    known = outlines(stays) if about is None else about
    given = paperwork.answers_about({MOBILITY: known}, [KIND]) if answers is None else answers
    newest = {signers[0].envelope.document.subject_pk: signers for signers in given.newest(MOBILITY, [KIND])}
    return {pk: _facts(of.stay, newest.get(pk, [])) for pk, of in known.items()}


def _facts(stay: Period | None, signers: Sequence[ReadSigner]) -> Facts:
    if not signers:
        return Facts(stay)
    version = signers[0].envelope
    signed = (
        version.state in (IN_FORCE, COMPLETE)
        and all(signer.state == DONE for signer in signers)
        and not paper_access.is_frozen(version.document)
        and stay is not None
        and version.terms == {"from": stay.start.isoformat(), "until": stay.end.isoformat()}
    )
    waiting = [signer.role for signer in signers if signer.state in (ASKED, WAITING)] if version.state == OPEN else []
    return Facts(stay, signed, WHO.get(waiting[0], waiting[0]) if waiting else "")


def standing_of(mobility: Mobility, at: datetime) -> Standing | None:
    """The paper of one stay."""
    document = paperwork.about(MOBILITY, [mobility.pk], [KIND]).first()
    return paperwork.standing(document, at) if document else None


def standings(stays: Iterable[int], at: datetime) -> dict[int, Standing]:
    found = paperwork.about(MOBILITY, stays, [KIND])
    return {document.subject_pk: paperwork.standing(document, at) for document in found}
