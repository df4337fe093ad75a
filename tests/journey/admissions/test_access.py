"""Who may do what with a candidate file: role × verb × state, and whose rows somebody sees."""

from datetime import UTC, datetime

import pytest

from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import access
from erasdu.journey.admissions.states import FILE
from erasdu.kernel.actor import NOBODY, SYSTEM
from erasdu.kernel.verdict import YES
from tests.factories.admissions import CandidateFileFactory, school_of
from tests.factories.organisations import GroupFactory, RoleFactory

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
AFTER = datetime(2026, 12, 10, 9, 0, tzinfo=UTC)  # the deadline is 9 December, the answer was due on 29 November

VERBS = {
    "hand_in": (lambda who, file: access.may_hand_in(who, file, at=AT, ready=YES), "contact"),
    "complete_again": (lambda who, file: access.may_complete_again(who, file, at=AT, ready=YES), "contact"),
    "precheck": (access.may_precheck, "coordinator"),
    "allow_late": (lambda who, file: access.may_allow_late(who, file, at=AFTER), "coordinator"),
    "approve": (access.may_approve, "coordinator"),
    "return": (access.may_return, "coordinator"),
    "put_on_waiting_list": (access.may_put_on_waiting_list, "coordinator"),
    "grant": (lambda who, file: access.may_grant(who, file, room=YES), "coordinator"),
    "answer": (lambda who, file: access.may_answer(who, file, at=AT), "learner"),
    "withdraw": (access.may_withdraw, "coordinator contact learner"),
}
STATES = {
    **{verb: set(FILE.sources(verb)) for verb in VERBS if verb not in {"precheck", "allow_late", "answer"}},
    "precheck": set(FILE.sources("hand_in")),
    "allow_late": set(FILE.sources("hand_in")),
    "answer": {"granted"},
}


@pytest.fixture
def people():
    """A file's own school and learner, and those of another one."""
    school, other = school_of(1), school_of(1)

    def learner(of):
        return actor_of(Role.objects.get(person=of.selected[0].learner, kind="learner"))

    return school, {
        "coordinator": actor_of(RoleFactory(coordinator=True)),
        "contact": actor_of(school.contact),
        "learner": learner(school),
        "other contact": actor_of(other.contact),
        "other learner": learner(other),
        "administrator": actor_of(RoleFactory(administrator=True)),
        "teacher": actor_of(RoleFactory(teacher=True, organisation=school.enrolment.school), via="link"),
        "nobody": NOBODY,
    }


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("state", sorted(FILE.states))
def test_who_may_do_what_in_each_state(people, state: str) -> None:
    school, actors = people
    traits = {} if state == "preparing" else {state: True}
    file = CandidateFileFactory(candidacy=school.selected[0], **traits)
    allowed = {
        (verb, who) for verb, (ask, _roles) in VERBS.items() for who, actor in actors.items() if ask(actor, file)
    }
    meant = {(verb, who) for verb, (_ask, roles) in VERBS.items() if state in STATES[verb] for who in roles.split()}
    assert allowed == meant


@pytest.mark.parametrize("state", sorted(FILE.states))
def test_days_that_pass_act_by_themselves_and_nobody_else_does(people, state: str) -> None:
    school, _actors = people
    file = CandidateFileFactory(candidacy=school.selected[0], **({} if state == "preparing" else {state: True}))
    assert bool(access.may_lapse(file, at=AFTER)) == (state == "granted")
    assert not access.may_lapse(file, at=AT)
    assert bool(access.may_withdraw(SYSTEM, file)) == (state in FILE.sources("withdraw"))


def test_a_learner_who_withdrew_gets_nothing_any_more(people) -> None:
    school, actors = people
    file = CandidateFileFactory(candidacy=school.selected[0], complete=True)
    file.candidacy.state = "withdrawn"
    assert access.may_grant(actors["coordinator"], file, room=YES).code == "no_candidate_any_more"
    assert access.may_return(actors["coordinator"], file).code == "no_candidate_any_more"
    assert access.may_withdraw(actors["coordinator"], file)


def test_nothing_is_handed_in_or_divided_in_a_call_that_is_not_published(people) -> None:
    school, actors = people
    file = CandidateFileFactory(candidacy=school.selected[0])
    file.call.state = "archived"
    assert access.may_hand_in(actors["contact"], file, at=AT, ready=YES).code == "call_not_published"
    assert access.may_divide(actors["coordinator"], file.call).code == "call_not_published"


def test_each_sees_their_own_files_alone(people) -> None:
    school, actors = people
    file = CandidateFileFactory(candidacy=school.selected[0], handed_in=True)
    seen = {who: list(access.files_for(actor)) for who, actor in actors.items()}
    assert {who for who, rows in seen.items() if rows == [file]} == {"coordinator", "contact", "learner"}
    assert all(rows in ([], [file]) for rows in seen.values())


def test_a_group_hands_in_for_its_schools(people) -> None:
    school, _actors = people
    group = GroupFactory()
    school.enrolment.school.group = group
    school.enrolment.school.save()
    file = CandidateFileFactory(candidacy=school.selected[0])
    actor = actor_of(RoleFactory(organisation=group))
    assert access.may_hand_in(actor, file, at=AT, ready=YES)
    assert list(access.files_for(actor)) == [file]


def test_who_acts_by_link_sees_no_file(people) -> None:
    school, _actors = people
    CandidateFileFactory(candidacy=school.selected[0], handed_in=True)
    for kind in ("teacher", "counsellor", "interviewer"):
        role = RoleFactory(organisation=school.enrolment.school, **{kind: True})
        assert not access.files_for(actor_of(role, via="link")).exists()
