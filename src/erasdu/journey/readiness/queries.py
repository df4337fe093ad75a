"""The answer to every gate: each step's own facts and rules, composed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Model

from erasdu.journey.agreements import queries as agreements
from erasdu.journey.agreements import rules as agreement_rules
from erasdu.journey.candidacies import queries as candidacies
from erasdu.journey.candidacies import rules as candidacy_rules
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.hosting import rules as hosting_rules
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities import rules as mobility_rules
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.selection import queries as selection
from erasdu.journey.selection import rules as selection_rules
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import ASK_PAPERS, DEPART, HAND_IN, Requirement, blocking
from erasdu.kernel.verdict import YES, Verdict, no


def requirements_of(candidacies_pks: Iterable[int], on: date) -> dict[int, list[Requirement]]:
    """For each candidacy everything that must be in order, in the order of the road."""
    pks = list(candidacies_pks)
    applied, chosen, stays = candidacies.facts(pks), selection.facts(pks), mobilities.stays_of(pks)
    return {
        pk: [
            *(_of_candidacy(applied[pk], _selected(chosen.get(pk)), stays.get(pk), on) if pk in applied else []),
            *(selection_rules.requirements(chosen[pk], on) if pk in chosen else []),
        ]
        for pk in pks
    }


def _selected(chosen: selection_rules.Facts | None) -> bool:
    return chosen is not None and chosen.selected


def _of_candidacy(facts: candidacy_rules.Facts, selected: bool, stay: Period | None, on: date) -> list[Requirement]:
    """With what later steps know: whether the school chose the learner, and the final dates."""
    if facts.approvals is not None:
        facts = replace(facts, approvals=replace(facts.approvals, chosen=selected, stay=stay))
    return candidacy_rules.requirements(facts, on)


def departures_of(stays: Sequence[Mobility], on: date) -> dict[int, list[Requirement]]:
    """For each stay what must be in order before somebody leaves, in the order of the road; later steps add theirs.

    Who has a place was chosen, whatever the school decides again.
    """
    about = mobilities.departing([stay.pk for stay in stays], on)
    agreed = agreements.facts(about)
    received = hosting.received(about)
    applied = candidacies.facts([of.candidacy for of in about.values() if of.candidacy])
    return {
        pk: [
            *(_approvals(applied[of.candidacy], of.facts.stay, on) if of.candidacy in applied else []),
            *mobility_rules.requirements(of.facts, on),
            *hosting_rules.requirements(received.get(pk, ()), of.facts.stay, on),
            *agreement_rules.requirements(agreed[pk], on),
        ]
        for pk, of in about.items()
    }


def _approvals(facts: candidacy_rules.Facts, stay: Period | None, on: date) -> list[Requirement]:
    return [item for item in _of_candidacy(facts, True, stay, on) if DEPART in item.blocks]


def needed(gate: str, subjects: Sequence[Model], on: date) -> dict[int, list[Requirement]]:
    """For each row what this gate looks at, with its state."""
    candidates = [subject for subject in subjects if isinstance(subject, Candidacy)]
    stays = [subject for subject in subjects if isinstance(subject, Mobility)]
    if gate == HAND_IN and len(candidates) == len(subjects):
        return requirements_of([candidate.pk for candidate in candidates], on)
    if gate == DEPART and len(stays) == len(subjects):
        return departures_of(stays, on)
    raise ValueError(f"nothing is known of gate {gate!r} for these rows")


def answer(gate: str, subjects: Sequence[Model], on: date) -> dict[int, Verdict]:
    """For each row yes, or no with the codes of what still blocks the gate (`lacking`)."""
    if gate == ASK_PAPERS and all(isinstance(subject, Candidacy) for subject in subjects):
        chosen = selection.facts(subject.pk for subject in subjects)
        return {pk: YES if one.selected else no("not_selected_yet") for pk, one in chosen.items()}
    return {pk: _verdict(blocking(found, gate)) for pk, found in needed(gate, subjects, on).items()}


def _verdict(lacking: Sequence[Requirement]) -> Verdict:
    return no("not_ready", lacking=",".join(item.code for item in lacking)) if lacking else YES
