"""What a home is chosen by, which a foreign learner says behind their own link: asked until there is a bed."""

from __future__ import annotations

from datetime import date

from erasdu.journey.nominations.rules.departing import Facts
from erasdu.kernel.requirement import Requirement, State, because_of, pending

NEEDS = "needs_told"
WHO = ("learner",)
NO_GATE: frozenset[str] = frozenset()


def needs(facts: Facts, on: date) -> Requirement:
    """Asked of the learner alone, a minor too, as long as no bed is certain: then there is nothing to choose any more.

    It holds nothing up, since nobody must tell of their health; what was told is erased after the stay.
    """
    told, by = facts.needs_told, facts.stay.start if facts.stay else None
    over = facts.stay is not None and on > facts.stay.end
    state: State = "not_applicable"
    if not over and (told is not None or not facts.bed):
        state = pending(told is not None, on, by)
    item = Requirement(NEEDS, state, "learner", by, NO_GATE, evidence=facts.evidence)
    return because_of(item, "needs_said", day=told) if state == "met" else because_of(item, "needs_choose_bed")
