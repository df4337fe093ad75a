"""What staff does with a paper that is out: remind, send again, correct, take back, let it go on."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.links import queries as link_queries
from erasdu.ground.paperwork import access
from erasdu.ground.paperwork.actions.chaining import chained
from erasdu.ground.paperwork.actions.issuing import LINK_DAYS, end_links, tell
from erasdu.ground.paperwork.actions.signing import about, fresh, recorded, replace
from erasdu.ground.paperwork.models import Document, Envelope, Signer
from erasdu.ground.paperwork.queries.packing import evidence_pack
from erasdu.ground.paperwork.states import ASKED, ENVELOPE
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import no


@transaction.atomic
def remind(signer: Signer, *, by: Actor, at: datetime) -> None:
    """The same link once more, with the words of a reminder."""
    access.may_chase(by, signer, at=at).require()
    if not _counted(signer, by, at):
        no("changed_meanwhile").require()
    tell(signer, "paperwork/letters/remind", once=f"paper-remind:{signer.key}:{signer.reminders}", at=at)


REMINDED = Prepared(lambda: Signer.objects.filter(pk__in=THESE).select_related("envelope__document"))


@transaction.atomic
def count_reminder(signer: int, *, at: datetime) -> None:
    """The day's mail said that this paper waits: it counts as a reminder, and stands in the evidence."""
    row = REMINDED.one(signer)
    if row.state == ASKED:
        _counted(row, SYSTEM, at)


def _counted(signer: Signer, by: Actor, at: datetime) -> bool:
    rows = Signer.objects.filter(pk=signer.pk, reminders=signer.reminders)
    if not rows.update(reminders=F("reminders") + 1, reminded_at=at):
        return False
    signer.reminders += 1
    recorded(signer, "reminded", "paper.reminded", by=by, at=at)
    return True


@transaction.atomic
def resend(signer: Signer, *, by: Actor, at: datetime) -> None:
    """A new link; the old one is dead at once."""
    access.may_chase(by, signer, at=at).require()
    if signer.link is None:
        no("signer_waiting").require()
    assert signer.link is not None
    signer.link = links.reissue(signer.link, by=by, at=at, days=LINK_DAYS)
    Signer.objects.filter(pk=signer.pk).update(asked_at=at, reminders=0)
    tell(signer, "paperwork/letters/sign", once=f"paper:{signer.key}:{signer.link.generation}", at=at)
    recorded(signer, "resent", "paper.resent", by=by, at=at)


@transaction.atomic
def copy_link(signer: Signer, *, by: Actor, at: datetime) -> str:
    """The link as text, for another channel towards this signer; the code still goes its own way."""
    access.may_chase(by, signer, at=at).require()
    if signer.link is None:
        no("signer_waiting").require()
    assert signer.link is not None
    journal.record("paper.link_copied", subjects=about(signer.envelope.document), by=by, at=at, role=signer.role)
    return link_queries.address(signer.link)


@transaction.atomic
def hand_out_code(signer: Signer, *, by: Actor, at: datetime) -> str:
    """The six digits, for a signer whose code comes through a person."""
    access.may_chase(by, signer, at=at).require()
    if signer.link is None:
        no("signer_waiting").require()
    assert signer.link is not None
    return links.hand_out_code(signer.link, by=by, at=at)


@transaction.atomic
def correct(signer: Signer, person: Person, *, function: str, attested_how: str, by: Actor, at: datetime) -> Signer:
    """Another person or address for somebody who did not answer; the old link is dead."""
    signer = fresh(signer)
    access.may_correct(by, signer).require()
    return replace(signer, person, function, "corrected", "paper.corrected", attested_how=attested_how, by=by, at=at)


@transaction.atomic
def attest(signer: Signer, *, how: str, by: Actor, at: datetime) -> None:
    """Vouch for somebody whom nobody on this side knew, such as a colleague to whom a paper was passed on."""
    access.may_attest(by, signer).require()
    rows = Signer.objects.filter(pk=signer.pk, attested_how="")
    if not rows.update(attested_how=how, attested_by=by.person, attested_at=at):
        no("signer_attested").require()
    recorded(signer, "attested", "paper.attested", by=by, at=at, how=how)


@transaction.atomic
def withdraw(envelope: Envelope, *, reason: str, by: Actor, at: datetime) -> None:
    """Take a version back; its links are dead."""
    access.may_withdraw(by, envelope).require()
    rows = Envelope.objects.filter(pk=envelope.pk, state__in=ENVELOPE.sources("withdraw"))
    if not rows.update(state=ENVELOPE.target("withdraw"), ended_at=at, end_reason=reason[:500]):
        no("changed_meanwhile").require()
    end_links(envelope, by=by, at=at)
    chained(envelope.document, "withdrawn", at=at, envelope=envelope)
    journal.record("paper.withdrawn", subjects=about(envelope.document), by=by, at=at, kind=envelope.document.kind)


@transaction.atomic
def take_evidence(envelope: Envelope, *, by: Actor, at: datetime) -> bytes:
    """The evidence of a version as a ZIP, with what identifies its signers; that it was taken is kept."""
    access.may_take_evidence(by, envelope).require()
    touched, kind = about(envelope.document), envelope.document.kind
    journal.record("evidence.taken", subjects=touched, by=by, at=at, kind=kind, version=envelope.version)
    return evidence_pack(envelope, at=at)


@transaction.atomic
def lift(document: Document, *, reason: str, by: Actor, at: datetime) -> None:
    """Let a paper that was held up go on; the reason is kept."""
    access.may_lift(by, document).require()
    if not reason.strip():
        no("lift_reason_needed").require()
    Document.objects.filter(pk=document.pk).update(lifted_at=at, lift_reason=reason[:500])
    document.lifted_at, document.lift_reason = at, reason
    chained(document, "lifted", at=at, by=by.person)
    journal.record("paper.lifted", subjects=about(document), by=by, at=at, kind=document.kind)
