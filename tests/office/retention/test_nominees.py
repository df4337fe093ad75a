"""Foreign learners who were nominated and did not come are forgotten; who came is evidence of the grant."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.people.models import Person
from erasdu.journey.mobilities.models import Traveller
from erasdu.journey.nominations.models import Guardian
from erasdu.kernel.actor import SYSTEM
from erasdu.office.retention import actions
from erasdu.office.retention.rules import NominationHistory, months_after, nomination_ended_on, nominee_due_on
from tests.factories.nominations import NominationFactory

LATER = datetime(2027, 12, 1, 9, 0, tzinfo=UTC)
days = st.dates(date(2026, 1, 1), date(2028, 1, 1))


@given(days, st.none() | days, st.booleans())
def test_who_came_is_never_forgotten_here(stay_until: date, withdrawn: date | None, accepted: bool) -> None:
    ended = nomination_ended_on(NominationHistory(stay_until, withdrawn, accepted))
    due = nominee_due_on([ended])
    assert (due is None) == (accepted and withdrawn is None)
    if due:
        assert due == months_after(withdrawn or stay_until, 6)


@given(st.lists(st.none() | days, min_size=1))
def test_one_nomination_that_goes_on_keeps_all(ended: list[date | None]) -> None:
    assert (nominee_due_on(ended) is None) == (None in ended)


@pytest.mark.django_db
def test_a_run_empties_who_did_not_come_and_who_answered_for_them() -> None:
    gone = NominationFactory(minor=True, withdrawn=True, remark="Zal laat aankomen.")
    came = NominationFactory(minor=True, accepted=True)
    guardian = gone.guardians.get().person
    run = actions.run(dry=True, by=SYSTEM, at=LATER)
    assert run.report["persons"] == 1
    assert Guardian.objects.count() == 2
    actions.run(dry=False, by=SYSTEM, at=LATER)
    gone.refresh_from_db()
    learner = gone.mobility.person
    assert Person.objects.get(pk=learner.pk).given_name == Person.objects.get(pk=guardian.pk).given_name == ""
    assert Traveller.objects.get(mobility=gone.mobility).birth_date is None
    assert gone.remark == ""
    assert Person.objects.get(pk=came.mobility.person_id).given_name
    assert came.guardians.count() == 1
