"""The answer to every gate: each step's own facts and rules, composed."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Model

from erasdu.ground.journal import gates
from erasdu.journey.candidacies import queries as candidacies
from erasdu.journey.candidacies import rules as candidacy_rules
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import queries as selection
from erasdu.journey.selection import rules as selection_rules
from erasdu.kernel.requirement import Requirement, blocking
from erasdu.kernel.verdict import YES, Verdict, no


def requirements_of(candidacies_pks: Iterable[int], on: date) -> dict[int, list[Requirement]]:
    """For each candidacy everything that must be in order, in the order of the road."""
    pks = list(candidacies_pks)
    applied, chosen = candidacies.facts(pks), selection.facts(pks)
    return {
        pk: [
            *(candidacy_rules.requirements(applied[pk], on) if pk in applied else []),
            *(selection_rules.requirements(chosen[pk], on) if pk in chosen else []),
        ]
        for pk in pks
    }


def answer(gate: str, subject: Model, on: date) -> Verdict:
    """Yes, or no with the codes of what still blocks the gate."""
    if gate != gates.HAND_IN or not isinstance(subject, Candidacy):
        return no("gate_unbound", gate=gate)
    lacking = blocking(requirements_of([subject.pk], on)[subject.pk], gate)
    return no("not_ready", lacking=", ".join(item.code for item in lacking)) if lacking else YES
