"""Uploads for tests, made when they are asked for: what people send, and what nobody should."""

import base64
import io
import zipfile
import zlib
from functools import cache

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, ImageDraw

MEGABYTE = 1024 * 1024
# 96 by 64, its upper left quarter red, with a place on earth in its EXIF; there is no encoder among our packages.
HEIC = base64.b64decode("""
    AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAZdtZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAAAA
    AERAAAIAAQAAAAABuwABAAAAAAAAALkAAgAAAAACdAABAAAAAAAAAHYAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVpbmZl
    AgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA1mlwcnAAAAC3aXBjbwAAAHhodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGEABDAH/
    /wNwAAADAJAAAAMAAAMAHroCQGEAAQArQgEBA3AAAAMAkAAAAwAAAwAeoDCBBZbqSSmubgIaDAgAAAMAyAAAAwAIQGIAAQAHRAHBcrAiQAAAABNj
    b2xybmNseAABAA0ABoAAAAAUaXNwZQAAAAAAAABgAAAAQAAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgQIDBAAAABppcmVmAAAA
    AAAAAA5jZHNjAAIAAQABAAABN21kYXQAAAC1KAGvCeDhWTaiP//70X3//tzHof61qwPMnkX/b0xFfiDkf+oCBstxHg5zBE5l5T+XiVB84vNgTV2A
    awAQWAHCDLVsOcKcyEMWTnEJCQDOGPczSaEwCzvWGE9LFBfxw2AAjFwJdJV0ZSIiIUEbhMnJigJRazGykcuyDrCzevX3AOUU+X/35jgj7aLb/5oT
    pJkAqZaYwmT0DkeoNSgS5Ws9ZEpEQWve3FO9mxlriSA0qMBXYYz9VgAAAAZFeGlmAABNTQAqAAAACAACAQ8AAgAAAA8AAAAmiCUABAAAAAEAAAA2
    AAAAAEludmVudGVkIFBob25lAAAAAgABAAIAAAACTgAAAAACAAUAAAADAAAAVAAAAAAAAAAzAAAAAQAAAAMAAAABAAAAAQAAAAE=
""")


def jpeg(size: tuple[int, int] = (320, 240), **options: object) -> bytes:
    """Its upper left quarter is red."""
    return saved(picture(size), "JPEG", **options)


def picture(size: tuple[int, int] = (320, 240), mode: str = "RGB") -> Image.Image:
    drawn = Image.new("RGB", size, "white")
    ImageDraw.Draw(drawn).rectangle((0, 0, size[0] // 2 - 1, size[1] // 2 - 1), fill="red")
    return drawn.convert(mode)


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def exif(orientation: int = 1) -> Image.Exif:
    """As a telephone writes it: how it was held, whose it is, and where."""
    told = Image.Exif()
    told[0x0112], told[0x010F], told[0x013B] = orientation, "Invented Phone", "Owner of the phone"
    told.get_ifd(0x8825).update({1: "N", 2: (51.0, 1.0, 40.0), 3: "E", 4: (4.0, 28.0, 40.0)})
    return told


XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret-place/></x:xmpmeta>'


def photo(size: tuple[int, int] = (320, 240), orientation: int = 6) -> bytes:
    """With everything that a photo may tell besides its pixels."""
    return jpeg(size, exif=exif(orientation), xmp=XMP, icc_profile=b"secret-profile" * 20, comment=b"secret-comment")


@cache
def large_photo() -> bytes:
    """12 MP, hard to pack: some megabytes."""
    small = Image.effect_noise((2000, 1500), 60).convert("RGB")
    return saved(small.resize((4000, 3000)), "JPEG", quality=95, exif=exif(6))


def png_header(width: int, height: int, body: bytes = b"") -> bytes:
    """A PNG that says it is so large; its pixels may be few bytes."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\x00\x00\x00"
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", body) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def archive(name: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr(name, "secret-tail")
    return out.getvalue()


def pdf(pages: int = 1, size: tuple[float, float] = (595, 842), **root: object) -> pikepdf.Pdf:
    """Each page has a black square at its lower left and the word `visible`."""
    made = pikepdf.new()
    font = made.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    for _ in range(pages):
        page = made.add_blank_page(page_size=size)
        page.Contents = made.make_stream(b"10 10 100 100 re f BT /F1 20 Tf 50 300 Td (visible) Tj ET")
        page.Resources = Dictionary(Font=Dictionary(F1=font))
    return made


def written(made: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    made.save(out, **options)
    return out.getvalue()


def booby_trapped_pdf() -> bytes:
    """With a script that starts by itself, and a file in it."""
    made = pdf(2)
    made.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('secret-script')")
    made.Root.AA = Dictionary(WC=Dictionary(S=Name.JavaScript, JS="secret-script"))
    made.attachments["secret.exe"] = pikepdf.AttachedFileSpec(made, b"MZ secret-attachment", filename="secret.exe")
    made.docinfo["/Author"] = "secret-author"
    return written(made)


def filled_form() -> bytes:
    """A field of a form whose typed text is only in its own drawing."""
    made = pdf()
    drawn = made.make_stream(
        b"0 0 200 40 re f", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 40], Resources=Dictionary()
    )
    field = made.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="name", V="typed", Rect=[300, 700, 500, 740], F=4,
            DA="/Helv 12 Tf 0 g", AP=Dictionary(N=drawn),
        )
    )  # fmt: skip
    made.pages[0].Annots = [field]
    made.Root.AcroForm = Dictionary(Fields=[field])
    return written(made)


def encrypted_pdf(user: str) -> bytes:
    return written(pdf(), encryption=pikepdf.Encryption(owner="owner", user=user))


@cache
def packed(megabytes: int) -> bytes:
    """So many megabytes of nothing, packed."""
    packer = zlib.compressobj(1)
    return b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()


def bomb_pdf(megabytes: int = 600) -> bytes:
    """A page whose drawing is that long once it is unpacked."""
    made = pdf()
    made.pages[0].Contents = pikepdf.Stream(made, packed(megabytes), Filter=Name.FlateDecode)
    return written(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)


def twice_packed_pdf(megabytes: int = 600) -> bytes:
    """The same, packed once more, so that it looks small from outside."""
    made = pdf()
    again = zlib.compress(packed(megabytes), 9)
    filters = pikepdf.Array([Name.FlateDecode, Name.FlateDecode])
    made.pages[0].Contents = pikepdf.Stream(made, again, Filter=filters)
    return written(made, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
