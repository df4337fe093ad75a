"""What a paper shows: the data that was frozen, with who signs, and the evidence of a final copy."""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from functools import lru_cache

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from erasdu.ground.paperwork import papers, words
from erasdu.ground.paperwork.models import Document, Envelope, Event, Signer
from erasdu.ground.paperwork.queries.closing import answers_of, data_of
from erasdu.ground.paperwork.queries.content import frozen_content, kind_of
from erasdu.ground.paperwork.rules import Content, Json, answered, asked
from erasdu.ground.paperwork.states import OPEN, SIGNED
from erasdu.ground.vault.blobs import NotReached
from erasdu.ground.vault.queries import Damaged, by_key, read
from erasdu.kernel.scans.codes import drawn
from erasdu.kernel.typeset import NotTypeset, day_text, moment_text, page_png
from erasdu.kernel.verdict import Refused, no

log = logging.getLogger(__name__)
CODES_AT_FIRST = 3  # pages that are expected; a longer paper is drawn once more


def reference(envelope: Envelope) -> str:
    """What people read out over the telephone: `K7Q2M9XH-2`."""
    return f"{envelope.code[:8].upper()}-{envelope.version}"


def verify_address(envelope: Envelope) -> str:
    return f"{settings.SITE_URL}/v/{envelope.code}/"


def printed(
    envelope: Envelope, signers: Sequence[Signer], *, rows: Sequence[Sequence[str]] = (), head: str = ""
) -> Json:
    """The whole value that the template draws. `rows` and `head`: the evidence of a final copy."""
    data = dict(data_of(envelope))
    language = envelope.language
    content = frozen_content(data)
    with translation.override(language):
        parties = [_party(envelope, signer, content, final=bool(head)) for signer in signers]
    evidence = {"rows": list(rows), "shown_sha256": envelope.shown_sha256, "head": head} if head else None
    return data | {
        "paperwork": {
            "reference": reference(envelope),
            "version": envelope.version,
            "kind": data.get("short", data.get("title", "")),
            "issued": day_text(envelope.issued_at, language),
            "specimen": False,
            "by_hand": kind_of(envelope).by_hand,
            "verify": verify_address(envelope),
            "parties": parties,
            "evidence": evidence,
        }
    }


def _party(envelope: Envelope, signer: Signer, content: Content, *, final: bool) -> Json:
    kind = kind_of(envelope)
    organisation = signer.organisation.name if signer.organisation else ""
    party: Json = {
        "role": content.roles.get(signer.role, signer.role),
        "name": signer.name,
        "function": signer.function,
        "organisation": organisation if organisation != signer.name else "",
        "consent": content.consent_of(signer.role),
        "asked": asked(kind, content, signer.role),
        "signed": None,
    }
    if final and signer.state == "signed":
        party["signed"] = _signed(envelope, signer, content)
    return party


def _signed(envelope: Envelope, signer: Signer, content: Content) -> Json:
    signature, language = signer.signature, envelope.language
    method = signature.method
    return {
        "method": str(words.METHODS[method]),
        "assurance": str(words.ASSURANCES.get(signature.assurance, "")),
        "at": moment_text(signature.at, language),
        "answers": answered(kind_of(envelope), content, signer.role, answers_of(signature), language),
    }


def page_codes(code: str, pages: int, site: str = "") -> list[str]:
    """`site`: the address when the paper was sent, where it must be the same again."""
    return [drawn(site or settings.SITE_URL, code, page) for page in range(1, max(pages, CODES_AT_FIRST) + 1)]


def consent_of(envelope: Envelope, role: str) -> str:
    """The sentence beside the tick box, as it was frozen."""
    return frozen_content(data_of(envelope)).consent_of(role)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def shown(envelope: Envelope) -> bytes:
    """Exactly the bytes that everybody signs: those that were kept, or else drawn again. Refused when neither is it.

    What is drawn may differ after an upgrade (another template, font or typesetter), and a file may be damaged.
    """
    pdf = _kept(envelope)
    if pdf is None:
        pdf = _redrawn(envelope)
    if pdf is None:
        log.error("version %s of paper %s cannot be shown", envelope.version, envelope.document.key)
        raise Refused(no("paper_not_reproduced"))
    return pdf


def can_be_shown(envelope: Envelope) -> bool:
    return _kept(envelope) is not None or _redrawn(envelope) is not None


def drawn_otherwise() -> Iterator[Envelope]:
    """Papers that still wait for somebody, made by another template, font pack or typesetter than today's."""
    rows = Envelope.objects.filter(state__in=(OPEN, SIGNED)).select_related("document").order_by("pk")
    return (row for row in rows.iterator() if row.stamp != papers.stamp_of(kind_of(row)))


def lost() -> list[Envelope]:
    """Papers that nobody can read any more, and that are still waited for."""
    return list(Envelope.objects.filter(state=OPEN).exclude(lost_at=None).select_related("document").order_by("pk"))


def _kept(envelope: Envelope) -> bytes | None:
    stored = by_key(envelope.shown_file)
    try:
        pdf = read(stored) if stored is not None else b""
    except (Damaged, NotReached):
        return None
    return pdf if sha256(pdf) == envelope.shown_sha256 else None


def _redrawn(envelope: Envelope) -> bytes | None:
    """The template of today may not even take the data of then."""
    try:
        pdf = _drawn(envelope.pk, envelope.code)
    except (NotTypeset, LookupError):
        return None
    return pdf if sha256(pdf) == envelope.shown_sha256 else None


@lru_cache(maxsize=8)
def _drawn(pk: int, code: str) -> bytes:
    """An envelope never changes what it shows, so a page and its PDF draw it once. Row numbers alone come again."""
    envelope = Envelope.objects.select_related("document").get(pk=pk, code=code)
    signers = signers_at_first(envelope)
    codes = page_codes(envelope.code, envelope.pages, str(data_of(envelope).get("site", "")))
    return papers.draw(
        kind_of(envelope), envelope.language, printed(envelope, signers), at=envelope.issued_at, page_codes=codes
    )


def signers_at_first(envelope: Envelope) -> list[Signer]:
    """Who stood on the paper when it was sent: not those it was passed on to or corrected to later."""
    rows = envelope.signers.select_related("organisation", "person").order_by("turn", "pk")
    first: dict[str, Signer] = {}
    for signer in rows:
        first.setdefault(signer.role, signer)
    return list(first.values())


def signers_now(envelope: Envelope) -> list[Signer]:
    rows = envelope.signers.exclude(state="passed_on").select_related("organisation", "person", "signature")
    return list(rows.order_by("turn", "pk"))


def final_copy(envelope: Envelope) -> bytes | None:
    """The sealed copy, when there is one."""
    stored = by_key(envelope.final_file)
    return read(stored) if stored is not None else None


def record_copy(envelope: Envelope) -> bytes | None:
    """The sealed record of what happened, where the signatures themselves are in the final copy."""
    stored = by_key(envelope.record_file)
    return read(stored) if stored is not None else None


def signed_so_far(envelope: Envelope) -> bytes:
    """What the next who signs in the file itself goes on with."""
    stored = by_key(envelope.signed_file)
    return read(stored) if stored is not None else shown(envelope)


def signed_sha256(envelope: Envelope) -> str:
    """Of the same."""
    stored = by_key(envelope.signed_file)
    return stored.sha256 if stored is not None else envelope.shown_sha256


def page_picture(envelope: Envelope, page: int) -> bytes | None:
    """One page as PNG, wide enough for a phone held upright; None when there is no such page."""
    return page_png(shown(envelope), page) if 1 <= page <= envelope.pages else None


# -- evidence --------------------------------------------------------------------------------------


def events(document: Document) -> QuerySet[Event]:
    return Event.objects.filter(document=document).order_by("seq")


def evidence_rows(envelope: Envelope) -> list[list[str]]:
    """What happened to this version, as the final copy prints it: when, what, who (by role)."""
    roles = frozen_content(data_of(envelope)).roles
    with translation.override(envelope.language):
        return [
            [
                moment_text(event.at, envelope.language),
                str(words.KINDS_OF_EVENT.get(event.kind, event.kind)),
                roles.get(event.body.get("role", ""), event.body.get("role", "")),
            ]
            for event in events(envelope.document).filter(envelope=envelope)
        ]


def audit(envelope: Envelope) -> Json:
    """What travels inside the final copy: no address, number or browser, only salted hashes of them."""
    return {
        "format": "erasdu-audit/1",
        "reference": reference(envelope),
        "kind": envelope.document.kind,
        "version": envelope.version,
        "shown_sha256": envelope.shown_sha256,
        "parties": [
            {
                "role": signer.role,
                "name": signer.name,
                "method": signer.signature.method,
                "assurance": signer.signature.assurance,
                "at": signer.signature.at.isoformat(),
            }
            for signer in signers_now(envelope)
            if signer.state == "signed"
        ],
        "events": [
            {"seq": event.seq, "kind": event.kind, "at": event.at.isoformat(), "body": event.body,
             "prev": event.prev, "hash": event.hash}
            for event in events(envelope.document)
        ],
        "head": envelope.document.head,
    }  # fmt: skip
