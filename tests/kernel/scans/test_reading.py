"""Photos as people take them: the page is found, or nothing is; what is no picture is refused with a reason."""

import io
import random

import pikepdf
import pytest
import segno
from PIL import Image

from erasdu.kernel.scans.finding import CLOSER, HARDER, WHOLE, Search, dense_spots, look
from erasdu.kernel.scans.reading import read
from erasdu.kernel.scans.sorting import sort
from erasdu.kernel.verdict import Refused, no
from tests.kernel.scans.camera import jpeg, signed
from tests.kernel.scans.papers import SITE, papers, pdf, printed
from tests.kernel.scans.photos import cases, expected, kept

CASES = {case.name: case for case in cases()}
PAPER = papers((2,))[0]
# One of most distortions; benchmarks/paper_twin.py has all sixty.
CHOSEN = (
    "rotated 5",
    "upside down or sideways 8",
    "skewed 11",
    "blurred 15",
    "dark 21",
    "noisy 24",
    "pressed small 28",
    "cropped 33",
    "shadow or glare 38",
    "two sheets 48",
    "code covered 50",
)


def filed(sheets):
    """For each sheet the pages it is filed as."""
    places = [set() for _ in sheets]
    for bundle in sort(sheets, expected(), [SITE]).bundles:
        for page, views in bundle.pages.items():
            for view in views:
                places[view.sheet].add((bundle.code, page))
    return tuple(map(frozenset, places))


@pytest.mark.requirement("R25")
@pytest.mark.parametrize("name", CHOSEN)
def test_a_photo_is_filed_by_the_pages_it_shows(name):
    photo = CASES[name].taken()
    sheets = read(photo.data, photo.media_type)
    assert filed(sheets) == photo.shows
    if not photo.shows[0]:
        assert [aside.code for aside in sort(sheets, expected(), [SITE]).unsure] == ["scan_no_code"]


def test_there_are_sixty_photos():
    assert len(CASES) == 60
    assert set(CHOSEN) <= CASES.keys()


@pytest.mark.slow
@pytest.mark.requirement("R25")
def test_two_dossiers_in_one_scan_come_apart():
    photo = kept(CASES["two dossiers in one scan 58"].taken())
    sheets = read(photo.data, photo.media_type)
    result = sort(sheets, expected(), [SITE])
    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))
    assert filed(sheets) == photo.shows
    assert len(result.bundles) == 2
    assert len(result.unsure) == len(result.blank) == 1


def small(turn=0):
    """A clean page, turned clockwise."""
    return printed(PAPER, 1).reduce(2).rotate(-turn, expand=True, fillcolor=255)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_picture_says_how_to_stand_upright_and_where_its_code_is(turn):
    (sheet,) = read(jpeg(small(turn), 90), "image/jpeg")
    (found,) = sheet.found
    assert abs((found.angle - turn + 180) % 360 - 180) <= 1
    assert (sheet.turn + turn) % 360 == 0
    # In the corner of the head: its middle at 183.5 of 210 millimetres, and at 15 of 297.
    x, y = (sum(corner[axis] for corner in found.corners) / 4 for axis in (0, 1))
    for _ in range(turn // 90):
        x, y = y, 1 - x
    assert (x, y) == pytest.approx((183.5 / 210, 15 / 297), abs=0.004)


@pytest.mark.parametrize("way", [CLOSER, *HARDER, *WHOLE])
def test_whatever_way_a_code_is_read_it_is_placed_where_it_is(way):
    picture = printed(PAPER, 1).rotate(-11, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    (plain,) = look(picture).found
    spot = next(box for box in dense_spots(picture) if holds(box, plain, picture.size))
    search = Search(picture, 2)
    search.read((0, 0, *picture.size) if way in WHOLE else spot, way)
    (again,) = search.found.values()
    assert again.page == plain.page
    assert again.hard
    assert not plain.hard
    for there, here in zip(again.corners, plain.corners, strict=True):
        assert there == pytest.approx(here, abs=0.002)


def holds(box, found, size):
    return all(box[0] < x * size[0] < box[2] and box[1] < y * size[1] < box[3] for x, y in found.corners)


def test_a_sideways_photo_whose_camera_says_so_is_upright():
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter clockwise when shown
    small(270).save(out, "JPEG", exif=exif)
    assert read(out.getvalue(), "image/jpeg")[0].turn == 0


def test_the_paper_itself_comes_back_as_a_file():
    sheets = read(pdf(PAPER), "application/pdf")
    assert [(sheet.number, sheet.found[0].page.page) for sheet in sheets] == [(1, 1), (2, 2)]
    assert sheets[0].found[0].page.code == PAPER.code
    assert not sheets[0].found[0].hard


def test_other_codes_are_counted_and_not_taken_for_pages():
    out, page = io.BytesIO(), small()
    segno.make("WIFI:T:WPA;S:lerarenkamer;P:onbekend;;").save(out, kind="png", scale=4, border=4)
    page.paste(Image.open(out).convert("L"), (60, 800))
    (sheet,) = read(jpeg(page, 90), "image/jpeg")
    assert ([one.page.page for one in sheet.found], sheet.others) == ([1], 1)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "LA", "P", "1", "CMYK"])
def test_pictures_of_every_mode_are_read(mode):
    out = io.BytesIO()
    picture = printed(PAPER, 1).reduce(2)
    if mode in ("RGBA", "LA"):  # ink on nothing
        picture = Image.merge("LA", (Image.new("L", picture.size, 0), picture.point(lambda level: 255 - level)))
    picture.convert(mode).save(out, "JPEG" if mode == "CMYK" else "PNG")
    (sheet,) = read(out.getvalue(), "image/jpeg" if mode == "CMYK" else "image/png")
    assert [one.page.page for one in sheet.found] == [1]


def test_what_ails_a_picture():
    white, page = Image.new("L", (600, 850), 250), small()
    assert read(jpeg(white, 80), "image/jpeg")[0].ailments == ("small", "blank")
    assert read(jpeg(signed(white, 3), 80), "image/jpeg")[0].ailments == ("small",)
    assert read(jpeg(page, 80), "image/jpeg")[0].ailments == ()
    assert read(jpeg(page.point(lambda level: level // 4), 80), "image/jpeg")[0].ailments == ("dark",)


def test_the_same_pixels_are_known_again_whatever_the_file():
    page, png = small(), io.BytesIO()
    first = jpeg(page, 80)
    Image.open(io.BytesIO(first)).save(png, "PNG")
    one, two, other = (
        read(data, kind)[0]
        for data, kind in (
            (first, "image/jpeg"),
            (png.getvalue(), "image/png"),
            (jpeg(signed(page, 1), 80), "image/jpeg"),
        )
    )
    assert one.exact == two.exact != other.exact


NOISE = random.Random(1).randbytes(4000)


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", "image/jpeg"),
        (NOISE, "image/jpeg"),
        (NOISE, "application/pdf"),
        (b"", "application/pdf"),
        (b"<svg/>", "image/svg+xml"),
        (jpeg(Image.new("L", (300, 300)), 80), "image/png"),
        (jpeg(Image.effect_noise((300, 300), 90), 80)[:2000], "image/jpeg"),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(data, kind):
    with pytest.raises(Refused) as refused:
        read(data, kind)
    assert refused.value.verdict.code == "upload_unreadable"


@pytest.mark.parametrize("side", [8000, 10_000])
def test_a_picture_of_too_many_pixels_is_not_opened(side):
    out = io.BytesIO()
    Image.new("1", (side, side)).save(out, "PNG")
    with pytest.raises(Refused) as refused:
        read(out.getvalue(), "image/png")
    assert refused.value.verdict.code == "upload_too_many_pixels"


def test_a_file_of_too_many_pages_is_not_read():
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(41):
            document.add_blank_page()
        document.save(out)
    with pytest.raises(Refused) as refused:
        read(out.getvalue(), "application/pdf")
    assert refused.value.verdict == no("upload_too_many_pages", most=40)


@pytest.mark.parametrize("size", [(1, 1), (1, 3000), (5000, 2), (17, 9)])
def test_pictures_of_strange_sizes_hold_nothing(size):
    out = io.BytesIO()
    Image.effect_noise(size, 90).save(out, "PNG")
    (sheet,) = read(out.getvalue(), "image/png")
    assert (sheet.found, sheet.turn) == ((), 0)
