"""`erasdu journal verify`: whether the journal, every paper's evidence and the latest anchors fit together; ends with 1
and says where they do not. `erasdu journal anchor` makes the anchor of today.
"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from erasdu.ground.journal import actions as journal
from erasdu.ground.journal import clock
from erasdu.ground.paperwork import actions, queries
from erasdu.kernel.seal.keys import NoKeys
from erasdu.kernel.seal.sealing import NotSealed

SAYS = {
    "journal": "the journal does not fit from line {number} on",
    "chain": "the evidence of paper {paper} does not fit from event {number} on",
    "head": "the evidence of paper {paper} was cut off: event {number} is lacking",
    "anchor_file": "the sealed anchor of {day} is not there, or not what was sealed",
    "anchor_digest": "the digest of {day} is not the one that was sealed",
    "anchor_journal": "on {day} line {number} of the journal was another, or it is gone",
    "anchor_paper": "on {day} event {number} of paper {paper} was another, or it is gone",
}


class Command(BaseCommand):
    help = "Checks the chains of the journal and of every paper (verify), or seals where they stand today (anchor)."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["verify", "anchor"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        if what == "anchor":
            self._anchor()
        else:
            self._verify()

    def _anchor(self) -> None:
        while journal.seal():
            pass
        try:
            made = actions.anchor(at=clock.now())
        except (NoKeys, NotSealed) as error:
            raise CommandError(f"{error}; erasdu doctor tells more") from error
        self.stdout.write(f"{made.day}: {made.documents} papers, {made.journal_seq} lines\ndigest {made.digest}")

    def _verify(self) -> None:
        if faults := queries.faults():
            for fault in faults:
                self.stdout.write(SAYS[fault.code].format(number=fault.number, paper=fault.paper, day=fault.day))
            raise SystemExit(1)
        anchors = len(queries.anchors())
        self.stdout.write(f"the journal and {len(queries.heads())} papers fit together; {anchors} anchors are kept")
