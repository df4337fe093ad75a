"""How long the selection report takes: python benchmarks/report.py [candidates] [rounds].

Prints p50 and p95 of rendering with its self-check, in milliseconds, and fails when p50 is over the target.
"""

import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from erasdu.journey.selection.papers import TEMPLATE, TEMPLATES, selection_report  # noqa: E402
from erasdu.kernel.typeset import render  # noqa: E402
from tests.factories.reports import report  # noqa: E402

TARGET_MS = 200


def main(candidates: int = 12, rounds: int = 50) -> int:
    """Exit code 0 when the median is under the target."""
    versions = [
        report([f"Leerling {n} van ronde {turn}" for n in range(candidates)], reference=f"SEL-{turn}")
        for turn in range(rounds)
    ]
    selection_report(versions[0])  # loads the fonts
    whole = timings(lambda one: selection_report(one), versions)
    alone = timings(
        lambda one: render(TEMPLATES, TEMPLATE, one.as_json("en"), timestamp=one.frozen_at, language="en"),
        versions,
    )
    print(f"selection report, {candidates} candidates, {rounds} rounds")
    print(f"  rendered and checked  p50 {at(whole, 50):6.1f} ms   p95 {at(whole, 95):6.1f} ms   target {TARGET_MS} ms")
    print(f"  rendered only         p50 {at(alone, 50):6.1f} ms   p95 {at(alone, 95):6.1f} ms")
    return 0 if at(whole, 50) < TARGET_MS else 1


def timings(work, versions) -> list[float]:
    """Milliseconds of each round, sorted; every round has another text, so nothing comes from a cache."""
    taken = []
    for one in versions:
        start = time.perf_counter()
        work(one)
        taken.append(1000 * (time.perf_counter() - start))
    return sorted(taken)


def at(sorted_times: list[float], percent: int) -> float:
    """The percentile by nearest rank."""
    return sorted_times[min(len(sorted_times) - 1, len(sorted_times) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
