"""A phone that takes photos of real papers: each page as it was printed, signed with a pen, laid on a desk."""

import io
from functools import lru_cache

import pypdfium2
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs.actions import run_jobs
from erasdu.ground.journal import clock
from erasdu.ground.paperwork import queries
from erasdu.ground.paperwork.models import Envelope
from tests.kernel.scans.camera import Light, Lying, covered, photograph, signed

SMALL = Light(size=(1200, 1600), noise=1)


@lru_cache(maxsize=16)
def _printed(pdf: bytes, page: int) -> Image.Image:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        return document[page - 1].render(scale=150 / 72, grayscale=True).to_pil().convert("L")


def printed(envelope: Envelope, page: int) -> Image.Image:
    return signed(_printed(queries.shown(envelope), page), page)


def photo(envelope: Envelope, page: int = 1, *, turn: float = 3, hidden: bool = False) -> SimpleUploadedFile:
    sheet = printed(envelope, page)
    lying = Lying(turn=turn, height=0.68 if 20 < turn % 180 < 160 else 0.88)  # as a hand holds the phone
    data = photograph([(covered(sheet) if hidden else sheet, lying)], SMALL, page)
    return SimpleUploadedFile(f"page-{page}.jpg", data, "image/jpeg")


def two_sheets(one: Envelope, other: Envelope) -> SimpleUploadedFile:
    """Two dossiers in one photo, side by side."""
    left, right = Lying(turn=4, height=0.46, down=-0.25, right=-0.1), Lying(turn=-6, height=0.46, down=0.25, right=0.1)
    data = photograph([(printed(one, 1), left), (printed(other, 1), right)], Light(size=(1800, 2400), noise=1), 5)
    return SimpleUploadedFile("two.jpg", data, "image/jpeg")


def read_all() -> None:
    """The background work, until no job is left."""
    while run_jobs(JOBS, clock=clock.now):
        pass
