"""What comes out of the process that reads uploads: pixels and drawn pages, or a code."""

import io
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from erasdu.kernel.uploads import clean as cleaning
from erasdu.kernel.uploads.clean import clean
from erasdu.kernel.uploads.limits import Cleaned
from erasdu.kernel.verdict import Refused
from tests.kernel.uploads import corpus

SECRETS = (b"secret", b"Invented Phone", b"Owner of the phone", b"Exif", b"xmpmeta", b"ICC_PROFILE")


def refusal(data: bytes) -> str:
    with pytest.raises(Refused) as refused:
        clean(data)
    return refused.value.verdict.code


def opened(cleaned: Cleaned) -> Image.Image:
    return Image.open(io.BytesIO(cleaned.data), formats=["JPEG"])


def is_red(image: Image.Image, at: tuple[int, int]) -> bool:
    red, green, blue = image.getpixel(at)  # type: ignore[misc]
    return bool(red > 200 and green < 60 and blue < 60)


class TestPictures:
    def test_nothing_but_pixels_is_left(self) -> None:
        given = corpus.photo()
        assert all(secret in given for secret in SECRETS)
        cleaned = clean(given)
        assert (cleaned.media_type, cleaned.pages) == ("image/jpeg", 1)
        assert not [secret for secret in SECRETS if secret in cleaned.data]
        left = opened(cleaned)
        assert not left.getexif()
        assert set(left.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}

    @pytest.mark.parametrize(
        ("orientation", "corner"),
        [(1, (0, 0)), (2, (1, 0)), (3, (1, 1)), (4, (0, 1)), (5, (0, 0)), (6, (1, 0)), (7, (1, 1)), (8, (0, 1))],
    )
    def test_it_is_turned_upright(self, orientation: int, corner: tuple[int, int]) -> None:
        cleaned = clean(corpus.photo((120, 80), orientation))
        assert (cleaned.width, cleaned.height) == ((120, 80) if orientation < 5 else (80, 120))
        places = {(x, y): (x * (cleaned.width - 11) + 5, y * (cleaned.height - 11) + 5) for x in (0, 1) for y in (0, 1)}
        shown = opened(cleaned)
        assert [place for place, at in places.items() if is_red(shown, at)] == [corner]

    def test_exif_that_cannot_be_read_harms_nobody(self) -> None:
        assert clean(corpus.jpeg((60, 40), exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")).width == 60

    @pytest.mark.parametrize("kind", ["PNG", "WEBP"])
    @pytest.mark.parametrize("mode", ["RGB", "L", "RGBA", "P"])
    def test_other_kinds_become_jpeg(self, kind: str, mode: str) -> None:
        if (kind, mode) in {("WEBP", "P"), ("WEBP", "L")}:
            mode = "RGB"
        cleaned = clean(corpus.saved(corpus.picture((60, 40), mode), kind))
        assert (cleaned.media_type, cleaned.width, cleaned.height) == ("image/jpeg", 60, 40)
        red, white = opened(cleaned).getpixel((5, 5)), opened(cleaned).getpixel((55, 35))
        assert red[0] > (60 if mode == "L" else 200)  # type: ignore[index]
        assert min(white) > 240  # type: ignore[type-var]

    def test_16_bits_become_8(self) -> None:
        deep = Image.new("I;16", (40, 30), 65535)
        deep.paste(0, (0, 0, 20, 30))
        shown = opened(clean(corpus.saved(deep, "PNG")))
        assert max(shown.getpixel((5, 15))) < 20  # type: ignore[type-var]
        assert min(shown.getpixel((35, 15))) > 235  # type: ignore[type-var]

    def test_what_lets_through_stands_on_white(self) -> None:
        shown = opened(clean(corpus.saved(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG")))
        assert min(shown.getpixel((20, 15))) > 240  # type: ignore[type-var]

    def test_colours_for_print_are_read(self) -> None:
        assert is_red(opened(clean(corpus.saved(corpus.picture(mode="CMYK"), "JPEG"))), (10, 10))

    def test_of_a_film_the_first_frame_is_kept(self) -> None:
        frames = [Image.new("RGB", (40, 30), colour) for colour in ("red", "blue")]
        film = corpus.saved(frames[0], "WEBP", save_all=True, append_images=frames[1:], duration=50)
        assert is_red(opened(clean(film)), (20, 15))
        pair = corpus.saved(frames[0], "MPO", save_all=True, append_images=frames[1:])
        cleaned = clean(pair)
        assert is_red(opened(cleaned), (20, 15))
        assert getattr(opened(cleaned), "n_frames", 1) == 1

    def test_heic(self) -> None:
        assert b"Invented Phone" in corpus.HEIC
        cleaned = clean(corpus.HEIC)
        assert (cleaned.media_type, cleaned.width, cleaned.height) == ("image/jpeg", 96, 64)
        assert not [secret for secret in SECRETS if secret in cleaned.data]
        assert is_red(opened(cleaned), (10, 10))
        assert not is_red(opened(cleaned), (80, 50))

    def test_the_tail_of_a_polyglot_is_gone(self) -> None:
        cleaned = clean(corpus.jpeg() + corpus.archive())
        assert b"PK\x03\x04" not in cleaned.data
        assert cleaned.data.endswith(b"\xff\xd9")

    def test_a_large_photo_becomes_readable_and_no_larger(self) -> None:
        cleaned = clean(corpus.large_photo())
        assert (cleaned.width, cleaned.height) == (2250, 3000)

    def test_the_same_photo_gives_the_same_bytes(self) -> None:
        assert clean(corpus.photo()).data == clean(corpus.photo()).data


class TestPdf:
    def test_pages_are_drawn_and_keep_their_size(self) -> None:
        cleaned = clean(corpus.written(corpus.pdf(3, (420, 595))))
        assert (cleaned.media_type, cleaned.pages, cleaned.width, cleaned.height) == ("application/pdf", 3, 420, 595)
        with pypdfium2.PdfDocument(cleaned.data) as left:
            assert [left.get_page_size(number) for number in range(3)] == [(420, 595)] * 3
            page = left[0]
            assert page.get_textpage().get_text_bounded() == "", "only what is seen is left"
            shown = page.render(scale=1, rev_byteorder=True).to_pil()
        assert max(shown.getpixel((60, 535))) < 30, "the square stands where it stood"
        assert min(shown.getpixel((300, 100))) > 230

    def test_nothing_hidden_is_left(self) -> None:
        given = corpus.booby_trapped_pdf()
        cleaned = clean(given)
        with pikepdf.open(io.BytesIO(cleaned.data)) as left:
            assert set(left.Root.keys()) == {"/Type", "/Pages"}
            assert not left.attachments
            assert not left.docinfo
            assert len(left.pages) == 2
        assert b"secret" not in cleaned.data
        assert b"JavaScript" not in cleaned.data

    def test_what_was_typed_into_a_form_is_drawn(self) -> None:
        with pypdfium2.PdfDocument(clean(corpus.filled_form()).data) as left:
            shown = left[0].render(scale=1, rev_byteorder=True).to_pil()
        assert max(shown.getpixel((400, 842 - 720))) < 30

    def test_40_pages_are_taken_and_41_are_not(self) -> None:
        small = (72.0, 72.0)
        assert clean(corpus.written(corpus.pdf(40, small))).pages == 40
        assert refusal(corpus.written(corpus.pdf(41, small))) == "upload_too_many_pages"

    def test_a_page_as_large_as_a_house_is_drawn_small(self) -> None:
        cleaned = clean(corpus.written(corpus.pdf(1, (14_400, 14_400))))
        assert (cleaned.width, cleaned.height) == (14_400, 14_400)
        assert len(cleaned.data) < 500_000

    def test_the_same_pdf_gives_the_same_bytes(self) -> None:
        given = corpus.written(corpus.pdf())
        assert clean(given).data == clean(given).data


SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing": (lambda: b"", "upload_empty"),
    "13 MB": (lambda: b"\xff\xd8\xff\xe0" + bytes(13 * corpus.MEGABYTE), "upload_too_big"),
    "svg": (lambda: SVG, "upload_kind"),
    "a page called .jpg": (lambda: b"<!doctype html><script>alert(1)</script>", "upload_kind"),
    "a page that begins as a jpeg": (lambda: b"\xff\xd8\xff\xe0<!doctype html><script>x</script>", "upload_unreadable"),
    "a program": (lambda: b"MZ\x90\x00\x03" + bytes(400), "upload_kind"),
    "gif": (lambda: corpus.saved(corpus.picture(), "GIF"), "upload_kind"),
    "tiff": (lambda: corpus.saved(corpus.picture(), "TIFF"), "upload_kind"),
    "docx": (corpus.archive, "upload_kind"),
    "a jpeg that was cut off": (lambda: corpus.jpeg((640, 480))[:4000], "upload_unreadable"),
    "a png that is only a head": (lambda: corpus.png_header(64, 64), "upload_unreadable"),
    "a png of 1600 MP": (lambda: corpus.png_header(40_000, 40_000, corpus.packed(1)), "upload_too_many_pixels"),
    "a png of 61 MP": (lambda: corpus.png_header(9_000, 6_800), "upload_too_many_pixels"),
    "a heic that was cut off": (lambda: corpus.HEIC[:600], "upload_unreadable"),
    "junk before a pdf": (lambda: b"junk\n" + corpus.written(corpus.pdf()), "upload_kind"),
    "a page and a pdf": (lambda: b"<script>x</script>" + corpus.written(corpus.pdf()), "upload_kind"),
    "the head of a pdf": (lambda: b"%PDF-1.7\nnothing more", "upload_unreadable"),
    "a pdf without pages": (lambda: corpus.written(corpus.pdf(0)), "upload_unreadable"),
    "a pdf with a password": (lambda: corpus.encrypted_pdf("guess"), "upload_locked"),
    "a pdf locked without a password": (lambda: corpus.encrypted_pdf(""), "upload_locked"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_uploads_are_refused_with_a_reason(name: str) -> None:
    make, code = HOSTILE[name]
    assert refusal(make()) == code


@pytest.mark.slow
def test_bombs_do_not_go_off() -> None:
    assert len(corpus.bomb_pdf()) < 3_000_000
    assert refusal(corpus.bomb_pdf()) == "upload_too_heavy"
    assert clean(corpus.bomb_pdf(100)).pages == 1, "what is merely large is drawn"
    # Packed twice it looks small; the limits of the child end it.
    assert refusal(corpus.twice_packed_pdf()) == "upload_too_heavy"


def test_a_large_png_within_the_limits_is_taken() -> None:
    row = b"\x00" + b"\xff" * 3 * 8000
    cleaned = clean(corpus.png_header(8000, 1000, zlib.compress(row * 1000)))
    assert (cleaned.width, cleaned.height) == (3000, 375)


class TestChild:
    def test_it_has_its_limits_and_nothing_of_ours(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The same start as for an upload, but of a program that says what it may."""
        monkeypatch.setenv("ERASDU_SECRET", "canary")
        tells = tmp_path / "tells.py"
        tells.write_text(
            "import os, resource\n"
            "from erasdu.kernel.uploads import child\n"
            "child.limit()\n"
            f"file = os.open({str(tmp_path / 'kept')!r}, os.O_WRONLY | os.O_CREAT)\n"
            "try:\n    wrote = os.write(file, b'x')\nexcept OSError:\n    wrote = 0\n"
            "most = [resource.getrlimit(w)[1] for w in (resource.RLIMIT_AS, resource.RLIMIT_CPU)]\n"
            "print(most, wrote, sorted(os.environ))\n"
        )
        command, environment = cleaning.command_and_environment("image/jpeg")
        assert command[:2] == [sys.executable, "-I"]
        said = subprocess.run([sys.executable, "-I", str(tells)], env=environment, capture_output=True, text=True)
        assert said.stdout.startswith("[1200000000, 20] 0 "), said
        assert "ERASDU" not in said.stdout

    def test_one_that_hangs_is_ended(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cleaning, "WALL", 0.01)
        assert refusal(corpus.jpeg()) == "upload_too_heavy"

    def test_one_that_dies_is_a_refusal(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cleaning, "CHILD", "erasdu.kernel.uploads.nothing")
        assert refusal(corpus.jpeg()) == "upload_unreadable"

    def test_many_at_once_wait_for_each_other(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cleaning, "PATIENCE", 0.01)
        with cleaning._place(), cleaning._place():
            assert refusal(corpus.jpeg()) == "upload_busy"
        assert clean(corpus.jpeg((20, 20))).width == 20


def test_the_child_reaches_nobody_and_starts_nothing():
    """As whatever breaks out of a reader would try it; and no way out is left even without Python's own gate."""
    tries = (
        "import os, socket, subprocess\n"
        "from erasdu.kernel.uploads import child\n"
        "alone = child.leave_network()\n"
        "names = [name for _, name in socket.if_nameindex()] if alone else ['lo']\n"
        "child.limit()\n"
        "def refused(act):\n"
        "    try:\n"
        "        act()\n"
        "    except PermissionError:\n"
        "        return True\n"
        "    return False\n"
        "acts = [socket.socket, lambda: socket.getaddrinfo('localhost', 80), lambda: os.system('true'),\n"
        "        lambda: subprocess.run(['true']), os.fork]\n"
        "print(names, [refused(act) for act in acts])\n"
    )
    told = subprocess.run([sys.executable, "-c", tries], capture_output=True, text=True, check=True).stdout
    assert told == "['lo'] [True, True, True, True, True]\n"
