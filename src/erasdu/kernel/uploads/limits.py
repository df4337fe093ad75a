"""What is taken, up to which size, and with how much work; and which of these kinds some bytes are."""

from dataclasses import dataclass

import filetype

from erasdu.kernel.verdict import Refused, no

MEGABYTE = 1024 * 1024
MAX_BYTES = 12 * MEGABYTE
MAX_PIXELS = 50_000_000
MAX_PAGES = 40
LONGEST = 3000  # of a picture that is kept, in pixels: an A4 sheet at more than 250 dpi
DPI = 150  # of a page that is drawn anew
MAX_DRAWING = MEGABYTE  # bytes of an SVG
UNPACKED = 256 * MEGABYTE  # what the streams of a PDF may hold together

MEMORY = 1_200_000_000  # bytes of address space of the child
CPU = 20  # seconds of work
WALL = 40  # seconds of waiting, on a busy machine

JPEG = "image/jpeg"
PDF = "application/pdf"
SVG = "image/svg+xml"  # of a picture on papers only
KINDS = (JPEG, "image/png", "image/webp", "image/heic", PDF)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """What is kept of an upload: a JPEG of its pixels, a PDF of drawn pages, or an SVG of shapes.

    `width` and `height` of a picture in pixels, of a PDF's first page in points.
    """

    data: bytes
    media_type: str
    pages: int
    width: int
    height: int


def kind_of(data: bytes) -> str:
    """The media type, by what is in it and never by a name; what is empty, too big or not on the list is refused."""
    if not data:
        raise Refused(no("upload_empty"))
    if len(data) > MAX_BYTES:
        raise Refused(no("upload_too_big", megabytes=MAX_BYTES // MEGABYTE))
    kind = filetype.guess_mime(data[:4096])
    # Whatever stands before its first sign is for another program to read.
    if kind not in KINDS or (kind == PDF and not data.startswith(b"%PDF-")):
        raise Refused(no("upload_kind"))
    return str(kind)
