"""Who left is not forgotten: what must hold every day away, and what closing waits for, is mailed."""

from datetime import timedelta

import pytest

from erasdu.journey.insurance.models import Cover
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation.models import TravelPaper
from erasdu.office.notices.queries.things import Thing, things
from tests.conftest import AT
from tests.factories.organisations import RoleFactory
from tests.journey.insurance.insuring import insured, stay_abroad

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_insurance_that_ends_halfway_is_mailed_to_the_school_the_next_day() -> None:
    stay = stay_abroad()
    insured(stay)
    school = RoleFactory(kind="contact_point", organisation=stay.sending).person
    assert stay.planned_from is not None
    assert stay.planned_until is not None
    during = stay.planned_from + timedelta(days=3)

    def told(on: object) -> list[Thing]:
        return [one for one in things(on) if one.item.what == "insured_liability"]  # type: ignore[arg-type]

    assert not told(during)
    Cover.objects.filter(kind="liability").update(ends_on=during - timedelta(days=1))
    (found,) = told(during)
    assert found.item.readers["self"] == (school.pk,)
    assert told(stay.planned_until)
    assert not told(stay.planned_until + timedelta(days=1))


def test_an_identity_card_that_a_longer_stay_outlasts_is_said_while_they_are_away() -> None:
    stay = stay_abroad()
    first, last = stay.planned_from, stay.planned_until
    assert first is not None
    assert last is not None
    seen = {"valid_until": last, "entered_at": AT, "seen_on": AT.date(), "seen_by": "Els Maes"}
    TravelPaper.objects.create(mobility=stay, kind="identity", **seen)
    during = first + timedelta(days=3)

    def told() -> list[Thing]:
        return [one for one in things(during) if one.item.what == "travel_document"]

    assert not told()
    Mobility.objects.filter(pk=stay.pk).update(planned_until=last + timedelta(days=30))
    assert [one.item.readers["self"] for one in told()] == [(stay.person_id,)], "who travels must ask for another one"
