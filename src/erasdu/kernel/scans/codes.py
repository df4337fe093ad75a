"""The code on each printed page: what it says, how it is read back, how it is drawn."""

import io
import re
from dataclasses import dataclass
from functools import lru_cache

import segno

from erasdu.kernel.keys import ALPHABET, LENGTH

MOST_PAGES = 999
QUIET = 4  # light modules around the code, as the standard asks
MASK = 3  # trying all eight masks takes six times as long, and readers do not mind which it is

CODE = re.compile(f"[{ALPHABET}]{{{LENGTH}}}")
SITE = re.compile(r"https?://[a-z0-9.-]+(?::[0-9]{1,5})?", re.ASCII | re.IGNORECASE)
ADDRESS = re.compile(f"({SITE.pattern})/v/({CODE.pattern})[.]([1-9][0-9]{{0,2}})", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True, order=True)
class PageCode:
    """One page of one paper; `site` is where the paper says it comes from, to be compared with our own."""

    site: str
    code: str
    page: int


def page_address(site: str, code: str, page: int) -> str:
    """The text of the code on a page: an address in capitals, which a QR code holds in little room."""
    site = site.rstrip("/")
    if not SITE.fullmatch(site):
        raise ValueError(f"site {site!r}")
    if not CODE.fullmatch(code):
        raise ValueError("a paper's code is a key")
    if not 1 <= page <= MOST_PAGES:
        raise ValueError(f"page {page}")
    return f"{site}/V/{code}.{page}".upper()


def parse(text: str) -> PageCode | None:
    """Which page the text of a code names, on whatever site; None when it is not the code of a page."""
    match = ADDRESS.fullmatch(text)
    if match is None:
        return None
    site, code, page = match.groups()
    return PageCode(site.lower(), code.lower(), int(page))


def drawn(site: str, code: str, page: int) -> str:
    """The code as SVG, quiet zone included; the same arguments give the same text."""
    return _drawn(page_address(site, code, page))


@lru_cache(maxsize=1024)
def _drawn(text: str) -> str:
    out = io.BytesIO()
    qr = segno.make(text, error="q", micro=False, mask=MASK)
    qr.save(
        out,
        kind="svg",
        border=QUIET,
        light="#fff",
        xmldecl=False,
        svgclass=None,
        lineclass=None,
        omitsize=True,
        nl=False,
    )
    return out.getvalue().decode()
