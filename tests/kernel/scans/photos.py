"""Sixty photos and scans of invented papers, as people send them in; each knows which pages it shows readably."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import cycle

from PIL import Image

from erasdu.kernel.scans.sorting import Expected
from erasdu.kernel.uploads import pages, pictures
from erasdu.kernel.uploads.limits import JPEG, PDF
from tests.kernel.scans.camera import Light, Lying, covered, in_frame, photograph, scanned, scribbled, signed
from tests.kernel.scans.papers import SITE, Paper, papers, printed

PAPERS = tuple(papers((3, 2, 1, 3, 2, 2, 1, 3, 2, 1)))
RETIRED = papers((2,), seed=8)[0]
ELSEWHERE = "https://stages.example.net"
BIG = (2250, 3000)
LOW = Lying(turn=2, nod=6)

Page = tuple[str, int]
Mark = Callable[[Image.Image], Image.Image]


@dataclass(frozen=True, slots=True)
class Laid:
    """A sheet in a picture: which, how it lies, what was done to it, and whether its code can still be seen."""

    paper: Paper
    page: int
    lying: Lying = LOW
    mark: Mark | None = None
    visible: bool = True
    site: str = SITE

    def drawn(self) -> Image.Image:
        sheet = signed(printed(self.paper, self.page, self.site), self.page)
        return self.mark(sheet) if self.mark else sheet

    @property
    def ours(self) -> tuple[Page, ...]:
        """What must be found of it: nothing of another site's paper or one that no longer counts."""
        counts = self.visible and self.site == SITE and self.paper in PAPERS
        return ((self.paper.code, self.page),) if counts else ()


@dataclass(frozen=True, slots=True)
class Photo:
    """A file; `shows` has for each of its pictures the pages that can be read there."""

    media_type: str
    data: bytes
    shows: tuple[frozenset[Page], ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A photo to be taken, or with `scans` the pages of a scan (None for the blank back of a sheet)."""

    name: str
    distortion: str
    sheets: tuple[Laid, ...] = ()
    light: Light = Light()
    scans: tuple[Laid | None, ...] = ()

    def taken(self) -> Photo:
        seed = sum(self.name.encode())
        if self.scans:
            return _scan(self.scans, seed)
        drawn = [(sheet.drawn(), sheet.lying) for sheet in self.sheets]
        shown = [
            sheet.ours
            for sheet, (picture, lying) in zip(self.sheets, drawn, strict=True)
            if in_frame(picture, lying, self.light)
        ]
        return Photo(JPEG, photograph(drawn, self.light, seed), (frozenset(sum(shown, ())),))


def kept(photo: Photo) -> Photo:
    """As the vault keeps it: its pixels pressed anew, a page of a PDF drawn at 150 dots an inch."""
    made = (pages if photo.media_type == PDF else pictures).clean(photo.data, photo.media_type)
    return replace(photo, data=made.data, media_type=made.media_type)


def expected() -> list[Expected]:
    """What the photos may be of, as the platform knows it."""
    return [*(Expected(p.code, p.pages) for p in PAPERS), Expected(RETIRED.code, RETIRED.pages, retired=True)]


def _scan(sheets: tuple[Laid | None, ...], seed: int) -> Photo:
    scans, shows = [], []
    for number, sheet in enumerate(sheets):
        if sheet is None:
            back = Image.new("L", (1654, 2339), 255)
            scans.append(scanned(back, 0, 0.75, 80, seed + number))
        else:
            scans.append(scanned(sheet.drawn(), sheet.lying.turn, 0.75, 80, seed + number))
        shows.append(frozenset(sheet.ours if sheet else ()))
    out = io.BytesIO()
    scans[0].save(out, "PDF", save_all=True, append_images=scans[1:], resolution=150)
    return Photo(PDF, out.getvalue(), tuple(shows))


def cases() -> list[Case]:
    """All sixty, by what ails them; the pages of the papers come in turn, so they are well mixed."""
    deck = cycle([(paper, page) for page in (1, 2, 3) for paper in PAPERS if page <= paper.pages])
    made: list[Case] = []
    for distortion, sheets, light in _photos(deck):
        made.append(Case(f"{distortion} {len(made)}", distortion, tuple(sheets), light))
    for scans in _scans():
        made.append(Case(f"two dossiers in one scan {len(made)}", "two dossiers in one scan", scans=scans))
    return made


def _photos(deck: Iterator[tuple[Paper, int]]) -> Iterator[tuple[str, list[Laid], Light]]:
    def sheet(lying: Lying = LOW, mark: Mark | None = None, visible: bool = True, site: str = SITE) -> Laid:
        return Laid(*next(deck), lying, mark, visible, site)

    for light in (Light(), Light(size=BIG), Light(quality=60)):
        yield "plain", [sheet()], light
    for turn in (14, 47, 128, 305):
        yield "rotated", [sheet(Lying(turn=turn, height=0.68))], Light()
    for turn in (180, 90, 270, 184):
        yield "upside down or sideways", [sheet(Lying(turn=turn, height=0.72))], Light()
    for nod, yaw in ((30, 0), (-35, 12), (15, 30), (42, -20)):
        yield "skewed", [sheet(Lying(turn=nod / 5, nod=nod, yaw=yaw, height=0.78))], Light()
    for blur, moved, size in (
        (1.2, 0, (1500, 2000)),
        (1.8, 0, BIG),
        (2.2, 0, BIG),
        (0.6, 3, (1500, 2000)),
        (1, 4, BIG),
    ):
        yield "blurred", [sheet()], Light(size=size, blur=blur, moved=moved)
    for bright, noise in ((0.3, 5), (0.2, 6), (0.12, 4), (0.2, 9)):
        yield "dark", [sheet()], Light(bright=bright, noise=noise)
    for noise in (14, 20, 26, 32):
        yield "noisy", [sheet()], Light(noise=noise)
    for shrunk, quality in ((1, 20), (1, 10), (0.8, 50), (0.6, 60), (0.5, 75)):
        yield "pressed small", [sheet()], Light(shrunk=shrunk, quality=quality)
    for right, down in ((-0.2, 0.05), (-0.1, 0.25), (0.1, 0.1), (-0.12, -0.15)):  # the last two lose their code
        yield "cropped", [sheet(Lying(turn=-3, height=1.05, right=right, down=down))], Light()
    for shadow, glare in ((0.6, 0), (0.8, 0), (0.7, 0.5), (0, 0.8), (0, 1)):
        yield "shadow or glare", [sheet()], Light(shadow=shadow, glare=glare)
    for curl in (0.012, 0.02, 0.03):
        yield "curled", [sheet(Lying(turn=5, nod=15, curl=curl))], Light()
    for number in (1, 2):
        yield "pen over the code", [sheet(mark=lambda page, number=number: scribbled(page, number))], Light()
    for turn in (-8, 80, 175):
        one, two = (
            Lying(turn=turn, height=0.44, right=-0.15, down=-0.24),
            Lying(turn=6, height=0.44, right=0.15, down=0.24),
        )
        yield "two sheets", [sheet(one), sheet(two)], Light(size=BIG)
    for turn in (0, 7, 184):
        yield "code covered", [sheet(Lying(turn=turn, nod=8), covered, visible=False)], Light(quality=70)
    yield "not ours to file", [sheet(site=ELSEWHERE)], Light()
    yield "not ours to file", [Laid(RETIRED, 2)], Light()
    for turn, blur, noise, bright in ((20, 1.2, 6, 0.5), (188, 1.4, 8, 0.4)):
        yield (
            "all at once",
            [sheet(Lying(turn=turn, nod=20, height=0.78))],
            Light(size=BIG, blur=blur, noise=noise, bright=bright, shadow=0.5, quality=60),
        )


def _scans() -> Iterator[tuple[Laid | None, ...]]:
    """Two papers through one scanner: pages mixed, some upside down, blank backs, a page whose code is covered."""
    for one, two, turn in ((0, 3, 180), (1, 7, 178), (4, 0, 90)):
        first = [Laid(PAPERS[one], page, Lying(turn=0.6)) for page in range(1, PAPERS[one].pages + 1)]
        second = [Laid(PAPERS[two], page, Lying(turn=turn)) for page in range(PAPERS[two].pages, 0, -1)]
        second[-1] = Laid(PAPERS[two], second[-1].page, Lying(turn=turn), covered, visible=False)
        yield (first[0], second[0], None, *first[1:], *second[1:])
