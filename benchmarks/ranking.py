"""Ranking 10,000 candidates with three assessments each: `.venv/bin/python benchmarks/ranking.py`.

Target: under 1 second on two cores. Printed beside it, from the same run: the same ranking by plain fractions.
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from erasdu.journey.calls.rules import STANDARD_CRITERIA
from erasdu.journey.selection.rules import Candidate, ranking, sensitivity

CANDIDATES, ASSESSORS, RUNS = 10_000, 3, 7


def candidates() -> list[Candidate]:
    pick = random.Random(7)
    start = datetime(2026, 10, 1, tzinfo=UTC)
    keys = [key for criterion in STANDARD_CRITERIA for key in criterion.scored]
    return [
        Candidate(
            id=number,
            arrived=start + timedelta(seconds=pick.randrange(10**6)),
            assessments=[{key: pick.randint(0, 10) for key in keys} for _ in range(ASSESSORS)],
            late=pick.random() < 0.02,
            lot=number,
        )
        for number in range(CANDIDATES)
    ]


def plainly(rows: list[Candidate]) -> list[int]:
    """The same order, by fractions all the way: what the quick way is checked against."""

    def mean(row: Candidate, criterion: str) -> Fraction:
        parts = [key for c in STANDARD_CRITERIA if c.code == criterion for key in c.scored]
        means = [Fraction(sum(a[key] or 0 for a in row.assessments), len(row.assessments)) for key in parts]
        return sum(means, Fraction(0)) / len(means)

    def place(row: Candidate) -> tuple[object, ...]:
        total = sum((c.weight * mean(row, c.code) / 10 for c in STANDARD_CRITERIA), Fraction(0))
        return (row.late, -total, -mean(row, "MOTIVATION"), -mean(row, "MATURITY"), row.arrived, row.lot)

    return [row.id for row in sorted(rows, key=place)]  # type: ignore[misc, type-var, arg-type]


def timed(what: Callable[[], object]) -> float:
    start = time.perf_counter()
    what()
    return time.perf_counter() - start


def main() -> None:
    rows = candidates()
    quick = [entry.id for entry in ranking(rows, STANDARD_CRITERIA).ranked]
    assert quick == plainly(rows), "the quick ranking differs from plain fractions"
    figures = {
        "ranking": [timed(lambda: ranking(rows, STANDARD_CRITERIA)) for _ in range(RUNS)],
        "plain fractions": [timed(lambda: plainly(rows)) for _ in range(3)],
        "who crosses the line": [timed(lambda: sensitivity(rows, STANDARD_CRITERIA, 200)) for _ in range(3)],
    }
    for name, seconds in figures.items():
        print(f"{name:<22} median {statistics.median(seconds):6.3f} s  worst {max(seconds):6.3f} s")
    slow, fast = (statistics.median(figures[name]) for name in ("plain fractions", "ranking"))
    print(f"{CANDIDATES} candidates × {ASSESSORS} assessments; plain fractions / ranking: {slow / fast:.1f}")


if __name__ == "__main__":
    main()
