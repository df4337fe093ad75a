"""A picture on papers: from a cleaned upload to the small SVG that is frozen with each paper."""

from base64 import b64encode
from io import BytesIO

from PIL import Image

WIDEST = (720, 240)  # pixels: 42 by 14 mm at more than 400 dots an inch


def logo_svg(jpeg: bytes) -> str:
    """Only the pixels, drawn anew: nothing of the file that was sent."""
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
