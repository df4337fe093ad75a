"""Every kind × language × 20 difficult names, to be signed and signed: python benchmarks/templates.py [processes].

Each paper must conform (structure, and typst itself refuses what does not), and every printed value must be read back
from it. Then every kind in every language is drawn by three processes, which must write the same bytes. Prints what
failed, and ends with 1 when anything did.
"""

import hashlib
import os
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "erasdu.config.settings")

import django  # noqa: E402

django.setup()

from erasdu.ground.paperwork.papers import draw, kind  # noqa: E402
from erasdu.kernel.typeset import structure, undrawable  # noqa: E402
from tests.factories.papers import AT, EACH, codes, troubled  # noqa: E402
from tests.factories.reports import DIFFICULT_NAMES  # noqa: E402

UNCOVERED = set("田中さくら")


def main(processes: int = 2) -> int:
    """Exit code 0 when every paper is as it must be."""
    cases = [
        (code, language, name, signed)
        for code, language in EACH
        for name in DIFFICULT_NAMES
        for signed in (False, True)
        if not (signed and kind(code).by_hand)
    ]
    with ProcessPoolExecutor(processes) as pool:
        faults = [fault for fault in pool.map(faulty, cases, chunksize=20) if fault]
    told = len(DIFFICULT_NAMES)
    print(f"{len(cases)} papers: {len(EACH)} kinds and languages × {told} names, to be signed and signed")
    print(f"  conform and show every value  {len(cases) - len(faults)} of {len(cases)}")
    runs = [digests() for _ in range(3)]
    print(
        f"  the same bytes in 3 processes {sum(len(set(one)) == 1 for one in zip(*runs, strict=True))} of {len(EACH)}"
    )
    for fault in faults[:20]:
        print(f"  {fault}")
    return 1 if faults or runs[0] != runs[1] or runs[1] != runs[2] else 0


def faulty(case: tuple[str, str, str, bool]) -> str:
    """What is wrong with one paper, or nothing."""
    code, language, name, signed = case
    one = kind(code)
    data = troubled(one, language, name, signed=signed)
    try:
        pdf = draw(one, language, data, at=AT, page_codes=codes(2), checked=True)
    except Exception as error:
        return f"{code} {language} {name!r}: {error}"
    wrong = structure(pdf)
    if undrawable(data) != UNCOVERED & set(name):
        wrong.append(f"told {undrawable(data)} as not drawable")
    return f"{code} {language} {name!r}: {wrong}" if wrong else ""


def digests() -> list[str]:
    """The hash of every kind in every language, from a process of its own."""
    command = [sys.executable, str(Path(__file__).resolve()), "--digests"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def print_digests() -> int:
    for code, language in EACH:
        one = kind(code)
        data = troubled(one, language, *DIFFICULT_NAMES)
        print(hashlib.sha256(draw(one, language, data, at=AT, page_codes=codes(2))).hexdigest())
    return 0


if __name__ == "__main__":
    sys.exit(print_digests() if "--digests" in sys.argv else main(*map(int, sys.argv[1:])))
