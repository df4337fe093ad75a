"""Another answer on a free paper: it counts at once, and nobody else has to do anything for it."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.paperwork import access, papers, queries
from erasdu.ground.paperwork.actions.chaining import chained, kept_aside
from erasdu.ground.paperwork.actions.drafting import drawn
from erasdu.ground.paperwork.actions.issuing import carry, superseded
from erasdu.ground.paperwork.actions.showing import keep_shown, put_away
from erasdu.ground.paperwork.actions.signing import Visit, about, assurance, fresh, signature_of, write_signature
from erasdu.ground.paperwork.models import Envelope, Signer
from erasdu.ground.paperwork.states import ASKED, DONE, REVOKED
from erasdu.ground.vault.actions import Prepared
from erasdu.kernel.actor import Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.verdict import no


def choose_again(
    signer: Signer, answers: Mapping[str, object], *, visit: Visit, by: Actor, at: datetime
) -> Signer | None:
    """A new version in which only the answers of this signer differ; None when nothing differs.

    What others signed, took back, or still have to sign goes along, with their links.
    """
    access.may_choose_again(by, signer).require()
    if signer.state == DONE and queries.answers_of(signer.signature) == dict(answers):
        return None
    before = Envelope.objects.select_related("document").get(pk=signer.envelope_id)
    kind, parties = queries.kind_of(before), queries.signers_now(before)
    draft = Envelope(
        key=new_key(), code=new_key(), document=before.document, version=before.version + 1, language=before.language,
        data=before.data, content_version=before.content_version, issued_at=at, issued_by_id=before.issued_by_id,
        due_on=before.due_on, stamp=papers.stamp_of(kind),
    )  # fmt: skip
    places = [_place(one, draft) for one in parties]
    shown = put_away(drawn(draft, kind, places), draft)
    return _chosen(signer, draft, shown, list(zip(parties, places, strict=True)), answers, visit, by, at)


def _place(old: Signer, envelope: Envelope) -> Signer:
    return Signer(
        key=new_key(), envelope=envelope, role=old.role, turn=old.turn, person=old.person,
        organisation=old.organisation, name=old.name, function=old.function, channel=old.channel, state=old.state,
        link_id=old.link_id, asked_at=old.asked_at, reminded_at=old.reminded_at, reminders=old.reminders,
        attested_by_id=old.attested_by_id, attested_at=old.attested_at, attested_how=old.attested_how,
    )  # fmt: skip


@transaction.atomic
def _chosen(
    signer: Signer,
    envelope: Envelope,
    shown: Prepared,
    places: Sequence[tuple[Signer, Signer]],
    answers: Mapping[str, object],
    visit: Visit,
    by: Actor,
    at: datetime,
) -> Signer:
    """Refused when somebody else answered meanwhile: their answer must not be lost."""
    now = fresh(signer)
    access.may_choose_again(by, now).require()
    states = dict(Signer.objects.filter(envelope=now.envelope_id).values_list("pk", "state"))
    if any(states.get(old.pk) != old.state for old, _new in places):
        no("changed_meanwhile").require()
    superseded(now.envelope, by=by, at=at)
    envelope.shown_file = shown.key
    envelope.save(force_insert=True)
    keep_shown(shown, envelope, by=by, at=at)
    document = envelope.document
    chained(document, "sent", at=at, envelope=envelope, version=envelope.version, shown_sha256=envelope.shown_sha256)
    mine = signer
    for old, new in places:
        new.envelope = envelope
        if old.pk == signer.pk:
            mine, new.state = new, ASKED
        new.save(force_insert=True)
        if old.pk != signer.pk and old.state in (DONE, REVOKED):
            carry(old, new, at=at)
    explained = (visit.language, visit.explanation)
    made = signature_of(mine, mine.name, answers, visit.method, assurance(mine, visit.method), *explained, at)
    body = kept_aside(mine, visit.payload(mine), at=at)
    write_signature(mine, made, "signed", by=by, at=at, **body)
    journal.record("paper.choice_changed", subjects=about(document), by=by, at=at, kind=document.kind, role=mine.role)
    return mine
