"""A partner outside the EEA reads who comes to its hosts only as long as a ground stands for it."""

from datetime import timedelta

import pytest

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.agreements import access
from erasdu.journey.hosting import access as hosting
from erasdu.journey.hosting.models import Booking
from erasdu.journey.sharing import actions as sharing
from erasdu.kernel.periods import brussels_date
from tests.factories.organisations import RoleFactory
from tests.journey.agreements.planning import ready_plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R31")]


@pytest.mark.parametrize("country", ["PT", "ZA"])
def test_when_the_ground_ends_a_partner_reads_neither_agreement_nor_who_comes(country: str) -> None:
    at = the_clock.now()
    plan = ready_plan(at)
    partner = plan.placement.company.keeper
    Organisation.objects.filter(pk=partner.pk).update(country=country)
    partner.refresh_from_db()
    theirs, office = actor_of(RoleFactory(organisation=partner)), actor_of(RoleFactory(coordinator=True))

    def reads() -> tuple[bool, list[bool]]:
        plans = access.plans_for(theirs).filter(pk=plan.pk).exists()
        return plans, [row.known for row in hosting.naming(theirs, Booking.objects.all())]

    inside = country == "PT"
    assert reads() == (inside, [inside])
    sharing.record_ground(
        partner, text="Clauses", since=brussels_date(at), until=brussels_date(at) + timedelta(days=9), by=office, at=at
    )
    assert reads() == (True, [True])
    with the_clock.standing_at(at + timedelta(days=10)):
        assert reads() == (inside, [inside])
    sharing.end_grounds(partner, by=office, at=at)
    assert reads() == (inside, [inside])
    assert access.plans_for(office).filter(pk=plan.pk).exists()
