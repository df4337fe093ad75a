"""A picture becomes a JPEG of its pixels: turned upright, of a readable size, first frame only, nothing else in it."""

import io
import warnings

from PIL import Image

from erasdu.kernel.uploads.limits import JPEG, LONGEST, MAX_PIXELS, Cleaned
from erasdu.kernel.verdict import Refused, Verdict, no

FORMATS = {JPEG: "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
ORIENTATION = 0x0112
QUALITY = 85
Turn = Image.Transpose
TURNS = {2: Turn.FLIP_LEFT_RIGHT, 3: Turn.ROTATE_180, 4: Turn.FLIP_TOP_BOTTOM, 5: Turn.TRANSPOSE,
         6: Turn.ROTATE_270, 7: Turn.TRANSVERSE, 8: Turn.ROTATE_90}  # fmt: skip


def clean(data: bytes, kind: str) -> Cleaned:
    """Its size is known, and refused, before its pixels are read."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    try:
        with Image.open(io.BytesIO(data), formats=[FORMATS[kind]]) as picture:
            _small_enough(picture)
            return as_jpeg(_only_pixels(picture))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_many()) from None


def as_jpeg(picture: Image.Image) -> Cleaned:
    return Cleaned(jpeg(picture), JPEG, 1, picture.width, picture.height)


def jpeg(picture: Image.Image) -> bytes:
    """A new one, which was never read from a file: there is no EXIF, XMP, profile or comment in it."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _small_enough(picture: Image.Image) -> None:
    if picture.width * picture.height > MAX_PIXELS:
        raise Refused(_too_many())


def _too_many() -> Verdict:
    return no("upload_too_many_pixels", megapixels=MAX_PIXELS // 1_000_000)


def _only_pixels(picture: Image.Image) -> Image.Image:
    turn = _turn(picture)
    picture.draft(None, (LONGEST, LONGEST))  # a JPEG much larger than that is read at a half or a quarter
    shown = _in_colours(picture)
    shown.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS, reducing_gap=2.0)
    plain = Image.new("RGB", shown.size, "white")  # as paper is, where it lets through
    plain.paste(shown, mask=shown.getchannel("A") if shown.mode == "RGBA" else None)
    return plain.transpose(turn) if turn is not None else plain


def _turn(picture: Image.Image) -> Image.Transpose | None:
    """How the camera was held; a photo whose EXIF cannot be read stays as it is."""
    try:
        return TURNS.get(picture.getexif().get(ORIENTATION, 1))
    except Exception:
        return None


def _in_colours(picture: Image.Image) -> Image.Image:
    """In RGB, or RGBA when it lets through; more than 8 bits a colour become 8."""
    if picture.mode.startswith(("I", "F")):
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    mode = "RGBA" if picture.has_transparency_data else "RGB"
    return picture if picture.mode == mode else picture.convert(mode)
