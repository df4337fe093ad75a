"""How fast evidence is chained and checked: python benchmarks/chains.py [events] [--postgres].

Builds a throwaway database (SQLite, or a PostgreSQL server of its own that does not wait for the disk), appends the
events to the chains of some papers, one transaction each as an act does, and checks all of them. Beside the appends it
prints, from the same run, how many rows can only be inserted, each in a transaction too: what disk and machine allow.
And what an append asks: statements, and the processor's time. Fails under 300 appends a second, or over 100 ms for
checking a thousand events.
"""

import os
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]

from tests.postgres import server  # noqa: E402

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
PAPERS = 25
APPENDS_A_SECOND, CHECK_MS = 300, 100
BODY = {"role": "company", "signer": "k7q2m9xh4tz8wd", "shown_sha256": "0123456789abcdef" * 4}


def main(events: int = 1000, *, postgres: bool = False) -> int:
    """Exit code 0 when both targets are met."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        own = f"sqlite:///{folder}/bench.sqlite3"
        return measured(events, folder, stack.enter_context(server()) if postgres else own)


def measured(events: int, folder: str, database: str) -> int:
    os.environ.update(ERASDU_VAR=folder, ERASDU_PLAIN_STATIC="1", ERASDU_DATABASE_URL=database)
    os.environ["DJANGO_SETTINGS_MODULE"] = "erasdu.config.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    return report(events)


def report(events: int) -> int:
    from erasdu.ground.paperwork.queries.anchoring import chain_faults

    appended, processor = append(events)
    alone, asked = insert(events), statements()
    start = time.perf_counter()
    assert list(chain_faults()) == []
    checked = (time.perf_counter() - start) * 1000 * 1000 / events
    hashed = hashes(events)
    print(f"{events} events of {PAPERS} papers")
    print(f"  appended  {events / appended:8.0f} a second      target {APPENDS_A_SECOND}")
    print(f"  inserted  {events / alone:8.0f} a second      one plain row, in the same run")
    print(
        f"  an append asks {asked} statements besides BEGIN and COMMIT, {processor / events * 1000:.2f} ms of processor"
    )
    print(f"  checked   {checked:8.1f} ms a thousand  target {CHECK_MS}")
    print(f"  only hashed, no database: {hashed:.1f} ms a thousand; checking takes {checked / hashed:.1f} times that")
    return 0 if events / appended >= APPENDS_A_SECOND and checked <= CHECK_MS else 1


def append(events: int) -> tuple[float, float]:
    """Seconds, and those of the processor."""
    from django.db import transaction

    from erasdu.ground.paperwork.actions.chaining import chained
    from erasdu.ground.paperwork.models import Document

    papers = [
        Document.objects.create(kind="benchmark", subject_kind="benchmark", subject_pk=number, opened_at=AT)
        for number in range(PAPERS)
    ]
    start, processor = time.perf_counter(), time.process_time()
    for number in range(events):
        with transaction.atomic():
            chained(papers[number % PAPERS], "signed", at=AT, **BODY)
    return time.perf_counter() - start, time.process_time() - processor


def insert(events: int) -> float:
    """Seconds for as many rows of the journal's receipts, one transaction each."""
    from django.db import transaction

    from erasdu.ground.journal.models import Receipt

    start = time.perf_counter()
    for number in range(events):
        with transaction.atomic():
            Receipt.objects.create(form_key=f"benchmark-{number}", body="0" * 64, at=AT)
    return time.perf_counter() - start


def statements() -> int:
    """Of one append."""
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from erasdu.ground.paperwork.actions.chaining import chained
    from erasdu.ground.paperwork.models import Document

    paper = Document.objects.filter(kind="benchmark").first()
    assert paper is not None
    with transaction.atomic(), CaptureQueriesContext(connection) as asked:
        chained(paper, "signed", at=AT, **BODY)
    return len(asked)


def hashes(events: int) -> float:
    """Milliseconds a thousand."""
    from erasdu.kernel.chain import link

    start, prev = time.perf_counter(), ""
    for number in range(events):
        prev = link(prev, number + 1, "signed", AT.isoformat(), BODY)
    return (time.perf_counter() - start) * 1000 * 1000 / events


if __name__ == "__main__":
    given = sys.argv[1:]
    numbers = [int(each) for each in given if each.isdigit()]
    sys.exit(main(*numbers, postgres="--postgres" in given))
