"""What staff see of one paper, and of the papers of many subjects."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import contact_points
from erasdu.ground.paperwork import access
from erasdu.ground.paperwork.models import Document, Envelope, Event, Reader, Signature, Signer
from erasdu.ground.paperwork.queries.closing import answers_of, data_of
from erasdu.ground.paperwork.queries.content import frozen_content, kind_of, roles_for, short_for
from erasdu.ground.paperwork.queries.printing import events, reference, signers_now
from erasdu.ground.paperwork.queries.reading import Seen, seen_by
from erasdu.ground.paperwork.queries.signing_page import changed_since_before
from erasdu.ground.paperwork.queries.standing import Standing, standing, with_standing
from erasdu.ground.paperwork.rules import Change, Json, Kind, answered
from erasdu.ground.paperwork.states import SIGNER
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Verdict, no


@dataclass(frozen=True, slots=True)
class PartyLine:
    """How one signer stands: `mail` is what became of the last mail."""

    signer: Signer
    state: str
    mail: str
    answers: Sequence[Sequence[str]]
    assurance: str
    reason: str  # what they wrote with a no or a question; of a restricted paper it opens with the answers
    may_chase: Verdict
    may_correct: Verdict
    by_person: bool  # the code goes through staff
    may_attest: Verdict
    may_see: Verdict
    seen: Json  # of a paper signed by hand: who looked at it, on which day
    may_mail_own: Verdict  # signed: send the link to all their papers again
    fetcher: Organisation | None  # of an organisation that no link reaches: who fetches its signature on paper
    fetches: bool  # it is the reader who does


@dataclass(frozen=True, slots=True)
class StaffPage:
    document: Document
    envelope: Envelope
    standing: Standing
    kind: Kind
    short: str
    roles: Mapping[str, str]  # in the reader's language, where the kind has that one
    data: Json
    parties: Sequence[PartyLine]
    versions: Sequence[Envelope]
    changed: Sequence[Change]
    events: Sequence[Event]
    reference: str
    may_take_evidence: Verdict
    may_withdraw: Verdict
    may_lift: Verdict
    may_read: Verdict  # open the answers of a restricted paper; `read`: they stand on this page
    read: bool
    seen_by: Sequence[Seen]
    scans: bool  # photos of it wait for a look


def staff_page(document: Document, actor: Actor, at: datetime, language: str, *, read: bool = False) -> StaffPage:
    """`read`: with the answers of a restricted paper, whose reading was recorded."""
    envelopes = list(document.envelopes.all())
    envelope = envelopes[0]
    restricted = access.is_restricted(document)
    return StaffPage(
        document=document,
        envelope=envelope,
        standing=standing(document, at),
        kind=kind_of(envelope),
        short=short_for(envelope, language),
        roles=roles_for(envelope, language),
        data=data_of(envelope),
        parties=[_line(signer, actor, at, with_answers=read or not restricted) for signer in signers_now(envelope)],
        versions=envelopes,
        changed=changed_since_before(envelope),
        events=list(events(document).select_related("envelope").order_by("-seq")[:60]),
        reference=reference(envelope),
        may_take_evidence=access.may_take_evidence(actor, envelope),
        may_withdraw=access.may_withdraw(actor, envelope),
        may_lift=access.may_lift(actor, document),
        may_read=access.may_read(actor, document),
        read=read,
        seen_by=seen_by(document) if restricted else (),
        scans=access.sheets_for(actor).filter(envelope__document=document, state="ask").exists(),
    )


def _line(signer: Signer, actor: Actor, at: datetime, *, with_answers: bool) -> PartyLine:
    envelope = signer.envelope
    content = frozen_content(data_of(envelope))
    signature = Signature.objects.filter(signer=signer).first()
    answers = (
        answered(kind_of(envelope), content, signer.role, answers_of(signature), envelope.language)
        if signature and with_answers
        else []
    )
    fetcher = _fetcher(signer)
    alone = Q(about_kind="paperwork.envelope", about_pk=envelope.pk)
    letters = Letter.objects.filter(alone | _with_others(signer), person=signer.person_id)
    last = letters.order_by("-created_at", "-pk").first()
    return PartyLine(
        signer=signer,
        state="opened" if signer.state == "asked" and signer.opened_at else signer.state,
        mail=f"letter.{last.state}" if last else "",
        answers=answers,
        assurance=signature.assurance if signature else "",
        reason=signer.reason if with_answers else "",
        may_chase=access.may_chase(actor, signer, at=at),
        may_correct=access.may_correct(actor, signer),
        may_mail_own=access.may_mail_own_page(actor, signer, at=at) if signer.state == "signed" else no("signer_asked"),
        by_person=signer.channel in ("hand", "post", "portal"),
        may_attest=access.may_attest(actor, signer),
        may_see=access.may_see_by_hand(actor, signer),
        seen=signature.answers if signature and signature.assurance == "seen_by_hand" else {},
        fetcher=fetcher,
        fetches=fetcher is not None and fetcher.pk in actor.scope,
    )


def _with_others(signer: Signer) -> Q:
    """The mail that asked for this signature together with others."""
    if signer.asked_at is None:
        return Q(pk__in=())
    gone_after = Q(sent_at=None) | Q(sent_at__gte=signer.asked_at)
    return gone_after & Q(template="paperwork/letters/sign_several", created_at__lte=signer.asked_at)


def _fetcher(signer: Signer) -> Organisation | None:
    """Who receives beside whoever sent the paper and has people here, else whoever sent it. Two queries, and only of
    who signs for an organisation and has no mail address."""
    if signer.organisation_id is None or signer.person.email or signer.state not in SIGNER.sources("pass_on"):
        return None
    rows = Reader.objects.filter(document=signer.envelope.document_id, until=None).exclude(organisation=None)
    readers = [row.organisation for row in rows.select_related("organisation").order_by("pk") if row.organisation]
    known = contact_points(one.pk for one in readers)
    return next((one for one in readers[1:] if known.get(one.pk)), readers[0] if readers else None)


def standings(subject_kind: str, pks: Sequence[int], actor: Actor, at: datetime) -> Mapping[int, list[Standing]]:
    """Subject → how its papers stand, of those the actor sees: for lists and dossier pages, in four queries."""
    rows = access.documents_for(actor).filter(subject_kind=subject_kind, subject_pk__in=pks)
    found: dict[int, list[Standing]] = {pk: [] for pk in pks}
    for document in with_standing(rows):
        found[document.subject_pk].append(standing(document, at))
    return found
