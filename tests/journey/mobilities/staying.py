"""Stays for tests: of a minor whose parents the school knows, with days, so that everything can be asked."""

from datetime import UTC, date, datetime
from typing import Any

from erasdu.ground.organisations.models import Role
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility
from tests.factories.admissions import CandidateFileFactory
from tests.journey.candidacies.approving import ready

VOUCHED = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
FIRST, LAST = date(2027, 3, 7), date(2027, 3, 20)


def stay_of_minor(*, parents: int = 1, **values: Any) -> Mobility:
    """Seventeen when leaving; the place is taken, the days are set, and it is known who goes along."""
    candidacy = ready(parents=parents, dual=False)
    Candidacy.objects.filter(pk=candidacy.pk).update(birth_date=date(2009, 9, 1), agreement="none")
    candidacy.guardians.update(attested_at=VOUCHED)  # before they signed
    candidacy.refresh_from_db()
    stay: Mobility = CandidateFileFactory(candidacy=candidacy, accepted=True).mobility
    given = {
        "planned_from": FIRST,
        "planned_until": LAST,
        "travels_with": "Joris Baert, leraar",
        "stays_with": "Almeida",
    }
    Mobility.objects.filter(pk=stay.pk).update(**given | values)
    stay.refresh_from_db()
    return stay


def candidacy_of(stay: Mobility) -> Candidacy:
    return Candidacy.objects.get(profile=stay.profile_id)


def contact_of(stay: Mobility) -> Role:
    return Role.objects.filter(organisation=stay.sending, kind="contact_point").earliest("pk")


def learner_of(stay: Mobility) -> Role:
    return Role.objects.get(person=stay.person, kind="learner")
