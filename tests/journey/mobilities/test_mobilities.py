"""One person's stay: who is party to it, its dates, and its pages."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.journal.models import Line
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import access, actions, rules
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.kernel.actor import NOBODY, SYSTEM
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused
from tests.factories.admissions import CandidateFileFactory, school_of
from tests.factories.calls import DestinationFactory
from tests.factories.organisations import RoleFactory

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
WINDOW = Period(date(2027, 3, 7), date(2027, 3, 27))
DAYS = st.dates(date(2027, 2, 25), date(2027, 4, 5))


@given(DAYS, DAYS, st.integers(1, 15), st.integers(15, 40))
def test_a_stay_lies_in_the_window_and_is_not_too_short_or_long(one: date, other: date, least: int, most: int) -> None:
    stay = Period(min(one, other), max(one, other))
    inside = all(date(2027, 3, 7) <= day <= date(2027, 3, 27) for day in (one, other))
    fits = least <= abs((one - other).days) + 1 <= most
    assert rules.may_plan(stay, WINDOW, least, most).allowed == (inside and fits)


@pytest.fixture
def stay(db) -> Mobility:
    """Of a learner of Flanders whose place was granted; the call asks 10 to 19 days from 7 to 27 March."""
    return CandidateFileFactory(granted=True).mobility


@pytest.fixture
def coordinator(db):
    return actor_of(RoleFactory(coordinator=True))


def plan(stay: Mobility, first: date, last: date, by, revision: int = 0) -> None:
    actions.plan(stay, first=first, last=last, revision=revision, by=by, at=AT)


@pytest.mark.requirement("R17")
def test_the_coordinator_sets_the_days_inside_the_window(stay, coordinator) -> None:
    plan(stay, date(2027, 3, 7), date(2027, 3, 20), coordinator)
    stay.refresh_from_db()
    assert (stay.planned_from, stay.planned_until, stay.revision) == (date(2027, 3, 7), date(2027, 3, 20), 1)
    assert Line.objects.get(code="mobility.planned").data == {"first": "2027-03-07", "last": "2027-03-20"}


@pytest.mark.requirement("R17")
@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2027, 3, 6), date(2027, 3, 20), "stay_outside_window"),
        (date(2027, 3, 14), date(2027, 3, 28), "stay_outside_window"),
        (date(2027, 3, 7), date(2027, 3, 15), "stay_length"),
        (date(2027, 3, 7), date(2027, 3, 26), "stay_length"),
    ],
)
def test_days_that_do_not_fit_the_call_are_refused(stay, coordinator, first, last, code: str) -> None:
    with pytest.raises(Refused) as caught:
        plan(stay, first, last, coordinator)
    assert caught.value.verdict.code == code
    stay.refresh_from_db()
    assert stay.planned_from is None


def test_two_coordinators_do_not_overwrite_each_other(stay, coordinator) -> None:
    plan(stay, date(2027, 3, 7), date(2027, 3, 20), coordinator)
    with pytest.raises(Stale):
        plan(stay, date(2027, 3, 8), date(2027, 3, 21), coordinator)


def test_who_may_set_the_days_in_each_state(stay, coordinator) -> None:
    learner = actor_of(Role.objects.get(person=stay.person, kind="learner"))
    contact = actor_of(RoleFactory(organisation=stay.sending))
    for state, codes in (
        ("planned", ["", "mobility_not_yours", "mobility_not_yours", "mobility_not_yours"]),
        ("cancelled", ["mobility_not_live", "mobility_not_yours", "mobility_not_yours", "mobility_not_yours"]),
    ):
        stay.state = state
        assert [access.may_plan(who, stay).code for who in (coordinator, contact, learner, NOBODY)] == codes


def test_a_cancelled_stay_keeps_its_row_and_loses_its_parties(stay, coordinator) -> None:
    contact = actor_of(RoleFactory(organisation=stay.sending))
    learner = actor_of(Role.objects.get(person=stay.person, kind="learner"))
    assert all(stay in access.mobilities_for(who) for who in (coordinator, contact, learner))
    actions.cancel(stay, reason="declined", by=SYSTEM, at=AT)
    assert [stay in access.mobilities_for(who) for who in (coordinator, contact, learner)] == [True, False, False]
    assert not Party.objects.filter(mobility=stay, until=None).exists()
    with pytest.raises(Refused, match="mobility_not_live"):
        actions.cancel(stay, reason="again", by=SYSTEM, at=AT)


def test_one_person_has_one_live_stay_in_a_call(stay) -> None:
    with pytest.raises(IntegrityError):
        actions.open_for_learner(stay.call, stay.person, stay.sending, profile=None, destination=None, by=SYSTEM, at=AT)


@pytest.mark.django_db
def test_nobody_outside_sees_a_stay(stay) -> None:
    for role in (RoleFactory(), RoleFactory(administrator=True), RoleFactory(teacher=True, organisation=stay.sending)):
        assert not access.mobilities_for(actor_of(role)).exists()


# -- pages -----------------------------------------------------------------------------------------


def url(name: str, row: object) -> str:
    return reverse(f"mobilities:{name}", args=[row.key])


@pytest.mark.requirement("R17")
@pytest.mark.usefixtures("clock")
def test_the_coordinator_plans_on_the_page_of_the_stay(client_as, stay) -> None:
    client = client_as(RoleFactory(coordinator=True))
    page = client.get(url("show", stay))
    assert page.context["form"].initial["first"] == stay.destination.starts_on
    sent = {"first": "2027-03-07", "last": "2027-03-20", "revision": "0"}
    wrong = client.post(url("plan", stay), sent | {"last": "2027-03-09"})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["last"])
    turned = client.post(url("plan", stay), sent | {"last": "2027-03-01"})
    assert (turned.status_code, list(turned.context["form"].errors)) == (422, ["last"])
    nonsense = client.post(url("plan", stay), sent | {"first": "30/02/2027"})
    assert (nonsense.status_code, list(nonsense.context["form"].errors)) == (422, ["first"])
    assert client.post(url("plan", stay), sent).status_code == 302
    other = client.post(url("plan", stay), sent | {"first": "2027-03-08"})
    assert other.status_code == 422
    assert other.context["mine"] != other.context["theirs"]
    again = other.context["form"].initial
    assert client.post(url("plan", stay), {name: str(value) for name, value in again.items()}).status_code == 302
    stay.refresh_from_db()
    assert stay.planned_from == date(2027, 3, 8)


@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_school_and_learner_see_their_stay_and_others_do_not(client_as, stay, language: str) -> None:
    learner = Role.objects.get(person=stay.person, kind="learner")
    other = CandidateFileFactory(granted=True).mobility
    for role in (RoleFactory(organisation=stay.sending), learner):
        client = client_as(role)
        assert client.get(url("show", stay), headers={"accept-language": language}).status_code == 200
        assert client.get(url("show", other)).status_code == 404
        assert client.post(url("plan", stay), {}).status_code == 404
    listed = client_as(RoleFactory(organisation=stay.sending)).get(url("index", stay.call))
    assert listed.context["listing"].rows == [stay]
    assert client_as(learner).get(url("index", stay.call)).status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_the_list_filters_exports_and_costs_the_same_for_one_and_three(client_as) -> None:
    client = client_as(RoleFactory(coordinator=True))
    costs = []
    for number in (1, 3):
        school = school_of(number)
        stays = [CandidateFileFactory(candidacy=each, granted=True).mobility for each in school.selected]
        client.get(url("index", school.call))
        with CaptureQueriesContext(connection) as asked:
            assert client.get(url("index", school.call)).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 12
    Mobility.objects.filter(pk=stays[0].pk).update(planned_from=date(2027, 3, 7), planned_until=date(2027, 3, 20))
    rows = client.get(f"{url('index', school.call)}?dates=none").context["listing"].rows
    assert {row.pk for row in rows} == {each.pk for each in stays[1:]}
    export = client.get(f"{url('index', school.call)}?export=csv").content.decode("utf-8-sig")
    assert len(export.splitlines()) == 4


@pytest.mark.requirement("R33")
def test_a_stay_says_first_choice_only_of_what_the_learner_chose(stay, client_as) -> None:
    chosen = Candidacy.objects.get(profile=stay.profile_id).first_choice
    other = DestinationFactory(call=stay.call, country="FI", place="Turku", starts_on=WINDOW.start, ends_on=WINDOW.end)
    client = client_as(RoleFactory(coordinator=True))
    page = client.get(reverse("mobilities:show", args=[stay.key])).text
    assert chosen.place in page
    assert "eerste keuze van de leerling" in page
    actions.go_to(stay, "FI", first=WINDOW.start, last=WINDOW.end, by=SYSTEM, at=AT)
    page = client.get(reverse("mobilities:show", args=[stay.key])).text
    assert other.place in page
    assert "eerste keuze van de leerling" not in page
