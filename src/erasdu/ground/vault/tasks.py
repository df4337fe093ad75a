"""Upkeep of the vault: what is due goes, what was left halfway goes, what waits is looked at again."""

import logging
from collections.abc import Iterator

from django.conf import settings

from erasdu.ground.journal import clock
from erasdu.ground.vault import access, actions, blobs, queries, rules
from erasdu.kernel.uploads.virus import scanner

log = logging.getLogger(__name__)
AT_ONCE = 500
SCANS_A_ROUND = 50


def sweep() -> int:
    """Files whose last day has passed, and blobs that no row knows."""
    at = clock.now()
    for file in access.kept().filter(delete_after__lt=clock.today()).order_by("pk")[:AT_ONCE]:
        actions.let_go(file, at=at)
    for name in _nobodys():
        if blobs.changed_at(name) < at - rules.HALFWAY:
            blobs.remove(name)
    return 0


def _nobodys() -> Iterator[str]:
    """Left by a process that died between blob and row, or by a deletion that could not reach the storage."""
    found = blobs.names()
    for start in range(0, len(found), AT_ONCE):
        some = found[start : start + AT_ONCE]
        known = set(access.kept().filter(blob__in=some).values_list("blob", flat=True))
        yield from (name for name in some if name not in known)


def scan_again() -> int:
    """What the antivirus could not look at when it came. It stops at the first that it cannot look at now."""
    looks = scanner(settings.CLAMD)
    for file in access.waiting()[:SCANS_A_ROUND]:
        try:
            answer = looks.scan(queries.read(file))
        except queries.Damaged:
            actions.report_damage(file, at=clock.now())
            continue
        if answer == "unavailable":
            break
        (actions.condemn if answer == "infected" else actions.clear)(file, at=clock.now())
    return 0
