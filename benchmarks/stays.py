"""Papers asked of many stays with one press: python benchmarks/stays.py [stays] [rounds].

Builds a throwaway SQLite database, presses as the coordinator for all stays of a call, and looks at the page with its
progress, in turns. Prints p50 and the most of both, and the queries. Fails when the answer takes a second or more.
"""

import os
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
TARGET_MS = 1000
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KINDS = ["candidacies.emergency_contact", "candidacies.publicity", "mobilities.health", "candidacies.travel_permission"]


def main(stays: int = 300, rounds: int = 10) -> int:
    """Exit code 0 when every press was answered in time."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            ERASDU_VAR=folder, ERASDU_PLAIN_STATIC="1", ERASDU_DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3"
        )
        os.environ["DJANGO_SETTINGS_MODULE"] = "erasdu.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        Path(folder, "static").mkdir()
        call_command("migrate", verbosity=0)
        call, role = build(stays)
        return 0 if measure(call, role, stays, rounds) else 1


def build(number: int):
    """Rows in bulk, with days and without papers."""
    from erasdu.ground.people.models import Person
    from erasdu.journey.mobilities.models import Mobility
    from tests.factories.calls import CallFactory
    from tests.factories.organisations import RoleFactory, SchoolFactory

    call, school = CallFactory(), SchoolFactory()
    people = Person.objects.bulk_create(
        Person(given_name=f"Noor{n}", family_name="Peeters", created_at=AT) for n in range(number)
    )
    Mobility.objects.bulk_create(
        Mobility(
            call=call, person=person, direction="outgoing", kind="learner", sending=school, opened_at=AT,
            planned_from=date(2027, 3, 7), planned_until=date(2027, 3, 20),
        )
        for person in people
    )  # fmt: skip
    return call, RoleFactory(coordinator=True)


def measure(call, role, stays: int, rounds: int) -> bool:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from erasdu.ground.jobs.models import Job

    client = Client(HTTP_HOST="localhost")
    client.force_login(role.person.account)
    page = f"/mobilities/call/{call.key}/papers/"
    client.get(page)  # compiles the templates
    pressed, looked, queries = [], [], 0
    for _ in range(rounds):
        start = time.perf_counter()
        with CaptureQueriesContext(connection) as asked:
            answer = client.post(f"{page}ask/", {"who": "all", "kinds": KINDS})
        pressed.append(1000 * (time.perf_counter() - start))
        queries = len(asked)
        assert answer.status_code == 302
        start = time.perf_counter()
        assert b"hx-get" in client.get(page).content
        looked.append(1000 * (time.perf_counter() - start))
    assert Job.objects.filter(kind="mobilities.papers").count() == stays * rounds
    for what, taken in (("the press", sorted(pressed)), ("the page with its progress", sorted(looked))):
        print(f"{what} for {stays} stays: p50 {taken[len(taken) // 2]:.0f} ms, at most {taken[-1]:.0f} ms")
    print(f"the press asks the database {queries} times")
    return max(pressed) < TARGET_MS


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
