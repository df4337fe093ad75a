"""Once a day: the heads of all chains in one sealed paper, kept, and its digest mailed to who coordinates."""

from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import queries as journal_queries
from erasdu.ground.organisations.queries import coordinators
from erasdu.ground.paperwork import queries
from erasdu.ground.paperwork.actions.sealing import timestamper
from erasdu.ground.paperwork.models import Anchor
from erasdu.ground.paperwork.papers.anchors import draw_anchor
from erasdu.ground.paperwork.rules.anchoring import Head, anchor_digest, anchor_text
from erasdu.ground.post.actions import write
from erasdu.ground.post.rules import next_awake
from erasdu.ground.vault import actions as vault
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.seal.keys import load
from erasdu.kernel.seal.sealing import seal

LANGUAGE = "nl"


def anchor(*, at: datetime) -> Anchor:
    """The anchor of this day: made now, or the one that was made already."""
    day = brussels_date(at)
    if made := Anchor.objects.filter(day=day).first():
        return made
    last, heads = Head("journal", *journal_queries.head()), queries.heads()
    text = anchor_text(day, last, heads)
    digest = anchor_digest(text)
    pdf = draw_anchor(
        text, digest, day=day, documents=len(heads), lines=last.length, at=at, language=LANGUAGE
    )  # fmt: skip
    keys = load(settings.SEAL_FOLDER, settings.SEAL_PASSWORD)
    sealed = seal(pdf, keys, at=at, reason=digest, timestamper=timestamper())
    new = Anchor(
        day=day, at=at, documents=len(heads), journal_seq=last.length, journal_hash=last.hash, digest=digest
    )  # fmt: skip
    try:
        return _kept(new, sealed, at)
    except IntegrityError:  # another worker was first
        return Anchor.objects.get(day=day)


@transaction.atomic
def _kept(new: Anchor, sealed: bytes, at: datetime) -> Anchor:
    new.save(force_insert=True)
    stored = vault.keep(
        sealed, media_type="application/pdf", subject=new, purpose="paperwork.anchor", keep="grant_file", by=SYSTEM,
        at=at,
    )  # fmt: skip
    new.file, new.sha256 = stored.key, stored.sha256
    new.save(update_fields=["file", "sha256"])
    for person in coordinators():
        context = {"anchor": new, "address": f"{settings.SITE_URL}/papers/anchors/"}
        write(
            "paperwork/letters/anchor", to=person, once=f"anchor:{new.day}:{person.pk}", at=at, context=context,
            about=new, due=next_awake(at),
        )  # fmt: skip
    journal.record("anchor.made", subjects=[new], by=SYSTEM, at=at, digest=new.digest, papers=new.documents)
    return new
