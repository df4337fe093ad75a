"""`erasdu bounced <Message-ID> [--why TEXT]`, or `erasdu bounced -` with a delivery report on standard input.

A mail server hands each report to it, from an alias of the envelope's sender: `erasdu-bounces: "|erasdu bounced -"`.
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasdu.ground.journal import clock
from erasdu.ground.post.actions import came_back
from erasdu.ground.post.queries import by_message_id
from erasdu.kernel.reports import returned

STDIN = "-"
LARGEST = 5_000_000  # bytes of a report, with the mail that came back


class Command(BaseCommand):
    help = "Records that a mail came back, by its Message-ID or by the delivery report on standard input (-)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("message_id", metavar="Message-ID")
        parser.add_argument("--why", default="", help="what the other side said")

    def handle(self, *args: Any, message_id: str = "", why: str = "", **options: Any) -> None:
        reported = message_id == STDIN
        if reported:
            report = returned(sys.stdin.buffer.read(LARGEST))
            if report is None:  # a delay, an answer from out of office: nothing came back, and nobody wants it again
                self.stdout.write("this reports no mail that failed for good")
                return
            message_id, why = report.message_id, why or report.why
        letter = by_message_id(message_id)
        if letter is None:
            raise CommandError(f"no letter has the Message-ID {message_id}")
        if not came_back(letter, at=clock.now(), why=why) and not reported:  # the same report may come twice
            raise CommandError(f"the letter {letter.key} is not on its way: it is {letter.state}")
        self.stdout.write(f"the letter {letter.key} came back")
