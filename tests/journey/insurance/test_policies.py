"""A school's policies, the insurance of a call, and what countries ask."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.insurance import queries
from erasdu.journey.insurance.models import Cover, DocumentRule
from erasdu.journey.mobilities.models import Mobility
from tests.factories.organisations import CoordinatorOrganisationFactory, RoleFactory, SchoolFactory
from tests.journey.insurance.insuring import insured, stay_abroad, with_place
from tests.journey.insurance.test_stays import ON, contact, form_of

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R28", "R29", "R30")]
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def stay(clock: object) -> Mobility:
    return stay_abroad()


def test_a_school_enters_a_policy_once_and_sees_first_whom_it_covers(stay: Mobility, client_as: Any) -> None:
    other = stay_abroad()
    with_place(stay)
    client = client_as(contact(stay))
    page = client.get(reverse("insurance:policies", args=[stay.sending.key]), headers=ENGLISH).content.decode()
    assert page.count("?kind=") == 3
    address = reverse("insurance:add_policy", args=[stay.sending.key])
    seen = client.post(address, form_of(preview="yes"), headers=ENGLISH).content.decode()
    assert "Nothing is saved yet." in seen
    assert str(stay.person) in seen
    assert str(other.person) not in seen
    assert "in order by this" in seen
    assert not Cover.objects.exists()
    made = client.post(address, form_of())
    cover = Cover.objects.get()
    assert made.url == reverse("insurance:policy", args=[cover.key])
    assert (cover.organisation, cover.mobility, cover.holder) == (stay.sending, None, "sending")
    assert "in order by this" in client.get(made.url, headers=ENGLISH).content.decode()
    short = client.post(made.url, form_of(preview="yes", ends_on="2027-03-10", revision=0), headers=ENGLISH)
    assert "not enough" in short.content.decode()
    assert client.post(made.url, form_of(ends_on="2027-03-10", revision=0)).status_code == 302
    assert client.post(made.url, form_of(revision=0)).status_code == 422
    assert client.post(reverse("insurance:end_policy", args=[cover.key])).status_code == 302
    assert client.get(made.url).status_code == 200
    assert client.post(reverse("insurance:end_policy", args=[cover.key])).status_code == 409


def test_what_the_coordinator_has_is_in_its_own_name(stay: Mobility, client_as: Any) -> None:
    office = RoleFactory(coordinator=True, organisation=CoordinatorOrganisationFactory())
    address = reverse("insurance:add_policy", args=[office.organisation.key])
    assert client_as(office).post(address, form_of()).status_code == 302
    assert Cover.objects.get().holder == "coordinator"
    (touched,) = queries.preview(actor_of(office), office.organisation, Cover.objects.get(), ON)
    assert (touched.closes, touched.after.why) == (False, "gap_wrong_holder")


def test_a_stay_of_the_past_that_never_got_days_is_in_no_preview(stay: Mobility) -> None:
    """Without days a learner can still leave as long as the call lasts."""
    office = RoleFactory(coordinator=True, organisation=CoordinatorOrganisationFactory())
    policy = Cover.objects.select_related("organisation").get(pk=insured(stay)["liability"].pk)
    Mobility.objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)

    def reached(on: date) -> int:
        return len(queries.preview(actor_of(office), policy.organisation, policy, on))

    last = stay.call.stay_until
    assert (reached(last), reached(last + timedelta(days=1))) == (1, 0)


def test_others_see_no_policies(stay: Mobility, client_as: Any) -> None:
    cover = Cover.objects.create(
        organisation=stay.sending, kind="liability", insurer="De Haven", entered_at=stay.opened_at
    )
    stranger = client_as(RoleFactory(organisation=SchoolFactory()))
    for name, key in (("policies", stay.sending.key), ("add_policy", stay.sending.key), ("policy", cover.key)):
        assert stranger.get(reverse(f"insurance:{name}", args=[key])).status_code == 404
    assert stranger.get(reverse("insurance:index")).status_code == 302  # to its own


def test_a_call_at_a_glance_costs_the_same_for_one_and_three(clock: object, client_as: Any) -> None:
    stays = [stay_abroad()]
    call, office = stays[0].call, client_as(RoleFactory(coordinator=True))
    address, costs = reverse("insurance:overview", args=[call.key]), []
    for number in (1, 3):
        stays += [stay_abroad() for _ in range(number - len(stays))]
        Mobility.objects.update(call=call)
        office.get(address)
        with CaptureQueriesContext(connection) as asked:
            page = office.get(address, headers=ENGLISH).content.decode()
        assert page.count('class="cover-cell cell-open"') == number * 6 + 1  # and in the key
        costs.append(len(asked))
    assert costs[0] == costs[1]
    insured(stays[0])
    only = office.get(address + "?show=lacking").content.decode()
    assert str(stays[0].person) not in only
    assert str(stays[1].person) in only


def rule(**values: Any) -> dict[str, Any]:
    return {
        "country": "PT",
        "nationalities": "all",
        "document": "private",
        "since": "2026-11-01",
        "source": "brief",
        "seen": "1",
    } | values


def test_the_coordinator_replaces_what_a_country_asks_and_takes_it_back(stay: Mobility, client_as: Any) -> None:
    office = client_as(RoleFactory(coordinator=True))
    add = reverse("insurance:add_rule")
    insured(stay)
    assert queries.page(stay, ON).lacking == []
    assert office.post(add, rule()).status_code == 302
    assert [item.why for item in queries.page(stay, ON).lacking] == ["gap_wrong_document"]
    for wrong, field in (({"document": "treaty"}, "form"), ({"country": "ZZ"}, "country"), ({"source": ""}, "source")):
        answer = office.post(add, rule(**wrong))
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
    made = DocumentRule.objects.get()
    page = office.get(reverse("insurance:rules"), headers=ENGLISH).content.decode()
    assert "Said by the coordinator" in page
    end = reverse("insurance:end_rule", args=[made.key])
    assert "comes in order" in office.post(end, headers=ENGLISH).text
    assert office.post(end, {"seen": "1"}).status_code == 302
    assert queries.page(stay, ON).lacking == []
    assert "taken back" in office.get(reverse("insurance:rules"), headers=ENGLISH).content.decode()
    school = client_as(contact(stay))
    assert school.get(reverse("insurance:rules")).status_code == 200
    assert school.post(add, rule()).status_code == 404
