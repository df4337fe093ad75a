"""`erasdu match-problem FILE.json --out SOLUTION.json`: solves a matching problem without Django, database or server.

Ends with 0 when there is a solution, also one that leaves everybody unassigned, and with 2 for a malformed problem.
"""

import argparse
import math
import sys
from pathlib import Path

from erasdu.kernel.assign.problem import Malformed
from erasdu.kernel.assign.reading import read
from erasdu.kernel.assign.solution import Solution, write
from erasdu.kernel.assign.solve import solve

MALFORMED = 2


def main(arguments: list[str]) -> int:
    options = parsed(arguments)
    try:
        problem = read(options.file)
    except Malformed as fault:
        return refused(f"{options.file.name}: {fault}")
    except OSError as error:
        return refused(f"{options.file.name}: {error.strerror}")
    solution = solve(problem, seed=options.seed, seconds=options.seconds)
    try:
        write(solution, options.out, problem)
    except OSError as error:
        return refused(f"{options.out.name}: {error.strerror}")
    print(told(solution))
    return 0


def parsed(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="erasdu match-problem",
        description="Solves a matching problem (erasdu-match/1) as well as the work allows.",
    )
    parser.add_argument("file", type=Path, metavar="FILE.json")
    parser.add_argument("--out", type=Path, required=True, metavar="SOLUTION.json")
    parser.add_argument("--seconds", type=seconds, help="stop after so many seconds with the best so far")
    parser.add_argument("--seed", type=int, default=0, help="of the chance in the search (0)")
    return parser.parse_args(arguments)


def seconds(text: str) -> float:
    found = float(text)
    if not (math.isfinite(found) and found > 0):
        raise argparse.ArgumentTypeError(f"{text} must be more than 0")
    return found


def refused(why: str) -> int:
    print(f"erasdu: {why}", file=sys.stderr)
    return MALFORMED


def told(solution: Solution) -> str:
    """What was found, in one line."""
    how = "the best there is" if solution.optimal else f"at most {solution.gap:.2%} above the best there is"
    stopped = ", stopped before the work was done" if solution.stopped else ""
    return (
        f"{len(solution.assignments)} assigned, {len(solution.unassigned)} not; cost {solution.cost}, {how}"
        f" ({solution.seconds:.1f} s{stopped})"
    )
