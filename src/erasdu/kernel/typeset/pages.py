"""Pages of a finished PDF: how many, and one as a picture."""

import io

import pypdfium2

from erasdu.kernel.pdfium import ALONE

PHONE = 1240  # pixels across a page: sharp on a phone held upright, legible when enlarged


def pages_of(pdf: bytes) -> int:
    with ALONE, pypdfium2.PdfDocument(pdf) as document:
        return len(document)


def page_png(pdf: bytes, number: int, *, width: int = PHONE) -> bytes:
    """Page `number`, from 1, as PNG. IndexError when there is no such page."""
    with ALONE, pypdfium2.PdfDocument(pdf) as document:
        if not 1 <= number <= len(document):
            raise IndexError(number)
        page = document[number - 1]
        drawn = page.render(scale=width / page.get_width(), grayscale=False).to_pil()
    out = io.BytesIO()
    drawn.convert("P", palette=1, colors=64).save(out, "PNG", optimize=False)
    return out.getvalue()
