"""`erasdu bounced <Message-ID> [--why TEXT]`: record that a mail came back.

A mail server can call it for each bounce, for instance from an alias of the envelope's sender:
`erasdu-bounces: "|erasdu bounced --why '550 unknown' …"`. The Message-ID stands in the bounce's third part.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasdu.ground.journal import clock
from erasdu.ground.post.actions import came_back
from erasdu.ground.post.queries import by_message_id


class Command(BaseCommand):
    help = "Records that a mail came back, by its Message-ID."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("message_id", metavar="Message-ID")
        parser.add_argument("--why", default="", help="what the other side said")

    def handle(self, *args: Any, message_id: str = "", why: str = "", **options: Any) -> None:
        letter = by_message_id(message_id)
        if letter is None:
            raise CommandError(f"no letter has the Message-ID {message_id}")
        if not came_back(letter, at=clock.now(), why=why):
            raise CommandError(f"the letter {letter.key} is not on its way: it is {letter.state}")
        self.stdout.write(f"the letter {letter.key} came back")
