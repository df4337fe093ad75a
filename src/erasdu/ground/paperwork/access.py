"""Who sees which papers, and who may do what with them."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.module_loading import import_string

from erasdu.ground.organisations.queries import SCHOOLS
from erasdu.ground.paperwork.models import Document, Envelope, Reader, Sheet, Signer
from erasdu.ground.paperwork.papers import kind, kinds
from erasdu.ground.paperwork.states import DONE, ENVELOPE, LIVE, OPEN, REVOKED, SIGNER
from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import YES, Verdict, all_of, no


class Held(Protocol):
    """A paper that may be held up: a row, or what was read of one."""

    @property
    def frozen_at(self) -> datetime | None: ...
    @property
    def lifted_at(self) -> datetime | None: ...


class Dated(Protocol):
    @property
    def due_on(self) -> date: ...


# -- rows ------------------------------------------------------------------------------------------


def documents_for(actor: Actor) -> QuerySet[Document]:
    """By reader rows; the coordinator also what is not restricted. A signer sees theirs by `signers_for`."""
    rows = Document.objects.all()
    if actor.role == SYSTEM_ROLE:
        return rows
    reads = Exists(Reader.objects.filter(_reader(actor), document=OuterRef("pk"), until=None))
    if actor.is_coordinator:
        return rows.filter(reads | ~Q(kind__in=[code for code, one in kinds().items() if one.restricted]))
    return rows.filter(reads) if actor.is_known else rows.none()


def followed_for(actor: Actor) -> QuerySet[Document]:
    """Whose page staff opens, with the addresses of who signs. A partner abroad follows only what it sent itself, such
    as the papers of its hosts: of others that it reads, the parents are not its business."""
    rows = documents_for(actor)
    if not actor.is_partner:
        return rows
    sent = Reader.objects.filter(document=OuterRef("pk"), until=None).exclude(organisation=None).order_by("pk")
    return rows.annotate(sent_by=Subquery(sent.values("organisation")[:1])).filter(sent_by__in=actor.scope)


def follows(actor: Actor, document: Document) -> bool:
    """Whether the page of a paper that this actor sees opens too."""
    return not actor.is_partner or followed_for(actor).filter(pk=document.pk).exists()


def _reader(actor: Actor) -> Q:
    """In an organisation the people who act for it; a learner reads their own papers only."""
    mine = Q(person=actor.person) if actor.person is not None else Q(pk__in=[])
    staff = actor.is_contact_point or actor.is_coordinator
    return mine | Q(organisation__in=actor.scope) if staff else mine


def envelopes_for(actor: Actor) -> QuerySet[Envelope]:
    return Envelope.objects.filter(document__in=followed_for(actor)).select_related("document")


def signers_for(actor: Actor) -> QuerySet[Signer]:
    """What a person is asked to sign, or signed: by their account, or by the link to exactly that."""
    if actor.person is None:
        return Signer.objects.none()
    return Signer.objects.filter(person=actor.person).select_related(
        "envelope__document", "person", "organisation", "link"
    )


def parties_for(actor: Actor) -> QuerySet[Signer]:
    """Signers of the papers that staff follows."""
    rows = Signer.objects.select_related("envelope__document", "person", "organisation", "link")
    return rows.filter(envelope__document__in=followed_for(actor)) if is_staff(actor) else rows.none()


def sheets_for(actor: Actor) -> QuerySet[Sheet]:
    """Scans of papers that staff follows, and those of their own school that no paper was found for."""
    rows = Sheet.objects.select_related("envelope__document", "by")
    if not is_staff(actor):
        return rows.none()
    known = Q(envelope__document__in=followed_for(actor))
    return rows.filter(known | Q(envelope=None) & (Q() if actor.is_coordinator else Q(school__in=actor.scope)))


def may_scan(actor: Actor) -> Verdict:
    """Send photos and scans of signed papers."""
    return _staff(actor)


def is_staff(actor: Actor) -> bool:
    return actor.is_contact_point or actor.is_coordinator or actor.role == SYSTEM_ROLE


# -- a signer --------------------------------------------------------------------------------------


def may_sign(actor: Actor, signer: Signer, *, at: datetime) -> Verdict:
    """Whose turn it is, of a paper that is open, not frozen and not over its day."""
    screen = all_of(_on_screen(signer), check_telling(signer, at=at))
    return all_of(_own(actor, signer), screen, _open(signer, at), _step(signer, "sign"), _by_its_way(actor, signer))


def may_sign_elsewhere(actor: Actor, signer: Signer, service: str, *, at: datetime) -> Verdict:
    """With a key of one's own at that trust service, as `may_sign`."""
    offered = service in settings.SIGN_SERVICES and is_for_own_keys(signer.envelope.document)
    return all_of(may_sign(actor, signer, at=at), YES if offered else no("signing_not_offered"))


def may_decline(actor: Actor, signer: Signer, *, at: datetime) -> Verdict:
    return all_of(_own(actor, signer), _open(signer, at), _step(signer, "decline"))


def may_pass_on(actor: Actor, signer: Signer, *, at: datetime) -> Verdict:
    """Only inside an organisation: a parent passes on to nobody."""
    whose = YES if signer.organisation_id is not None else no("only_organisations_pass_on")
    return all_of(_own(actor, signer), _open(signer, at), _step(signer, "pass_on"), whose)


def may_mail_own_page(actor: Actor, signer: Signer, *, at: datetime) -> Verdict:
    """The link to all one's papers once more: who signed may ask for it; staff as long as they may be told things."""
    own = _own(actor, signer)
    return own if own else all_of(_staff(actor), check_telling(signer, at=at))


def may_object(actor: Actor, signer: Signer) -> Verdict:
    """Say "this was not me" or "this is not for me", at any time."""
    return _own(actor, signer)


def may_revoke(actor: Actor, signer: Signer) -> Verdict:
    """Take a consent back, as long as the paper stands."""
    stands = signer.envelope.state not in ENVELOPE.final or signer.envelope.state == "complete"
    return all_of(_own(actor, signer), YES if stands else no("paper_over"), _step(signer, "revoke"))


def may_choose_again(actor: Actor, signer: Signer) -> Verdict:
    """Give another answer on a free paper, for each question, at any time after the first answer.

    Also who took everything back; of a version that was declined or taken back there is nothing to choose.
    """
    one, envelope = kind(signer.envelope.document.kind), signer.envelope
    answered = signer.state in (DONE, REVOKED)
    return all_of(
        _own(actor, signer),
        YES if one.free and not one.restricted and one.questions_to(signer.role) else no("paper_no_choice"),
        YES if envelope.state in LIVE else no(f"envelope_{envelope.state}"),
        no("paper_frozen") if is_frozen(envelope.document) else YES,
        YES if answered else no(f"signer_{signer.state}"),
        _by_its_way(actor, signer),
    )


# -- staff -----------------------------------------------------------------------------------------


def may_chase(actor: Actor, signer: Signer, *, at: datetime) -> Verdict:
    """Remind, send again, copy the link: for a signer who was asked, and who may still be told things."""
    telling = all_of(_on_screen(signer), check_telling(signer, at=at))
    return all_of(_staff(actor), telling, _open(signer, at, closed_too=True), _step(signer, "sign"))


def may_see_on_paper(actor: Actor, signer: Signer, *, at: datetime) -> Verdict:
    """Say that the scan of a paper carries this signature; of a paper that is held up nobody says so."""
    return all_of(may_chase(actor, signer, at=at), no("paper_frozen") if is_frozen(signer.envelope.document) else YES)


def may_correct(actor: Actor, signer: Signer) -> Verdict:
    """Another person or address for who did not answer; of a parent the school vouches again, in the dossier."""
    asked = signer.state in SIGNER.sources("pass_on")
    live = signer.envelope.state == OPEN
    own_way = kind(signer.envelope.document.kind).second_channel
    return all_of(
        _staff(actor),
        no("corrected_in_dossier") if signer.role in own_way else YES,
        YES if asked and live else no("signer_answered"),
    )


def may_attest(actor: Actor, signer: Signer) -> Verdict:
    """Say that this is the right person: for who was passed a paper, and whom nobody vouched for."""
    return all_of(_staff(actor), no("signer_attested") if signer.attested_how else YES)


def may_withdraw(actor: Actor, envelope: Envelope) -> Verdict:
    """Take a paper back that is not complete."""
    sources = ENVELOPE.sources("withdraw")
    return all_of(_staff(actor), YES if envelope.state in sources else no(f"envelope_{envelope.state}"))


def may_read(actor: Actor, document: Document) -> Verdict:
    """Open what a restricted paper says: a reader who acts for the organisation that was named on it."""
    if not is_restricted(document):
        return no("paper_not_restricted")
    mine = documents_for(actor).filter(pk=document.pk).exists()
    return all_of(_staff(actor), YES if mine else no("not_your_paper"))


def may_take_evidence(actor: Actor, envelope: Envelope) -> Verdict:
    """The side that sent the paper, not others who may read it: it names addresses and browsers of who signed."""
    if actor.is_coordinator or actor.role == SYSTEM_ROLE:
        return YES
    sent = Reader.objects.filter(document=envelope.document_id, until=None).exclude(organisation=None).order_by("pk")
    first = sent.values_list("organisation", flat=True).first()
    return YES if actor.is_contact_point and first in actor.scope else no("not_your_role")


def may_check_anchors(actor: Actor) -> Verdict:
    return YES if actor.is_coordinator else no("coordinator_only")


def may_lift(actor: Actor, document: Document) -> Verdict:
    return all_of(_staff(actor), YES if is_frozen(document) else no("paper_not_frozen"))


def may_answer_sheet(actor: Actor, sheet: Sheet) -> Verdict:
    """Say which paper it is, or take it away."""
    return all_of(_staff(actor), YES if sheet.state == "ask" else no("sheet_answered"))


def may_see_by_hand(actor: Actor, signer: Signer) -> Verdict:
    """Write down that somebody looked at a paper that is only signed by hand."""
    by_hand = kind(signer.envelope.document.kind).by_hand
    live = signer.envelope.state == OPEN
    return all_of(
        _staff(actor),
        YES if by_hand else no("not_by_hand"),
        YES if live else no(f"envelope_{signer.envelope.state}"),
        no("paper_frozen") if is_frozen(signer.envelope.document) else YES,
        _step(signer, "sign"),
    )


def may_word(actor: Actor) -> Verdict:
    """Edit texts and logos, confirm explanations."""
    return YES if actor.is_coordinator else no("coordinator_only")


# -- what these are made of ------------------------------------------------------------------------


def signs_as_staff(signer: Signer) -> bool:
    """Who signs for a school in Flanders signs many and finds them on a page of their own: told in a digest."""
    return signer.role == "contact_point" and signer.organisation is not None and signer.organisation.kind in SCHOOLS


def check_telling(signer: Signer, *, at: datetime) -> Verdict:
    """Whether this person may still be told something new about this paper: the step knows whom it is about."""
    document = signer.envelope.document
    check: Callable[[str, int, str, datetime], Verdict] = import_string(settings.PAPER_CHECK_TELLING)
    return check(document.subject_kind, document.subject_pk, signer.role, at)


def is_frozen(document: Held) -> bool:
    return document.frozen_at is not None and (document.lifted_at is None or document.lifted_at < document.frozen_at)


def is_restricted(document: Document) -> bool:
    return kind(document.kind).restricted


def is_for_own_keys(document: Document) -> bool:
    """What few may read stays here, and a free choice may change again tomorrow."""
    known = kind(document.kind)
    return not (known.restricted or known.free or known.by_hand)


def overdue(envelope: Dated, at: datetime) -> bool:
    return brussels_date(at) > envelope.due_on


def frozen_among(documents: Iterable[Document]) -> list[Document]:
    return [document for document in documents if is_frozen(document)]


def _own(actor: Actor, signer: Signer) -> Verdict:
    return YES if actor.person is not None and signer.person_id == actor.person else no("not_your_signature")


def _staff(actor: Actor) -> Verdict:
    return YES if is_staff(actor) else no("not_your_role")


def _open(signer: Signer, at: datetime, *, closed_too: bool = False) -> Verdict:
    envelope = signer.envelope
    return all_of(
        YES if envelope.state == OPEN else no(f"envelope_{envelope.state}"),
        no("paper_frozen") if is_frozen(envelope.document) and not closed_too else YES,
        no("paper_overdue", until=envelope.due_on.isoformat()) if overdue(envelope, at) and not closed_too else YES,
    )


def _step(signer: Signer, step: str) -> Verdict:
    return YES if signer.state in SIGNER.sources(step) else no(f"signer_{signer.state}")


def _on_screen(signer: Signer) -> Verdict:
    return no("signed_by_hand") if kind(signer.envelope.document.kind).by_hand else YES


def _by_its_way(actor: Actor, signer: Signer) -> Verdict:
    """With a second channel the school vouches for who this is, and no account replaces the code."""
    if signer.role not in kind(signer.envelope.document.kind).second_channel:
        return YES
    return all_of(
        YES if signer.attested_how and signer.channel != "mail" else no("signer_not_attested"),
        YES if actor.via == "link" else no("signer_by_link"),
    )
