"""Signing with a pen: a sheet as a phone photographs it, and the worker that reads the photos."""

import io
from concurrent.futures import ThreadPoolExecutor

import pypdfium2
from django.db import connection

from tests.ground.paperwork import phone as camera
from tests.kernel.scans.camera import Lying, covered, photograph, signed


def photo(pdf: bytes, page: int, *, hidden: bool = False) -> dict[str, object]:
    with pypdfium2.PdfDocument(io.BytesIO(pdf)) as document:
        sheet = document[page - 1].render(scale=150 / 72, grayscale=True).to_pil().convert("L")
    sheet = covered(signed(sheet, page)) if hidden else signed(sheet, page)
    data = photograph([(sheet, Lying(turn=176))], camera.SMALL, page)
    return {"name": f"IMG_{page}.jpg", "mimeType": "image/jpeg", "buffer": data}


def worker_reads() -> None:
    """In another thread than the browser's, which has a loop of its own."""

    def work() -> None:
        camera.read_all()
        connection.close()

    with ThreadPoolExecutor(1) as worker:
        worker.submit(work).result()
