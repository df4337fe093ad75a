"""Sending papers to their signers: the first version, and a later one that only some sign again."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import wraps
from typing import ParamSpec

from django.db import IntegrityError, transaction

from erasdu.ground.inserting import insert, insert_all
from erasdu.ground.jobs.actions import enqueue_all
from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.organisations.models import Role as OrganisationRole
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.actions.chaining import chained
from erasdu.ground.paperwork.actions.drafting import Draft, Reads, draft
from erasdu.ground.paperwork.actions.owning import audience
from erasdu.ground.paperwork.actions.showing import keep_shown, put_away
from erasdu.ground.paperwork.actions.together import SEVERAL, SIGN, joined
from erasdu.ground.paperwork.models import Document, Envelope, Reader, Signature, Signer
from erasdu.ground.paperwork.rules import Kind, changes, minutes_to_sign, sign_again
from erasdu.ground.paperwork.states import ASKED, DONE, ENVELOPE, LIVE, SIGNER, WAITING
from erasdu.ground.post.actions import compose, rewrite, write
from erasdu.ground.post.models import Letter
from erasdu.ground.prepared import THESE
from erasdu.ground.prepared import Prepared as Query
from erasdu.ground.vault.actions import Prepared
from erasdu.kernel.actor import LEARNER, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

LINK_DAYS = 14
P = ParamSpec("P")


def send(drafts: Sequence[Draft]) -> list[Envelope]:
    """All of these papers go out, or none: links, letters and the journal in one transaction."""
    shown = [put_away(one.pdf, one.envelope) if one.is_new else None for one in drafts]
    with transaction.atomic():
        return [_sent(one, pdf) if pdf else one.envelope for one, pdf in zip(drafts, shown, strict=True)]


def _sending(drafts: Callable[P, Draft]) -> Callable[P, Envelope]:
    @wraps(drafts)
    def issue(*given: P.args, **named: P.kwargs) -> Envelope:
        return send([drafts(*given, **named)])[0]

    return issue


issue = _sending(draft)


def _sent(new: Draft, shown: Prepared) -> Envelope:
    envelope, kind, before, at = new.envelope, new.kind, new.before, new.at
    document = envelope.document
    is_new = document.pk is None
    if is_new:
        try:
            insert(document)
        except IntegrityError:  # somebody else sent it at the same moment
            no("changed_meanwhile").require()
    if before is not None:
        superseded(before, by=new.by, at=at)
    envelope.document = document
    envelope.shown_file = shown.key
    try:
        insert(envelope)
    except IntegrityError:
        no("changed_meanwhile").require()
    keep_shown(shown, envelope, by=new.by, at=at)
    _readers(document, new.readers, at, is_new=is_new)
    for signer in new.signers:
        signer.envelope = envelope
        insert(signer)
    chained(document, "sent", at=at, envelope=envelope, version=envelope.version, shown_sha256=envelope.shown_sha256)
    if before is not None:
        _carry(before, envelope, kind, new.signers, at)
    roles = {party.role: party.link_role for party in new.parties}
    ask_next(envelope, at=at, link_roles=roles, pending=None if before is not None else new.signers)
    touched, version = [document, new.subject], envelope.version
    journal.record("paper.sent", subjects=touched, by=new.by, at=at, kind=kind.code, version=version)
    return envelope


def _readers(document: Document, readers: Sequence[Reads], at: datetime, *, is_new: bool) -> None:
    """Who may see it, each once; of a paper that was there already who does not see it yet."""
    known = set() if is_new else set(document.readers.filter(until=None).values_list("organisation", "person", "role"))
    rows = [
        Reader(document=document, organisation=one.organisation, person=one.person, role=one.role, since=at)
        for one in readers
    ]
    wanted = {(row.organisation_id, row.person_id, row.role): row for row in rows}
    insert_all([row for key, row in wanted.items() if key not in known])


def superseded(before: Envelope, *, by: Actor, at: datetime) -> None:
    rows = Envelope.objects.filter(pk=before.pk, state__in=ENVELOPE.sources("supersede"))
    if not rows.update(state=ENVELOPE.target("supersede"), ended_at=at) and before.state in LIVE:
        no("changed_meanwhile").require()
    chained(before.document, "superseded", at=at, envelope=before)


def end_links(envelope: Envelope, *, by: Actor, at: datetime) -> None:
    """The links of a paper that is over are dead at the next request; signed ones still lead to the copy.

    Those of a version that was replaced lead on to the new one.
    """
    open_still = envelope.signers.filter(state__in=(WAITING, ASKED)).exclude(link=None).select_related("link")
    for signer in open_still:
        if signer.link is not None:
            links.revoke(signer.link, by=by, at=at)


def _carry(before: Envelope, envelope: Envelope, kind: Kind, signers: Sequence[Signer], at: datetime) -> None:
    """Signatures whose clauses did not change go along to the new version."""
    old = {signer.role: signer for signer in queries.signers_now(before) if signer.state == DONE}
    moved = {
        signer.role
        for signer in signers
        if (found := old.get(signer.role)) and (found.person_id, found.name) != (signer.person_id, signer.name)
    }
    between = changes(queries.data_of(before), queries.data_of(envelope))
    again = sign_again(kind, between, moved=moved)
    said = [] if kind.restricted else between  # a mail tells nothing of what only a few may read
    for signer in signers:
        if (found := old.get(signer.role)) is None or signer.role in again or found.signature.lacks:
            continue
        if found.signature.method == "remote":  # it stands in the bytes of the version before, and nowhere else
            continue
        carry(found, signer, at=at)
        tell(signer, "paperwork/letters/changed", once=f"paper-changed:{signer.key}", at=at, changed=said)


def carry(old: Signer, signer: Signer, *, at: datetime) -> None:
    """What somebody signed goes along to their place in the new version, also when they took it back."""
    kept, envelope = old.signature, signer.envelope
    Signature.objects.create(
        signer=signer, method=kept.method, assurance=kept.assurance, at=kept.at, typed_name=kept.typed_name,
        shown_sha256=kept.shown_sha256, consent=kept.consent, consent_language=kept.consent_language,
        explanation=kept.explanation, answers=kept.answers, carried_from=kept, lacks=kept.lacks,
        revoked_at=kept.revoked_at,
        secret_answers=queries.close_answers(signer.key, queries.answers_of(kept)) if kept.secret_answers else b"",
    )  # fmt: skip
    Signer.objects.filter(pk=signer.pk).update(state=old.state, answered_at=old.answered_at or kept.at)
    chained(envelope.document, "carried", at=at, envelope=envelope, role=signer.role, signer=signer.key)


def ask_next(
    envelope: Envelope,
    *,
    at: datetime,
    link_roles: Mapping[str, OrganisationRole | None] | None = None,
    pending: Sequence[Signer] | None = None,
) -> None:
    """Ask everybody of the group whose turn it is; when nobody is left, the version is signed.

    `pending`: who did not answer yet, for who knows that.
    """
    if pending is None:
        pending = _pending(envelope)
    if not pending:
        finish(envelope, at=at)
        return
    first = min(signer.turn for signer in pending)
    for signer in pending:
        if signer.turn == first and signer.state == WAITING:
            ask(signer, at=at, role=(link_roles or {}).get(signer.role))


OPEN_STILL = Query(
    lambda: (
        Signer.objects.filter(envelope__in=THESE, state__in=(WAITING, ASKED))
        .select_related("person")
        .order_by("turn", "pk")
    )
)


def _pending(envelope: Envelope) -> list[Signer]:
    found = OPEN_STILL.of([envelope.pk])
    for signer in found:
        signer.envelope = envelope
    return found


def ask(signer: Signer, *, at: datetime, role: OrganisationRole | None = None) -> None:
    """The signer's link, and a mail with it; for what is only signed by hand neither.

    Who may not be told any more is not asked: the step asks without them.
    """
    if not access.check_telling(signer, at=at):
        return
    if queries.kind_of(signer.envelope).by_hand:
        _asked_on_paper(signer, at=at)
        return
    link = links.issue(
        signer.person, "paperwork.sign", subject=signer, role=role, audience=audience(signer),
        channel=signer.channel, at=at, days=LINK_DAYS, is_first=True,
    )  # fmt: skip
    rows = Signer.objects.filter(pk=signer.pk, state__in=SIGNER.sources("ask"))
    rows.update(state=SIGNER.target("ask"), link=link, asked_at=at)
    signer.state, signer.link, signer.asked_at = ASKED, link, at
    if not access.signs_as_staff(signer):
        _request(signer, at=at)
    envelope = signer.envelope
    chained(envelope.document, "asked", at=at, envelope=envelope, role=signer.role, signer=signer.key)


def _request(signer: Signer, *, at: datetime) -> None:
    """The mail that asks for a signature; while one about another paper still waits, that one asks for both."""
    held = queries.held_request(signer.person, (SIGN, SEVERAL), at)
    if held is None or not joined(signer, held, at=at):
        _write(signer, SIGN, once=f"paper:{signer.key}", at=at)


def _asked_on_paper(signer: Signer, *, at: datetime) -> None:
    Signer.objects.filter(pk=signer.pk, state__in=SIGNER.sources("ask")).update(state=ASKED, asked_at=at)
    signer.state, signer.asked_at = ASKED, at


def tell(
    signer: Signer,
    template: str,
    *,
    once: str,
    at: datetime,
    link: Link | None = None,
    asked: bool = False,
    medium: str = "mail",
    due: datetime | None = None,
    **context: object,
) -> None:
    """A mail about a paper says its kind and at most one first name. Nothing to who may not be told any more.

    `link`: another than that of the paper; `asked`: they want it themselves; `due`: not before then.
    """
    if asked or access.check_telling(signer, at=at):
        _write(signer, template, once=once, at=at, link=link, medium=medium, due=due, **context)


def _write(
    signer: Signer,
    template: str,
    *,
    once: str,
    at: datetime,
    link: Link | None = None,
    medium: str = "mail",
    due: datetime | None = None,
    **context: object,
) -> None:
    """To somebody who may be told; `due`: not before that moment."""
    write(
        template, to=signer.person, once=once, at=at, context=_said(signer, template, link, at) | context,
        about=signer.envelope, link=(link or signer.link) if medium == "mail" else None, medium=medium, due=due,
        languages=EVERYWHERE,
    )  # fmt: skip


def retell(letter: Letter, signer: Signer, *, at: datetime, link: Link | None, **context: object) -> bool:
    """Other words in a letter that waits, as if it were written now; False when it went already."""
    words = {"person": signer.person} | _said(signer, letter.template, link, at) | context
    subject, text = compose(letter.template, letter.language, words)
    return rewrite(letter, subject=subject, text=text)


def _said(signer: Signer, template: str, link: Link | None, at: datetime) -> dict[str, object]:
    """What the letters about a paper may say."""
    envelope = signer.envelope
    return {
        "short": queries.short_for(envelope, signer.person.language),
        "about": queries.data_of(envelope).get("about", ""),
        "due_on": queries.asked_on(envelope, brussels_date(at)),
        "minutes": minutes_to_sign(envelope.pages),
        "to_learner": signer.role == LEARNER,
        "own_words": queries.own_words(signer, template.rpartition("/")[2]),
        "channel": signer.channel,
        "link_channel": link.channel if link else signer.channel,
    }


def finish(envelope: Envelope, *, at: datetime) -> None:
    """Everybody signed: from now on it is in force, and a copy is sealed in the background.

    Of what was signed by hand the paper itself is what counts: there is nothing to seal.
    """
    rows = Envelope.objects.filter(pk=envelope.pk, state__in=ENVELOPE.sources("finish"))
    if rows.update(state=ENVELOPE.target("finish"), signed_at=at):
        envelope.state, envelope.signed_at = ENVELOPE.target("finish"), at
        if not queries.kind_of(envelope).by_hand:
            enqueue_seal(envelope, at=at)


def enqueue_seal(envelope: Envelope, *, at: datetime) -> None:
    enqueue_all("paperwork.seal", {f"paper-seal:{envelope.key}": {"envelope": envelope.pk}}, due=at)
