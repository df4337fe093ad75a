"""A school's part in a call: who enrols until when, with what, and what its learners get."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.look.edits import Stale
from erasdu.journey.calls import access, actions, queries
from erasdu.journey.calls.forms import EnrolForm
from erasdu.journey.calls.models import Enrolment
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import end_of_day
from erasdu.kernel.verdict import Refused
from tests.factories.calls import CallFactory, EnrolmentFactory
from tests.factories.membership import MembershipFactory
from tests.factories.organisations import GroupFactory, RoleFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R02", "R16")]
COORDINATOR = Actor(None, "coordinator")


def contact(*schools) -> Actor:
    return Actor(None, "contact_point", schools[0].pk, frozenset(school.pk for school in schools))


@pytest.fixture
def call():
    return CallFactory(enrolling=True)


@pytest.fixture
def school(call):
    return MembershipFactory(grant_agreement=call.grant_agreement).organisation


@pytest.fixture
def client(client_as, school) -> Client:
    return client_as(RoleFactory(organisation=school))


def filled(school, **changes: object) -> dict[str, object]:
    values = {"sector_hospitality": "4", "sector_retail": "", "learner_deadline": "2026-12-20", "remark": "Tot dan"}
    return {f"{school.key}-{name}": value for name, value in (values | changes).items()}


def test_an_active_member_enrols_with_expected_numbers(client: Client, call, school) -> None:
    answer = client.post(reverse("calls:enrol", args=[call.key]), filled(school))
    enrolment = Enrolment.objects.get()
    assert answer.url == reverse("calls:enrolment", args=[enrolment.key])
    assert queries.expected_of(enrolment) == {"hospitality": 4}
    assert (enrolment.learner_deadline, enrolment.remark) == (date(2026, 12, 20), "Tot dan")
    assert enrolment.contact == school.roles.get().person
    assert Line.objects.filter(code="enrolment.made").count() == 1
    assert client.get(answer.url).status_code == 200


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sector_hospitality": ""}, "__all__"),
        ({"sector_hospitality": "0"}, "__all__"),
        ({"sector_hospitality": "veel"}, "sector_hospitality"),
        ({"sector_hospitality": "-1"}, "sector_hospitality"),
        ({"learner_deadline": "2026-11-22"}, "learner_deadline"),
        ({"learner_deadline": "2027-01-13"}, "learner_deadline"),
        ({"learner_deadline": "overmorgen"}, "learner_deadline"),
        ({"remark": "x" * 2001}, "remark"),
    ],
)
def test_wrong_input_is_said_at_the_field(client: Client, call, school, changes, field) -> None:
    answer = client.post(reverse("calls:enrol", args=[call.key]), filled(school, **changes))
    assert answer.status_code == 200
    assert list(answer.context["lines"][0]["form"].errors) == [field]
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    "deadline",
    [date(2027, 3, 27), date(2027, 3, 28), date(2026, 10, 24), date(2026, 10, 25), date(2026, 12, 31)],
)
def test_the_last_second_of_the_day_in_brussels_counts(deadline: date) -> None:
    call = CallFactory(
        enrolment_deadline=deadline, files_opening=deadline, files_deadline=deadline + timedelta(days=20)
    )
    first, second = (MembershipFactory(grant_agreement=call.grant_agreement).organisation for _ in range(2))
    midnight = end_of_day(deadline)
    actions.enrol(call, first, expected={"retail": 1}, by=contact(first), at=midnight - timedelta(seconds=1))
    with pytest.raises(Refused) as refused:
        actions.enrol(call, second, expected={"retail": 1}, by=contact(second), at=midnight)
    assert refused.value.verdict.code == "enrolment_closed"


def test_midnight_on_the_days_the_clock_changes() -> None:
    assert end_of_day(date(2027, 3, 28)) == datetime(2027, 3, 28, 22, 0, tzinfo=UTC)
    assert end_of_day(date(2026, 10, 25)) == datetime(2026, 10, 25, 23, 0, tzinfo=UTC)


def test_the_late_and_the_inactive_read_what_is_missing(client: Client, call, school) -> None:
    address = reverse("calls:show", args=[call.key])
    with the_clock.standing_at(datetime(2026, 12, 4, 23, 0, tzinfo=UTC)):
        assert "4 dec" in client.get(address).content.decode()
        assert client.get(address).context["mine"][0]["may_enrol"].code == "enrolment_closed"
        client.post(reverse("calls:enrol", args=[call.key]), filled(school))
    assert not Enrolment.objects.exists()
    school_membership = school.pk
    from erasdu.journey.membership.models import Membership

    Membership.objects.filter(organisation=school_membership).update(state="ended")
    assert client.get(address).context["mine"][0]["may_enrol"].code == "membership_not_active"
    client.post(reverse("calls:enrol", args=[call.key]), filled(school))
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize("trait", ["interest", "ended"])
def test_a_membership_that_is_not_active_does_not_enrol(call, trait: str, at: datetime) -> None:
    school = MembershipFactory(grant_agreement=call.grant_agreement, **{trait: True}).organisation
    assert access.may_enrol(contact(school), call, school, at=at).code == "membership_not_active"
    other = MembershipFactory().organisation
    assert access.may_enrol(contact(other), call, other, at=at).code == "membership_not_active"


@pytest.mark.parametrize("trait", ["draft", "archived"])
def test_a_call_that_is_not_published_takes_nobody(trait: str, at: datetime) -> None:
    call = CallFactory(**{trait: True}, enrolment_deadline=date(2026, 12, 4))
    school = MembershipFactory(grant_agreement=call.grant_agreement).organisation
    assert access.may_enrol(contact(school), call, school, at=at).code == "call_not_published"


def test_a_group_enrols_several_schools_at_once(client_as, call) -> None:
    group = GroupFactory()
    one, two, three = (SchoolFactory(group=group, name=f"School {n}") for n in "ABC")
    for each in (one, two):
        MembershipFactory(organisation=each, grant_agreement=call.grant_agreement)
    client = client_as(RoleFactory(organisation=group))
    page = client.get(reverse("calls:enrol", args=[call.key]))
    assert [line["school"] for line in page.context["lines"]] == [one, two, three]
    data = filled(one, take="on") | filled(two, take="on", sector_retail="2") | filled(three, take="on")
    client.post(reverse("calls:enrol", args=[call.key]), data)
    assert set(Enrolment.objects.values_list("school", flat=True)) == {one.pk, two.pk}


def test_a_group_enrols_only_what_it_ticks_and_keeps_what_is_wrong(client_as, call) -> None:
    group = GroupFactory()
    one, two = (SchoolFactory(group=group, name=f"School {n}") for n in "AB")
    for each in (one, two):
        MembershipFactory(organisation=each, grant_agreement=call.grant_agreement)
    client = client_as(RoleFactory(organisation=group))
    nothing = client.post(reverse("calls:enrol", args=[call.key]), filled(one) | filled(two))
    assert nothing.status_code == 200
    assert not Enrolment.objects.exists()
    half = client.post(
        reverse("calls:enrol", args=[call.key]), filled(one, take="on") | filled(two, take="on", sector_hospitality="x")
    )
    assert half.status_code == 200
    assert [line["school"] for line in half.context["lines"]] == [two]
    assert [each.school for each in Enrolment.objects.all()] == [one]


def test_enrolling_twice_makes_one_enrolment(client: Client, call, school, at: datetime) -> None:
    data = filled(school) | {"form_key": "b" * 32}
    first, second = (client.post(reverse("calls:enrol", args=[call.key]), data) for _ in range(2))
    assert first.url == second.url
    with pytest.raises(Refused) as refused:
        actions.enrol(call, school, expected={"retail": 1}, by=contact(school), at=at)
    assert refused.value.verdict.code == "enrolled_already"
    assert Enrolment.objects.count() == 1


def test_change_and_withdraw_until_the_deadline_and_come_back_with_the_same_code(client: Client, call, school) -> None:
    client.post(reverse("calls:enrol", args=[call.key]), filled(school))
    enrolment = Enrolment.objects.get()
    code = enrolment.join_code
    client.post(
        reverse("calls:change_enrolment", args=[enrolment.key]), {"sector_retail": "7", "remark": "", "revision": "0"}
    )
    assert queries.expected_of(enrolment) == {"retail": 7}
    client.post(reverse("calls:withdraw_enrolment", args=[enrolment.key]))
    enrolment.refresh_from_db()
    assert enrolment.withdrawn_at is not None
    assert client.get(reverse("calls:poster", args=[enrolment.key])).status_code == 404
    client.post(reverse("calls:enrol", args=[call.key]), filled(school))
    enrolment.refresh_from_db()
    assert (enrolment.withdrawn_at, enrolment.join_code) == (None, code)
    with the_clock.standing_at(datetime(2026, 12, 4, 23, 0, tzinfo=UTC)):
        for name in ("change_enrolment", "withdraw_enrolment"):
            late = client.post(reverse(f"calls:{name}", args=[enrolment.key]), {"sector_retail": "9", "revision": "2"})
            assert late.status_code == 409
    assert queries.expected_of(enrolment) == {"hospitality": 4}


def test_two_colleagues_change_the_same_enrolment(client: Client, call, school, at: datetime) -> None:
    enrolment = EnrolmentFactory(call=call, school=school, with_membership=False)
    actions.change_enrolment(enrolment, expected={"retail": 9}, remark="Van mij", revision=0, by=contact(school), at=at)
    answer = client.post(
        reverse("calls:change_enrolment", args=[enrolment.key]),
        {"sector_retail": "2", "remark": "Nee", "revision": "0"},
    )
    assert "Van mij" in answer.context["theirs"]
    assert "Nee" in answer.context["mine"]
    with pytest.raises(Stale):
        actions.change_enrolment(enrolment, expected={"retail": 1}, remark="", revision=0, by=contact(school), at=at)


def test_own_learner_deadline_also_after_enrolment_has_closed(client: Client, call, school) -> None:
    enrolment = EnrolmentFactory(call=call, school=school, with_membership=False)
    address = reverse("calls:learner_deadline", args=[enrolment.key])
    with the_clock.standing_at(datetime(2026, 12, 10, 9, 0, tzinfo=UTC)):
        client.post(address, {"day": "2027-01-04"})
        enrolment.refresh_from_db()
        assert enrolment.learner_deadline == date(2027, 1, 4)
        client.post(address, {"day": "2027-01-13"})
        client.post(address, {"day": "2026-12-09"})
        client.post(address, {"day": "soms"})
    enrolment.refresh_from_db()
    assert enrolment.learner_deadline == date(2027, 1, 4)


def test_poster_has_a_qr_code_the_link_and_the_code(client: Client, call, school) -> None:
    enrolment = EnrolmentFactory(call=call, school=school, with_membership=False)
    page = client.get(reverse("calls:poster", args=[enrolment.key])).content.decode()
    assert 'src="data:image/svg+xml' in page
    assert enrolment.join_code in queries.join_address(enrolment)
    assert queries.join_address(enrolment).partition("://")[2] in page
    assert queries.shown_code(enrolment) in page
    client.post(reverse("calls:renew_code", args=[enrolment.key]))
    new = Enrolment.objects.get()
    assert new.join_code != enrolment.join_code
    assert len(new.join_code) == 8


def test_a_school_never_sees_the_enrolment_of_another(client: Client, call) -> None:
    other = EnrolmentFactory(call=call)
    for name in ("enrolment", "change_enrolment", "withdraw_enrolment", "poster"):
        assert client.get(reverse(f"calls:{name}", args=[other.key])).status_code == 404
    for name in ("change_enrolment", "withdraw_enrolment", "learner_deadline", "renew_code"):
        assert client.post(reverse(f"calls:{name}", args=[other.key]), {"revision": "0"}).status_code == 404
    assert str(other.school) not in client.get(reverse("calls:show", args=[call.key])).content.decode()
    assert str(other.school) not in client.get(reverse("calls:enrol", args=[call.key])).content.decode()


@pytest.mark.parametrize("role", ["learner", "administrator", "teacher", "nobody"])
def test_verbs_of_an_enrolment_refuse_every_other_role(call, role: str, at: datetime) -> None:
    enrolment, actor = EnrolmentFactory(call=call), Actor(None, role)
    verdicts = [
        access.may_enrol(actor, call, enrolment.school, at=at),
        access.may_change_enrolment(actor, enrolment, at=at),
        access.may_withdraw_enrolment(actor, enrolment, at=at),
        access.may_set_learner_deadline(actor, enrolment, at=at),
        access.may_renew_code(actor, enrolment, at=at),
    ]
    assert {verdict.code for verdict in verdicts} == {"not_your_role"}
    assert not access.enrolments_for(actor).exists()
    stranger = contact(SchoolFactory())
    assert access.may_change_enrolment(stranger, enrolment, at=at).code == "not_your_school"
    assert not access.enrolments_for(stranger).exists()


def test_the_coordinator_enrols_a_school_that_telephones_but_not_after_the_deadline(client_as, call, school) -> None:
    client = client_as(RoleFactory(coordinator=True))
    address = f"{reverse('calls:enrol', args=[call.key])}?school={school.key}"
    assert client.get(reverse("calls:enrol", args=[call.key])).status_code == 404
    with the_clock.standing_at(datetime(2026, 12, 4, 23, 0, tzinfo=UTC)):
        client.post(address, filled(school))
        assert not Enrolment.objects.exists()
    assert client.post(address, filled(school)).status_code == 302
    assert Enrolment.objects.get().contact is None


@pytest.mark.django_db(transaction=True)
def test_enrolling_in_two_browsers_at_once_makes_one(call, school, at: datetime) -> None:
    if connection.vendor == "sqlite":  # one writer at a time: the second is told
        actions.enrol(call, school, expected={"retail": 1}, by=contact(school), at=at)
        with pytest.raises(Refused):
            actions.enrol(call, school, expected={"retail": 1}, by=contact(school), at=at)
        return
    told: list[str] = []

    def go() -> None:
        try:
            actions.enrol(call, school, expected={"retail": 1}, by=contact(school), at=at)
        except Refused as refused:
            told.append(refused.verdict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["enrolled_already"] * 3
    assert Enrolment.objects.count() == 1


def test_the_sectors_of_the_school_come_first_and_the_others_open_when_used() -> None:
    form = EnrolForm({"sector_retail": "2"}, sectors=["retail", "hospitality", "wood"], own=["hospitality"])
    assert [field.name for field in form.sector_fields] == ["sector_hospitality"]
    assert {field.name for field in form.other_fields} == {"sector_retail", "sector_wood"}
    assert form.others_used
    assert form.is_valid()
    assert form.expected == {"retail": 2}
    none_known = EnrolForm(None, sectors=["retail", "hospitality"], own=[])
    assert len(none_known.sector_fields) == 2
    assert not none_known.other_fields
    assert not none_known.others_used
