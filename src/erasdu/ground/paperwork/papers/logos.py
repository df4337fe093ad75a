"""A picture on papers: from an upload, made harmless, to the small SVG that is frozen with each paper."""

from base64 import b64encode
from io import BytesIO

from PIL import Image

from erasdu.kernel.uploads.clean import clean, clean_drawing
from erasdu.kernel.uploads.limits import JPEG
from erasdu.kernel.verdict import Refused, no

SVG_ROOT, START = b"<svg", 4096  # where a drawing begins
WIDEST = (720, 240)  # pixels: 42 by 14 mm at more than 400 dots an inch


def logo_svg(upload: bytes) -> str:
    """Only shapes or pixels, drawn anew: nothing else of the file that was sent. `Refused` when it is neither."""
    if SVG_ROOT in upload[:START]:
        return clean_drawing(upload).data.decode()
    cleaned = clean(upload)
    if cleaned.media_type != JPEG:  # a PDF by another name
        raise Refused(no("logo_kind"))
    return _of_pixels(cleaned.data)


def _of_pixels(jpeg: bytes) -> str:
    with Image.open(BytesIO(jpeg), formats=["JPEG"]) as picture:
        small = picture.convert("RGB")
        small.thumbnail(WIDEST, Image.Resampling.LANCZOS)
    out = BytesIO()
    small.save(out, "JPEG", quality=90)
    told = b64encode(out.getvalue()).decode()
    size = f'width="{small.width}" height="{small.height}"'
    drawn = f'<image {size} xlink:href="data:image/jpeg;base64,{told}"/>'
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f'<svg {space} {size} viewBox="0 0 {small.width} {small.height}">{drawn}</svg>'
