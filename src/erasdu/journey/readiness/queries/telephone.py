"""Whom to telephone today: who must act now so that nobody misses their departure, with a number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from erasdu.ground.organisations.queries import contact_points, coordinators
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.states import ASKED, OPEN
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.hosting.models import Booking
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.queries.standing import plans
from erasdu.journey.readiness.rules import Safe
from erasdu.kernel.periods import brussels_date

CANDIDACY, STAY = "candidacies.candidacy", "mobilities.mobility"
Reach = tuple[tuple[str, str], ...]
Asked = dict[tuple[int, str], date]


@dataclass(frozen=True, slots=True)
class Call:
    """One thing to say to somebody. `people`: name and number; empty when nobody with a number is known.

    `since`: when they were asked to sign, if they were. `lost`: whose mail came back, to ask for another address.
    """

    stay: Mobility
    safe: Safe
    people: Reach = ()
    since: date | None = None
    lost: Reach = ()


def to_telephone(stays: Sequence[Mobility], on: date) -> list[Call]:
    """What comes too late first, then what has the least slack; as many queries for many as for one."""
    planned = plans(stays, on)
    wanted = [(stay, safe) for stay in stays for safe in planned[stay.pk] if safe.to_telephone]
    people = _people({stay.pk: stay for stay, _safe in wanted}) if wanted else {}
    asked = _asked({stay.pk: stay for stay, _safe in wanted}) if wanted else {}
    calls = [_call(stay, safe, people, asked) for stay, safe in wanted]
    return sorted(calls, key=lambda each: (not each.safe.gone, each.safe.slack or 0, each.stay.pk))


def _call(
    stay: Mobility, safe: Safe, people: Mapping[tuple[int, str], Sequence[tuple[str, str]]], asked: Asked
) -> Call:
    who = (stay.pk, safe.item.who)
    lost = safe.item.why.removeprefix(rules.LOST) if safe.item.why.startswith(rules.LOST) else ""
    return Call(stay, safe, tuple(people.get(who, ())), asked.get(who), tuple(people.get((stay.pk, lost), ())))


def _asked(stays: Mapping[int, Mobility]) -> Asked:
    """By stay and role since when a paper waits for them. Two queries."""
    of_profile = {stay.profile_id: stay.pk for stay in stays.values()}
    before = Candidacy.objects.filter(profile__in=of_profile).values_list("pk", "profile")
    of = {STAY: {pk: pk for pk in stays}, CANDIDACY: {pk: of_profile[profile] for pk, profile in before}}
    about = Q(pk__in=[])
    for kind, pks in of.items():
        about |= Q(envelope__document__subject_kind=kind, envelope__document__subject_pk__in=pks)
    rows = Signer.objects.filter(about, state=ASKED, envelope__state=OPEN, asked_at__isnull=False).order_by("-asked_at")
    columns = rows.values_list("envelope__document__subject_kind", "envelope__document__subject_pk", "role", "asked_at")
    return {(of[kind][pk], rules.SIGNERS.get(role, role)): brussels_date(at) for kind, pk, role, at in columns if at}


def _people(stays: Mapping[int, Mobility]) -> dict[tuple[int, str], list[tuple[str, str]]]:
    """By stay and role who acts in it. Six queries."""
    found: dict[tuple[int, str], list[tuple[str, str]]] = {}
    office = _reach(coordinators())
    for stay in stays.values():
        found[stay.pk, "learner"], found[stay.pk, "coordinator"] = _reach([stay.person]), office
    schools = contact_points({stay.sending_id for stay in stays.values()} | _receiving(stays.values()))
    for stay in stays.values():
        found[stay.pk, "contact_point"] = _reach(schools.get(stay.sending_id, []))
        found[stay.pk, "partner"] = _reach(schools.get(stay.receiving_id or stay.sending_id, []))
    before = Candidacy.objects.filter(profile__in=[stay.profile_id for stay in stays.values()])
    before = before.select_related("profile", "training_company").prefetch_related("company_signer__person")
    of_profile = {stay.profile_id: stay.pk for stay in stays.values()}
    candidacies = {row.pk: of_profile[row.profile_id] for row in before}
    for guardian in Guardian.objects.filter(candidacy__in=candidacies).select_related("person").order_by("position"):
        found.setdefault((candidacies[guardian.candidacy_id], "guardian"), []).extend(_reach([guardian.person]))
    for row in before:
        found[candidacies[row.pk], "training_company"] = _of_company(row)
        if row.profile.mobile:
            found[candidacies[row.pk], "learner"] = [(str(stays[candidacies[row.pk]].person), row.profile.mobile)]
    for booking in hosting.live().filter(mobility__in=stays).select_related(*HOSTS):
        role = "host" if booking.placement_id else "family"
        found.setdefault((booking.mobility_id, role), []).extend(_reach(_host(booking)))
    return found


HOSTS = ("placement__company__contact", "room__home__contact")


def _receiving(stays: Iterable[Mobility]) -> set[int]:
    return {stay.receiving_id for stay in stays if stay.receiving_id}


def _of_company(row: Candidacy) -> list[tuple[str, str]]:
    signer = getattr(row, "company_signer", None)
    if signer is not None:
        return _reach([signer.person])
    company = row.training_company
    return [(company.name, company.phone)] if company is not None and company.phone else []


def _host(booking: Booking) -> list[Person]:
    if booking.placement is not None:
        return [booking.placement.company.contact] if booking.placement.company.contact else []
    return [booking.room.home.contact] if booking.room is not None else []


def _reach(people: Iterable[Person]) -> list[tuple[str, str]]:
    """Who has a number."""
    return [(str(person), person.phone) for person in people if person.phone]
