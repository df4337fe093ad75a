"""One press asks the papers of all learners of a school: python benchmarks/bulk.py [learners] [rounds].

Builds a throwaway SQLite database with a school whose learners are selected and have a training company and a parent
each, then presses the button and opens the page that shows how far it is, as a contact point, in turns. Then the
worker does twenty of the jobs, and the page must say so. Prints p50 and the slowest in milliseconds, the part of the
processor, and the queries. Fails when a press or a page takes a second (p50), or when the page does not show how far
it is.
"""

import os
import re
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TARGET_MS = 1000
DONE_FIRST = 20


def main(learners: int = 300, rounds: int = 7) -> int:
    """Exit code 0 when everything answers in time and shows its progress."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "static").mkdir()
        os.environ.update(
            ERASDU_VAR=folder, ERASDU_PLAIN_STATIC="1", ERASDU_DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "erasdu.config.settings"
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.utils import setup_test_environment

        setup_test_environment()
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        return report(learners, rounds)


def report(learners: int, rounds: int) -> int:
    from django.test import Client
    from django.urls import reverse

    from erasdu.ground.jobs.models import Job

    made = build(learners)
    client = Client(HTTP_HOST="localhost")
    client.force_login(made.contact.person.account)
    page = reverse("admissions:papers", args=[made.enrolment.key])
    press = reverse("admissions:ask_all_papers", args=[made.enrolment.key])
    client.get(page)  # compiles the templates
    presses, pages = [], []
    for _ in range(rounds):
        Job.objects.all().delete()
        presses.append(timed(lambda: client.post(press), 302))
        pages.append(timed(lambda: client.get(page), 200))
    print(f"{learners} learners, {rounds} rounds")
    fine = [told("the press", presses), told("the page", pages)]
    work(DONE_FIRST)
    shown = client.get(page).content.decode()
    done = re.search(r"(\d+)\s*/\s*(\d+)", shown.partition('role="status"')[2])
    said = (int(done[1]), int(done[2])) if done else None
    print(f"  after {DONE_FIRST} of the jobs the page says {said}")
    return 0 if all(fine) and said == (DONE_FIRST, learners) else 1


def build(learners: int):
    """A school by the factories of the tests, with nothing signed yet."""
    from django.db import transaction

    from tests.factories.admissions import decided, school_of
    from tests.factories.candidacies import CandidacyFactory
    from tests.journey.candidacies.approving import guardian, with_company

    made = school_of(0)
    with transaction.atomic():
        for place in range(learners):
            row = CandidacyFactory(applied=True, eligible=True, minor=True, enrolment=made.enrolment)
            with_company(row)
            guardian(row)
            decided(row, rank=place + 1, approved=False)
    return made


def work(jobs: int) -> None:
    """What the background worker does, one job a round."""
    from erasdu.config.schedule import JOBS
    from erasdu.ground.jobs.actions import run_jobs
    from erasdu.ground.journal import clock

    done = 0
    while done < jobs:
        done += run_jobs(JOBS, clock=clock.now)


def timed(ask, status: int) -> tuple[float, float, int]:
    """Milliseconds, those of the processor, and queries."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    start, begun = time.perf_counter(), time.process_time()
    with CaptureQueriesContext(connection) as asked:
        response = ask()
    assert response.status_code == status, response.status_code
    return 1000 * (time.perf_counter() - start), 1000 * (time.process_time() - begun), len(asked)


def told(what: str, measured: list[tuple[float, float, int]]) -> bool:
    taken = sorted(one[0] for one in measured)
    worked, queries = min(one[1] for one in measured), measured[-1][2]
    p50 = taken[len(taken) // 2]
    print(f"  {what:10} p50 {p50:6.0f} ms   slowest {taken[-1]:6.0f} ms   CPU {worked:5.0f} ms   {queries} queries")
    return p50 < TARGET_MS


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
