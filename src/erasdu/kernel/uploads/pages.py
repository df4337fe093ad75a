"""A PDF of a stranger: its pages are drawn, and a new PDF is made of the drawings.

So nothing of it stays but what a reader sees: no script, form, attachment, link or signature. Each page keeps its size.
"""

import io
from dataclasses import dataclass

from pikepdf import Dictionary, Name, Pdf
from pypdfium2 import PdfDocument, PdfiumError, PdfPage, raw

from erasdu.kernel.uploads.limits import DPI, LONGEST, MAX_PAGES, PDF, Cleaned
from erasdu.kernel.uploads.pictures import jpeg
from erasdu.kernel.uploads.unpacked import unpacks_too_far
from erasdu.kernel.verdict import Refused, no

LARGEST = 14_400  # points: the largest page that PDF allows


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page as a JPEG of `across` by `down` pixels, for a sheet of `width` by `height` points."""

    data: bytes
    across: int
    down: int
    width: float
    height: float


def clean(data: bytes, kind: str) -> Cleaned:
    if unpacks_too_far(data):
        raise Refused(no("upload_too_heavy"))
    given = _opened(data)
    if not len(given):
        raise Refused(no("upload_unreadable"))
    if len(given) > MAX_PAGES:
        raise Refused(no("upload_too_many_pages", most=MAX_PAGES))
    given.init_forms()  # or what was typed into a form would not be drawn
    drawings = [_drawn(page) for page in given]
    return Cleaned(_bound(drawings), PDF, len(drawings), round(drawings[0].width), round(drawings[0].height))


def _opened(data: bytes) -> PdfDocument:
    try:
        given = PdfDocument(data)
    except PdfiumError as error:
        locked = error.err_code == raw.FPDF_ERR_PASSWORD
        raise Refused(no("upload_locked") if locked else no("upload_unreadable")) from error
    if raw.FPDF_GetSecurityHandlerRevision(given.raw) != -1:  # locked with an empty password
        raise Refused(no("upload_locked"))
    return given


def _drawn(page: PdfPage) -> Drawing:
    width, height = (min(max(side, 1.0), LARGEST) for side in page.get_size())
    scale = min(DPI / 72, LONGEST / max(width, height))
    picture = page.render(scale=scale, rev_byteorder=True).to_pil()
    page.close()
    return Drawing(jpeg(picture), picture.width, picture.height, width, height)


def _bound(drawings: list[Drawing]) -> bytes:
    """The same drawings give the same bytes: there is no date and no chance in them."""
    new = Pdf.new()
    for drawing in drawings:
        image = new.make_stream(
            drawing.data,
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=drawing.across,
            Height=drawing.down,
            ColorSpace=Name.DeviceRGB,
            BitsPerComponent=8,
            Filter=Name.DCTDecode,
        )
        sheet = new.add_blank_page(page_size=(drawing.width, drawing.height))
        sheet.Resources = Dictionary(XObject=Dictionary(Page=image))
        sheet.Contents = new.make_stream(b"q %f 0 0 %f 0 0 cm /Page Do Q" % (drawing.width, drawing.height))
    out = io.BytesIO()
    new.save(out, deterministic_id=True)
    return out.getvalue()
