"""The answer to every gate: each step's own facts and rules, composed."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Model

from erasdu.journey.candidacies import queries as candidacies
from erasdu.journey.candidacies import rules as candidacy_rules
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import queries as selection
from erasdu.journey.selection import rules as selection_rules
from erasdu.kernel.requirement import HAND_IN, Requirement, blocking
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


def answer(gate: str, subjects: Sequence[Model], on: date) -> dict[int, Verdict]:
    """For each row yes, or no with the codes of what still blocks the gate (`lacking`)."""
    candidates = [subject for subject in subjects if isinstance(subject, Candidacy)]
    if gate != HAND_IN or len(candidates) != len(subjects):
        raise ValueError(f"nothing is known of gate {gate!r} for these rows")
    found = requirements_of([candidate.pk for candidate in candidates], on)
    return {pk: _verdict(blocking(needed, gate)) for pk, needed in found.items()}


def _verdict(lacking: Sequence[Requirement]) -> Verdict:
    return no("not_ready", lacking=",".join(item.code for item in lacking)) if lacking else YES
