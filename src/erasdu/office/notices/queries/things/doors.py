"""By which personal link they come in whom a call asks something and who have no account: parents, hosts, companies."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from erasdu.ground.links.models import Link
from erasdu.ground.post.queries import place_of
from erasdu.journey.candidacies.models import Candidacy, CompanySigner, Guardian
from erasdu.journey.candidacies.rules.guardians import may_tell_guardian
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.mobilities.models import Mobility

PAPERS, OFFERS = "paperwork.own", "hosting.offer"
Role = tuple[int, str]  # of a stay
Doors = Mapping[Role, Mapping[int, str]]  # → person → the place of their link in a text


def doors_of(stays: Sequence[Mobility], roles: Collection[str], on: date) -> Doors:
    """Who of these roles has an address and a link that works. At most five queries, none when no role is asked."""
    persons: dict[Role, list[int]] = defaultdict(list)
    if {"guardian", "training_company"} & set(roles):
        _of_candidacies({stay.profile_id: stay for stay in stays if stay.profile_id}, persons, on)
    if "host" in roles:
        booked = hosting.live().filter(mobility__in=stays, placement__company__contact__isnull=False)
        for stay, person in booked.values_list("mobility", "placement__company__contact").order_by("pk"):
            persons[stay, "host"].append(person)
    links = _links({pk for pks in persons.values() for pk in pks})
    return {role: {pk: links[pk] for pk in pks if pk in links} for role, pks in persons.items()}


def _of_candidacies(stays: Mapping[int, Mobility], persons: dict[Role, list[int]], on: date) -> None:
    """Parents who may still be told of it, and who signs for the training company."""
    rows = {row.pk: row for row in Candidacy.objects.filter(profile__in=stays)}
    told = {
        pk: stays[row.profile_id or 0] for pk, row in rows.items() if _may_tell(row, stays[row.profile_id or 0], on)
    }
    for pk, person in (
        Guardian.objects.filter(candidacy__in=told).order_by("position").values_list("candidacy", "person")
    ):
        persons[told[pk].pk, "guardian"].append(person)
    for pk, person in CompanySigner.objects.filter(candidacy__in=rows).values_list("candidacy", "person"):
        persons[stays[rows[pk].profile_id or 0].pk, "training_company"].append(person)


def _may_tell(candidacy: Candidacy, stay: Mobility, on: date) -> bool:
    agrees = stay.guardians_told_at is not None
    return bool(may_tell_guardian(candidacy.birth_date, on, learner_agrees=agrees))


def _links(persons: Collection[int]) -> dict[int, str]:
    """Person with an address → the link to all that is theirs; of a host the one to its offers first."""
    if not persons:
        return {}
    rows = Link.objects.filter(purpose__in=(PAPERS, OFFERS), person__in=persons, revoked_at=None)
    rows = rows.filter(person__erased_at=None).exclude(person__email="")
    return {link.person_id: place_of(link) for link in sorted(rows, key=lambda link: (link.purpose == OFFERS, link.pk))}
