"""The answer to every gate: each step's own facts and rules, composed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Model

from erasdu.journey.candidacies import queries as candidacies
from erasdu.journey.candidacies import rules as candidacy_rules
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.selection import queries as selection
from erasdu.journey.selection import rules as selection_rules
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import ASK_PAPERS, HAND_IN, Requirement, blocking
from erasdu.kernel.verdict import YES, Verdict, no


def requirements_of(candidacies_pks: Iterable[int], on: date) -> dict[int, list[Requirement]]:
    """For each candidacy everything that must be in order, in the order of the road."""
    pks = list(candidacies_pks)
    applied, chosen, stays = candidacies.facts(pks), selection.facts(pks), mobilities.stays_of(pks)
    return {
        pk: [
            *(_of_candidacy(applied[pk], chosen.get(pk), stays.get(pk), on) if pk in applied else []),
            *(selection_rules.requirements(chosen[pk], on) if pk in chosen else []),
        ]
        for pk in pks
    }


def _of_candidacy(
    facts: candidacy_rules.Facts, chosen: selection_rules.Facts | None, stay: Period | None, on: date
) -> list[Requirement]:
    """With what later steps know: whether the school chose the learner, and the final dates.

    What only leaving asks is left out until those are known.
    """
    selected = chosen is not None and chosen.selected
    if facts.approvals is not None:
        facts = replace(facts, approvals=replace(facts.approvals, chosen=selected, stay=stay))
    return [item for item in candidacy_rules.requirements(facts, on) if stay or HAND_IN in item.blocks]


def answer(gate: str, subjects: Sequence[Model], on: date) -> dict[int, Verdict]:
    """For each row yes, or no with the codes of what still blocks the gate (`lacking`)."""
    candidates = [subject for subject in subjects if isinstance(subject, Candidacy)]
    if gate not in (ASK_PAPERS, HAND_IN) or len(candidates) != len(subjects):
        raise ValueError(f"nothing is known of gate {gate!r} for these rows")
    if gate == ASK_PAPERS:
        chosen = selection.facts(candidate.pk for candidate in candidates)
        return {pk: YES if one.selected else no("not_selected_yet") for pk, one in chosen.items()}
    found = requirements_of([candidate.pk for candidate in candidates], on)
    return {pk: _verdict(blocking(needed, gate)) for pk, needed in found.items()}


def _verdict(lacking: Sequence[Requirement]) -> Verdict:
    return no("not_ready", lacking=",".join(item.code for item in lacking)) if lacking else YES
