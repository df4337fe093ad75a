"""Many at once: one order without gaps, no place given twice, one winner. A race on PostgreSQL alone."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import actions, queries
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.verdict import Refused
from tests.factories.admissions import CandidateFileFactory, school_of
from tests.factories.organisations import RoleFactory

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """All at the same moment, each with a connection of its own; "" or the code of the refusal of each.

    SQLite writes for one at a time, and in memory it cannot let others wait: there they go one after the other.
    """
    if connection.vendor == "sqlite":
        return [told(deed) for deed in deeds]
    barrier = Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            barrier.wait(10)
            return told(deed)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


def told(deed: Callable[[], object]) -> str:
    try:
        deed()
    except Refused as refusal:
        return refusal.verdict.code
    return ""


@pytest.mark.requirement("R16")
@pytest.mark.django_db(transaction=True)
def test_eight_files_at_once_get_eight_numbers_in_the_order_of_their_moments() -> None:
    school = school_of(8)
    files = [actions.open_file(each) for each in school.selected]
    contact = actor_of(school.contact)

    def deed(file: CandidateFile, place: int) -> Callable[[], object]:
        return lambda: actions.hand_in(file, by=contact, at=AT + timedelta(milliseconds=8 - place))

    assert at_once(*(deed(file, place) for place, file in enumerate(files))) == [""] * 8
    rows = list(CandidateFile.objects.order_by("order").values_list("order", "handed_in_at"))
    assert [order for order, _moment in rows] == list(range(1, 9))
    assert [moment for _order, moment in rows] == sorted(moment for _order, moment in rows)


@pytest.mark.django_db(transaction=True)
def test_the_last_place_goes_to_one_of_two() -> None:
    school = school_of(2, seats=1, seats_per_school=2)
    files = [CandidateFileFactory(candidacy=each, complete=True) for each in school.selected]
    coordinators = [actor_of(RoleFactory(coordinator=True)) for _file in files]
    answers = at_once(
        lambda: actions.grant(files[0], by=coordinators[0], at=AT),
        lambda: actions.grant(files[1], by=coordinators[1], at=AT),
    )
    assert sorted(answers) == ["", "call_full"]
    assert Mobility.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_file_granted_by_two_coordinators_gets_one_stay_and_the_other_is_told() -> None:
    school = school_of(1, seats_per_school=1)
    file = CandidateFileFactory(candidacy=school.selected[0], complete=True)
    copies = [CandidateFile.objects.get(pk=file.pk) for _ in range(2)]
    coordinators = [actor_of(RoleFactory(coordinator=True)) for _ in copies]
    answers = at_once(
        lambda: actions.grant(copies[0], by=coordinators[0], at=AT),
        lambda: actions.grant(copies[1], by=coordinators[1], at=AT),
    )
    assert sorted(answers) == ["", "file_granted"]
    assert Mobility.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_refusals_at_once_give_each_place_to_another_reserve() -> None:
    school = school_of(2, 2, seats=2, seats_per_school=2)
    taken = [CandidateFileFactory(candidacy=each, granted=True) for each in school.selected]
    for each in school.reserves:
        CandidateFileFactory(candidacy=each, complete=True)
    learners = [actor_of(Role.objects.get(person=file.candidacy.learner, kind="learner")) for file in taken]
    answers = at_once(
        lambda: actions.decline(taken[0], reason="", by=learners[0], at=AT),
        lambda: actions.decline(taken[1], reason="", by=learners[1], at=AT),
    )
    assert answers == ["", ""]
    assert CandidateFile.objects.filter(candidacy__in=school.reserves, state="granted").count() == 2
    assert queries.seats(school.call).free == 0
