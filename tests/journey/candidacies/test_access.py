"""Who sees which candidacies, and when which deed is allowed."""

from datetime import UTC, date, datetime, timedelta

import pytest

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies import access
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import NOBODY, Actor
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import GroupFactory, RoleFactory, SchoolFactory
from tests.journey.candidacies.learners import learner

pytestmark = pytest.mark.django_db


def contact(candidacy: Candidacy) -> Actor:
    return actor_of(RoleFactory(organisation=candidacy.school))


def coordinator() -> Actor:
    return actor_of(RoleFactory(coordinator=True))


def test_each_sees_their_own_and_no_more() -> None:
    mine, other = CandidacyFactory(), CandidacyFactory()
    seen = lambda actor: set(access.candidacies_for(actor))  # noqa: E731
    assert seen(coordinator()) == {mine, other}
    assert seen(contact(mine)) == {mine}
    assert seen(learner(mine)) == {mine}
    assert seen(actor_of(RoleFactory(administrator=True))) == set()
    assert seen(actor_of(RoleFactory(teacher=True, organisation=mine.school))) == set()
    assert seen(NOBODY) == set()


def test_a_group_acts_for_its_schools() -> None:
    group = GroupFactory()
    mine = CandidacyFactory(enrolment=EnrolmentFactory(school=SchoolFactory(group=group)))
    assert set(access.candidacies_for(actor_of(RoleFactory(organisation=group)))) == {mine}


def test_only_the_learner_fills_in_and_hands_in(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    assert access.may_apply(learner(row), row, at=at)
    assert access.may_apply(contact(row), row, at=at).code == "not_your_role"
    assert access.may_edit_form(learner(CandidacyFactory()), row, at=at).code == "not_your_candidacy"


@pytest.mark.requirement("R16")
@pytest.mark.parametrize(
    ("moment", "code"),
    [
        (datetime(2026, 11, 30, 22, 59, 59, tzinfo=UTC), ""),  # 23.59.59 in Brussels, winter time
        (datetime(2026, 11, 30, 23, 0, tzinfo=UTC), "applying_closed"),
        (datetime(2026, 12, 9, 23, 0, tzinfo=UTC), "files_closed"),
    ],
)
def test_the_schools_own_day_lasts_until_midnight_in_brussels(moment: datetime, code: str) -> None:
    row = CandidacyFactory(complete=True)
    assert access.may_apply(learner(row), row, at=moment).code == code


@pytest.mark.requirement("R16")
@pytest.mark.parametrize(
    ("last", "before", "after"),
    [
        (date(2026, 10, 25), datetime(2026, 10, 25, 22, 59, 59, tzinfo=UTC), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
        (date(2027, 3, 28), datetime(2027, 3, 28, 21, 59, 59, tzinfo=UTC), datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
    ],
)
def test_on_both_days_that_the_clock_changes(last: date, before: datetime, after: datetime) -> None:
    stay = {"stay_from": last + timedelta(60), "stay_until": last + timedelta(80)}
    call = CallFactory(files_opening=last - timedelta(9), files_deadline=last, **stay)
    row = CandidacyFactory(complete=True, enrolment=EnrolmentFactory(call=call, learner_deadline=None))
    assert access.may_apply(learner(row), row, at=before)
    assert not access.may_apply(learner(row), row, at=after)


def test_without_a_day_of_its_own_the_school_follows_the_call(at: datetime) -> None:
    row = CandidacyFactory(enrolment=EnrolmentFactory(learner_deadline=None))
    assert access.learner_deadline(row.enrolment) == row.call.files_deadline
    late = EnrolmentFactory(learner_deadline=row.call.files_deadline + timedelta(9))
    assert access.learner_deadline(late) == late.call.files_deadline


def test_a_frozen_form_is_opened_again_by_the_school_alone(at: datetime) -> None:
    row = CandidacyFactory(applied=True)
    assert access.may_edit_form(learner(row), row, at=at).code == "form_frozen"
    assert access.may_reopen(contact(row), row, at=at)
    assert access.may_reopen(contact(CandidacyFactory()), row, at=at).code == "not_your_learner"
    assert access.may_reopen(learner(row), row, at=at).code == "not_your_role"


def test_what_is_over_stays_as_it_is(at: datetime) -> None:
    row = CandidacyFactory(withdrawn=True)
    school = contact(row)
    for verdict in (
        access.may_edit_form(learner(row), row, at=at),
        access.may_confirm_eligibility(school, row),
        access.may_withdraw(school, row),
        access.may_reopen(school, row, at=at),
    ):
        assert verdict.code == "candidacy_over"
    assert access.may_take_up_again(school, row, at=at)


@pytest.mark.requirement("R25")
def test_guardians_are_the_schools_to_enter_and_of_minors_only(at: datetime) -> None:
    on = at.date()
    minor, adult = CandidacyFactory(minor=True), CandidacyFactory()
    assert access.may_set_guardians(contact(minor), minor, on=on)
    assert access.may_set_guardians(learner(minor), minor, on=on).code == "not_your_role"
    assert access.may_set_guardians(contact(adult), adult, on=on).code == "learner_of_age"


def test_a_teacher_corrects_by_link_at_the_own_school(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    teacher = RoleFactory(teacher=True, organisation=row.school)
    assert access.may_correct(actor_of(teacher, via="link"), row, at=at)
    assert access.may_correct(actor_of(teacher), row, at=at).code == "not_your_role"
    elsewhere = actor_of(RoleFactory(teacher=True), via="link")
    assert not access.may_correct(elsewhere, row, at=at)
    assert not access.candidacy_by_link(elsewhere, row.pk).exists()
    assert access.may_correct(actor_of(teacher, via="link"), CandidacyFactory(school=row.school), at=at).code


def test_the_door_is_shut_in_a_draft_or_withdrawn(at: datetime) -> None:
    assert access.may_join(EnrolmentFactory(), at=at)
    assert access.may_join(EnrolmentFactory(call=CallFactory(draft=True)), at=at).code == "call_not_open"
    assert access.may_join(EnrolmentFactory(withdrawn=True), at=at).code == "school_withdrew"
    assert access.may_join(EnrolmentFactory(), at=at + timedelta(8)).code == "applying_closed"
