"""How long sealing and verifying take beside rendering: python benchmarks/seal.py [rounds].

Renders a paper of three pages or more, seals it and verifies it, one after the other in every round, and prints the
medians. Fails when sealing takes more than four times rendering, or verifying more than its target.
"""

import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks.report import at  # noqa: E402
from erasdu.journey.selection.papers import TEMPLATE, TEMPLATES  # noqa: E402
from erasdu.kernel.seal import keys  # noqa: E402
from erasdu.kernel.seal.limited import examine_in_child  # noqa: E402
from erasdu.kernel.seal.sealing import seal  # noqa: E402
from erasdu.kernel.seal.verifying import Status, examine  # noqa: E402
from erasdu.kernel.typeset import page_texts, render  # noqa: E402
from tests.factories.reports import report  # noqa: E402

VERIFY_MS, RATIO = 150, 4


def main(rounds: int = 40) -> int:
    """Exit code 0 when both targets are met."""
    with tempfile.TemporaryDirectory() as folder:
        made_at = report([]).frozen_at
        key = keys.make(Path(folder, "seal"), organisation="Voorbeeld vzw", at=made_at, development=True)
        trusted = keys.trusted(Path(folder, "seal"))
    papers = [report([f"Leerling {n} van ronde {turn}" for n in range(14)]) for turn in range(rounds + 1)]
    taken = {"render": [], "seal": [], "verify": []}
    for paper in papers:
        start = time.perf_counter()
        pdf = render(TEMPLATES, TEMPLATE, paper.as_json("en"), timestamp=paper.frozen_at, language="en")
        rendered = time.perf_counter()
        done = seal(pdf, key, at=made_at)
        sealed = time.perf_counter()
        found = examine(done, trusted=trusted, is_registered=lambda digest: True)
        end = time.perf_counter()
        assert found.status == Status.EXACT_COPY
        for name, seconds in zip(taken, (rendered - start, sealed - rendered, end - sealed), strict=True):
            taken[name].append(1000 * seconds)
    # The first round loads fonts and libraries.
    taken = {name: sorted(times[1:]) for name, times in taken.items()}
    ratio = at(taken["seal"], 50) / at(taken["render"], 50)
    print(f"{len(page_texts(done))} pages, {len(pdf)} bytes, {len(done)} sealed, {rounds} rounds")
    for name, times in taken.items():
        print(f"  {name:8} p50 {at(times, 50):6.1f} ms   p95 {at(times, 95):6.1f} ms")
    print(f"  seal / render {ratio:.2f}   target {RATIO};   verify target {VERIFY_MS} ms")
    start = time.perf_counter()
    examine_in_child(done, trusted=trusted, is_registered=lambda digest: True)
    print(f"  verify in a child process of its own {1000 * (time.perf_counter() - start):.0f} ms")
    return 0 if ratio <= RATIO and at(taken["verify"], 50) <= VERIFY_MS else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
