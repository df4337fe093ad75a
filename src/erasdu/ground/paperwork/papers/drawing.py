"""From a composed paper, with who signs it, to the bytes of its PDF."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from erasdu.ground.paperwork.rules import Kind
from erasdu.kernel.typeset import Attachment, render, safe_text, self_check, stamp

SHARED = Path(__file__).resolve().parents[1] / "typst"
SHARED_TEMPLATE = "agreement.typ"
# What `rules.compose` makes and the shared template draws.
COMPOSED = ("title", "lead", "facts", "clauses", "space")
# Of no reader: codes, and what decides how something is drawn.
UNPRINTED = frozenset({"code", "form", "specimen", "by_hand"})
# What the head of a paper says about itself; the envelope's own stand there instead.
OWN_HEAD = frozenset({"reference", "version"})


class PaperFaulty(RuntimeError):
    """The finished PDF does not show a text that it should."""


def draw(
    kind: Kind,
    language: str,
    data: Mapping[str, object],
    *,
    at: datetime,
    page_codes: Sequence[str] = (),
    attachments: Sequence[Attachment] = (),
    checked: bool = False,
) -> bytes:
    """The PDF of `rules.compose(…)` with `paperwork` (who signs, evidence; see `typst/parts.typ`) and perhaps a `logo`.

    `checked`: read it back, and raise PaperFaulty when a value is not in it.
    """
    folder, template = (kind.folder / "typst", kind.template) if kind.template else (SHARED, SHARED_TEMPLATE)
    pdf = render(
        folder,
        template,
        _for_template(data),
        timestamp=at,
        language=language,
        page_codes=page_codes,
        attachments=attachments,
        logo=_logo(data),
    )
    if checked and (lost := self_check(pdf, [safe_text(value)[0] for value in printed_values(data)])):
        raise PaperFaulty(f"{kind.code}: {len(lost)} texts are not in the PDF, the first: {lost[0][:80]!r}")
    return pdf


def _for_template(data: Mapping[str, object]) -> Mapping[str, object]:
    """A template of its own gets what it draws and the words around it, not the clauses that the page shows."""
    return {**_own(data), "paperwork": data.get("paperwork")}


def _own(data: Mapping[str, object]) -> Mapping[str, object]:
    drawn = data.get("drawn")
    if not isinstance(drawn, Mapping):
        return {name: data[name] for name in COMPOSED}
    return {**drawn, "worded": data["worded"]} if "worded" in data else drawn


def _logo(data: Mapping[str, object]) -> Mapping[str, str] | None:
    logo = data.get("logo")
    return {"svg": str(logo["svg"]), "alt": str(logo["alt"])} if isinstance(logo, Mapping) else None


def printed_values(data: Mapping[str, object]) -> list[str]:
    """Every text of a paper's data that its PDF must show."""
    paperwork = data.get("paperwork")
    own = {name: value for name, value in _own(data).items() if name not in (*OWN_HEAD, "worded")}
    return [*_texts(own), *worded_texts(data), *_paperwork_texts(paperwork if isinstance(paperwork, Mapping) else {})]


def worded_texts(data: Mapping[str, object]) -> list[str]:
    """The sentences that a template of its own got. Its titles are left out: beside a text from right to left they
    are read back in another order.
    """
    worded = data.get("worded")
    if not isinstance(worded, Mapping):
        return []
    clauses = [clause["said"] for clause in worded["clauses"].values()]
    return list(_texts([worded["lead"], *clauses]))


def _paperwork_texts(paperwork: Mapping[str, object]) -> Iterator[str]:
    """Of who signs and signed: no questions to who answered, and where to check only beside the evidence."""
    for name, value in paperwork.items():
        if name == "parties" and isinstance(value, list):
            for party in value:
                yield from _texts({key: told for key, told in party.items() if key != "asked" or not party["signed"]})
        elif name != "verify" or paperwork.get("evidence"):
            yield from _texts(value)


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str) and value:
        yield value
    elif isinstance(value, Mapping):
        for name, item in value.items():
            if name not in UNPRINTED and not name.endswith("_code"):
                yield from _texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)


def stamp_of(kind: Kind) -> str:
    """What besides the data decides every byte of a paper of this kind."""
    return stamp(kind.template_version)
