"""What the pages show: to a signer, to a person about all their papers, to staff about one paper."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import F, Q, QuerySet

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import access, papers
from erasdu.ground.paperwork.models import Confirmation, Document, Envelope, Event, Reader, Signature, Signer
from erasdu.ground.paperwork.queries.closing import answers_of, data_of
from erasdu.ground.paperwork.queries.content import frozen_content, kind_of, roles_for, short_for
from erasdu.ground.paperwork.queries.printing import consent_of, events, reference, signers_now
from erasdu.ground.paperwork.queries.reading import Readers, Seen, readers_of, seen_by
from erasdu.ground.paperwork.queries.standing import Standing, standing, with_standing
from erasdu.ground.paperwork.rules import (
    Change,
    Content,
    Explanation,
    Json,
    Kind,
    Phrases,
    Question,
    answered,
    changes,
    fill,
)
from erasdu.ground.paperwork.states import ASKED, DONE, OPEN, REFUSED, REVOKED
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Verdict, no

LANGUAGES = ("nl", "en")  # of the site itself
RECEIVING = frozenset({"host", "company"})  # roles that sign for a company or household

# -- a signer --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignPage:
    """`explained_in`: language of the explanation beside the paper, "" for none; `pages`: pictures to show."""

    data: Json
    kind: Kind
    content: Content
    short: str
    reference: str
    questions: Sequence[Question]
    consent: str
    explanation: Explanation | None
    explained_in: str
    confirmed_by: str
    phrases: Phrases | None
    languages: Sequence[str]
    pages: Sequence[int]
    asker: Organisation | None
    changed: Sequence[Change]


def signer_at_door(key: str) -> Signer | None:
    """Whoever's it is: the door decides who comes in."""
    return Signer.objects.select_related("link", "envelope__document").filter(key=key).first()


def sign_page(signer: Signer, explain: str, language: str) -> SignPage:
    envelope = signer.envelope
    kind, data = kind_of(envelope), data_of(envelope)
    content = frozen_content(data)
    languages = papers.explained_languages(kind) if signer.role in kind.explained else []
    wanted = next((one for one in (explain, signer.person.language, language) if one in languages), "")
    explanation = papers.explanation_of(kind, wanted) if wanted else None
    return SignPage(
        data=data,
        kind=kind,
        content=content,
        short=short_for(envelope, language),
        reference=reference(envelope),
        questions=kind.questions_to(signer.role),
        consent=consent_of(envelope, signer.role),
        explanation=explanation.about(str(data.get("about", ""))) if explanation else None,
        explained_in=wanted,
        confirmed_by=_confirmed_by(signer, kind, wanted),
        phrases=papers.phrases(wanted) if wanted not in ("", *LANGUAGES) else None,
        languages=languages,
        pages=range(1, envelope.pages + 1) if "drawn" in data else (),
        asker=asker_of(envelope),
        changed=changed_since_before(envelope),
    )


def own_words(signer: Signer, which: str) -> str:
    """What a mail says once more in the reader's own language; nothing for who reads Dutch or English."""
    language = signer.person.language
    phrases = papers.phrases(language) if language not in LANGUAGES else None
    if phrases is None:
        return ""
    texts = {"sign": phrases.mail_intro, "remind": phrases.mail_remind, "complete": phrases.mail_complete}
    asker = asker_of(signer.envelope)
    short = short_for(signer.envelope, language)
    return fill(texts.get(which, ""), asker=asker.name if asker else "ErasDu", short=short)


def explanation_digest(explanation: Explanation) -> str:
    whole = "\n".join([explanation.title, explanation.lead, *explanation.points, explanation.note])
    return hashlib.sha256(whole.encode()).hexdigest()


def explanation_mark(signer: Signer, language: str) -> str:
    """Language and hash of what stood beside the paper, for the evidence."""
    explanation = papers.explanation_of(kind_of(signer.envelope), language)
    return f"{language}:{explanation_digest(explanation)}" if explanation else ""


def _confirmed_by(signer: Signer, kind: Kind, language: str) -> str:
    """Who read the translation and found that it says what the paper says; or that nobody did so far.

    Companies and households read only the first: its note calls it a translation for information already.
    """
    explanation = papers.explanation_of(kind, language) if language else None
    if explanation is None:
        return ""
    rows = Confirmation.objects.filter(kind=kind.code, language=language, sha256=explanation_digest(explanation))
    name = rows.values_list("name", flat=True).first()
    phrases = papers.phrases(language)
    if phrases is None:
        return ""
    if name:
        return fill(phrases.confirmed_by, name=name)
    untold = language == signer.envelope.language or signer.role in RECEIVING
    return "" if untold else phrases.not_confirmed


def asker_of(envelope: Envelope) -> Organisation | None:
    """Who to call about a paper: the organisation that follows it."""
    readers = Reader.objects.filter(document=envelope.document_id, until=None).exclude(organisation=None)
    first = readers.select_related("organisation").order_by("pk").first()
    return first.organisation if first else None


def changed_since_before(envelope: Envelope) -> list[Change]:
    """What differs from the version before this one, for the diff that both can read."""
    before = Envelope.objects.filter(document=envelope.document_id, version=envelope.version - 1).first()
    return changes(data_of(before), data_of(envelope)) if before else []


def newer_for(signer: Signer) -> Signer | None:
    """The same person's place in the version that replaced this one."""
    newer = Signer.objects.filter(envelope__document=signer.envelope.document_id, person=signer.person_id)
    newer = newer.filter(envelope__version__gt=signer.envelope.version).exclude(state="passed_on")
    return newer.select_related("link", "envelope__document").order_by("-envelope__version").first()


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who signs. `state` is empty where it is not told; `how`: what is known of who signed it was."""

    signer: Signer
    state: str
    how: str


def others_of(signer: Signer) -> list[Other]:
    """Who else signs this version: names and standing, never how to reach them."""
    others = [one for one in signers_now(signer.envelope) if one.pk != signer.pk]
    return [Other(one, "" if _is_kept_from(signer, one) else one.state, how_signed(one)) for one in others]


def how_signed(signer: Signer) -> str:
    """The assurance of a signature that stands; empty before."""
    signature = Signature.objects.filter(signer=signer).first() if signer.state == DONE else None
    return signature.assurance if signature else ""


def why_not(signer: Signer, verdict: Verdict) -> Verdict:
    """What a signer reads who cannot sign now: of a parent's no a learner only that the school contacts them."""
    held_up = verdict.code == "paper_frozen" and settings.PAPER_AUDIENCES.get(signer.role) == "learner"
    kept = verdict.code.startswith("envelope_") and any(not other.state for other in others_of(signer))
    return no("school_contacts_you") if kept or held_up else verdict


def _is_kept_from(reader: Signer, other: Signer) -> bool:
    audiences = settings.PAPER_AUDIENCES
    about = (audiences.get(reader.role), audiences.get(other.role))
    return about == ("learner", "guardian") and other.state in (REFUSED, REVOKED)


# -- one person's papers ---------------------------------------------------------------------------


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


# -- staff -----------------------------------------------------------------------------------------


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
    letters = Letter.objects.filter(about_kind="paperwork.envelope", about_pk=envelope.pk, person=signer.person_id)
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
    )


def standings(subject_kind: str, pks: Sequence[int], actor: Actor, at: datetime) -> Mapping[int, list[Standing]]:
    """Subject → how its papers stand, of those the actor sees: for lists and dossier pages, in four queries."""
    rows = access.documents_for(actor).filter(subject_kind=subject_kind, subject_pk__in=pks)
    found: dict[int, list[Standing]] = {pk: [] for pk in pks}
    for document in with_standing(rows):
        found[document.subject_pk].append(standing(document, at))
    return found
