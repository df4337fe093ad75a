"""How long sealing and verifying take beside rendering: python benchmarks/seal.py [rounds].

Renders the cooperation agreement (3 pages), seals it and verifies it, one after the other in every round, and prints
the medians. Fails when one is over its target.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from benchmarks.report import at  # noqa: E402

KIND, LANGUAGE = "membership.cooperation", "nl"
BEGIN = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
RENDER_MS, VERIFY_MS, RATIO = 80, 150, 4


def main(rounds: int = 60) -> int:
    """Exit code 0 when every target is met."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ERASDU_VAR=folder, DJANGO_SETTINGS_MODULE="erasdu.config.settings")
        import django

        django.setup()
        return report(rounds, Path(folder, "seal"))


def report(rounds: int, folder: Path) -> int:
    from erasdu.kernel.seal import keys
    from erasdu.kernel.seal.limited import examine_in_child
    from erasdu.kernel.typeset import page_texts

    key = keys.make(folder, organisation="Voorbeeld vzw", at=BEGIN, development=True)
    trusted = keys.trusted(folder)
    taken = {"render": [], "seal": [], "verify": []}
    for turn in range(rounds + 1):
        pdf, done, seconds = one_round(BEGIN + timedelta(minutes=turn), key, trusted)
        for name, each in zip(taken, seconds, strict=True):
            taken[name].append(1000 * each)
    # The first round loads fonts and libraries.
    taken = {name: sorted(times[1:]) for name, times in taken.items()}
    ratio = at(taken["seal"], 50) / at(taken["render"], 50)
    print(f"{KIND}: {len(page_texts(done))} pages, {len(pdf)} bytes, {len(done)} sealed, {rounds} rounds")
    for name, times in taken.items():
        print(f"  {name:8} p50 {at(times, 50):6.1f} ms   p95 {at(times, 95):6.1f} ms")
    print(f"  seal / render {ratio:.2f}; targets: render {RENDER_MS} ms, verify {VERIFY_MS} ms, ratio {RATIO}")
    start = time.perf_counter()
    examine_in_child(done, trusted=trusted, is_registered=lambda digest: True)
    print(f"  verify in a process of its own {1000 * (time.perf_counter() - start):.0f} ms")
    return 0 if ratio <= RATIO and at(taken["render"], 50) <= RENDER_MS and at(taken["verify"], 50) <= VERIFY_MS else 1


def one_round(moment: datetime, key, trusted) -> tuple[bytes, bytes, tuple[float, float, float]]:
    """The paper, the paper sealed, and the seconds of each step; every round has another moment in its text."""
    from erasdu.ground.paperwork import papers
    from erasdu.kernel.seal.sealing import seal
    from erasdu.kernel.seal.verifying import Status, examine

    kind = papers.kind(KIND)
    data = papers.specimen(kind, LANGUAGE, at=moment, verify=f"https://erasdu.example/{moment:%H%M}")
    start = time.perf_counter()
    pdf = papers.draw(kind, LANGUAGE, data, at=moment)
    rendered = time.perf_counter()
    done = seal(pdf, key, at=moment)
    sealed = time.perf_counter()
    found = examine(done, trusted=trusted, is_registered=lambda digest: True)
    end = time.perf_counter()
    assert found.status == Status.EXACT_COPY
    return pdf, done, (rendered - start, sealed - rendered, end - sealed)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
