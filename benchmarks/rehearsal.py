"""A call rehearsed beforehand: python benchmarks/rehearsal.py [learners] [seed].

Plays a call with that many learners from enrolment to the day of departure, and one of a school with four learners
twice, each in a sandbox of its own (the empty database is made first and is not counted). Prints the seconds, the work
of the processor, and for each role the deliberate actions and mails. Fails when the large one works for a minute or
longer, when others miss the departure than the playbook makes miss it (five of 120, nobody of 4), when the small one
differs from itself, or when its contact point needs more than 60 actions or gets more than 12 mails.
"""

import os
import resource
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
SECONDS, ACTIONS, MAILS = 60, 60, 12
WHOLE, MISSED = 120, 5  # learners, and those of them whom the playbook makes miss the departure


def main(learners: int = 120, seed: int = 1914) -> int:
    """Exit code 0 when it was fast enough and little work."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(ERASDU_VAR=folder, DJANGO_SETTINGS_MODULE="erasdu.config.settings", PYTHONPATH=sys.path[0])
        import django

        django.setup()
        from erasdu.rehearsal import sandbox

        sandbox.migrated()
        small, _took, _work = play(4, seed)
        again, _took, _work = play(4, seed)
        large, took, work = play(learners, seed)
    (school,) = (row for row in small["people"] if row["learners"])
    came = {name: large["outcome"][name] for name in ("ready", "lacking", "refused")}
    print(f"{learners} learners: {took:.0f} s, of which {work:.0f} s of work; {came}")
    for row in large["roles"]:
        most = f"most {row['most_actions']} actions, {row['most_mails']} mails"
        print(f"  {row['role']:<14} {row['people']:>4} people, {most}")
    most = f"{school['actions']} actions, {school['mails']} mails"
    print(f"4 learners: contact point {most}; same again: {small == again}; ready: {small['outcome']['ready']}")
    held = {
        f"work under {SECONDS} s": work < SECONDS,
        f"{school['actions']} actions of at most {ACTIONS}": school["actions"] <= ACTIONS,
        f"{school['mails']} mails of at most {MAILS}": school["mails"] <= MAILS,
        "the same again": small == again,
        "nobody of 4 misses the departure": small["outcome"]["missed"] == [],
        f"{MISSED} of {WHOLE} miss it": learners != WHOLE or len(large["outcome"]["missed"]) == MISSED,
    }
    for what in (what for what, is_so in held.items() if not is_so):
        print(f"missed: {what}")
    return 0 if all(held.values()) else 1


def play(learners: int, seed: int):
    """The report, the seconds on the clock, and those of the processor."""
    from datetime import date

    from erasdu.rehearsal import sandbox
    from erasdu.rehearsal.stage import Order, some_dates

    start, before, began = date(2026, 11, 26), _work(), time.perf_counter()
    found = sandbox.run(Order(learners, seed, start, some_dates(start)), lambda day, days: None)
    return found, time.perf_counter() - began, _work() - before


def _work() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    raise SystemExit(main(*(int(each) for each in sys.argv[1:])))
