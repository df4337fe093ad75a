"""The answer to every gate: each step's own facts and rules, composed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from django.db.models import Model

from erasdu.ground.paperwork import queries as paperwork
from erasdu.journey.agreements import queries as agreements
from erasdu.journey.agreements import rules as agreement_rules
from erasdu.journey.candidacies import queries as candidacies
from erasdu.journey.candidacies import rules as candidacy_rules
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.hosting import rules as hosting_rules
from erasdu.journey.insurance import queries as insurance
from erasdu.journey.insurance import rules as insurance_rules
from erasdu.journey.matching import queries as matching
from erasdu.journey.matching import rules as matching_rules
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities import rules as mobility_rules
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations import queries as nominations
from erasdu.journey.nominations import rules as nomination_rules
from erasdu.journey.preparation import queries as preparation
from erasdu.journey.preparation import rules as preparation_rules
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.queries import own, passing
from erasdu.journey.readiness.queries.reaching import lost_roles
from erasdu.journey.selection import queries as selection
from erasdu.journey.selection import rules as selection_rules
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import (
    ASK_PAPERS,
    CLOSING,
    CONFIRM,
    DEPART,
    HAND_IN,
    PAYMENT,
    Requirement,
    blocking,
)
from erasdu.kernel.verdict import YES, Verdict, no

OWN = "own_requirement"  # what a refusal calls all that a call asks of its own
AT_ONCE = 500  # stays; so that neither the memory nor one query grows without end
ABOUT_STAY, ABOUT_CANDIDACY = Mobility._meta.label_lower, Candidacy._meta.label_lower
Found = dict[int, list[Requirement]]


def for_handing_in(candidacies_pks: Iterable[int], on: date) -> Found:
    """For each candidacy everything that must be in order before its file goes in, in the order of the road."""
    pks = list(candidacies_pks)
    applied, chosen, stays = candidacies.facts(pks), selection.facts(pks), mobilities.stays_of(pks)
    found = {
        pk: [
            *(_of_candidacy(applied[pk], _selected(chosen.get(pk)), stays.get(pk), on) if pk in applied else []),
            *(selection_rules.requirements(chosen[pk], on) if pk in chosen else []),
        ]
        for pk in pks
    }
    return passing.let_in(found, stays)


def _selected(chosen: selection_rules.Facts | None) -> bool:
    return chosen is not None and chosen.selected


def _of_candidacy(facts: candidacy_rules.Facts, selected: bool, stay: Period | None, on: date) -> list[Requirement]:
    """With what later steps know: whether the school chose the learner, and the final dates."""
    if facts.approvals is not None:
        facts = replace(facts, approvals=replace(facts.approvals, chosen=selected, stay=stay))
    return candidacy_rules.requirements(facts, on)


def requirements_of(stays: Sequence[Mobility], on: date, *, heard: bool = True) -> Found:
    """For each stay everything that is asked of it from the granted place on, in the order of the road.

    `heard`: with mail that came back as the reason. As many queries for five hundred stays as for one.
    """
    found: Found = {}
    for start in range(0, len(stays), AT_ONCE):
        found |= _composed(stays[start : start + AT_ONCE], on, heard)
    return found


def _composed(stays: Sequence[Mobility], on: date, heard: bool) -> Found:
    """Later steps add theirs here. Who has a place was chosen, whatever the school decides again."""
    about = mobilities.outlines(stay.pk for stay in stays)
    booked = hosting.certain(about)
    before = [of.candidacy for of in about.values() if of.candidacy]
    papers = paperwork.answers_about({ABOUT_STAY: about, ABOUT_CANDIDACY: before, **hosting.signing(booked)})
    applied = candidacies.facts(before, papers)
    deciding = {pk: of.approvals.authority for pk, of in applied.items() if of.approvals}
    departing = mobilities.departing(about, deciding, papers, on)
    placed, received = matching.facts(about, booked), hosting.received(about, booked, papers)
    agreed = agreements.facts(about, about, papers, booked)
    insured = insurance.facts(about, agreements.work_days_of(about), about)
    insured = {pk: replace(known, decides=placed[pk].who) for pk, known in insured.items()}
    nominated, prepared = nominations.facts(about), preparation.facts(about, about)
    agreed |= {pk: replace(agreed[pk], own=of.own_agreement(agreed[pk].terms)) for pk, of in nominated.items()}
    asked = own.requirements_of(about, on)
    found = {
        pk: [
            *(_approvals(applied[of.candidacy], of.stay, on) if of.candidacy in applied else []),
            *mobility_rules.requirements(departing[pk], on),
            *(nomination_rules.requirements(nominated[pk], on) if pk in nominated else []),
            *matching_rules.requirements(placed[pk], on),
            *hosting_rules.requirements(received.get(pk, ()), of.stay, on),
            *insurance_rules.requirements(insured[pk], on),
            *agreement_rules.requirements(agreed[pk], on),
            *preparation_rules.requirements(prepared[pk], on),
            *asked.get(pk, []),
        ]
        for pk, of in about.items()
    }
    found = passing.with_let_pass(found, about)
    lost = lost_roles(about, deciding, booked, papers) if heard else {}
    return found | {pk: rules.told(found[pk], lost[pk], incoming=about[pk].incoming) for pk in lost}


def _approvals(facts: candidacy_rules.Facts, stay: Period | None, on: date) -> list[Requirement]:
    found = [item for item in _of_candidacy(facts, True, stay, on) if DEPART in item.blocks]
    if facts.approvals is None:
        return found
    return [*found, candidacy_rules.running(replace(facts.approvals, chosen=True, stay=stay), on)]


def departures_of(stays: Sequence[Mobility], on: date) -> Found:
    """For each stay what leaving asks, and what is recommended before it."""
    found = requirements_of(stays, on)
    return {pk: [item for item in items if DEPART in item.blocks or not item.blocks] for pk, items in found.items()}


def open_of(stays: Sequence[Mobility], on: date) -> Found:
    """For each stay what somebody must still act on, in order of harm; nothing of a stay that was cancelled."""
    live = [stay for stay in stays if stay.cancelled_at is None]
    found = requirements_of(live, on)
    return {stay.pk: rules.open_items(found.get(stay.pk, ()), mobilities.stay_of(stay), on) for stay in live}


def holding(gate: str, items: Mapping[int, Sequence[Requirement]]) -> dict[int, list[Requirement]]:
    """Of each what holds up that gate."""
    return {pk: blocking(found, gate) for pk, found in items.items()}


# -- the gatekeeper --------------------------------------------------------------------------------


def needed(gate: str, subjects: Sequence[Model], on: date) -> Found:
    """For each row what this gate looks at, with its state."""
    candidates = [subject for subject in subjects if isinstance(subject, Candidacy)]
    stays = [subject for subject in subjects if isinstance(subject, Mobility)]
    if gate == HAND_IN and len(candidates) == len(subjects):
        return for_handing_in([candidate.pk for candidate in candidates], on)
    if gate == DEPART and len(stays) == len(subjects):
        return departures_of(stays, on)
    if gate in (CONFIRM, PAYMENT, CLOSING) and len(stays) == len(subjects):
        return {pk: [item for item in items if gate in item.blocks] for pk, items in requirements_of(stays, on).items()}
    raise ValueError(f"nothing is known of gate {gate!r} for these rows")


def answer(gate: str, subjects: Sequence[Model], on: date) -> dict[int, Verdict]:
    """For each row yes, or no with the codes of what still blocks the gate (`lacking`)."""
    if gate == ASK_PAPERS and all(isinstance(subject, Candidacy) for subject in subjects):
        chosen = selection.facts(subject.pk for subject in subjects)
        return {pk: YES if one.selected else no("not_selected_yet") for pk, one in chosen.items()}
    return {pk: _verdict(blocking(found, gate)) for pk, found in needed(gate, subjects, on).items()}


def _verdict(lacking: Sequence[Requirement]) -> Verdict:
    codes = dict.fromkeys(OWN if item.code.startswith(rules.PREFIX) else item.code for item in lacking)
    return no("not_ready", lacking=",".join(codes)) if codes else YES
