"""The paper of an anchor: a page that says how many chains it binds, with the list of them attached."""

from datetime import date, datetime

from django.utils import translation
from django.utils.translation import gettext as _

from erasdu.ground.paperwork.papers.drawing import SHARED, SHARED_TEMPLATE
from erasdu.ground.paperwork.rules import Json
from erasdu.kernel.typeset import Attachment, day_text, render

HEADS = "heads.txt"


def draw_anchor(text: str, digest: str, *, day: date, documents: int, lines: int, at: datetime, language: str) -> bytes:
    """`text` is what is anchored; its SHA-256 is `digest`."""
    with translation.override(language):
        data = _data(digest, day_text(day, language), documents, lines)
    attached = Attachment(HEADS, text, "text/plain", HEADS)
    return render(
        SHARED, SHARED_TEMPLATE, data, timestamp=at, language=language, attachments=[attached]
    )  # fmt: skip


def _data(digest: str, day: str, documents: int, lines: int) -> Json:
    how = _(
        "Attached to this PDF is heads.txt: a line for the journal and one for each paper, with the number and the "
        "hash of the last thing that happened. Its SHA-256 is the digest above. Whoever keeps this paper, or only the "
        "digest, can tell later whether anything was changed, taken away, put in another order or cut off."
    )
    return {
        "title": _("Anchor of the evidence"),
        "lead": _("On this day the evidence of all papers and the journal of the platform stood as follows."),
        "facts": [[_("Day"), day], [_("Papers"), str(documents)], [_("Lines in the journal"), str(lines)]],
        "clauses": [
            {"code": "digest", "title": _("Digest"), "blocks": [{"text": digest}]},
            {"code": "how", "title": _("What this is for"), "blocks": [{"text": how}]},
        ],
    }
