"""`erasdu seal-keys`: makes the keys of the seal that are lacking, and trusts the ones that are there."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasdu.ground.journal import clock
from erasdu.kernel.seal import keys


class Command(BaseCommand):
    help = "Makes the keys of the seal when there are none, and trusts those that were put in place. Replaces nothing."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--organisation", default="", help="whose seal it is; compulsory in production")

    def handle(self, *args: Any, organisation: str, **options: Any) -> None:
        folder = settings.SEAL_FOLDER
        lacks = not (folder / keys.SEAL).exists()
        if lacks and settings.PRODUCTION and not organisation:
            raise CommandError(f"say whose seal it is with --organisation, or put your own {keys.SEAL} into {folder}")
        try:
            found = keys.make(
                folder,
                organisation=organisation or "ErasDu demo",
                at=clock.now(),
                password=settings.SEAL_PASSWORD,
                development=not organisation,
            )
        except keys.NoKeys as error:
            raise CommandError(str(error)) from error
        is_there = "made" if lacks else "there already"
        self.stdout.write(f"{is_there}: seal of {found.organisation}, valid until {found.valid_until:%Y-%m-%d}")
        self.stdout.write(f"fingerprint {found.fingerprint}")
