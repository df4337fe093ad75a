"""What stands beside a paper in a reader's own language, and who asks: for the page and for its mails."""

import hashlib
from collections.abc import Iterable

from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import papers
from erasdu.ground.paperwork.models import Confirmation, Envelope, Reader, Signer
from erasdu.ground.paperwork.queries.content import kind_of, short_for
from erasdu.ground.paperwork.rules import Explanation, Kind, fill
from erasdu.ground.prepared import THESE, Prepared

RECEIVING = frozenset({"host", "company"})  # roles that sign for a company or household


def own_words(signer: Signer, which: str) -> str:
    """What a mail says once more in the reader's own language; nothing where the mail itself is in it."""
    language = signer.person.language
    phrases = papers.phrases(language) if language not in EVERYWHERE else None
    if phrases is None:
        return ""
    texts = {"sign": phrases.mail_intro, "remind": phrases.mail_remind, "complete": phrases.mail_complete}
    asker = asker_of(signer.envelope)
    short = short_for(signer.envelope, language)
    return fill(texts.get(which, ""), asker=asker.name if asker else "ErasDu", short=short)


def asker_of(envelope: Envelope) -> Organisation | None:
    """Who to call about a paper: the organisation that follows it."""
    return askers_of([envelope]).get(envelope.document_id)


def askers_of(envelopes: Iterable[Envelope]) -> dict[int, Organisation]:
    """The same of several, by the number of their paper; without those that no organisation follows. One query."""
    found: dict[int, Organisation] = {}
    for reader in FOLLOWING.of([each.document_id for each in envelopes]):
        if reader.organisation is not None:
            found.setdefault(reader.document_id, reader.organisation)
    return found


FOLLOWING = Prepared(
    lambda: (
        Reader.objects.filter(document__in=THESE, until=None, organisation__isnull=False)
        .select_related("organisation")
        .order_by("pk")
    )
)


def explanation_digest(explanation: Explanation) -> str:
    whole = "\n".join([explanation.title, explanation.lead, *explanation.points, explanation.note])
    return hashlib.sha256(whole.encode()).hexdigest()


def explanation_mark(signer: Signer, language: str) -> str:
    """Language and hash of what stood beside the paper, for the evidence."""
    explanation = papers.explanation_of(kind_of(signer.envelope), language)
    return f"{language}:{explanation_digest(explanation)}" if explanation else ""


def confirmed_by(signer: Signer, kind: Kind, language: str) -> str:
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
