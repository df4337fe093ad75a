"""Who does what a call asks of a role: by account, by a personal link, or for the organisation abroad."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from erasdu.journey.candidacies.models import Candidacy, CompanySigner, Guardian
from erasdu.journey.candidacies.rules.guardians import may_tell_guardian
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor

Role = tuple[int, str]  # of a stay


def by_link(stays: Sequence[Mobility], roles: Collection[str], on: date) -> dict[Role, list[int]]:
    """Persons who act in these roles without an account: parents, training companies, hosts. At most four queries."""
    return known_by_link(stays, roles).on(on)


@dataclass(frozen=True, slots=True)
class ByLink:
    """Who acts without an account, read at once. `parents`: all of them, also who may not be told any more."""

    persons: Mapping[Role, Sequence[int]]
    parents: Mapping[int, tuple[Candidacy, Mobility, Sequence[int]]]  # by candidacy

    def on(self, day: date) -> dict[Role, list[int]]:
        """Of parents those who may still be told of it on that day."""
        found = {role: list(pks) for role, pks in self.persons.items()}
        for candidacy, stay, pks in self.parents.values():
            if _may_tell(candidacy, stay, day):
                found[stay.pk, "guardian"] = list(pks)
        return found

    def everybody(self) -> set[int]:
        told = (*self.persons.values(), *(pks for _candidacy, _stay, pks in self.parents.values()))
        return {pk for pks in told for pk in pks}


def known_by_link(stays: Sequence[Mobility], roles: Collection[str]) -> ByLink:
    """See `by_link`, for any day."""
    persons: dict[Role, list[int]] = defaultdict(list)
    parents: dict[int, tuple[Candidacy, Mobility, list[int]]] = {}
    if {"guardian", "training_company"} & set(roles):
        of = {stay.profile_id: stay for stay in stays if stay.profile_id}
        rows = Candidacy.objects.filter(profile__in=of)
        parents = {row.pk: (row, of[row.profile_id or 0], []) for row in rows}
        told = Guardian.objects.filter(candidacy__in=parents).order_by("position")
        for pk, person in told.values_list("candidacy", "person"):
            parents[pk][2].append(person)
        for pk, person in CompanySigner.objects.filter(candidacy__in=parents).values_list("candidacy", "person"):
            persons[parents[pk][1].pk, "training_company"].append(person)
    if "host" in roles:
        booked = hosting.live().filter(mobility__in=stays, placement__company__contact__isnull=False)
        for stay, person in booked.values_list("mobility", "placement__company__contact").order_by("pk"):
            persons[stay, "host"].append(person)
    return ByLink(persons, {pk: of for pk, of in parents.items() if of[2]})


def _may_tell(candidacy: Candidacy, stay: Mobility, on: date) -> bool:
    agrees = stay.guardians_told_at is not None
    return bool(may_tell_guardian(candidacy.birth_date, on, learner_agrees=agrees))


def stays_for(actor: Actor) -> QuerySet[Mobility]:
    """The live stays in which something may be asked of this person; of which role is for `roles_of` to say."""
    rows = Mobility.objects.filter(state="planned", cancelled_at=None, person__erased_at=None)
    rows = rows.select_related("call", "person", "sending").order_by("planned_from", "pk")
    if actor.is_partner:
        coming = Q(direction=Mobility.Direction.INCOMING, sending__in=actor.scope)
        return rows.filter(coming | Q(direction=Mobility.Direction.OUTGOING, receiving__in=actor.scope))
    if actor.is_learner:
        return rows.filter(person=actor.person)
    if actor.via != "link" or actor.person is None:
        return rows.none()
    parents = Guardian.objects.filter(person=actor.person).values("candidacy__profile")
    signers = CompanySigner.objects.filter(person=actor.person).values("candidacy__profile")
    hosted = hosting.live().filter(placement__company__contact=actor.person).values("mobility")
    return rows.filter(Q(profile__in=parents) | Q(profile__in=signers) | Q(pk__in=hosted))


def roles_of(actor: Actor, stays: Sequence[Mobility], on: date) -> dict[int, frozenset[str]]:
    """Stay → in which roles this person acts in it; `stays`: of `stays_for`."""
    if actor.is_partner or actor.is_learner:
        return {stay.pk: frozenset({"partner" if actor.is_partner else "learner"}) for stay in stays}
    found: dict[int, set[str]] = {stay.pk: set() for stay in stays}
    for (stay, role), persons in by_link(stays, ("guardian", "training_company", "host"), on).items():
        if actor.person in persons:
            found[stay].add(role)
    return {pk: frozenset(roles) for pk, roles in found.items()}
