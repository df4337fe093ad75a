"""What people may do to a sealed paper: each gives other bytes that no one may take for the registered paper."""

import random
import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

RANGE = re.compile(rb"/ByteRange ?\[0 (\d+) (\d+) (\d+)\]")


def gap(pdf: bytes) -> tuple[int, int]:
    """From where to where the value of the last signature lies."""
    first, second, _ = RANGE.findall(pdf)[-1]
    return int(first), int(second)


def flipped(pdf: bytes, bit: int) -> bytes:
    changed = bytearray(pdf)
    changed[bit // 8] ^= 1 << (bit % 8)
    return bytes(changed)


def random_flips(pdf: bytes, count: int, seed: int) -> Iterator[bytes]:
    draw = random.Random(seed)
    return (flipped(pdf, draw.randrange(8 * len(pdf))) for _ in range(count))


def padding_flips(pdf: bytes, count: int, seed: int) -> Iterator[bytes]:
    """In the zeros behind the signature's value, which no signature covers."""
    first, second = gap(pdf)
    start = second - 1 - len(re.search(rb"0+>$", pdf[first:second])[0]) + 1
    draw = random.Random(seed)
    return (flipped(pdf, draw.randrange(8 * (start + 2), 8 * (second - 1))) for _ in range(count))


def lower_case(pdf: bytes) -> bytes:
    """The same value in other letters."""
    first, second = gap(pdf)
    return pdf[:first] + pdf[first:second].lower() + pdf[second:]


def _updated(pdf: bytes, change) -> bytes:
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    change(writer)
    output = BytesIO()
    writer.write(output)
    return output.getvalue()


def overlaid(pdf: bytes) -> bytes:
    """A white sheet with other words over the first page."""

    def change(writer):
        stream = generic.StreamObject(stream_data=b"1 1 1 rg 0 0 600 850 re f")
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        ref = writer.add_object(stream)
        old = page.raw_get("/Contents")
        page[pdf_name("/Contents")] = generic.ArrayObject([old, ref])
        writer.update_container(page)

    return _updated(pdf, change)


def hidden(pdf: bytes) -> bytes:
    """Shadow attack, hide: what stood on the page is taken off it."""

    def change(writer):
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        page[pdf_name("/Contents")] = writer.add_object(generic.StreamObject(stream_data=b""))
        writer.update_container(page)

    return _updated(pdf, change)


def replaced(pdf: bytes) -> bytes:
    """Shadow attack, replace: a font that draws other letters."""

    def change(writer):
        page = writer.root["/Pages"]["/Kids"][0].get_object()
        fonts = page["/Resources"]["/Font"]
        name = next(iter(fonts))
        font = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Font"),
                pdf_name("/Subtype"): pdf_name("/Type1"),
                pdf_name("/BaseFont"): pdf_name("/Symbol"),
            }
        )
        fonts[name] = writer.add_object(font)
        writer.update_container(fonts)

    return _updated(pdf, change)


def hidden_and_replaced(pdf: bytes) -> bytes:
    """Shadow attack, hide and replace: another tree of pages, and the catalogue points to it."""

    def change(writer):
        other = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Page"),
                pdf_name("/MediaBox"): generic.ArrayObject(map(generic.NumberObject, (0, 0, 595, 842))),
            }
        )
        pages = generic.DictionaryObject(
            {
                pdf_name("/Type"): pdf_name("/Pages"),
                pdf_name("/Kids"): generic.ArrayObject([writer.add_object(other)]),
                pdf_name("/Count"): generic.NumberObject(1),
            }
        )
        writer.root[pdf_name("/Pages")] = writer.add_object(pages)
        writer.update_root()

    return _updated(pdf, change)


def resaved(pdf: bytes) -> bytes:
    """Opened and saved by another program."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        document.save(output)
    return output.getvalue()


def stripped(pdf: bytes) -> bytes:
    """The seal taken off."""
    output = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        del document.Root.AcroForm
        del document.Root.Perms
        del document.pages[0].Annots
        document.save(output)
    return output.getvalue()


def wrapped(pdf: bytes) -> bytes:
    """Signature wrapping: the value written shorter than it says, and something else in the room that it leaves.

    The lengths still add up, so a reader that compares only these takes the file for wholly covered.
    """
    first, second = gap(pdf)
    value = bytes.fromhex(pdf[first + 1 : second - 1].decode())
    escaped = b"".join(b"\\" + bytes([each]) if each in b"()\\\r" else bytes([each]) for each in value)
    short = b"(" + escaped.replace(b"\r", b"r") + b")"
    return pdf[:first] + short + b"% anything at all".ljust(second - first - len(short) - 1) + b"\n" + pdf[second:]


ATTACKS = {
    "appended": lambda pdf: pdf + b"\nmore",
    "an appended space": lambda pdf: pdf + b" ",
    "an appended revision": lambda pdf: pdf + pdf[pdf.rindex(b"startxref") :],
    "prepended": lambda pdf: b"\n" + pdf,
    "cut off": lambda pdf: pdf[:-1],
    "half": lambda pdf: pdf[: len(pdf) // 2],
    "twice": lambda pdf: pdf + pdf,
    "overlaid": overlaid,
    "hidden": hidden,
    "replaced": replaced,
    "hidden and replaced": hidden_and_replaced,
    "resaved": resaved,
    "stripped": stripped,
    "wrapped": wrapped,
    "lower case": lower_case,
}
