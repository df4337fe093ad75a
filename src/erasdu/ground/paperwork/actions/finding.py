"""The background work for one uploaded file: which pages of which papers it shows."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.conf import settings
from django.db import transaction

from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.actions.sheets import KEEP, came_in, let_go
from erasdu.ground.paperwork.models import Envelope, Sheet
from erasdu.ground.paperwork.states import LIVE
from erasdu.ground.vault import actions as vault
from erasdu.ground.vault import queries as files
from erasdu.ground.vault.models import StoredFile
from erasdu.kernel.actor import Actor
from erasdu.kernel.scans.reading import AILMENTS, read, upright
from erasdu.kernel.scans.reading import Sheet as Seen
from erasdu.kernel.scans.sorting import NO_CODE, Expected, sort
from erasdu.kernel.verdict import Refused


class NotYet(Exception):
    """The antivirus did not look at it yet."""


def read_job(job: Job) -> None:
    """Read outside the transaction, file inside. Twice is once: the row that waits is taken by the first."""
    waiting = Sheet.objects.filter(pk=job.payload["sheet"], state="reading").first()
    if waiting is None:
        return
    stored, by = files.by_key(waiting.file), _sender(waiting, job)
    if stored is None:
        _set_aside(waiting, "scan_gone", by)
        return
    if stored.state != StoredFile.State.CLEAN:
        raise NotYet(stored.key)
    data = files.read(stored)
    try:
        seen = read(data, stored.media_type)
    except Refused as refused:
        _set_aside(waiting, refused.verdict.code, by)
        return
    rows = list(_rows(waiting, seen, by))
    if not rows:
        _set_aside(waiting, "upload_unreadable", by)
        return
    asked = [row for row in rows if row.state == "ask"]
    _filed(waiting, rows, {row.key: upright(data, stored.media_type, row.number, row.turned) for row in asked}, by)


def _sender(waiting: Sheet, job: Job) -> Actor:
    """Who sent it, as they were: what they do not see is not found for them either."""
    scope = frozenset(job.payload["scope"])
    return Actor(waiting.by_id, job.payload["role"], waiting.school_id, scope)


def _rows(waiting: Sheet, seen: Sequence[Seen], by: Actor) -> Iterator[Sheet]:
    codes = {found.page.code for sheet in seen for found in sheet.found}
    envelopes = {one.code: one for one in access.envelopes_for(by).filter(code__in=codes)}
    expected = [Expected(one.code, one.pages, retired=one.state not in LIVE) for one in envelopes.values()]
    result = sort(seen, expected, [settings.SITE_URL], _came_before(waiting, seen))
    for bundle in result.bundles:
        envelope = envelopes[bundle.code]
        by_hand = queries.kind_of(envelope).by_hand
        for page, views in bundle.pages.items():
            for view in views:
                if by_hand:
                    yield _row(waiting, seen[view.sheet], "aside", "scan_by_hand")
                else:
                    yield _row(waiting, seen[view.sheet], "ask", "", envelope, page)
    for aside in result.unsure:
        yield _row(waiting, seen[aside.sheet], "ask", _why(aside.code, seen[aside.sheet]))
    for aside in result.strange:
        yield _row(waiting, seen[aside.sheet], "ask", aside.code)
    for aside in result.repeated:
        yield _row(waiting, seen[aside.sheet], "aside", aside.code)
    for place in result.blank:
        yield _row(waiting, seen[place], "aside", "scan_blank")


def _row(
    waiting: Sheet, sheet: Seen, state: str, why: str, envelope: Envelope | None = None, page: int | None = None
) -> Sheet:
    return Sheet(
        batch=waiting.batch, file=waiting.file, number=sheet.number, turned=sheet.turn, sha256=sheet.exact,
        envelope=envelope, page=page, state=state, why=why, school_id=waiting.school_id, by_id=waiting.by_id,
        at=waiting.at,
    )  # fmt: skip


def _came_before(waiting: Sheet, seen: Sequence[Seen]) -> list[str]:
    """Pictures that the same school sent already, and that are still here."""
    hashes = [sheet.exact for sheet in seen]
    rows = Sheet.objects.filter(school=waiting.school_id, sha256__in=hashes, state__in=("ask", "confirmed"))
    return list(rows.values_list("sha256", flat=True))


def _why(code: str, sheet: Seen) -> str:
    """What ails the photo says more than that no code was found."""
    ailment = next((one for one in AILMENTS if one in sheet.ailments), "")
    return f"scan_{ailment}" if code == NO_CODE and ailment else code


@transaction.atomic
def _filed(waiting: Sheet, rows: Sequence[Sheet], pictures: dict[str, bytes], by: Actor) -> None:
    """The row that waited becomes the first; the others are added."""
    at = clock.now()
    if not Sheet.objects.filter(pk=waiting.pk, state="reading").update(state="aside"):
        return
    found: dict[Envelope, list[str]] = defaultdict(list)
    for place, row in enumerate(rows):
        if place == 0:
            row.pk = waiting.pk
        row.save(force_update=place == 0, force_insert=place > 0)
        if picture := pictures.get(row.key):
            kept = vault.keep(
                picture, media_type="image/jpeg", subject=row, purpose="paperwork.sheet", keep=KEEP, by=by, at=at
            )  # fmt: skip
            Sheet.objects.filter(pk=row.pk).update(picture=kept.key)
        if row.envelope is not None:
            found[row.envelope].append(row.sha256)
    for envelope, hashes in found.items():
        came_in(envelope, hashes, by=by, at=at)
    if not pictures:
        let_go(waiting.file, by=by, at=at)


@transaction.atomic
def _set_aside(waiting: Sheet, why: str, by: Actor) -> None:
    Sheet.objects.filter(pk=waiting.pk, state="reading").update(state="aside", why=why)
    let_go(waiting.file, by=by, at=clock.now())
