"""`erasdu demo`: load the invented consortium into an empty database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from erasdu.demo.actions import load
from erasdu.ground.journal import clock
from erasdu.ground.look.words import because
from erasdu.ground.people.models import Account
from erasdu.kernel.verdict import Refused


class Command(BaseCommand):
    help = "Plays an invented consortium into an empty database; refused beside real accounts and in production."

    def handle(self, *args: Any, **options: Any) -> None:
        if Account.objects.exists():
            raise CommandError("There are accounts here already; `./run --reset` starts the demo afresh.")
        try:
            load(clock.today(), lambda scene: self.stdout.write(f"  {scene}"))
        except Refused as refused:
            raise CommandError(f"{refused.verdict.code}: {because(refused.verdict)}") from refused
