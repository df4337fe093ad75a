"""`erasdu retention [--dry-run]`: let go of what is no longer needed, or only count it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from erasdu.ground.journal import clock
from erasdu.kernel.actor import SYSTEM
from erasdu.office.retention.actions import run


class Command(BaseCommand):
    help = "Lets go of data whose time has come; with --dry-run it only counts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="change nothing, only count")

    def handle(self, *args: Any, dry_run: bool = False, **options: Any) -> None:
        made = run(dry=dry_run, by=SYSTEM, at=clock.now())
        for code, number in made.report["counts"].items():
            self.stdout.write(f"{number:>7}  {code}")
        self.stdout.write(f"{made.report['persons']:>7}  persons {'would be erased' if dry_run else 'erased'}")
