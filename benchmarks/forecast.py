"""How fast the mails of the next 30 days are foreseen: python benchmarks/forecast.py [learners] [rounds] [seed].

Rehearses a call with that many learners in a throwaway SQLite database, and on some mornings before the departure opens
as its coordinator, each through a whole request: the page of all mails of the next 30 days, and one of those mails.
Prints p50 and the most of the time in which this process worked, with the number of queries, and on how many days
something turns by itself. Fails when the page takes a second or longer for 120 learners (p50), or one mail does.
"""

import os
import sys
import tempfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
START = date(2026, 11, 26)
MORNINGS = (60, 45, 30, 15)  # days before the first day on which they leave
PAGE_MS, MAIL_MS = 1000, 1000


def main(learners: int = 120, rounds: int = 5, seed: int = 1914) -> int:
    """Exit code 0 when all of it was fast enough."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            ERASDU_VAR=folder, ERASDU_PLAIN_STATIC="1", ERASDU_DATABASE_URL=f"sqlite:///{folder}/bench.sqlite3",
            ERASDU_DEMO="1", ERASDU_REHEARSAL="1", DJANGO_SETTINGS_MODULE="erasdu.config.settings",
        )  # fmt: skip
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        from erasdu.kernel.seal import keys

        Path(folder, "static").mkdir()
        call_command("migrate", verbosity=0)
        call_command("towns", verbosity=0)
        keys.make(
            settings.SEAL_FOLDER, organisation="Voorbeeld vzw", at=datetime.combine(START, time(9), UTC),
            development=True,
        )  # fmt: skip
        return 0 if play(learners, rounds, seed) else 1


def play(learners: int, rounds: int, seed: int) -> bool:
    """Day by day as the rehearsal does, and on its way the pages."""
    from erasdu.config.rehearsing import Worker
    from erasdu.rehearsal.stage import Order, rehearse, some_dates

    dates = some_dates(START)
    mornings = {dates["stay_from"] - timedelta(days=days): days for days in MORNINGS}
    good = []

    def say(number: int, _length: int) -> None:
        day = START + timedelta(days=number)  # the morning after the day that was played
        if day in mornings:
            good.append(measure(day, mornings[day], rounds))

    rehearse(Order(learners, seed, START, dates), Worker(), say, until=max(mornings))
    return all(good)


def measure(day: date, ahead: int, rounds: int) -> bool:
    from django.test import Client
    from django.urls import reverse

    from benchmarks.readiness import taken
    from erasdu.ground.journal import clock
    from erasdu.ground.organisations.models import Role
    from erasdu.ground.organisations.queries import actor_of
    from erasdu.office.notices.queries import pages, planned

    role = Role.objects.filter(kind="coordinator").select_related("person__account").earliest("pk")
    with clock.standing_at(datetime.combine(day, time(4), UTC)):
        client = Client(HTTP_HOST="localhost")
        client.force_login(role.person.account)
        turned = len(planned.foreseen(planned.world(day), day).later)
        days, _held = pages.forecast(actor_of(role), day)
        rows = [row for each in days for row in each.rows]
        one = max((row for row in rows if row.way == "digest"), key=lambda row: (row.on, len(row.things)))
        addresses = [reverse("notices:index"), reverse("notices:mail", args=[one.on, one.person.key])]
        for address in addresses:
            assert client.get(address).status_code == 200
        page, mail = (taken(lambda address=address: client.get(address), rounds) for address in addresses)
    print(f"{ahead} days before leaving: {len(rows)} mails, something turns by itself on {turned} days", flush=True)
    for what, (p50, most, asked) in (("the page", page), ("one mail", mail)):
        print(f"  {what}: p50 {p50:.0f} ms, at most {most:.0f} ms, {asked} queries", flush=True)
    return page[0] < PAGE_MS and mail[0] < MAIL_MS


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
