"""What a coordinator may let pass at a gate, and what nobody may."""

from __future__ import annotations

from erasdu.kernel.requirement import Requirement
from erasdu.kernel.verdict import YES, Verdict, no

# The law's, or a promise to a company: no coordinator sets them aside.
NEVER = frozenset({"guardian_approval", "participant_approval", "company_approval"})
SHORTEST_REASON = 10


def may_let_pass(item: Requirement | None, gate: str, reason: str) -> Verdict:
    """`item`: the requirement as it stands; None when there is no such thing for this stay."""
    if item is None or not item.holds(gate):
        return no("nothing_to_let_pass")
    if item.code in NEVER:
        return no("never_let_pass")
    return YES if len(reason.strip()) >= SHORTEST_REASON else no("reason_too_short", least=SHORTEST_REASON)
