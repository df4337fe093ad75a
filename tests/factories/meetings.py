"""Meetings and who is invited, for tests."""

from datetime import UTC, datetime

import factory
from factory.django import DjangoModelFactory

from erasdu.ground.meetings.models import Invitation, Meeting
from tests.factories.organisations import CoordinatorOrganisationFactory, PersonFactory

PLANNED = datetime(2026, 11, 1, 8, 0, tzinfo=UTC)


class MeetingFactory(DjangoModelFactory):
    """Thursday 3 December 2026, 19.00 to 20.30 u. in Brussels."""

    class Meta:
        model = Meeting

    organiser = factory.SubFactory(CoordinatorOrganisationFactory)
    about_kind = "calls.call"
    about_pk = 0
    title_nl = "Infoavond"
    title_en = "Info evening"
    starts_at = datetime(2026, 12, 3, 18, 0, tzinfo=UTC)
    ends_at = datetime(2026, 12, 3, 19, 30, tzinfo=UTC)
    place = "Kerkstraat 1, Mechelen"
    planned_at = PLANNED


class InvitationFactory(DjangoModelFactory):
    class Meta:
        model = Invitation

    meeting = factory.SubFactory(MeetingFactory)
    person = factory.SubFactory(PersonFactory)
    invited_at = PLANNED
