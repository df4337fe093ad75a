"""What to do about a match that a rule is against by now: the shortest way out, as a code."""

from __future__ import annotations

from collections.abc import Iterable

from erasdu.journey.matching.rules.fit import OF_WAY, may_set_aside

OTHER_DAYS = "other_days"
BY_A_PERSON = frozenset({"pinned_elsewhere", "ruled_out"})
WAYS_OUT = ("replace", "look", "lift", "minutes", "all_the_same", "move")


def way_out(against: Iterable[str], state: str) -> str:
    """What was confirmed is not moved, it is let go; days that were planned since are nobody's to set aside."""
    codes = set(against)
    if OTHER_DAYS in codes:
        return "replace"
    if state == "confirmed":
        return "look"
    if codes <= BY_A_PERSON:
        return "lift"
    if codes <= OF_WAY:
        return "minutes"
    return "all_the_same" if may_set_aside(codes) else "move"
