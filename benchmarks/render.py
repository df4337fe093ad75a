"""How long an agreement takes: python benchmarks/render.py [rounds].

Draws the cooperation agreement (three pages, a code on each) and its signed copy with evidence and audit.json, in
turns, each time with another reference, and prints p50 and p95 in milliseconds, and the p50 of the time that the
processors worked on it: the two differ on a busy machine. Fails when the p50 of the agreement is over the target, or
when it has another number of pages than three.
"""

import os
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erasdu.config.settings")

import django  # noqa: E402

django.setup()

from erasdu.ground.paperwork.papers import draw, kind  # noqa: E402
from erasdu.kernel.typeset import Attachment, page_texts  # noqa: E402
from tests.factories.papers import AT, codes, invented  # noqa: E402

TARGET_MS = 80


def main(rounds: int = 60) -> int:
    """Exit code 0 when the median is under the target."""
    one = kind("membership.cooperation")
    audit = Attachment("audit.json", "{}" * 2000, "application/json", "What happened")
    drawings = codes(4)

    def version(turn: int, signed: bool) -> bytes:
        data = invented(one, "nl", signed=signed)
        data["paperwork"]["reference"] = f"REF-{turn:05}"  # type: ignore[index]
        return draw(one, "nl", data, at=AT, page_codes=drawings, attachments=[audit] if signed else ())

    pages = len(page_texts(version(-1, False)))
    taken: dict[bool, list[float]] = {False: [], True: []}
    worked: dict[bool, list[float]] = {False: [], True: []}
    for turn in range(rounds):
        for signed in (False, True):
            start, work = time.perf_counter(), time.process_time()
            version(turn, signed)
            taken[signed].append(1000 * (time.perf_counter() - start))
            worked[signed].append(1000 * (time.process_time() - work))
    print(f"cooperation agreement, {pages} pages, {rounds} rounds")
    print(f"  to be signed          {figures(taken[False], worked[False])}   target p50 {TARGET_MS} ms")
    print(f"  signed, with evidence {figures(taken[True], worked[True])}")
    return 0 if pages == 3 and at(taken[False], 50) <= TARGET_MS else 1


def figures(times: list[float], worked: list[float]) -> str:
    return f"p50 {at(times, 50):6.1f} ms   p95 {at(times, 95):6.1f} ms   at work {at(worked, 50):6.1f} ms"


def at(times: list[float], percent: int) -> float:
    """The percentile by nearest rank."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
