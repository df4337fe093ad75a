"""Who acts in each role of a stay, with a number to telephone, and since when they were asked to sign."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from erasdu.ground.organisations.queries import contact_points, coordinators
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.states import ASKED, OPEN
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Candidacy, Guardian, Profile
from erasdu.journey.hosting import queries as hosting
from erasdu.journey.hosting.models import Booking
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.journey.readiness import rules
from erasdu.kernel.periods import brussels_date

CANDIDACY, STAY = "candidacies.candidacy", "mobilities.mobility"
Role = tuple[int, str]  # of a stay


@dataclass(frozen=True, slots=True)
class Reach:
    """Somebody to telephone. `person`: 0 for a company of which no person is known."""

    name: str
    phone: str
    person: int = 0


def asked_since(stays: Mapping[int, Mobility]) -> dict[Role, date]:
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


def who_acts(stays: Mapping[int, Mobility]) -> dict[Role, list[Reach]]:
    """By stay and role who acts in it, with a number or without. Seven queries."""
    found: dict[Role, list[Reach]] = {}
    office = _reach(coordinators())
    for stay in stays.values():
        found[stay.pk, "learner"], found[stay.pk, "coordinator"] = _reach([stay.person]), office
    schools = contact_points({stay.sending_id for stay in stays.values()} | _receiving(stays.values()))
    for stay in stays.values():
        here, abroad = stay.sending_id, stay.receiving_id or 0
        if stay.direction == Mobility.Direction.INCOMING:
            here, abroad = abroad, here
        found[stay.pk, "contact_point"], found[stay.pk, "partner"] = (
            _reach(schools.get(pk, [])) for pk in (here, abroad)
        )
    before = Candidacy.objects.filter(profile__in=[stay.profile_id for stay in stays.values()])
    before = before.select_related("profile", "training_company").prefetch_related("company_signer__person")
    of_profile = {stay.profile_id: stay.pk for stay in stays.values()}
    candidacies = {row.pk: of_profile[row.profile_id] for row in before}
    for guardian in Guardian.objects.filter(candidacy__in=candidacies).select_related("person").order_by("position"):
        found.setdefault((candidacies[guardian.candidacy_id], "guardian"), []).extend(_reach([guardian.person]))
    for parent in home_guardians(stays):
        found.setdefault((parent.nomination.mobility_id, "guardian"), []).extend(_reach([parent.person]))
    for row in before:
        found[candidacies[row.pk], "training_company"] = _of_company(row)
        if row.profile.mobile:
            learner = stays[candidacies[row.pk]].person
            found[candidacies[row.pk], "learner"] = [Reach(str(learner), row.profile.mobile, learner.pk)]
    for booking in hosting.live().filter(mobility__in=stays).select_related(*HOSTS):
        role = "host" if booking.placement_id else "family"
        found.setdefault((booking.mobility_id, role), []).extend(_reach(_host(booking)))
    return found


def mobiles(people: Iterable[int]) -> dict[int, str]:
    """By learner the mobile number of the form that was saved last. One query."""
    rows = Profile.objects.filter(person__in=list(people)).exclude(mobile="").order_by("saved_at", "pk")
    return dict(rows.values_list("person", "mobile"))


def home_guardians(stays: Iterable[int]) -> Iterable[HomeGuardian]:
    """The parents of minors who come here, as their partner named them. One query."""
    rows = HomeGuardian.objects.filter(nomination__mobility__in=list(stays))
    return rows.select_related("person", "nomination").order_by("position")


HOSTS = ("placement__company__contact", "room__home__contact")


def _receiving(stays: Iterable[Mobility]) -> set[int]:
    return {stay.receiving_id for stay in stays if stay.receiving_id}


def _of_company(row: Candidacy) -> list[Reach]:
    signer = getattr(row, "company_signer", None)
    if signer is not None:
        return _reach([signer.person])
    company = row.training_company
    return [Reach(company.name, company.phone)] if company is not None and company.phone else []


def _host(booking: Booking) -> list[Person]:
    if booking.placement is not None:
        return [booking.placement.company.contact] if booking.placement.company.contact else []
    return [booking.room.home.contact] if booking.room is not None else []


def _reach(people: Iterable[Person]) -> list[Reach]:
    return [Reach(str(person), person.phone, person.pk) for person in people]
