"""Whether an altered paper is ever taken for the registered one: python benchmarks/bitflips.py [flips] [seed].

Flips one random bit of a sealed paper at a time, then plays every attack of tests/kernel/seal/tampering.py, and prints
what was found. Fails when anything but the registered bytes is an exact copy.
"""

import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from erasdu.kernel.seal.verifying import Status, examine  # noqa: E402
from tests.kernel.seal.tampering import ATTACKS, padding_flips, random_flips  # noqa: E402
from tests.sealing import sealed_paper, trusted  # noqa: E402


def main(flips: int = 1000, seed: int = 7) -> int:
    """Exit code 0 when nothing was accepted as an exact copy."""
    paper = bytes(sealed_paper())
    assert found(paper) == Status.EXACT_COPY
    rounds = {
        f"{flips} random flips": random_flips(paper, flips, seed),
        f"{flips // 10} flips behind the signature's value": padding_flips(paper, flips // 10, seed),
        f"{len(ATTACKS)} attacks": (attack(paper) for attack in ATTACKS.values()),
    }
    accepted = 0
    for name, changed in rounds.items():
        counts = Counter(map(found, changed))
        accepted += counts[Status.EXACT_COPY]
        print(f"{name}: " + ", ".join(f"{status} {counts[status]}" for status in Status))
    print(f"{accepted} accepted as an exact copy, of {len(paper)} bytes")
    return 1 if accepted else 0


def found(pdf: bytes) -> Status:
    return examine(pdf, trusted=trusted(), is_registered=lambda digest: digest == sealed_paper().sha256).status


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
