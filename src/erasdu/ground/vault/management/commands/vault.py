"""`erasdu vault rotate`: encrypts every file with the newest key. `erasdu vault check`: opens every file.

Both may be stopped and started again at any moment, while the platform is at work.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasdu.ground.journal import clock
from erasdu.ground.vault import access, actions, blobs, queries


class Command(BaseCommand):
    help = "Encrypts every file with the newest key, or checks that every file opens."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=("rotate", "check"))

    def handle(self, *args: Any, what: str = "", **options: Any) -> None:
        damaged = self._rotate() if what == "rotate" else self._check()
        if damaged:
            raise CommandError(f"{damaged} files do not open: see the log")

    def _rotate(self) -> int:
        newest, done, damaged = queries.keyring().newest, 0, 0
        for file in access.kept().exclude(key_id=newest).order_by("pk").iterator(chunk_size=200):
            try:
                done += actions.give_newest_key(file)
            except (queries.Damaged, blobs.NotReached) as error:
                damaged += _is_bad(file, error)
        self.stdout.write(f"{done} files have the key {newest} now")
        return damaged

    def _check(self) -> int:
        seen, damaged = 0, 0
        for file in access.kept().order_by("pk").iterator(chunk_size=200):
            seen += 1
            try:
                queries.read(file)
                actions.report_sound(file)
            except (queries.Damaged, blobs.NotReached) as error:
                damaged += _is_bad(file, error)
        self.stdout.write(f"{seen - damaged} of {seen} files open")
        return damaged


def _is_bad(file: Any, error: Exception) -> int:
    """One that changed is reported; a storage or a key that is not there ends the work: it is the same for all."""
    if isinstance(error, blobs.NotReached):
        raise CommandError(f"the storage cannot be reached: {error}") from error
    actions.report_damage(file, at=clock.now())
    return 1
