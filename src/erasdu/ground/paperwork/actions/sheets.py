"""Signed paper that comes back: photos and scans are kept, and a person says what is on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from erasdu.ground.jobs.actions import enqueue
from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.actions.chaining import chained, kept_aside
from erasdu.ground.paperwork.actions.reading import seen
from erasdu.ground.paperwork.actions.signing import LONGEST, about, fresh, signature_of, write_signature
from erasdu.ground.paperwork.models import Envelope, Sheet, Signature, Signer
from erasdu.ground.vault import actions as vault
from erasdu.ground.vault import queries as files
from erasdu.kernel.actor import Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused, Verdict, no

KEEP = "grant_file"
UNFILED = timedelta(days=180)  # what nobody files in that time goes
HELD = ("reading", "ask", "confirmed")  # states in which the picture is kept


@dataclass(frozen=True, slots=True)
class Received:
    """`batch`: what came together, "" when nothing was kept; `refused`: name of the file and why."""

    batch: str
    refused: Sequence[tuple[str, Verdict]]


def receive(uploads: Sequence[tuple[str, bytes]], *, by: Actor, at: datetime, looks: int | None = None) -> Received:
    """Keep what was sent, each file on its own, and have it read in the background.

    `looks`: the organisation that says which paper it is when no code can be read; else that of who sends.
    """
    access.may_scan(by).require()
    batch, kept, refused = new_key(), 0, []
    for name, data in uploads:
        try:
            _received(batch, vault.prepare(data, name=name, by=by), looks or by.organisation, by=by, at=at)
            kept += 1
        except Refused as error:
            refused.append((name, error.verdict))
    return Received(batch if kept else "", refused)


@transaction.atomic
def _received(batch: str, prepared: vault.Prepared, looks: int | None, *, by: Actor, at: datetime) -> None:
    sheet = Sheet.objects.create(
        batch=batch, file=prepared.key, sha256=prepared.sha256, state="reading", school_id=looks, by_id=by.person,
        at=at,
    )  # fmt: skip
    until = brussels_date(at) + UNFILED
    vault.attach(prepared, subject=sheet, purpose="paperwork.scan", keep=KEEP, delete_after=until, by=by, at=at)
    payload: dict[str, object] = {"sheet": sheet.pk, "role": by.role, "scope": sorted(by.scope)}
    enqueue("paperwork.read", once=f"paper-read:{sheet.key}", payload=payload, due=at)


@transaction.atomic
def choose(sheet: Sheet, envelope: Envelope, *, page: int, by: Actor, at: datetime) -> None:
    """A person says which page of which paper this is."""
    access.may_answer_sheet(by, sheet).require()
    if not access.envelopes_for(by).filter(pk=envelope.pk).exists():
        no("sheet_wants_paper").require()
    if not 1 <= page <= envelope.pages:
        no("scan_no_such_page").require()
    rows = Sheet.objects.filter(pk=sheet.pk, state="ask", envelope=None)
    if not rows.update(envelope=envelope, page=page, why=""):
        no("sheet_answered").require()
    came_in(envelope, [sheet.sha256], by=by, at=at)
    if access.is_restricted(envelope.document):  # who says so has looked at it
        seen(envelope.document, by=by, at=at)


def came_in(envelope: Envelope, hashes: Sequence[str], *, by: Actor, at: datetime) -> None:
    """Pages of a paper are here, for its evidence and the journal."""
    document = envelope.document
    chained(document, "scanned", at=at, envelope=envelope, sheets=",".join(hashes))
    journal.record("paper.scanned", subjects=about(document), by=by, at=at, kind=document.kind, pages=len(hashes))


@transaction.atomic
def see_signatures(envelope: Envelope, found: Mapping[int, Mapping[str, object]], *, by: Actor, at: datetime) -> None:
    """Somebody looked at all pages and saw these signatures. `found`: signer's row → what is filled in on the paper."""
    sheets = list(Sheet.objects.filter(envelope=envelope, state__in=("ask", "confirmed")).order_by("page", "pk"))
    if queries.pages_lacking(envelope, sheets):
        no("scan_pages_lack").require()
    for signer in envelope.signers.filter(pk__in=found).order_by("turn", "pk"):
        see_on_paper(signer, sheets=sheets, answers=found[signer.pk], by=by, at=at)
    for file in {sheet.file for sheet in sheets}:
        if (stored := files.by_key(file)) is not None:
            vault.keep_until(stored, delete_after=None, by=by, at=at)


@transaction.atomic
def see_on_paper(
    signer: Signer, *, sheets: Sequence[Sheet], answers: Mapping[str, object] | None = None, by: Actor, at: datetime
) -> None:
    """Somebody at the school looked at the signed paper: it counts as this signer's signature, and reminders stop."""
    signer = fresh(signer)
    access.may_see_on_paper(by, signer, at=at).require()
    language = signer.envelope.language
    signature = signature_of(signer, signer.name, answers or {}, "paper", "paper_seen", language, "", at)
    what = {"sheets": ",".join(sheet.sha256 for sheet in sheets), "seen_by": str(by.person)}
    if signer.link is not None:
        links.revoke(signer.link, by=by, at=at)
    write_signature(signer, signature, "paper_seen", by=by, at=at, **what)
    rows = Sheet.objects.filter(pk__in=[sheet.pk for sheet in sheets])
    rows.update(state="confirmed", answered_by=by.person, answered_at=at)


@transaction.atomic
def refuse(envelope: Envelope, *, reason: str, by: Actor, at: datetime) -> None:
    """What came in of this paper does not do, such as a page without its signature: it goes, and reminders go on."""
    sheets = list(access.sheets_for(by).filter(envelope=envelope, state="ask"))
    if not sheets:
        no("sheet_answered").require()
    for sheet in sheets:
        _dropped(sheet, reason, by=by, at=at)
    document = envelope.document
    chained(document, "scan_refused", at=at, envelope=envelope, sheets=",".join(sheet.sha256 for sheet in sheets))
    journal.record("paper.scan_refused", subjects=about(document), by=by, at=at, kind=document.kind)


@transaction.atomic
def take_away(sheet: Sheet, *, by: Actor, at: datetime) -> None:
    """Nothing to file: not ours, or sent by mistake."""
    access.may_answer_sheet(by, sheet).require()
    _dropped(sheet, "", by=by, at=at)


def _dropped(sheet: Sheet, reason: str, *, by: Actor, at: datetime) -> None:
    rows = Sheet.objects.filter(pk=sheet.pk, state="ask")
    if not rows.update(state="refused", reason=reason[:LONGEST], answered_by=by.person, answered_at=at):
        no("sheet_answered").require()
    let_go(sheet.picture, by=by, at=at)
    if not Sheet.objects.filter(file=sheet.file, state__in=HELD).exists():
        let_go(sheet.file, by=by, at=at)


def let_go(key: str, *, by: Actor, at: datetime) -> None:
    if (stored := files.by_key(key)) is not None:
        vault.delete(stored, by=by, at=at)


@transaction.atomic
def see_by_hand(
    signer: Signer,
    *,
    seen_by: str,
    seen_on: date,
    valid_until: date | None = None,
    legalised_at: str = "",
    by: Actor,
    at: datetime,
) -> Signature:
    """Somebody looked at a paper that is only signed by hand; the paper itself is not kept here."""
    signer = fresh(signer)
    access.may_see_by_hand(by, signer).require()
    said = {"seen_by": seen_by, "seen_on": seen_on.isoformat()}
    said |= {"valid_until": valid_until.isoformat()} if valid_until else {}
    said |= {"legalised_at": legalised_at} if legalised_at else {}
    language = signer.envelope.language
    signature = signature_of(signer, signer.name, said, "paper", "seen_by_hand", language, "", at)
    body = kept_aside(signer, dict(said), at=at)
    write_signature(signer, signature, "seen_by_hand", by=by, at=at, **body)
    return signature
