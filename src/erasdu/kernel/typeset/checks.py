"""What a finished PDF must show: every printed value, and the structure the standards ask for."""

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pikepdf
import pypdfium2

from erasdu.kernel.pdfium import ALONE

# Line ends, and what a reader program adds or drops at them, hyphens too.
SKIPPED = re.compile(r"[\s\x02\-\u2010\u2011\u00ad\u200b\u200c\u200d\ufe0f\ufffe\ufeff]+")
# In characters without spaces, for the narrowest column that papers have.
ONE_LINE = 12
SEVERAL_LINES = 40
RIGHT_TO_LEFT = frozenset({"R", "AL"})
METADATA = {"pdfaid:part": ("2", "3"), "pdfaid:conformance": ("A",), "pdfuaid:part": ("1",)}


def self_check(pdf: bytes, expected_strings: Iterable[str]) -> list[str]:
    """The expected strings that cannot be read back from the PDF; empty when all were printed.

    White space and hyphens do not count, and a string may run on over page ends. Of a text written
    from right to left only the letters count, not their order: Arabic ones are drawn as a body and
    its dots, and extraction puts those where it finds them. The same goes for piled-up marks.
    """
    pages = [_squeezed(page) for page in page_texts(pdf)]
    return [text for text in dict.fromkeys(expected_strings) if not _shown(text, pages)]


def _shown(text: str, pages: list[str]) -> bool:
    letters = _squeezed(text)
    if _found(letters, pages):
        return True
    return _scrambled(letters) and Counter(letters) <= Counter("".join(pages))


def _scrambled(letters: str) -> bool:
    """Right-to-left letters, and letters under a pile of marks."""
    marks = [unicodedata.combining(char) > 0 for char in letters]
    piled = any(first and second for first, second in pairwise(marks))
    return piled or any(unicodedata.bidirectional(char) in RIGHT_TO_LEFT for char in letters)


def page_texts(pdf: bytes) -> list[str]:
    """The text of each page, as a reader program extracts it."""
    with ALONE, pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _squeezed(text: str) -> str:
    return SKIPPED.sub("", unicodedata.normalize("NFKC", text))


def _found(text: str, pages: list[str]) -> bool:
    if any(text in page for page in pages):
        return True
    # Only a text of several lines breaks over a page end; a short one found in pieces would be chance.
    return len(text) >= SEVERAL_LINES and any(_runs_on(text, pages[start:]) for start in range(len(pages)))


def _runs_on(text: str, pages: list[str]) -> bool:
    for page in pages:
        if text in page:
            return True
        length = _longest_start(text, page)
        if length < ONE_LINE:
            return False
        text = text[length:]
    return False


def _longest_start(text: str, page: str) -> int:
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if text[:middle] in page else (low, middle - 1)
    return low


def structure(pdf: bytes) -> list[str]:
    """What lacks for a tagged, archivable, readable PDF; empty when nothing does."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        faults = [*_catalogue(document), *_metadata(document), *_fonts(document)]
        if document.is_encrypted:
            faults.append("encrypted")
        faults.extend(f"syntax: {problem}" for problem in document.check_pdf_syntax())
    if not pdf.endswith(b"%%EOF\n"):
        faults.append("no line end after %%EOF")
    return faults


def _catalogue(document: pikepdf.Pdf) -> Iterator[str]:
    root, nothing = document.Root, pikepdf.Dictionary()
    if not root.get("/MarkInfo", nothing).get("/Marked", False):
        yield "not marked as tagged"
    if "/StructTreeRoot" not in root:
        yield "no structure tree"
    if not str(root.get("/Lang", "")):
        yield "no language"
    if not root.get("/ViewerPreferences", nothing).get("/DisplayDocTitle", False):
        yield "title not displayed"


def _metadata(document: pikepdf.Pdf) -> Iterator[str]:
    with document.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        for key, allowed in METADATA.items():
            if metadata.get(key) not in allowed:
                yield f"{key} is {metadata.get(key)}"
        if not metadata.get("dc:title"):
            yield "no title"


def _fonts(document: pikepdf.Pdf) -> Iterator[str]:
    for thing in document.objects:
        if not isinstance(thing, pikepdf.Dictionary) or thing.get("/Type") != "/FontDescriptor":
            continue
        if not any(key in thing for key in ("/FontFile", "/FontFile2", "/FontFile3")):
            yield f"font {thing.get('/FontName')} not embedded"
