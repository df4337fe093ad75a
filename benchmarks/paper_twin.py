"""How many pages of sixty photos and scans are found, none misfiled: .venv/bin/python benchmarks/paper_twin.py [folder]

Takes the photos anew (a minute), cleans each as the vault does, reads and sorts it. Prints for each distortion the
pages that are readable to a person, those found, how many of these without any preparation, and the processor time of a
picture. Fails when a page is filed where it does not belong, when less than 90 % is found, or when a picture takes over
two seconds. The photos are left in the folder, to look at.
"""

import sys
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from erasdu.kernel.scans.reading import Sheet, read  # noqa: E402
from erasdu.kernel.scans.sorting import sort  # noqa: E402
from tests.kernel.scans.papers import SITE  # noqa: E402
from tests.kernel.scans.photos import Case, Photo, cases, expected, kept  # noqa: E402

TARGET_FOUND, TARGET_SECONDS = 0.90, 2.0
HEADS = ("pictures", "readable", "found", "at once", "misfiled", "not up", "s mean", "s worst")


@dataclass
class Figures:
    """Of one distortion, or of all; `turned` are pictures that would be shown other than upright."""

    pictures: int = 0
    readable: int = 0
    found: int = 0
    at_once: int = 0
    misfiled: int = 0
    turned: int = 0
    seconds: list[float] = field(default_factory=list)

    def add(self, other: "Figures") -> None:
        self.pictures += other.pictures
        self.readable += other.readable
        self.found += other.found
        self.at_once += other.at_once
        self.misfiled += other.misfiled
        self.turned += other.turned
        self.seconds += other.seconds

    def line(self, name: str) -> str:
        counts = (self.pictures, self.readable, self.found, self.at_once, self.misfiled, self.turned)
        mean = sum(self.seconds) / len(self.seconds)
        return f"{name:26}" + "".join(f"{count:10}" for count in counts) + f"{mean:10.2f}{max(self.seconds):10.2f}"


def main(folder: str = "") -> int:
    """Exit code 0 when nothing is misfiled and enough is found in time."""
    by_distortion: dict[str, Figures] = defaultdict(Figures)
    every = Figures()
    for case in cases():
        photo = case.taken()
        if folder:
            Path(folder, f"{case.name}.{'pdf' if case.scans else 'jpg'}").write_bytes(photo.data)
        figures = measured(case, kept(photo))
        by_distortion[case.distortion].add(figures)
        every.add(figures)
    print(f"{'':26}" + "".join(f"{head:>10}" for head in HEADS))
    for name, figures in by_distortion.items():
        print(figures.line(name))
    print(every.line("all"))
    share = every.found / every.readable
    print(f"found {share:.1%} of the readable pages, target {TARGET_FOUND:.0%}; misfiled {every.misfiled}, target 0")
    return 0 if share >= TARGET_FOUND and not every.misfiled and max(every.seconds) <= TARGET_SECONDS else 1


def measured(case: Case, photo: Photo) -> Figures:
    start = time.process_time()
    sheets = read(photo.data, photo.media_type)
    seconds = (time.process_time() - start) / len(sheets)
    filed: list[set[tuple[str, int]]] = [set() for _ in sheets]
    at_once = 0
    for bundle in sort(sheets, expected(), [SITE]).bundles:
        for page, views in bundle.pages.items():
            for view in views:
                filed[view.sheet].add((bundle.code, page))
                at_once += not view.found.hard
    return Figures(
        pictures=len(sheets),
        readable=sum(len(shows) for shows in photo.shows),
        found=sum(len(got & shows) for got, shows in zip(filed, photo.shows, strict=True)),
        at_once=at_once,
        misfiled=sum(len(got - shows) for got, shows in zip(filed, photo.shows, strict=True)),
        turned=sum(not upright(case, number, sheet) for number, sheet in enumerate(sheets)),
        seconds=[seconds],
    )


def upright(case: Case, number: int, sheet: Sheet) -> bool:
    """Whether the picture, turned as the sheet says, stands within 46 degrees of upright."""
    laid = case.scans[number] if case.scans else case.sheets[0]
    if laid is None or len(sheet.found) != 1:
        return True
    return abs((laid.lying.turn + sheet.turn + 180) % 360 - 180) <= 46


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
