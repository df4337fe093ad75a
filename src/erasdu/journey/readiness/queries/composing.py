"""The answer to every gate: each step's own facts and rules, composed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Model

from erasdu.ground.paperwork import queries as paperwork
from erasdu.journey.agreements import queries as agreements
from erasdu.journey.agreements import rules as agreement_rules
from erasdu.journey.candidacies import queries as candidacies
from erasdu.journey.candidacies import rules as candidacy_rules
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.rules.guardians import Authority
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
from erasdu.journey.readiness.queries.reaching import Roles, lost_roles
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
    return HandingIn(candidacies_pks).said(on)


class HandingIn:
    """What every step knows of candidacies whose files go in, read at once; `chosen`: to whom the school said yes."""

    def __init__(self, candidacies_pks: Iterable[int]) -> None:
        self.pks = list(candidacies_pks)
        self.applied, self.selection = candidacies.facts(self.pks), selection.facts(self.pks)
        self.stays = mobilities.stays_of(self.pks)
        self.chosen = {pk for pk, one in self.selection.items() if one.selected}
        self.let_in = passing.LetIn(self.stays)

    def said(self, on: date) -> Found:
        """The same as `for_handing_in` on that day, as long as nobody does anything."""
        return self.let_in({pk: self._of(pk, on) for pk in self.pks})

    def _of(self, pk: int, on: date) -> list[Requirement]:
        applied, selected, stay = self.applied.get(pk), self.selection.get(pk), self.stays.get(pk)
        return [
            *(_of_candidacy(applied, pk in self.chosen, stay, on) if applied else []),
            *(selection_rules.requirements(selected, on) if selected else []),
        ]


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
        known = _read(stays[start : start + AT_ONCE], heard)
        found |= _said(known, on, known.about.keys())
    return found


def known(stays: Sequence[Mobility], *, heard: bool = True) -> Sequence[Known]:
    """What every step knows of these stays, read at once: `said` answers from it for any day. See `requirements_of`."""
    return [_read(stays[start : start + AT_ONCE], heard) for start in range(0, len(stays), AT_ONCE)]


def said(of: Iterable[Known], on: date, stays: Collection[int]) -> Found:
    """The same as `requirements_of` of some of them on that day, as long as nobody does anything. No query."""
    return {pk: items for each in of for pk, items in _said(each, on, each.about.keys() & stays).items()}


@dataclass(frozen=True, slots=True)
class Known:
    """The facts of each step, by stay; what the papers of these stays say; whose mail came back, where that counts."""

    about: mobilities.Outlines
    papers: paperwork.Answers
    applied: Mapping[int, candidacy_rules.Facts]  # by candidacy
    nominated: Mapping[int, nomination_rules.Departing]
    placed: Mapping[int, matching_rules.Placing]
    received: Mapping[int, Sequence[hosting_rules.Received]]
    insured: Mapping[int, insurance_rules.Facts]
    agreed: Mapping[int, agreement_rules.Facts]
    prepared: Mapping[int, preparation_rules.Facts]
    asked: own.Asked
    let_pass: passing.Rows
    lost: Roles

    @property
    def deciding(self) -> Mapping[int, Authority]:
        return {pk: of.approvals.authority for pk, of in self.applied.items() if of.approvals}


def _read(stays: Sequence[Mobility], heard: bool) -> Known:
    """Later steps add theirs here."""
    about = mobilities.outlines(stay.pk for stay in stays)
    booked = hosting.certain(about)
    before = [of.candidacy for of in about.values() if of.candidacy]
    papers = paperwork.answers_about({ABOUT_STAY: about, ABOUT_CANDIDACY: before, **hosting.signing(booked)})
    placed, agreed = matching.facts(about, booked), agreements.facts(about, about, papers, booked)
    insured = insurance.facts(about, agreements.work_days_of(about), about)
    nominated = nominations.facts(about, {pk for pk, of in placed.items() if of.bed})
    agreed |= {pk: replace(agreed[pk], own=of.own_agreement(agreed[pk].terms)) for pk, of in nominated.items()}
    found = Known(
        about=about,
        papers=papers,
        applied=candidacies.facts(before, papers),
        nominated=nominated,
        placed=placed,
        received=hosting.received(about, booked, papers),
        insured={pk: replace(known, decides=placed[pk].who) for pk, known in insured.items()},
        agreed=agreed,
        prepared=preparation.facts(about, about),
        asked=own.read(about),
        let_pass=passing.read(about),
        lost={},
    )
    return replace(found, lost=lost_roles(about, found.deciding, booked, papers)) if heard else found


def _said(of: Known, on: date, stays: Collection[int]) -> Found:
    """Who has a place was chosen, whatever the school decides again."""
    about = {pk: one for pk, one in of.about.items() if pk in stays}
    departing = mobilities.departing(about, of.deciding, of.papers, on)
    found = {
        pk: [
            *(_approvals(facts, one.stay, on) if (facts := of.applied.get(one.candidacy or 0)) else []),
            *_of_stay(departing[pk], of.nominated.get(pk), on),
            *matching_rules.requirements(of.placed[pk], on),
            *hosting_rules.requirements(of.received.get(pk, ()), one.stay, on),
            *insurance_rules.requirements(of.insured[pk], on),
            *agreement_rules.requirements(of.agreed[pk], on),
            *preparation_rules.requirements(of.prepared[pk], on),
            *own.said(of.asked, pk, on),
        ]
        for pk, one in about.items()
    }
    found = passing.with_let_pass(found, of.let_pass, of.about)
    lost = {pk: roles for pk, roles in of.lost.items() if pk in about}
    return found | {pk: rules.told(found[pk], roles, incoming=about[pk].incoming) for pk, roles in lost.items()}


def _of_stay(
    facts: mobility_rules.Facts, nominated: nomination_rules.Departing | None, on: date
) -> list[Requirement]:  # fmt: skip
    """Of who was nominated with the papers from home, what a home is chosen by, and the page where that stands."""
    found = mobility_rules.requirements(facts, on)
    if nominated is None:
        return found
    papers = nomination_rules.requirements(nominated, on)
    return [*nomination_rules.with_page(found, nominated), *papers, nomination_rules.needs(nominated, on)]


def _approvals(facts: candidacy_rules.Facts, stay: Period | None, on: date) -> list[Requirement]:
    if facts.approvals is None:
        return [item for item in candidacy_rules.requirements(facts, on) if DEPART in item.blocks]
    approvals = replace(facts.approvals, chosen=True, stay=stay)
    found = candidacy_rules.requirements(replace(facts, approvals=approvals), on)
    return [*(item for item in found if DEPART in item.blocks), candidacy_rules.running(approvals, on)]


def departures_of(stays: Sequence[Mobility], on: date) -> Found:
    """For each stay what leaving asks, and what is recommended before it."""
    found = requirements_of(stays, on)
    return {pk: [item for item in items if DEPART in item.blocks or not item.blocks] for pk, items in found.items()}


def open_of(stays: Sequence[Mobility], on: date) -> Found:
    """For each stay what somebody must still act on, in order of harm; nothing of a stay that was cancelled."""
    live = [stay for stay in stays if stay.cancelled_at is None]
    return open_in(live, requirements_of(live, on), on)


def open_in(stays: Sequence[Mobility], found: Mapping[int, Sequence[Requirement]], on: date) -> Found:
    """The same of what is asked of live stays."""
    return {stay.pk: rules.open_items(found.get(stay.pk, ()), mobilities.stay_of(stay), on) for stay in stays}


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
