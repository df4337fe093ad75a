"""Grant agreements and memberships for tests."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from erasdu.journey.membership.models import GrantAgreement, Membership
from tests.factories.organisations import SINCE, SchoolFactory


class GrantAgreementFactory(DjangoModelFactory):
    class Meta:
        model = GrantAgreement

    project_code = factory.Sequence(lambda n: f"2026-1-BE02-KA121-VET-{n:09d}")
    title = factory.Sequence(lambda n: f"ErasDu 2026 ({n})")
    call_year = 2026
    starts_on = date(2026, 6, 1)
    ends_on = date(2028, 8, 31)


class MembershipFactory(DjangoModelFactory):
    """Active unless a trait says otherwise."""

    class Meta:
        model = Membership

    class Params:
        interest = factory.Trait(state="interest", activated_at=None)
        ended = factory.Trait(
            state="ended", ended_at=datetime(2026, 10, 1, 7, 0, tzinfo=UTC), end_reason="De school stopt."
        )

    organisation = factory.SubFactory(SchoolFactory)
    grant_agreement = factory.SubFactory(GrantAgreementFactory)
    state = "active"
    since = SINCE
    activated_at = SINCE
