"""What one person sees of all the papers that were asked of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Q, QuerySet

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import access
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.queries.beside import asker_of
from erasdu.ground.paperwork.queries.closing import answers_of, data_of
from erasdu.ground.paperwork.queries.content import frozen_content, kind_of, short_for
from erasdu.ground.paperwork.queries.reading import Readers, readers_of
from erasdu.ground.paperwork.rules import answered
from erasdu.ground.paperwork.states import ASKED, DONE, OPEN
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Verdict


@dataclass(frozen=True, slots=True)
class OwnPaper:
    signer: Signer
    short: str
    facts: Sequence[Sequence[str]]
    asker: Organisation | None
    may_sign: Verdict
    may_revoke: Verdict
    may_choose_again: Verdict
    readers: Readers
    by_hand: bool
    choices: Sequence[Sequence[str]]


def asked_of(actor: Actor) -> list[Signer]:
    """The papers of the person, the newest first, without those passed on."""
    rows = access.signers_for(actor).exclude(state="passed_on").exclude(envelope__state="superseded")
    return list(rows.select_related("signature").order_by("-envelope__issued_at", "-pk"))


def choices_of(signer: Signer) -> list[list[str]]:
    """What somebody chose on a free paper that is no secret, as it counts now."""
    envelope = signer.envelope
    kind = kind_of(envelope)
    if not kind.free or kind.restricted or signer.state != DONE or not hasattr(signer, "signature"):
        return []
    content = frozen_content(data_of(envelope))
    return answered(kind, content, signer.role, answers_of(signer.signature), envelope.language)


def to_sign(actor: Actor, at: datetime) -> QuerySet[Signer]:
    """What the actor can sign now: its turn, open, not held up, not over its day."""
    moving = Q(envelope__document__frozen_at=None) | Q(
        envelope__document__lifted_at__gte=F("envelope__document__frozen_at")
    )
    mine = access.signers_for(actor).filter(moving, state=ASKED, envelope__state=OPEN)
    return mine.filter(envelope__due_on__gte=brussels_date(at))


def own_papers(actor: Actor, signers: Sequence[Signer], at: datetime, language: str) -> list[OwnPaper]:
    found, readers = [], readers_of(signers)
    for signer in signers:
        facts = data_of(signer.envelope).get("facts", [])
        found.append(
            OwnPaper(
                signer,
                short_for(signer.envelope, language),
                facts if isinstance(facts, list) else [],
                asker_of(signer.envelope),
                access.may_sign(actor, signer, at=at),
                access.may_revoke(actor, signer),
                access.may_choose_again(actor, signer),
                readers[signer.pk],
                kind_of(signer.envelope).by_hand,
                choices_of(signer),
            )
        )
    return found
