"""Handing in, checking, granting, answering: what each deed leaves behind."""

from datetime import UTC, date, datetime, timedelta

import pytest

from erasdu.ground.journal.models import Line
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import actions, queries, tasks
from erasdu.journey.admissions.models import Allotment, CandidateFile
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies import actions as candidacies
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.journey.selection.models import Decision, Report, Selection
from erasdu.kernel.periods import end_of_day, start_of_day
from erasdu.kernel.verdict import Refused
from tests.factories.admissions import CandidateFileFactory, School, school_of
from tests.factories.organisations import RoleFactory

pytestmark = pytest.mark.django_db
TICK = timedelta(microseconds=1)


def refused(action, *args, **kwargs) -> str:
    with pytest.raises(Refused) as caught:
        action(*args, **kwargs)
    return caught.value.verdict.code


def codes() -> list[str]:
    return list(Line.objects.order_by("pk").values_list("code", flat=True))


@pytest.fixture
def coordinator():
    return actor_of(RoleFactory(coordinator=True))


def hand_in(candidacy: Candidacy, school: School, at: datetime) -> CandidateFile:
    file = actions.open_file(candidacy)
    actions.hand_in(file, by=actor_of(school.contact), at=at)
    return file


def handed_in(school: School, at: datetime) -> list[CandidateFile]:
    """All files of the school, selected learners first, reserves after them."""
    return [hand_in(each, school, at) for each in [*school.selected, *school.reserves]]


def learner_of(file: CandidateFile):
    return actor_of(Role.objects.get(person=file.candidacy.learner, kind="learner"))


# -- handing in ------------------------------------------------------------------------------------


@pytest.mark.requirement("R16", "R25")
def test_handing_in_keeps_the_moment_the_order_and_what_was_in_the_file(at) -> None:
    school = school_of(2)
    first, second = handed_in(school, at)
    assert (first.state, first.order, first.handed_in_at) == ("handed_in", 1, at)
    assert (second.order, second.handed_in_by_id) == (2, school.contact.person_id)
    assert first.cv["name"] == str(first.candidacy.learner)
    assert first.extract["nl"]["candidates"][0]["name"] == str(first.candidacy.learner)
    assert codes()[-2:] == ["file.handed_in", "file.handed_in"]


@pytest.mark.requirement("R25")
def test_what_was_handed_in_is_frozen(at) -> None:
    (file,) = handed_in(school_of(1), at)
    before = queries.cv_of(file)
    Profile.objects.filter(candidacy=file.candidacy).update(town="Elders", tasks_can=[])
    Decision.objects.filter(candidacy=file.candidacy).update(total_numerator=1)
    file.refresh_from_db()
    assert queries.cv_of(file) == before
    assert queries.extract_of(file, "nl").lines[0].argument


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("deadline", [date(2026, 10, 25), date(2027, 3, 28)], ids=["winter time", "summer time"])
def test_on_both_clock_change_days_the_last_second_is_in_time_and_midnight_is_not(deadline: date) -> None:
    school = school_of(2, files_opening=deadline - timedelta(14), files_deadline=deadline)
    last_second = end_of_day(deadline) - timedelta(seconds=1)
    assert hand_in(school.selected[0], school, last_second).handed_in_at == last_second
    assert refused(hand_in, school.selected[1], school, end_of_day(deadline)) == "deadline_passed"


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("opening", [date(2026, 10, 25), date(2027, 3, 28)], ids=["winter time", "summer time"])
def test_a_file_before_the_opening_counts_as_not_handed_in(opening: date) -> None:
    school = school_of(1, files_opening=opening, files_deadline=opening + timedelta(14))
    assert refused(hand_in, school.selected[0], school, start_of_day(opening) - TICK) == "not_open_yet"
    assert hand_in(school.selected[0], school, start_of_day(opening)).order == 1


@pytest.mark.parametrize(
    ("spoil", "lacks"),
    [
        (lambda row: Candidacy.objects.filter(pk=row.pk).update(state="draft"), "cv_complete"),
        (lambda row: Candidacy.objects.filter(pk=row.pk).update(confirmed_at=None), "learner_confirmed"),
        (lambda row: Candidacy.objects.filter(pk=row.pk).update(eligible_at=None), "eligibility_confirmed"),
        (lambda row: Candidacy.objects.filter(pk=row.pk).update(birth_date=date(2010, 1, 1)), "guardians_known"),
        (lambda row: Selection.objects.update(state="told"), "report_issued"),
        (lambda row: Decision.objects.update(outcome="not_selected"), "selected"),
    ],
)
def test_a_file_that_lacks_something_is_refused_and_says_what(at, spoil, lacks: str) -> None:
    school = school_of(1)
    spoil(school.selected[0])
    file = actions.open_file(Candidacy.objects.get(pk=school.selected[0].pk))
    with pytest.raises(Refused) as caught:
        actions.hand_in(file, by=actor_of(school.contact), at=at)
    assert caught.value.verdict.code == "not_ready"
    assert lacks in dict(caught.value.verdict.params)["lacking"].split(",")


def test_a_file_is_handed_in_once(at) -> None:
    school = school_of(1)
    file = hand_in(school.selected[0], school, at)
    assert refused(actions.hand_in, file, by=actor_of(school.contact), at=at) == "file_handed_in"


def test_another_school_cannot_hand_in(at) -> None:
    school = school_of(1)
    file = actions.open_file(school.selected[0])
    assert refused(actions.hand_in, file, by=actor_of(RoleFactory()), at=at) == "file_not_your_school"


def test_who_comes_second_in_the_order_never_came_earlier_in_time(at) -> None:
    school = school_of(2)
    hand_in(school.selected[0], school, at)
    second = hand_in(school.selected[1], school, at - timedelta(milliseconds=5))
    assert (second.order, second.handed_in_at) == (2, at)


def test_a_reserve_is_handed_in_too(at) -> None:
    school = school_of(1, 1)
    assert handed_in(school, at)[1].state == "handed_in"


# -- late, in advance, returned --------------------------------------------------------------------


@pytest.mark.requirement("R16")
def test_a_single_late_file_comes_in_with_a_reason_and_ranks_after_those_on_time(at, coordinator) -> None:
    school = school_of(2, closed=True, seats=5, seats_per_school=5)
    best, other = school.selected
    assert refused(hand_in, best, school, at) == "deadline_passed"
    file = actions.open_file(best)
    actions.allow_late(file, reason="De server van de school lag plat.", by=coordinator, at=at)
    best.refresh_from_db()
    assert refused(hand_in, best, school, at) == "not_ready"  # the report does not say why yet
    Report.objects.update(at=at)
    late = hand_in(best, school, at)
    assert late.extract["nl"]["candidates"][0]["late_reason"] == "De server van de school lag plat."
    on_time = CandidateFileFactory(candidacy=other, complete=True, order=7)
    for each in (late, on_time):
        CandidateFile.objects.filter(pk=each.pk).update(state="waiting")
    assert [each.pk for each in queries.waiting(school.call)] == [on_time.pk, late.pk]


@pytest.mark.requirement("R16")
def test_no_late_file_without_the_coordinator_and_only_after_the_deadline(at, coordinator) -> None:
    school = school_of(1)
    file = actions.open_file(school.selected[0])
    assert refused(actions.allow_late, file, reason="x", by=coordinator, at=at) == "deadline_not_passed"
    after = end_of_day(school.call.files_deadline)
    assert refused(actions.allow_late, file, reason="x", by=actor_of(school.contact), at=after) == "coordinator_only"
    actions.allow_late(file, reason="x", by=coordinator, at=after)
    again = CandidateFile.objects.get(pk=file.pk)
    assert refused(actions.allow_late, again, reason="y", by=coordinator, at=after) == "late_already_allowed"


@pytest.mark.slow
@pytest.mark.requirement("R16")
def test_none_of_500_attempts_after_the_deadline_comes_in() -> None:
    school = school_of(1, closed=True)
    file, contact = actions.open_file(school.selected[0]), actor_of(school.contact)
    end = end_of_day(school.call.files_deadline)
    attempts = [end + timedelta(microseconds=number**4) for number in range(500)]
    assert {refused(actions.hand_in, file, by=contact, at=moment) for moment in attempts} == {"deadline_passed"}
    file.refresh_from_db()
    assert (file.state, file.order) == ("preparing", None)


def test_the_coordinator_looks_in_advance_and_two_remarks_do_not_overwrite_each_other(coordinator) -> None:
    school = school_of(1, preparing=True)
    file = actions.open_file(school.selected[0])
    before = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
    actions.precheck(file, note="De tekst is kort.", revision=0, by=coordinator, at=before)
    with pytest.raises(Stale):
        actions.precheck(file, note="Iets anders.", revision=0, by=coordinator, at=before)
    file.refresh_from_db()
    assert (file.precheck_note, file.prechecked_at) == ("De tekst is kort.", before)
    assert refused(hand_in, school.selected[0], school, before) == "not_open_yet"


def test_a_returned_file_keeps_its_moment_and_order(at, coordinator) -> None:
    school = school_of(2)
    first, _second = handed_in(school, at)
    actions.give_back(first, reason="De foto is onduidelijk.", days=3, by=coordinator, at=at)
    assert (first.state, first.grace_until) == ("returned", date(2026, 11, 26))
    later = end_of_day(date(2026, 11, 26)) - TICK
    actions.complete_again(first, by=actor_of(school.contact), at=later)
    assert (first.state, first.order, first.handed_in_at, first.grace_until) == ("handed_in", 1, at, None)


def test_after_the_days_of_grace_it_is_over_unless_the_coordinator_gives_more(at, coordinator) -> None:
    school = school_of(1)
    (file,) = handed_in(school, at)
    actions.give_back(file, reason="x", days=1, by=coordinator, at=at)
    midnight = end_of_day(date(2026, 11, 24))
    contact = actor_of(school.contact)
    assert refused(actions.complete_again, file, by=contact, at=midnight) == "grace_over"
    same_day = {"until": date(2026, 11, 24), "by": coordinator, "at": midnight}
    assert refused(actions.extend_grace, file, **same_day) == "grace_not_later"
    actions.extend_grace(file, until=date(2026, 11, 26), by=coordinator, at=midnight)
    actions.complete_again(file, by=contact, at=midnight)
    assert file.state == "handed_in"
    assert refused(actions.extend_grace, file, until=date(2026, 12, 1), by=coordinator, at=at) == "no_grace_running"


# -- granting --------------------------------------------------------------------------------------


def complete(school: School, at: datetime, coordinator, number: int = 99) -> list[CandidateFile]:
    files = handed_in(school, at)[:number]
    for file in files:
        actions.approve(file, by=coordinator, at=at)
    return files


def test_a_granted_place_opens_the_stay_with_its_parties(at, coordinator) -> None:
    school = school_of(1, seats_per_school=1)
    (file,) = complete(school, at, coordinator)
    actions.grant(file, by=coordinator, at=at)
    stay = Mobility.objects.get(person=file.candidacy.learner)
    assert (file.state, file.answer_by, file.mobility) == ("granted", date(2026, 11, 30), stay)
    assert (stay.sending, stay.destination, stay.profile) == (
        file.school, file.candidacy.first_choice, file.candidacy.profile
    )  # fmt: skip
    assert set(Party.objects.filter(mobility=stay).values_list("role", flat=True)) == {"learner", "sending"}
    assert codes()[-2:] == ["mobility.opened", "place.granted"]


def test_selected_by_the_school_and_place_granted_are_two_states(at, coordinator) -> None:
    school = school_of(1, seats_per_school=1)
    (file,) = complete(school, at, coordinator)
    assert queries.outcome(file.candidacy).outcome == "selected"
    assert (file.state, Mobility.objects.count()) == ("complete", 0)
    assert "place.granted" not in codes()


def test_no_place_without_a_complete_file_a_seat_of_the_school_and_one_of_the_call(at, coordinator) -> None:
    school = school_of(3, seats=2, seats_per_school=1)
    one, two, three = complete(school, at, coordinator, 2) + [CandidateFile.objects.get(candidacy=school.selected[2])]
    assert refused(actions.grant, three, by=coordinator, at=at) == "file_handed_in"
    actions.grant(one, by=coordinator, at=at)
    assert refused(actions.grant, two, by=coordinator, at=at) == "school_full"
    actions.allot(school.call, school.enrolment.school, seats=2, revision=0, by=coordinator, at=at)
    Call.objects.filter(pk=school.call.pk).update(seats=1)
    assert refused(actions.grant, two, by=coordinator, at=at) == "call_full"


def test_no_place_for_a_learner_on_whom_the_school_decides_again(at, coordinator) -> None:
    school = school_of(1, seats_per_school=1)
    (file,) = complete(school, at, coordinator)
    Selection.objects.update(state="reopened")
    assert refused(actions.grant, file, by=coordinator, at=at) == "school_decides_again"


def test_two_coordinators_at_once_one_wins_and_the_other_is_told(at, coordinator) -> None:
    school = school_of(1, seats_per_school=1)
    (file,) = complete(school, at, coordinator)
    seen_by_other = CandidateFile.objects.get(pk=file.pk)
    actions.grant(file, by=coordinator, at=at)
    assert refused(actions.grant, seen_by_other, by=coordinator, at=at) == "file_granted"
    assert refused(actions.give_back, seen_by_other, reason="x", days=1, by=coordinator, at=at) == "file_granted"
    assert Mobility.objects.count() == 1
    stale = CandidateFile.objects.get(pk=file.pk)
    stale.state = "complete"  # as read before the other wrote
    assert refused(actions.put_on_waiting_list, stale, by=coordinator, at=at) == "changed_meanwhile"


# -- answering, and who comes next -----------------------------------------------------------------


def granted(school: School, at: datetime, coordinator, number: int) -> list[CandidateFile]:
    """The first `number` have a place; the other files are complete."""
    files = complete(school, at, coordinator)
    for file in files[:number]:
        actions.grant(file, by=coordinator, at=at)
    return files


def test_the_learner_accepts_until_the_end_of_the_day(at, coordinator) -> None:
    one, two = granted(school_of(2, seats_per_school=2), at, coordinator, 2)
    last = end_of_day(one.answer_by)
    actions.accept(one, by=learner_of(one), at=last - TICK)
    assert one.state == "accepted"
    assert refused(actions.accept, two, by=learner_of(two), at=last) == "answer_too_late"
    assert refused(actions.accept, two, by=learner_of(one), at=at) == "place_not_yours"
    assert refused(actions.accept, two, by=coordinator, at=at) == "place_not_yours"


def test_a_refusal_gives_the_place_to_the_next_reserve_whose_file_is_complete(at, coordinator) -> None:
    file, reserve, later = granted(school_of(1, 2, seats_per_school=1), at, coordinator, 1)
    stay = file.mobility
    actions.decline(file, reason="", by=learner_of(file), at=at)
    for each in (stay, reserve, later):
        each.refresh_from_db()
    assert (file.state, stay.state, reserve.state, later.state) == ("declined", "cancelled", "granted", "complete")
    assert not Party.objects.filter(mobility=stay, until=None).exists()
    assert codes()[-4:] == ["place.declined", "mobility.cancelled", "mobility.opened", "place.granted"]


def test_a_selected_learner_who_waits_goes_before_the_reserves(at, coordinator) -> None:
    first, second, reserve = granted(school_of(2, 1, seats_per_school=1), at, coordinator, 1)
    actions.put_on_waiting_list(second, by=coordinator, at=at)
    actions.decline(first, reason="", by=learner_of(first), at=at)
    for each in (second, reserve):
        each.refresh_from_db()
    assert (second.state, reserve.state) == ("granted", "complete")


def test_a_reserve_whose_file_is_not_in_is_called_up_and_has_days_after_the_deadline(at, coordinator) -> None:
    school = school_of(1, 2, seats_per_school=1)
    file = hand_in(school.selected[0], school, at)
    actions.approve(file, by=coordinator, at=at)
    actions.grant(file, by=coordinator, at=at)
    after = end_of_day(school.call.files_deadline) - TICK
    CandidateFile.objects.filter(pk=file.pk).update(answer_by=date(2026, 12, 31))
    file.refresh_from_db()
    actions.decline(file, reason="Ik durf niet.", by=learner_of(file), at=after)
    line = Line.objects.get(code="reserve.wanted")
    assert line.subjects.get().pk_of == school.reserves[0].pk
    late = after + timedelta(days=3)
    assert hand_in(school.reserves[0], school, late).state == "handed_in"
    assert refused(hand_in, school.reserves[1], school, late) == "deadline_passed"


def test_who_is_next_is_shown_and_called_up_with_a_press(at, coordinator) -> None:
    """With one place more than learners who were selected, the first reserve is next, until called up."""
    school = school_of(1, 2, seats_per_school=2)
    after = end_of_day(school.call.files_deadline) + timedelta(days=1)
    file = hand_in(school.selected[0], school, at)
    actions.approve(file, by=coordinator, at=at)
    actions.grant(file, by=coordinator, at=at)
    shown = [(each.candidacy, each.how) for each in queries.next_in_line(school.call, after)]
    assert shown == [(school.reserves[0], "reserve")]
    assert [each.candidacy for each in queries.standing_by(school.call)] == [school.reserves[0]]
    where = school.enrolment.school
    assert refused(actions.call_up, school.call, where, by=actor_of(school.contact), at=after) == "coordinator_only"
    actions.call_up(school.call, where, by=coordinator, at=after)
    assert Line.objects.get(code="reserve.wanted").subjects.get().pk_of == school.reserves[0].pk
    assert [each.how for each in queries.next_in_line(school.call, after)] == ["called_up"]
    assert [each.candidacy for each in queries.standing_by(school.call)] == [school.reserves[1]]
    assert refused(actions.call_up, school.call, where, by=coordinator, at=after) == "nobody_in_reserve"


def test_two_freed_places_call_up_two_reserves(at, coordinator) -> None:
    school = school_of(2, 2, seats_per_school=2)
    for each in school.selected:
        file = hand_in(each, school, at)
        actions.approve(file, by=coordinator, at=at)
        actions.grant(file, by=coordinator, at=at)
        actions.decline(file, reason="", by=learner_of(file), at=at)
    wanted = Line.objects.filter(code="reserve.wanted").order_by("pk")
    assert [line.subjects.get().pk_of for line in wanted] == [each.pk for each in school.reserves]


def test_a_place_that_nobody_answered_lapses_and_calls_up_the_next(at, coordinator, clock) -> None:
    file, reserve = granted(school_of(1, 1, seats_per_school=1), at, coordinator, 1)
    assert refused(actions.lapse, file, at=at) == "answer_still_possible"
    assert tasks.lapse_unanswered() == 0
    CandidateFile.objects.filter(pk=file.pk).update(answer_by=date(2026, 11, 22))
    assert tasks.lapse_unanswered() == 1
    for each in (file, reserve):
        each.refresh_from_db()
    assert (file.state, reserve.state) == ("lapsed", "granted")
    assert tasks.lapse_unanswered() == 0


def test_a_reserve_who_does_not_come_in_time_is_passed_over(at, coordinator, clock) -> None:
    school = school_of(1, 2, seats_per_school=1)
    file = hand_in(school.selected[0], school, at)
    actions.approve(file, by=coordinator, at=at)
    actions.grant(file, by=coordinator, at=at)
    actions.decline(file, reason="", by=learner_of(file), at=at)
    CandidateFile.objects.filter(candidacy=school.reserves[0]).update(grace_until=date(2026, 11, 22))
    assert tasks.lapse_unanswered() == 1
    wanted = Line.objects.filter(code="reserve.wanted").order_by("pk")
    assert [line.subjects.get().pk_of for line in wanted] == [each.pk for each in school.reserves]
    assert tasks.lapse_unanswered() == 0


def test_a_withdrawn_candidacy_frees_its_place_for_the_next(at, coordinator, clock) -> None:
    school = school_of(1, 1, seats_per_school=1)
    file, reserve = granted(school, at, coordinator, 1)
    candidacies.withdraw(school.selected[0], reason="Verhuist.", by=actor_of(school.contact), at=at)
    assert queries.seats(school.call).taken == {}
    assert tasks.take_back_withdrawn() == 1
    for each in (file, reserve):
        each.refresh_from_db()
    assert (file.state, file.mobility.state, reserve.state) == ("withdrawn", "cancelled", "granted")
    assert tasks.take_back_withdrawn() == 0


def test_a_file_that_was_taken_back_can_be_handed_in_anew_at_the_end_of_the_order(at, coordinator) -> None:
    school = school_of(2, seats_per_school=2)
    first, _second = granted(school, at, coordinator, 1)
    actions.withdraw(first, reason="Fout bestand.", by=actor_of(school.contact), at=at)
    again = hand_in(school.selected[0], school, at + timedelta(hours=1))
    assert (again.state, again.order, again.mobility, again.decline_reason) == ("handed_in", 3, None, "")
    actions.approve(again, by=coordinator, at=at)
    actions.grant(again, by=coordinator, at=at)
    assert Mobility.objects.filter(state="planned").count() == 1


# -- seats -----------------------------------------------------------------------------------------


def test_seats_are_divided_together_and_not_more_than_there_are(at, coordinator) -> None:
    one = school_of(1, seats=5)
    other = school_of(1, call=one.call)
    schools = [one.enrolment.school, other.enrolment.school]
    shares = [actions.Share(school, 3, 0) for school in schools]
    assert refused(actions.divide, one.call, shares, by=coordinator, at=at) == "seats_exceeded"
    assert not Allotment.objects.exists()
    shares = [actions.Share(schools[0], 3, 0), actions.Share(schools[1], 2, 0)]
    assert actions.divide(one.call, shares, by=coordinator, at=at) == 2
    assert codes() == ["seats.allotted", "seats.allotted"]
    with pytest.raises(Stale):
        actions.allot(one.call, schools[0], seats=1, revision=0, by=coordinator, at=at)


def test_no_school_gets_fewer_seats_than_it_uses(at, coordinator) -> None:
    school = school_of(2, seats_per_school=2)
    granted(school, at, coordinator, 2)
    target = school.enrolment.school
    with pytest.raises(Refused) as caught:
        actions.allot(school.call, target, seats=1, revision=0, by=coordinator, at=at)
    assert caught.value.verdict.code == "seats_in_use"
    assert dict(caught.value.verdict.params) == {"schools": str(target.pk)}


def test_freed_seats_move_on_to_the_waiting_list_in_one_action(at, coordinator) -> None:
    full = school_of(3, seats=3, seats_per_school=1, closed=True)
    empty = school_of(0, call=full.call)
    files = [CandidateFileFactory(candidacy=each, waiting=True) for each in full.selected]
    assert actions.move_on(full.call, by=coordinator, at=at) == 2
    states = list(CandidateFile.objects.order_by("candidacy__pk").values_list("state", flat=True))
    assert states == ["granted", "granted", "waiting"]
    assert Allotment.objects.get(school=empty.enrolment.school).seats == 0
    assert Line.objects.filter(code="seats.moved").count() == 1
    assert files[2].state == "waiting"
    assert refused(actions.move_on, full.call, by=actor_of(full.contact), at=at) == "coordinator_only"


def test_before_the_deadline_no_school_loses_a_seat_that_it_may_still_use(at, coordinator) -> None:
    full = school_of(2, seats=3, seats_per_school=1)
    school_of(1, call=full.call)
    for each in full.selected:
        CandidateFileFactory(candidacy=each, waiting=True)
    assert actions.move_on(full.call, by=coordinator, at=at) == 1
    assert not Line.objects.filter(code="seats.moved").exists()


def test_a_school_whose_called_up_reserve_still_comes_keeps_its_seat(at, coordinator) -> None:
    full = school_of(2, seats=3, seats_per_school=1, closed=True)
    other = school_of(0, 1, call=full.call)
    CandidateFileFactory(candidacy=other.reserves[0], called_up_at=at, grace_until=date(2026, 11, 27))
    for each in full.selected:
        CandidateFileFactory(candidacy=each, waiting=True)
    assert actions.move_on(full.call, by=coordinator, at=at) == 1


def test_dual_learners_go_first_where_the_call_published_that(at, coordinator) -> None:
    school = school_of(2, seats=1, seats_per_school=2, priority_for_dual=True)
    for each in school.selected:
        CandidateFileFactory(candidacy=each, waiting=True)
    Candidacy.objects.filter(pk=school.selected[1].pk).update(agreement="oao")
    assert [each.candidacy_id for each in queries.waiting(school.call)] == [
        school.selected[1].pk,
        school.selected[0].pk,
    ]
    Call.objects.filter(pk=school.call.pk).update(priority_for_dual=False)
    call = Call.objects.get(pk=school.call.pk)
    assert [each.candidacy_id for each in queries.waiting(call)][0] == school.selected[0].pk


def test_no_reserve_takes_the_place_of_a_selected_learner_whose_file_is_being_looked_at(at, coordinator) -> None:
    first, second, reserve = granted(school_of(2, 1, seats_per_school=1), at, coordinator, 1)
    actions.decline(first, reason="", by=learner_of(first), at=at)
    for each in (second, reserve):
        each.refresh_from_db()
    assert (second.state, reserve.state, reserve.called_up_at) == ("complete", "complete", None)
