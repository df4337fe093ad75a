"""How the papers of plans stand: for the gate of leaving, and for lists."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.queries import Standing
from erasdu.ground.paperwork.states import ASKED, COMPLETE, DONE, OPEN, WAITING
from erasdu.ground.paperwork.states import SIGNED as IN_FORCE
from erasdu.journey.agreements.papers import KIND
from erasdu.journey.agreements.rules import Facts
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period

MOBILITY = "mobilities.mobility"
WHO = {"guardian_1": "guardian", "guardian_2": "guardian"}


def facts(stays: Iterable[int]) -> dict[int, Facts]:
    """By stay, what the gate of leaving asks of its agreement. Two queries."""
    rows = Mobility.objects.filter(pk__in=list(stays)).values_list("pk", "planned_from", "planned_until")
    planned = {pk: Period(first, last) if first and last else None for pk, first, last in rows}
    newest: dict[int, list[Signer]] = {}
    for signer in paperwork.signers_about(MOBILITY, planned, [KIND]):
        subject = signer.envelope.document.subject_pk
        if newest.get(subject) and newest[subject][0].envelope_id != signer.envelope_id:
            newest[subject] = []
        newest.setdefault(subject, []).append(signer)
    return {pk: _facts(stay, newest.get(pk, [])) for pk, stay in planned.items()}


def _facts(stay: Period | None, signers: Sequence[Signer]) -> Facts:
    if not signers:
        return Facts(stay)
    envelope = signers[0].envelope
    terms: Mapping[str, str] = signers[0].terms or {}  # type: ignore[attr-defined]
    signed = (
        envelope.state in (IN_FORCE, COMPLETE)
        and all(signer.state == DONE for signer in signers)
        and not paper_access.is_frozen(envelope.document)
        and stay is not None
        and terms == {"from": stay.start.isoformat(), "until": stay.end.isoformat()}
    )
    waiting = [signer.role for signer in signers if signer.state in (ASKED, WAITING)] if envelope.state == OPEN else []
    return Facts(stay, signed, WHO.get(waiting[0], waiting[0]) if waiting else "")


def standing_of(mobility: Mobility, at: datetime) -> Standing | None:
    """The paper of one stay."""
    document = paperwork.about(MOBILITY, [mobility.pk], [KIND]).first()
    return paperwork.standing(document, at) if document else None


def standings(stays: Iterable[int], at: datetime) -> dict[int, Standing]:
    found = paperwork.about(MOBILITY, stays, [KIND])
    return {document.subject_pk: paperwork.standing(document, at) for document in found}
