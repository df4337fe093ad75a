"""What a coordinator may let pass at a gate, and what nobody may."""

from __future__ import annotations

from dataclasses import dataclass

from erasdu.journey.candidacies.rules.handing_in import PARTS_LACKING
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import Requirement
from erasdu.kernel.verdict import YES, Verdict, no

# The law's, the programme's or a promise to a company: no coordinator sets them aside.
NEVER = frozenset({
    "guardian_approval", "participant_approval", "company_approval", "home_consent", "guardians_known",
    "eligibility_confirmed", "selected",
})  # fmt: skip
SHORTEST_REASON = 10

Params = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """What was so of one learner when something was let pass: why it lacked, the days and the country.

    `params`: what the reason named, such as the day on which something ends; None: not kept.
    """

    why: str
    stay: Period | None
    country: str
    params: Params | None = None


def still_passes(then: Moment, now: Moment) -> bool:
    """Who let one fault pass decided nothing about another, nor about other days or another country.

    As long as days or country were unknown it is about any. A policy that ends another day is another fault; a form in
    which less lacks by now is not.
    """
    same = then.why == now.why and (then.params is None or _no_worse(dict(then.params), dict(now.params or ())))
    return same and then.stay in (None, now.stay) and then.country in ("", now.country)


def _no_worse(then: dict[str, str], now: dict[str, str]) -> bool:
    """Whether it names the same. Of parts that lack none may be new; before they were named it was about any."""
    lacked, lacks = then.pop(PARTS_LACKING, None), now.pop(PARTS_LACKING, "")
    return then == now and (lacked is None or set(filter(None, lacks.split(","))) <= set(lacked.split(",")))


def may_let_pass(item: Requirement | None, gate: str, reason: str) -> Verdict:
    """`item`: the requirement as it stands; None when there is no such thing for this learner."""
    if item is None or not item.holds(gate):
        return no("nothing_to_let_pass")
    if item.code in NEVER:
        return no("never_let_pass")
    return YES if len(reason.strip()) >= SHORTEST_REASON else no("reason_too_short", least=SHORTEST_REASON)
