"""How fast evidence is chained and checked: python benchmarks/chains.py [events].

Builds a throwaway SQLite database, appends the events to the chains of some papers, one transaction each as an act
does, and checks all of them. Prints both figures beside computing the same hashes without a database. Fails under 300
appends a second, or over 100 ms for checking a thousand events.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PAPERS = 25
APPENDS_A_SECOND, CHECK_MS = 300, 100
BODY = {"role": "company", "signer": "k7q2m9xh4tz8wd", "shown_sha256": "0123456789abcdef" * 4}


def main(events: int = 1000) -> int:
    """Exit code 0 when both targets are met."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            ERASDU_VAR=folder, ERASDU_PLAIN_STATIC="1", ERASDU_DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "erasdu.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        return report(events)


def report(events: int) -> int:
    from erasdu.ground.paperwork.queries.anchoring import chain_faults

    appended = append(events)
    start = time.perf_counter()
    assert list(chain_faults()) == []
    checked = (time.perf_counter() - start) * 1000 * 1000 / events
    hashed = hashes(events)
    print(f"{events} events of {PAPERS} papers")
    print(f"  appended  {events / appended:8.0f} a second      target {APPENDS_A_SECOND}")
    print(f"  checked   {checked:8.1f} ms a thousand  target {CHECK_MS}")
    print(f"  only hashed, no database: {hashed:.1f} ms a thousand; checking takes {checked / hashed:.1f} times that")
    return 0 if events / appended >= APPENDS_A_SECOND and checked <= CHECK_MS else 1


def append(events: int) -> float:
    """Seconds."""
    from django.db import transaction

    from erasdu.ground.paperwork.actions.chaining import chained
    from erasdu.ground.paperwork.models import Document

    papers = [
        Document.objects.create(kind="benchmark", subject_kind="benchmark", subject_pk=number, opened_at=AT)
        for number in range(PAPERS)
    ]
    start = time.perf_counter()
    for number in range(events):
        with transaction.atomic():
            chained(papers[number % PAPERS], "signed", at=AT, **BODY)
    return time.perf_counter() - start


def hashes(events: int) -> float:
    """Milliseconds a thousand."""
    from erasdu.kernel.chain import link

    start, prev = time.perf_counter(), ""
    for number in range(events):
        prev = link(prev, number + 1, "signed", AT.isoformat(), BODY)
    return (time.perf_counter() - start) * 1000 * 1000 / events


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
