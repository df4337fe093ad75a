"""Whom to invite to a session: learners of a call, their parents, or a group of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from erasdu.ground.meetings.models import Meeting
from erasdu.ground.meetings.queries import Guest
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.mobilities.models import Mobility
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
    rows = access.stays_to_invite(actor, call).select_related("traveller", "profile__candidacy")
    for name, chosen in (("sending", group.schools), ("destination", group.destinations), ("pk", group.stays)):
        rows = rows.filter(**{f"{name}__in": chosen}) if chosen else rows
    stays = list(rows.order_by("pk"))
    found = [Guest(stay.person, "learner", stay) for stay in stays] if "learner" in group.whom else []
    return [*found, *(_guardians(stays, on) if "guardian" in group.whom else [])]


def _guardians(stays: Sequence[Mobility], on: date) -> Iterable[Guest]:
    by_profile = {stay.profile_id: stay for stay in stays if _are_told(stay, on)}
    rows = Guardian.objects.filter(candidacy__profile__in=[pk for pk in by_profile if pk])
    # Whose address was changed and not confirmed by somebody else gets nothing.
    sure = rows.exclude(changed_by__isnull=False, confirmed_by=None).select_related("person", "candidacy")
    for row in sure.order_by("candidacy", "position"):
        yield Guest(row.person, "guardian", by_profile[row.candidacy.profile_id])


def _are_told(stay: Mobility, on: date) -> bool:
    candidacy = getattr(stay.profile, "candidacy", None)
    traveller = getattr(stay, "traveller", None)
    born = (candidacy and candidacy.birth_date) or (traveller and traveller.birth_date)
    return stay.guardians_told_at is not None or born is None or is_minor(born, on)
