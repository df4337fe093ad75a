"""`erasdu verify FILE.pdf`: whether a file is ours. Needs no running server, and reads no file that is not ours.

Ends with 0 exact copy, 2 unreadable, 3 genuine seal but another copy, 4 not ours or altered; 1 when we cannot tell.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from erasdu.ground.paperwork import queries
from erasdu.kernel.seal.keys import NoKeys, trusted
from erasdu.kernel.seal.limited import examine_in_child
from erasdu.kernel.seal.verifying import LARGEST, Finding, Status

SAYS = {
    Status.EXACT_COPY: "exact copy: these are the bytes of a registered paper",
    Status.GENUINE_SEAL: "genuine seal, but not the registered copy",
    Status.NOT_OURS: "not ours, or altered",
    Status.UNREADABLE: "unreadable",
}
ENDS_WITH = {Status.EXACT_COPY: 0, Status.UNREADABLE: 2, Status.GENUINE_SEAL: 3, Status.NOT_OURS: 4}
WHY = {
    "too_large": f"it is larger than {LARGEST // (1024 * 1024)} MB",
    "not_a_pdf": "it is no PDF",
    "too_heavy": "it asks too much memory or time",
    "not_sealed": "it bears no seal",
    "not_whole": "its last seal does not cover the whole file: something was added or changed afterwards",
    "altered": "it is not what was sealed",
    "unknown_certificate": "another than our organisation sealed it",
    "out_of_time": "its seal names a time at which the certificate was not valid",
    "broken": "it is not built as a PDF",
    "not_registered": "no paper with this SHA-256 was given out here",
}


class Command(BaseCommand):
    help = "Says whether a PDF is an exact copy of a paper that was sealed here."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            content = read(file)
        except OSError as error:
            self.stdout.write(f"unreadable: {error.strerror}")
            raise SystemExit(ENDS_WITH[Status.UNREADABLE]) from error
        try:
            finding = examine_in_child(
                content, trusted=trusted(settings.SEAL_FOLDER), is_registered=queries.is_registered
            )
            lines = [*told(finding), *registered(finding)]
        except (DatabaseError, NoKeys) as error:
            raise CommandError(f"this cannot be told now: {str(error).strip().partition(chr(10))[0]}") from error
        self.stdout.write("\n".join(lines))
        raise SystemExit(ENDS_WITH[finding.status])


def read(file: Path) -> bytes:
    """The file, or as much of it as shows that it is too large."""
    with file.open("rb") as opened:
        return opened.read(LARGEST + 1)


def told(finding: Finding) -> list[str]:
    why = "; ".join(WHY[code] for code in finding.codes)
    lines = [SAYS[finding.status] + (f" ({why})" if why else "")]
    if "too_large" not in finding.codes:
        lines.append(f"SHA-256      {finding.sha256}")
    if finding.sealed_at:
        lines.append(f"sealed       {finding.sealed_at:%Y-%m-%d %H:%M:%S} UTC by our own clock")
    if finding.stamped_at:
        lines.append(f"time stamp   {finding.stamped_at:%Y-%m-%d %H:%M:%S} UTC by a third party")
    if finding.fingerprint:
        lines.append(f"certificate  {finding.fingerprint}")
    return lines


def registered(finding: Finding) -> list[str]:
    """What anybody may know of the registered paper."""
    if finding.status != Status.EXACT_COPY:
        return []
    paper = queries.registered_copy(finding.sha256, "en")
    if paper is None:
        return []
    lines = [f"paper        {paper.kind}", f"reference    {paper.reference}"]
    if paper.signed_on:
        lines.append(f"complete     {paper.signed_on:%Y-%m-%d}")
    return [*lines, f"now          {paper.state}"]
