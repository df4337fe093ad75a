"""`erasdu rehearse --learners 120 --out REPORT.json`: a call played beforehand, in a database of its own."""

import gc
import json
import sys
from argparse import ArgumentTypeError
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasdu.config.rehearsing import Worker
from erasdu.ground.journal import clock
from erasdu.kernel.seal import keys
from erasdu.rehearsal import sandbox
from erasdu.rehearsal.stage import SOME_PLACES, Order, rehearse, some_dates

MOST = 400
ORGANISATION = "De repetitie"


def learners(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= MOST:
        raise ArgumentTypeError(f"a number from 1 to {MOST}")
    return int(text)


class Command(BaseCommand):
    help = "Plays a call from enrolment to departure on a made-up clock, in a database of its own, and reports."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--learners", type=learners, default=120, help=f"how many take part (at most {MOST})")
        parser.add_argument("--seed", type=int, default=1914, help="the same number plays the same")
        parser.add_argument("--start", type=date.fromisoformat, help="the first day (2026-11-26); without it today")
        parser.add_argument("--dates", type=json.loads, help="dates of the call, as JSON; without it some")
        parser.add_argument("--places", type=json.loads, default=SOME_PLACES, help="[[country, town, demanded]]")
        parser.add_argument("--own", type=Path, help="a JSON file: what the call has of its own; without it nothing")
        parser.add_argument("--out", type=Path, help="where the report goes; without it the terminal")
        parser.add_argument("--inside", action="store_true", help="play in the database of the settings: a sandbox")

    def handle(self, *args: Any, **options: Any) -> None:
        start = options["start"] or clock.today()
        dates = {name: date.fromisoformat(day) for name, day in (options["dates"] or {}).items()} or some_dates(start)
        places = [(str(country), str(town), bool(demanded)) for country, town, demanded in options["places"]]
        own = json.loads(options["own"].read_text("utf-8")) if options["own"] else {}
        order = Order(options["learners"], options["seed"], start, dates, places, own=own)
        if options["inside"]:
            self._inside(order)
            return
        try:
            found = sandbox.run(order, lambda day, days: self.stderr.write(f"\r  day {day} of {days}", ending=""))
        except sandbox.Failed as failed:
            raise CommandError(str(failed)) from failed
        self.stderr.write("")
        text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
        if options["out"]:
            options["out"].write_text(text, "utf-8")
        else:
            self.stdout.write(text, ending="")

    def _inside(self, order: Order) -> None:
        """One line for each day, then the report in one line: what `sandbox` reads."""
        if not (settings.SEAL_FOLDER / keys.SEAL).exists():
            keys.make(settings.SEAL_FOLDER, organisation=ORGANISATION, at=clock.now(), development=True)
        gc.freeze()
        gc.set_threshold(100_000, 20, 20)  # it makes many rows and keeps few
        found = rehearse(order, Worker(), lambda day, days: print(f"day {day} {days}", flush=True))
        sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
