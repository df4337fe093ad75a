"""What a signer does on the page: sign, decline, pass on, ask, object, take back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection, transaction
from django.db.models import Model

from erasdu.ground.inserting import insert
from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.actions.chaining import chained, kept_aside
from erasdu.ground.paperwork.actions.erasing import erase_answers
from erasdu.ground.paperwork.actions.issuing import ask, ask_next, end_links, retell, tell
from erasdu.ground.paperwork.actions.together import named
from erasdu.ground.paperwork.models import Document, Envelope, Signature, Signer
from erasdu.ground.paperwork.rules import Json, digest
from erasdu.ground.paperwork.states import ENVELOPE, SIGNER
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import hasten
from erasdu.ground.prepared import THESE, Prepared
from erasdu.kernel.actor import Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.memory import remembering
from erasdu.kernel.verdict import no

LONGEST = 500
SIGNED = "paperwork/letters/signed"
SITTING = timedelta(minutes=10)  # so long the message that something was signed waits for what is signed with it
SIGNER_NOW = Prepared(lambda: Signer.objects.filter(pk__in=THESE).select_related("envelope__document", "person"))


@dataclass(frozen=True, slots=True)
class Visit:
    """By which way somebody came: link or account, and what identifies the browser (kept aside, erasable)."""

    method: str = "link"
    address: str = ""
    browser: str = ""
    language: str = "nl"
    explanation: str = ""  # language and hash of the explanation that stood beside the paper

    def payload(self, signer: Signer) -> dict[str, object]:
        """Where the code went is kept too: it shows who could sign."""
        sent_to = signer.person.phone if signer.channel == "text" else signer.person.email
        return {"address": self.address, "browser": self.browser, "channel": signer.channel, "sent_to": sent_to}


@transaction.atomic
def opened(signer: Signer, *, visit: Visit, by: Actor, at: datetime) -> None:
    """The paper was opened after a code: once for a version and signer."""
    if Signer.objects.filter(pk=signer.pk, opened_at=None).update(opened_at=at):
        body = {"role": signer.role, "signer": signer.key, **kept_aside(signer, visit.payload(signer), at=at)}
        chained(signer.envelope.document, "opened", at=at, envelope=signer.envelope, **body)


@transaction.atomic
@remembering()
def sign(
    signer: Signer,
    *,
    shown_sha256: str,
    typed_name: str,
    answers: Mapping[str, object],
    visit: Visit,
    by: Actor,
    at: datetime,
) -> Signature:
    """Sign exactly the bytes that were shown; of two at once one wins."""
    signer = fresh(signer)
    access.may_sign(by, signer, at=at).require()
    envelope = signer.envelope
    if shown_sha256 != envelope.shown_sha256:
        no("paper_changed").require()
    signature = signature_of(
        signer,
        typed_name,
        answers,
        visit.method,
        assurance(signer, visit.method),
        visit.language,
        visit.explanation,
        at,
    )
    body = kept_aside(signer, visit.payload(signer), at=at)
    write_signature(signer, signature, "signed", by=by, at=at, **body)
    confirm_otherwise(signer, at=at)
    return signature


def confirm_otherwise(signer: Signer, *, at: datetime) -> None:
    """That it was signed, by the way that the code came: whose number it is reads it, whoever had the mailbox.

    Who signs several in one go gets one message about them: with the last, and at most some minutes after the first.
    """
    if signer.channel != "text" or signer.role not in queries.kind_of(signer.envelope).second_channel:
        return
    asker = queries.asker_of(signer.envelope)
    call, more = asker.phone if asker else "", queries.waits_for_more(signer)
    held = queries.held_copy(signer.person, SIGNED, at) if access.check_telling(signer, at=at) else None
    if held is not None:
        words = named(queries.signed_since(signer.person, held.created_at), held.language)
        if retell(held, signer, at=at, link=None, call=call, **words):
            if not more:
                hasten(held.once, at=at)
            return
    due = at + SITTING if more else None
    tell(signer, SIGNED, once=f"paper-signed:{signer.key}", at=at, medium="text", due=due, call=call)


def assurance(signer: Signer, method: str) -> str:
    return "account" if method == "account" else f"{signer.channel}_code"


def signature_of(
    signer: Signer,
    typed_name: str,
    answers: Mapping[str, object],
    method: str,
    assurance: str,
    language: str,
    explanation: str,
    at: datetime,
) -> Signature:
    envelope = signer.envelope
    restricted = queries.kind_of(envelope).restricted
    consent = queries.consent_of(envelope, signer.role)
    secret = queries.close_answers(signer.key, dict(answers)) if restricted and answers else b""
    return Signature(
        signer=signer, method=method, assurance=assurance, at=at, typed_name=typed_name,
        shown_sha256=envelope.shown_sha256, consent=consent, consent_language=envelope.language,
        explanation=explanation, answers={} if restricted else dict(answers), secret_answers=secret,
    )  # fmt: skip


def write_signature(signer: Signer, signature: Signature, event: str, *, by: Actor, at: datetime, **body: str) -> None:
    """The one step that cannot be taken twice, its evidence, and whoever comes next."""
    rows = Signer.objects.filter(pk=signer.pk, state__in=SIGNER.sources("sign"))
    if not rows.update(state=SIGNER.target("sign"), answered_at=at):
        no("signer_signed").require()
    signature.lacks = queries.consent_lacks(signer, signature)
    insert(signature)
    envelope = signer.envelope
    answers: Json = signature.answers if not signature.secret_answers else {"restricted": True}
    facts: dict[str, object] = {
        "role": signer.role, "signer": signer.key, "method": signature.method, "assurance": signature.assurance,
        "shown_sha256": signature.shown_sha256, "consent_sha256": digest(signature.consent),
        "answers_sha256": digest(answers), **body, **({"lacks": ",".join(signature.lacks)} if signature.lacks else {}),
    }  # fmt: skip
    chained(envelope.document, event, at=at, envelope=envelope, **facts)
    journal.record(
        "paper.signed", subjects=about(envelope.document), by=by, at=at, kind=envelope.document.kind, role=signer.role
    )
    ask_next(envelope, at=at)


@transaction.atomic
def decline(signer: Signer, *, reason: str, by: Actor, at: datetime) -> None:
    """No, with a reason that the sender reads."""
    signer = fresh(signer)
    access.may_decline(by, signer, at=at).require()
    envelope = signer.envelope
    _take(signer, "decline", at, reason)
    rows = Envelope.objects.filter(pk=envelope.pk, state__in=ENVELOPE.sources("decline"))
    if not rows.update(state=ENVELOPE.target("decline"), ended_at=at, end_reason=reason[:LONGEST]):
        no("changed_meanwhile").require()
    end_links(envelope, by=by, at=at)
    recorded(signer, "declined", "paper.declined", by=by, at=at)


@transaction.atomic
def pass_on(
    signer: Signer, *, given_name: str, family_name: str, email: str, function: str, by: Actor, at: datetime
) -> Signer:
    """To the right colleague of the same organisation, who gets a link of their own; this one's is dead."""
    signer = fresh(signer)
    access.may_pass_on(by, signer, at=at).require()
    person = Person.objects.create(
        given_name=given_name, family_name=family_name, email=email, language=signer.person.language, created_at=at
    )
    # Nobody on the sending side knows the colleague yet: what vouched for the first does not go along.
    return replace(signer, person, function, "passed_on", "paper.passed_on", attested_how="", by=by, at=at)


def replace(
    signer: Signer, person: Person, function: str, event: str, line: str, *, attested_how: str, by: Actor, at: datetime
) -> Signer:
    """Somebody else signs in this role; the evidence keeps both."""
    was_asked = signer.state in SIGNER.sources("sign")
    _take(signer, "pass_on", at, "")
    if signer.link is not None:
        links.revoke(signer.link, by=by, at=at)
    new = Signer.objects.create(
        key=new_key(), envelope=signer.envelope, role=signer.role, turn=signer.turn, person=person,
        organisation=signer.organisation, name=str(person), function=function, channel=signer.channel,
        attested_by_id=by.person if attested_how else None, attested_at=at if attested_how else None,
        attested_how=attested_how,
    )  # fmt: skip
    recorded(signer, event, line, by=by, at=at, to=new.key)
    if was_asked:
        ask(new, at=at)
    return new


@transaction.atomic
def ask_question(signer: Signer, *, question: str, by: Actor, at: datetime) -> None:
    """A question, or "call me", for whoever sent the paper; nothing else changes."""
    access.may_object(by, signer).require()
    Signer.objects.filter(pk=signer.pk).update(reason=question[:LONGEST])
    recorded(signer, "question", "paper.question", by=by, at=at)


@transaction.atomic
def wrong_address(signer: Signer, *, by: Actor, at: datetime) -> None:
    """This is not for me: the link is dead, and the sender looks for the right address."""
    access.may_object(by, signer).require()
    if signer.link is not None:
        links.revoke(signer.link, by=by, at=at)
    recorded(signer, "wrong_address", "paper.wrong_address", by=by, at=at)


@transaction.atomic
def not_me(signer: Signer, *, by: Actor, at: datetime) -> None:
    """Somebody signed in my name: everything stands still until staff has looked into it."""
    access.may_object(by, signer).require()
    freeze(signer.envelope.document, "not_me", at=at)
    recorded(signer, "not_me", "paper.not_me", by=by, at=at)


@transaction.atomic
def revoke(signer: Signer, *, reason: str, by: Actor, at: datetime) -> None:
    """Take back what one agreed to; the signature stays as history, and the paper is held up.

    A free choice holds nothing up; what only its readers saw is erased at once.
    """
    signer = fresh(signer)
    access.may_revoke(by, signer).require()
    _take(signer, "revoke", at, reason)
    Signature.objects.filter(signer=signer).update(revoked_at=at)
    document, kind = signer.envelope.document, queries.kind_of(signer.envelope)
    if kind.restricted:
        erase_answers(document, by=by, at=at)
    if not kind.free:
        freeze(document, "revoked", at=at)
    recorded(signer, "revoked", "paper.choice_withdrawn" if kind.free else "paper.revoked", by=by, at=at)


def freeze(document: Document, code: str, *, at: datetime) -> None:
    Document.objects.filter(pk=document.pk).update(frozen_at=at, frozen_code=code)
    document.frozen_at, document.frozen_code = at, code


def about(document: Document) -> list[Model]:
    """The paper and its dossier, for the journal."""
    return [document, queries.named_subject_of(document)]


def fresh(signer: Signer) -> Signer:
    """As it is now, with its document locked: two acts on one paper come one after the other."""
    if connection.features.has_select_for_update:  # elsewhere no other transaction writes meanwhile
        list(Document.objects.select_for_update().filter(pk=signer.envelope.document_id).values_list("pk"))
    return SIGNER_NOW.one(signer.pk)


def _take(signer: Signer, step: str, at: datetime, reason: str) -> None:
    rows = Signer.objects.filter(pk=signer.pk, state__in=SIGNER.sources(step))
    if not rows.update(state=SIGNER.target(step), answered_at=at, reason=reason[:LONGEST]):
        no("changed_meanwhile").require()
    signer.state = SIGNER.target(step)


def recorded(signer: Signer, kind: str, line: str, *, by: Actor, at: datetime, **more: object) -> None:
    envelope = signer.envelope
    chained(envelope.document, kind, at=at, envelope=envelope, role=signer.role, signer=signer.key, **more)
    journal.record(line, subjects=about(envelope.document), by=by, at=at, kind=envelope.document.kind, role=signer.role)
