"""Whom to invite to a session: learners of a call, their parents, or a group of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from erasdu.ground.meetings.models import Meeting
from erasdu.ground.meetings.queries import Guest
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.journey.preparation import access
from erasdu.kernel.actor import Actor

CALL = "calls.call"


@dataclass(frozen=True, slots=True)
class Group:
    """Of a call: `whom` ("learner", "guardian"), narrowed to schools, destinations or single stays where given."""

    whom: Sequence[str]
    schools: Sequence[int] = ()
    destinations: Sequence[int] = ()
    stays: Sequence[int] = ()

    @property
    def fields(self) -> list[tuple[str, str | int]]:
        """As a form says it: name and value."""
        return [(name, value) for name in ("whom", "schools", "destinations", "stays") for value in getattr(self, name)]


EVERYBODY = Group(("learner", "guardian"))


def meetings_of(actor: Actor, call: Call) -> QuerySet[Meeting]:
    """Sessions about a call that one organises; a school sees those of the coordinator too."""
    rows = Meeting.objects.filter(about_kind=CALL, about_pk=call.pk).select_related("organiser")
    if actor.is_coordinator:
        return rows
    offices = Organisation.objects.filter(kind=Organisation.Kind.COORDINATOR)
    return rows.filter(organiser__in=[*actor.scope, *offices.values_list("pk", flat=True)])


def organiser_for(actor: Actor) -> Organisation:
    """In whose name somebody plans."""
    if actor.is_coordinator:
        return Organisation.objects.filter(kind=Organisation.Kind.COORDINATOR).order_by("closed_at", "pk")[0]
    assert actor.organisation is not None
    return Organisation.objects.get(pk=actor.organisation)


def guests_of(actor: Actor, call: Call, group: Group, on: date) -> list[Guest]:
    """Everybody in the group; parents only of who is a minor on that day, or chose to keep them informed."""
    stays = _stays(actor, call, group)
    found = [Guest(stay.person, "learner", stay) for stay in stays] if "learner" in group.whom else []
    return [*found, *(_guardians(stays, on) if "guardian" in group.whom else [])]


def without_parent(actor: Actor, call: Call, group: Group, on: date) -> list[Mobility]:
    """Of whom a parent is to be invited, and nobody can: none is known, or nobody confirmed a changed address."""
    if "guardian" not in group.whom:
        return []
    stays = _stays(actor, call, group)
    there = {guest.subject.pk for guest in _guardians(stays, on)}
    return [stay for stay in stays if _are_told(stay, on) and stay.pk not in there]


def _stays(actor: Actor, call: Call, group: Group) -> list[Mobility]:
    rows = access.stays_to_invite(actor, call).select_related("traveller", "profile__candidacy")
    for name, chosen in (("sending", group.schools), ("destination", group.destinations), ("pk", group.stays)):
        rows = rows.filter(**{f"{name}__in": chosen}) if chosen else rows
    return list(rows.order_by("sending__name", "person__family_name", "pk"))


def _guardians(stays: Sequence[Mobility], on: date) -> Iterable[Guest]:
    """As the school knows them; those of who comes from abroad as the partner named them."""
    told = {stay.pk: stay for stay in stays if _are_told(stay, on)}
    by_profile = {stay.profile_id: stay for stay in told.values() if stay.profile_id}
    rows = Guardian.objects.filter(candidacy__profile__in=by_profile)
    # Whose address was changed and not confirmed by somebody else gets nothing.
    sure = rows.exclude(changed_by__isnull=False, confirmed_by=None).select_related("person", "candidacy")
    for row in sure.order_by("candidacy", "position"):
        yield Guest(row.person, "guardian", by_profile[row.candidacy.profile_id])
    for home in HomeGuardian.objects.filter(nomination__mobility__in=told).select_related("person", "nomination"):
        yield Guest(home.person, "guardian", told[home.nomination.mobility_id])


def stays_of_parent(person: int, on: date) -> list[Mobility]:
    """Stays whose sessions and days this person may follow as a parent, by the same rule as who is invited."""
    profiles = Guardian.objects.filter(person=person).exclude(changed_by__isnull=False, confirmed_by=None)
    abroad = HomeGuardian.objects.filter(person=person).values("nomination__mobility")
    rows = Mobility.objects.filter(
        Q(profile__in=profiles.values("candidacy__profile")) | Q(pk__in=abroad), state="planned", person__erased_at=None
    )
    related = ("traveller", "profile__candidacy", "person", "call", "sending", "destination")
    return [stay for stay in rows.select_related(*related).order_by("pk") if _are_told(stay, on)]


def _are_told(stay: Mobility, on: date) -> bool:
    candidacy = getattr(stay.profile, "candidacy", None)
    traveller = getattr(stay, "traveller", None)
    born = (candidacy and candidacy.birth_date) or (traveller and traveller.birth_date)
    return stay.guardians_told_at is not None or born is None or is_minor(born, on)
