"""Photos and scans as pages show them: by paper, with what lacks, and what no paper was found for."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from erasdu.ground.paperwork import access
from erasdu.ground.paperwork.models import Envelope, Sheet, Signer
from erasdu.ground.paperwork.queries.closing import data_of
from erasdu.ground.paperwork.queries.content import frozen_content, kind_of, short_for
from erasdu.ground.paperwork.queries.printing import reference, signers_now
from erasdu.ground.paperwork.rules import Content, Question
from erasdu.ground.paperwork.states import OPEN
from erasdu.ground.vault import queries as files
from erasdu.ground.vault.models import StoredFile
from erasdu.kernel.actor import Actor
from erasdu.kernel.scans.sorting import RETIRED_PAPER, UNKNOWN_PAPER
from erasdu.kernel.verdict import Verdict

MOST = 100  # on one page
CHOICES = 300


@dataclass(frozen=True, slots=True)
class Picture:
    """A sheet and where its picture is seen, "" when it is not kept."""

    sheet: Sheet
    address: str

    @property
    def may_be_chosen(self) -> bool:
        """Of a paper of somebody else, or one that was replaced, nobody makes another one."""
        return self.sheet.why not in (UNKNOWN_PAPER, RETIRED_PAPER)


@dataclass(frozen=True, slots=True)
class PaperScan:
    """What is here of one paper. `lacking`: its pages that nobody sent yet.

    `closed`: few may read it, so its pictures show only after the reading was recorded.
    """

    envelope: Envelope
    short: str
    about: str
    reference: str
    pictures: Sequence[Picture]
    here: int
    lacking: Sequence[int]
    closed: bool

    @property
    def seen(self) -> bool:
        """Whether somebody looked at all of it and said whose signatures these are."""
        return all(picture.sheet.state == "confirmed" for picture in self.pictures)


@dataclass(frozen=True, slots=True)
class Scans:
    papers: Sequence[PaperScan]
    unsure: Sequence[Picture]
    aside: Sequence[Sheet]
    reading: int
    total: int  # files

    @property
    def read(self) -> int:
        return self.total - self.reading


@dataclass(frozen=True, slots=True)
class ScanParty:
    signer: Signer
    role: str
    may_see: Verdict


def pages_lacking(envelope: Envelope, sheets: Iterable[Sheet]) -> list[int]:
    here = {sheet.page for sheet in sheets}
    return [page for page in range(1, envelope.pages + 1) if page not in here]


def scans_to_look_at(actor: Actor) -> int:
    """Papers and loose pages that wait for a look."""
    rows = access.sheets_for(actor).filter(state="ask").order_by()
    papers = rows.exclude(envelope=None).values("envelope").distinct().count()
    return papers + rows.filter(envelope=None).count()


def scans(actor: Actor, at: datetime, language: str, batch: str = "") -> Scans:
    """What waits for the actor, or everything of one batch."""
    rows = access.sheets_for(actor).order_by("at", "file", "number", "pk")
    rows = rows.filter(batch=batch) if batch else rows.filter(state__in=("reading", "ask"))
    sheets = list(rows[: 10 * MOST])
    loose = [sheet for sheet in sheets if sheet.envelope is None and sheet.state == "ask"]
    envelopes = {sheet.envelope_id: sheet.envelope for sheet in sheets if sheet.envelope is not None}
    found = [_paper(one, actor, at, language) for one in list(envelopes.values())[:MOST] if one is not None]
    return Scans(
        papers=found,
        unsure=pictures(loose[:MOST], actor, at),
        aside=[sheet for sheet in sheets if sheet.state == "aside"],
        reading=sum(sheet.state == "reading" for sheet in sheets),
        total=len({sheet.file for sheet in sheets}),
    )


def paper_scan(envelope: Envelope, actor: Actor, at: datetime, language: str, *, read: bool = False) -> PaperScan:
    """`read`: with the pictures of a restricted paper, whose reading was recorded."""
    return _paper(envelope, actor, at, language, read=read)


def _paper(envelope: Envelope, actor: Actor, at: datetime, language: str, *, read: bool = False) -> PaperScan:
    rows = Sheet.objects.filter(envelope=envelope, state__in=("ask", "confirmed")).order_by("page", "pk")
    sheets = list(rows.select_related("envelope__document"))
    lacking = pages_lacking(envelope, sheets)
    closed = access.is_restricted(envelope.document) and not read
    return PaperScan(
        envelope=envelope,
        short=short_for(envelope, language),
        about=str(data_of(envelope).get("about", "")),
        reference=reference(envelope),
        pictures=() if closed else pictures(sheets, actor, at),
        here=envelope.pages - len(lacking),
        lacking=lacking,
        closed=closed and bool(sheets),
    )


def pictures(sheets: Sequence[Sheet], actor: Actor, at: datetime) -> list[Picture]:
    """Addresses work for some minutes, and for this person only."""
    keys = [sheet.picture for sheet in sheets if sheet.picture]
    stored: Mapping[str, StoredFile] = {one.key: one for one in files.by_keys(keys)}
    return [Picture(sheet, _address(stored.get(sheet.picture), actor, at)) for sheet in sheets]


def _address(file: StoredFile | None, actor: Actor, at: datetime) -> str:
    return files.address(file, person=actor.person, at=at) if file is not None and actor.person is not None else ""


def scan_parties(envelope: Envelope, actor: Actor, at: datetime) -> list[ScanParty]:
    roles = data_of(envelope).get("roles", {})
    names = roles if isinstance(roles, dict) else {}
    return [
        ScanParty(signer, str(names.get(signer.role, signer.role)), access.may_see_on_paper(actor, signer, at=at))
        for signer in signers_now(envelope)
    ]


def questions_on(envelope: Envelope, role: str) -> tuple[Sequence[Question], Content]:
    """What a signer fills in on the paper, with the words that stand there."""
    return kind_of(envelope).questions_to(role), frozen_content(data_of(envelope))


def open_papers(actor: Actor, language: str) -> list[tuple[str, str]]:
    """Key and name of the papers that a loose page may be of: those that still wait for a signature."""
    rows = access.envelopes_for(actor).filter(state=OPEN).prefetch_related("signers").order_by("-issued_at", "-pk")
    return [(one.key, _name(one, language)) for one in rows[:CHOICES]]


def _name(envelope: Envelope, language: str) -> str:
    waiting = [signer.name for signer in envelope.signers.all() if signer.state in ("asked", "waiting")]
    parts = [short_for(envelope, language), str(data_of(envelope).get("about", "")), ", ".join(waiting)]
    return " · ".join([*(part for part in parts if part), reference(envelope)])
