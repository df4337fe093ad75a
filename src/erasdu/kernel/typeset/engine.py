"""From a template that ships with the code and one JSON value to the bytes of a PDF."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

import typst

from erasdu.kernel.emblem import emblem_svg
from erasdu.kernel.typeset.clean import safe_data
from erasdu.kernel.typeset.fonts import font_pack, fonts_folder

PACKAGE = Path(__file__).resolve().parents[2]
LANGUAGES = ("nl", "en", "fr", "de", "es", "pt")  # of the house style; which of them a paper has is its own to say
PLAIN: "list[typst.PDFStandard]" = ["a-2a", "ua-1"]
CARRYING: "list[typst.PDFStandard]" = ["a-3a", "ua-1"]
TEMPLATE_NAME = re.compile(r"[a-z][a-z0-9_]*\.typ")
ATTACHMENT_NAME = re.compile(r"[a-z][a-z0-9_-]*\.(json|csv|xml|txt)")


class NotTypeset(RuntimeError):
    """The template and the data do not make a conforming paper; the message says where."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A text file that travels inside the PDF; `name` is ours, never somebody's."""

    name: str
    text: str
    mime_type: str
    description: str

    def __post_init__(self) -> None:
        if not ATTACHMENT_NAME.fullmatch(self.name):
            raise ValueError(f"attachment name {self.name!r}")


def render(
    template_dir: Path,
    template: str,
    data: Mapping[str, object],
    *,
    timestamp: datetime,
    language: str,
    attachments: Sequence[Attachment] = (),
    page_codes: Sequence[str] = (),
    logo: Mapping[str, str] | None = None,
    fonts: Path | None = None,
) -> bytes:
    """PDF/A-2a (A-3a with attachments) and PDF/UA-1; the same arguments give the same bytes.

    `data` is JSON-like and its strings are made safe first. `page_codes` are drawings of ours (SVG, white margin
    included): the first goes in the head of page 1, and so on; a page beyond the list has none. `logo` (`svg`, `alt`)
    stands beside the wordmark. Raises NotTypeset, also when typst only warns: its warnings are about text that would
    be lost.
    """
    _check(template, timestamp, language)
    pack = font_pack(fonts or fonts_folder())
    root = PACKAGE if template_dir.resolve().is_relative_to(PACKAGE) else template_dir.resolve()
    inputs = {
        "data": _json(safe_data(data, pack.coverage, set())),
        "attachments": _json([asdict(attachment) for attachment in attachments]),
        "emblem": emblem_svg(),
        "language": language,
        "page_codes": _json(list(page_codes)),
        "logo": _json(dict(logo) if logo else None),
    }
    try:
        pdf, warnings = typst.compile_with_warnings(
            template_dir.resolve() / template,
            root=root,
            font_paths=pack.fonts,
            sys_inputs=inputs,
            pdf_standards=CARRYING if attachments else PLAIN,
            timestamp=int(timestamp.timestamp()),
        )
    except typst.TypstError as error:
        raise NotTypeset(_told(template, error)) from error
    if warnings:
        raise NotTypeset(_told(template, warnings[0]))
    # A seal is appended after %%EOF, and PDF/A wants that marker on a line of its own.
    return pdf + b"\n"


def stamp(template_version: int, *, fonts: Path | None = None) -> str:
    """What besides the data decides every byte: `1-0.15.2-3fa2c1`, template, typst and font pack."""
    return f"{template_version}-{version('typst')}-{font_pack(fonts or fonts_folder()).digest[:6]}"


def _check(template: str, timestamp: datetime, language: str) -> None:
    if not TEMPLATE_NAME.fullmatch(template):
        raise ValueError(f"template name {template!r}")
    if timestamp.tzinfo is None:
        raise ValueError("a paper's timestamp says its time zone")
    if language not in LANGUAGES:
        raise ValueError(f"no paper in language {language!r}")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, allow_nan=False)


def _told(template: str, fault: "typst.TypstError | typst.TypstWarning") -> str:
    return "; ".join([f"{template}: {fault.message}", *fault.hints, *fault.trace])
