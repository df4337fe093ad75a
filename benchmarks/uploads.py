"""What reading an upload costs: python benchmarks/uploads.py [rounds]

Each kind is read in a limited child process as the platform does: prints the median of the seconds, the memory of the
child at its largest, and the size before and after. Fails when a photo of 12 megapixels takes more than 3 s or 400 MB.
"""

import resource
import statistics
import sys
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from erasdu.kernel.uploads.clean import clean  # noqa: E402
from erasdu.kernel.verdict import Refused  # noqa: E402
from tests.kernel.uploads import corpus  # noqa: E402

MOST_SECONDS, MOST_MEGABYTES = 3.0, 400.0
PHOTO = "JPEG, 12 MP, turned, with GPS"
UPLOADS: dict[str, Callable[[], bytes]] = {
    PHOTO: corpus.large_photo,
    "PNG, 12 MP": lambda: corpus.saved(corpus.picture((4000, 3000)), "PNG"),
    "PNG, 49 MP, lets through": lambda: corpus.saved(corpus.picture((8100, 6100), "RGBA"), "PNG"),
    "HEIC, small": lambda: corpus.HEIC,
    "PDF, 3 pages": lambda: corpus.written(corpus.pdf(3)),
    "PDF, 40 pages": lambda: corpus.written(corpus.pdf(40)),
    "PDF that unpacks to 600 MB": corpus.bomb_pdf,
    "PNG of 1600 MP": lambda: corpus.png_header(40_000, 40_000, corpus.packed(1)),
}


def main(rounds: int = 5) -> int:
    good = True
    print(f"{f'{rounds} rounds':<30}seconds  child MB     in kB  out kB")
    for name, make in UPLOADS.items():
        upload = make()
        measured = [alone(upload) for _ in range(rounds)]
        seconds = statistics.median(second for second, _, _ in measured)
        megabytes, outcome = max(most for _, most, _ in measured), measured[0][2]
        print(f"{name:<30}{seconds:7.2f}{megabytes:10.0f}{len(upload) / 1000:10.0f}  {outcome}")
        if name == PHOTO:
            good = seconds <= MOST_SECONDS and megabytes <= MOST_MEGABYTES
    return 0 if good else 1


def alone(upload: bytes) -> tuple[float, float, str]:
    """In a process that has no other child, so that the memory is that of this one."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(read, upload).result()


def read(upload: bytes) -> tuple[float, float, str]:
    start = time.perf_counter()
    try:
        outcome = f"{len(clean(upload).data) / 1000:.0f}"
    except Refused as refused:
        outcome = refused.verdict.code
    taken = time.perf_counter() - start
    return taken, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024, outcome


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
