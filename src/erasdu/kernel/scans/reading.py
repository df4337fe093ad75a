"""From the bytes of a photo or a scan to sheets: which pages each picture shows, how it is turned, what ails it."""

import hashlib
import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

import pypdfium2
from PIL import Image, ImageOps

from erasdu.kernel.pdfium import ALONE
from erasdu.kernel.scans.finding import SECONDS, Found, look
from erasdu.kernel.uploads.limits import JPEG, MAX_PAGES, MAX_PIXELS, PDF
from erasdu.kernel.verdict import Refused, no

FORMATS = {JPEG: "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
LONG_SIDE = 3600  # a larger picture is made smaller: a code on it then still has four pixels for a module
PAGE_SIDE = 2600  # of a PDF's page: about 220 dots an inch for A4
SHOWN_SIDE = 1500  # of a picture for a person: a signature is well readable

SMALL, DARK, BLANK = "small", "dark", "blank"
AILMENTS = (SMALL, DARK, BLANK)
SMALL_SIDE = 1000  # less than two pixels for a module of the code on A4
DARK_PAPER = 100  # of 255: paper in the light of a room is about 200
THUMB_SIDE = 96  # a cell is two by three millimetres of a whole sheet
SAME = 12  # of 255: pressing a photo anew changes a cell less than that, a small signature twice as much
EMPTY_PAPER = 30  # between the darkest and the lightest stretch; one line of pale pencil makes 40


@dataclass(frozen=True, slots=True)
class Sheet:
    """One picture: a photo, or a page of a PDF (`number`, from 1).

    `turn` is how many degrees clockwise it must be turned to stand upright; `ailments` say why nothing may have been
    found; `others` counts codes that are not those of a page, `unread` those that were seen and could not be read.
    `exact` is the same for the same pixels, `thumb` nearly so for a photo that was saved again.
    """

    number: int
    width: int
    height: int
    found: tuple[Found, ...]
    others: int
    unread: int
    turn: int
    ailments: tuple[str, ...]
    exact: str
    thumb: bytes = field(repr=False)


def read(data: bytes, media_type: str) -> list[Sheet]:
    """The sheets of a file, in its order, with at most about two seconds of work for each; `Refused` when it has none.

    It is for what the vault keeps; the bytes of a stranger are made anew by `kernel.uploads` first.
    """
    pictures = _pages(data) if media_type == PDF else [_picture(data, media_type)]
    return [_sheet(number, picture) for number, picture in enumerate(pictures, 1)]


def upright(data: bytes, media_type: str, number: int, turn: int) -> bytes:
    """One sheet as a person looks at it: a JPEG in its colours, turned upright; `number` and `turn` as `read` gave."""
    picture = _page(data, number) if media_type == PDF else _coloured(data, media_type)
    picture.thumbnail((SHOWN_SIDE, SHOWN_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.rotate(-turn, expand=True).save(out, "JPEG", quality=80)
    return out.getvalue()


def _coloured(data: bytes, media_type: str) -> Image.Image:
    opened = Image.open(io.BytesIO(data), formats=[FORMATS[media_type]])
    return ImageOps.exif_transpose(opened).convert("RGB")


def _page(data: bytes, number: int) -> Image.Image:
    with ALONE:
        document = pypdfium2.PdfDocument(data)
        try:
            return _drawn(document[number - 1], grey=False).convert("RGB")
        finally:
            document.close()


def same_photo(one: bytes, other: bytes) -> bool:
    """Whether two thumbs are of one photo, saved twice: a second photo, or a signature more, differs somewhere."""
    return max(abs(here - there) for here, there in zip(one, other, strict=True)) <= SAME


def _picture(data: bytes, media_type: str) -> Image.Image:
    if media_type not in FORMATS:
        raise Refused(no("upload_unreadable"))
    try:
        opened = Image.open(io.BytesIO(data), formats=[FORMATS[media_type]])
        if opened.width * opened.height > MAX_PIXELS:
            raise _too_big()
        return _grey(ImageOps.exif_transpose(opened))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_big() from error
    except (OSError, ValueError, SyntaxError, RuntimeError, EOFError, struct.error) as error:
        raise Refused(no("upload_unreadable")) from error


def _too_big() -> Refused:
    return Refused(no("upload_too_many_pixels", megapixels=MAX_PIXELS // 1_000_000))


def _grey(picture: Image.Image) -> Image.Image:
    if picture.has_transparency_data:
        picture = picture.convert("RGBA")
        picture = Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
    picture = picture.convert("L")
    picture.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    return picture


def _pages(data: bytes) -> Iterator[Image.Image]:
    """Each page of a PDF, drawn in grey."""
    try:
        with ALONE:
            document = pypdfium2.PdfDocument(data)
            count = len(document)
        try:
            if count > MAX_PAGES:
                raise Refused(no("upload_too_many_pages", most=MAX_PAGES))
            for number in range(count):
                with ALONE:
                    picture = _drawn(document[number])
                yield picture
        finally:
            with ALONE:
                document.close()
    except pypdfium2.PdfiumError as error:
        raise Refused(no("upload_unreadable")) from error


def _drawn(page: pypdfium2.PdfPage, grey: bool = True) -> Image.Image:
    scale = PAGE_SIDE / max(*page.get_size(), 1)
    bitmap = page.render(scale=scale, grayscale=grey, may_draw_forms=False)
    picture: Image.Image = bitmap.to_pil().copy()  # the bitmap's memory is given back
    bitmap.close()
    page.close()
    return picture


def _sheet(number: int, picture: Image.Image) -> Sheet:
    ailments = tuple(_ailments(picture))
    seen = look(picture, 0 if BLANK in ailments else SECONDS)
    return Sheet(
        number=number,
        width=picture.width,
        height=picture.height,
        found=seen.found,
        others=seen.others,
        unread=seen.unread,
        turn=_turn(seen.found),
        ailments=ailments,
        exact=hashlib.sha256(b"%dx%d:" % picture.size + picture.tobytes()).hexdigest(),
        thumb=_thumb(picture),
    )


def _turn(found: tuple[Found, ...]) -> int:
    """To the nearest quarter; of sheets that lie in several directions the first counts."""
    return -round(found[0].angle / 90) * 90 % 360 if found else 0


def _ailments(picture: Image.Image) -> Iterator[str]:
    if max(picture.size) < SMALL_SIDE:
        yield SMALL
    darkest, lightest = _range(picture)
    if lightest < DARK_PAPER:
        yield DARK
    elif lightest - darkest < EMPTY_PAPER:
        yield BLANK


def _range(picture: Image.Image) -> tuple[int, int]:
    """The darkest and the lightest stretch of the picture, its edges left out: scanners draw lines there."""
    side, edge = 200, 8
    small = picture.resize((side, side), Image.Resampling.BOX).crop((edge, edge, side - edge, side - edge))
    darkest, lightest = small.getextrema()
    return int(darkest), int(lightest)  # type: ignore[arg-type]


def _thumb(picture: Image.Image) -> bytes:
    small = picture.resize((THUMB_SIDE, THUMB_SIDE), Image.Resampling.BICUBIC)
    return ImageOps.autocontrast(small).tobytes()
