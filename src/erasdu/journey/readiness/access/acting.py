"""Who does what a call asks of a role: by account, by a personal link, or for the organisation abroad."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet

from erasdu.journey.candidacies.models import Candidacy, CompanySigner, Guardian
from erasdu.journey.candidacies.rules.guardians import may_tell_guardian
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.kernel.actor import Actor

Role = tuple[int, str]  # of a stay
HOSTS = {"host": "placement__company__contact", "family": "room__home__contact"}  # who answers for what is booked
BY_LINK = ("guardian", "training_company", *HOSTS)


def by_link(stays: Sequence[Mobility], roles: Collection[str], on: date) -> dict[Role, list[int]]:
    """Persons who act in these roles without an account: parents, training companies, hosts. At most six queries."""
    return known_by_link(stays, roles).on(on)


@dataclass(frozen=True, slots=True)
class Parents:
    """Of one learner, who was born on that day: as the school knows it, or the partner of who comes here."""

    stay: Mobility
    born: date | None
    persons: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ByLink:
    """Who acts without an account, read at once. `parents`: all of them, also who may not be told any more."""

    persons: Mapping[Role, Sequence[int]]
    parents: Sequence[Parents]

    def on(self, day: date) -> dict[Role, list[int]]:
        """Of parents those who may still be told of it on that day."""
        found = {role: list(pks) for role, pks in self.persons.items()}
        for of in self.parents:
            if _may_tell(of, day):
                found[of.stay.pk, "guardian"] = list(of.persons)
        return found

    def everybody(self) -> set[int]:
        told = (*self.persons.values(), *(of.persons for of in self.parents))
        return {pk for pks in told for pk in pks}


def known_by_link(stays: Sequence[Mobility], roles: Collection[str]) -> ByLink:
    """See `by_link`, for any day."""
    persons: dict[Role, list[int]] = defaultdict(list)
    parents: dict[int, Parents] = {}
    if {"guardian", "training_company"} & set(roles):
        of = {stay.profile_id: stay for stay in stays if stay.profile_id}
        rows = Candidacy.objects.filter(profile__in=of)
        parents = {row.pk: Parents(of[row.profile_id or 0], row.birth_date) for row in rows}
        told = Guardian.objects.filter(candidacy__in=parents).order_by("position")
        for pk, person in told.values_list("candidacy", "person"):
            parents[pk].persons.append(person)
        for pk, person in CompanySigner.objects.filter(candidacy__in=parents).values_list("candidacy", "person"):
            persons[parents[pk].stay.pk, "training_company"].append(person)
    at_home = _at_home(stays) if "guardian" in roles else []
    for role, contact in HOSTS.items():
        if role in roles:
            booked = hosting.live().filter(**{"mobility__in": stays, f"{contact}__isnull": False})
            for stay, person in booked.values_list("mobility", contact).order_by("pk"):
                persons[stay, role].append(person)
    return ByLink(persons, [each for each in (*parents.values(), *at_home) if each.persons])


def _at_home(stays: Sequence[Mobility]) -> list[Parents]:
    """The parents of who comes here, as their partner named them. One query, none when nobody comes."""
    coming = {stay.pk: stay for stay in stays if stay.direction == Mobility.Direction.INCOMING}
    found: dict[int, Parents] = {}
    rows = HomeGuardian.objects.filter(nomination__mobility__in=coming).order_by("position")
    columns = ("nomination__mobility", "nomination__mobility__traveller__birth_date", "person")
    for pk, born, person in rows.values_list(*columns) if coming else ():
        found.setdefault(pk, Parents(coming[pk], born)).persons.append(person)
    return list(found.values())


def _may_tell(of: Parents, on: date) -> bool:
    return bool(may_tell_guardian(of.born, on, learner_agrees=of.stay.guardians_told_at is not None))


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
    abroad = HomeGuardian.objects.filter(person=actor.person).values("nomination__mobility")
    signers = CompanySigner.objects.filter(person=actor.person).values("candidacy__profile")
    mine = Q(placement__company__contact=actor.person) | Q(room__home__contact=actor.person)
    hosted = hosting.live().filter(mine).values("mobility")
    own = Q(profile__in=parents) | Q(pk__in=abroad) | Q(profile__in=signers) | Q(pk__in=hosted)
    return rows.filter(own)


def roles_of(actor: Actor, stays: Sequence[Mobility], on: date) -> dict[int, frozenset[str]]:
    """Stay → in which roles this person acts in it; `stays`: of `stays_for`."""
    if actor.is_partner or actor.is_learner:
        return {stay.pk: frozenset({"partner" if actor.is_partner else "learner"}) for stay in stays}
    found: dict[int, set[str]] = {stay.pk: set() for stay in stays}
    for (stay, role), persons in by_link(stays, BY_LINK, on).items():
        if actor.person in persons:
            found[stay].add(role)
    return {pk: frozenset(roles) for pk, roles in found.items()}
