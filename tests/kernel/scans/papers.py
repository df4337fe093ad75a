"""Invented papers with a code on each page, printed by the house's own engine: what the photos are taken of."""

import io
import random
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pypdfium2
from PIL import Image

from erasdu.kernel import typeset
from erasdu.kernel.keys import ALPHABET, LENGTH
from erasdu.kernel.scans.codes import drawn

HERE = Path(__file__).resolve().parent
HOUSE = Path(typeset.__file__).parent / "typst" / "house.typ"
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
SITE = "https://papieren.erasdu.example"  # long enough for the next larger size of code
A4 = (210.0, 297.0)  # millimetres
DPI = 200

# Where the house style draws the code, white margin included: millimetres from the left and the top of the page.
CODE_LEFT, CODE_TOP, CODE_WIDTH = 210 - 18 - 17, 28 - 4.5 - 17, 17

KINDS = ("Toestemming van ouder of voogd", "Akkoord van het opleidingsbedrijf", "Verwachtingen van de leerling")
LEARNERS = ("Zoë D’Hondt", "Amir El Khatib", "Jef Vandenbroucke", "Noor Peeters", "Luka Janssens", "Ayşe Yılmaz")
PARTS = ("Waarover het gaat", "Wat we afspreken", "Wie tekent")
TEXTS = (
    "De stage duurt vier weken en vindt plaats in een bedrijf dat past bij de opleiding. De school kiest dat bedrijf "
    "samen met de partner in het buitenland en bezoekt het één keer.",
    "De reis, het verblijf en de verzekering worden betaald. Wat iemand daar zelf koopt, betaalt die zelf. De leerling "
    "spreekt met het gastgezin af hoe laat het avondeten is en belt wanneer het later wordt.",
    "Wie van gedachten verandert, zegt dat aan de school. Dat kan tot de dag van vertrek en kost niets zolang er nog "
    "geen ticket is gekocht. Daarna bekijken we samen wat mogelijk is.",
)


@dataclass(frozen=True, slots=True)
class Paper:
    code: str
    pages: int


def papers(sizes: Sequence[int], seed: int = 3) -> list[Paper]:
    """A paper for each number of pages, with codes that are the same every time."""
    pick = random.Random(seed)
    return [Paper("".join(pick.choice(ALPHABET) for _ in range(LENGTH)), size) for size in sizes]


@lru_cache(maxsize=64)
def pdf(paper: Paper, site: str = SITE) -> bytes:
    pick = random.Random(paper.code)
    data = {
        "title": pick.choice(KINDS),
        "kind": "Duaal naar het buitenland",
        "reference": f"ED-{pick.randrange(10_000, 99_999)}",
        "learner": pick.choice(LEARNERS),
        "guardian": "Katrijn Maes",
        "period": f"{pick.randrange(1, 28)} maart 2027, vier weken",
        "parts": PARTS,
        "texts": pick.sample(TEXTS, 3),
    }
    codes = [drawn(site, paper.code, page) for page in range(1, paper.pages + 1)]
    with tempfile.TemporaryDirectory() as folder:
        # typst reads only below one folder, so the house style lies beside the test's template.
        for file in (HOUSE, HERE / "typst" / "twin.typ"):
            shutil.copy(file, folder)
        return typeset.render(Path(folder), "twin.typ", data, timestamp=AT, language="nl", page_codes=codes)


@lru_cache(maxsize=64)
def printed(paper: Paper, page: int, site: str = SITE) -> Image.Image:
    """One page as a printer puts it on white paper, in grey."""
    with pypdfium2.PdfDocument(io.BytesIO(pdf(paper, site))) as document:
        return document[page - 1].render(scale=DPI / 72, grayscale=True).to_pil().convert("L")
