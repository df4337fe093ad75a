"""Grant agreements and memberships, on screen."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.journey.membership import queries
from erasdu.journey.membership.models import GrantAgreement, Membership
from tests.factories.calls import CallFactory
from tests.factories.membership import GrantAgreementFactory, MembershipFactory
from tests.factories.organisations import CompanyFactory, GroupFactory, RoleFactory, SchoolFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CODE = "2026-1-BE02-KA121-VET-000123456"
GRANT = {
    "title": "ErasDu 2026",
    "project_code": CODE,
    "call_year": 2026,
    "starts_on": "2026-06-01",
    "ends_on": "2028-08-31",
}


@pytest.fixture
def coordinator(client_as):
    return client_as(RoleFactory(coordinator=True))


def test_create_and_edit_a_grant_agreement(coordinator) -> None:
    coordinator.post(reverse("membership:create"), GRANT)
    grant = GrantAgreement.objects.get(project_code=CODE)
    coordinator.post(reverse("membership:edit", args=[grant.key]), GRANT | {"title": "Nieuw", "revision": 0})
    grant.refresh_from_db()
    assert grant.title == "Nieuw"


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("project_code", "BE02"),
        ("ends_on", "2026-06-01"),
        ("starts_on", "31/02/2026"),
        ("call_year", "veel"),
        ("title", ""),
    ],
)
def test_wrong_input_is_said_at_the_field(coordinator, field: str, typed: str) -> None:
    answer = coordinator.post(reverse("membership:create"), GRANT | {field: typed})
    assert field in answer.context["form"].errors
    assert not GrantAgreement.objects.exists()


def test_the_same_project_code_twice(coordinator) -> None:
    GrantAgreementFactory(project_code=CODE)
    answer = coordinator.post(reverse("membership:create"), GRANT)
    assert "project_code" in answer.context["form"].errors


def test_two_people_edit_the_same_grant_agreement(coordinator) -> None:
    grant = GrantAgreementFactory(title="Oud", revision=1)
    answer = coordinator.post(
        reverse("membership:edit", args=[grant.key]), GRANT | {"title": "Mijn titel", "revision": 0}
    )
    assert "Mijn titel" in answer.context["mine"]
    assert "Oud" in answer.context["theirs"]
    grant.refresh_from_db()
    assert grant.title == "Oud"


def test_take_in_activate_end_with_a_reason_and_activate_again(coordinator) -> None:
    grant, school = GrantAgreementFactory(), SchoolFactory()
    coordinator.post(reverse("membership:take_in", args=[grant.key, school.key]))
    membership = Membership.objects.get(organisation=school)
    assert membership.state == "interest"
    assert not queries.is_active(school, grant, date(2026, 11, 23))
    empty = coordinator.post(reverse("membership:activate", args=[membership.key]), {"reason": " "})
    assert "reason" in empty.context["form"].errors
    coordinator.post(reverse("membership:activate", args=[membership.key]), {"reason": "Op papier getekend."})
    assert queries.is_active(school, grant, date(2026, 11, 23))
    assert not queries.is_active(school, grant, date(2026, 11, 22))
    without = coordinator.post(reverse("membership:end", args=[membership.key]), {"reason": " "})
    assert "reason" in without.context["form"].errors
    coordinator.post(reverse("membership:end", args=[membership.key]), {"reason": "De school stopt."})
    membership.refresh_from_db()
    assert (membership.state, membership.end_reason) == ("ended", "De school stopt.")
    coordinator.post(reverse("membership:activate", args=[membership.key]), {"reason": "Doet weer mee."})
    assert queries.is_active(school, grant, date(2026, 11, 23))
    codes = list(Line.objects.order_by("pk").values_list("code", flat=True))
    assert codes == ["membership.interest", "membership.activated", "membership.ended", "membership.activated"]


def test_taking_in_twice_and_taking_in_a_company_are_explained(coordinator) -> None:
    grant, school = GrantAgreementFactory(), SchoolFactory()
    address = reverse("membership:take_in", args=[grant.key, school.key])
    coordinator.post(address, {})
    again = coordinator.post(address, {})
    assert again.status_code == 409
    company = coordinator.post(reverse("membership:take_in", args=[grant.key, CompanyFactory().key]))
    assert company.status_code == 409
    assert Membership.objects.count() == 1


def test_membership_counts_per_grant_agreement(coordinator) -> None:
    membership = MembershipFactory()
    assert queries.is_active(membership.organisation, membership.grant_agreement, date(2026, 11, 23))
    assert not queries.is_active(membership.organisation, GrantAgreementFactory(), date(2026, 11, 23))


def test_a_closed_school_is_no_active_member(at) -> None:
    membership = MembershipFactory(organisation__closed_at=at - timedelta(days=1))
    assert not queries.is_active(membership.organisation, membership.grant_agreement, date(2026, 11, 23))


def test_a_grant_agreement_with_a_call_is_not_removed(coordinator) -> None:
    empty, used = GrantAgreementFactory(), CallFactory().grant_agreement
    assert coordinator.post(reverse("membership:remove", args=[empty.key])).status_code == 302
    assert coordinator.post(reverse("membership:remove", args=[used.key])).status_code == 409
    assert list(GrantAgreement.objects.all()) == [used]


def test_contact_point_sees_only_its_own_schools_and_counts(client_as) -> None:
    grant = GrantAgreementFactory()
    mine, other = SchoolFactory(name="Onze school"), SchoolFactory(name="De andere")
    for school in (mine, other):
        MembershipFactory(organisation=school, grant_agreement=grant)
    elsewhere = MembershipFactory()
    client = client_as(RoleFactory(organisation=mine))
    assert [row.active for row in client.get(reverse("membership:index")).context["rows"]] == [1]
    page = client.get(reverse("membership:show", args=[grant.key]))
    assert page.context["listing"].total == 1
    assert "De andere" not in page.content.decode()
    assert client.get(reverse("membership:show", args=[elsewhere.grant_agreement.key])).status_code == 404


def test_group_sees_its_schools(client_as) -> None:
    group = GroupFactory()
    membership = MembershipFactory(organisation=SchoolFactory(group=group))
    page = client_as(RoleFactory(organisation=group)).get(
        reverse("membership:show", args=[membership.grant_agreement.key])
    )
    assert page.context["listing"].total == 1


def test_nobody_but_the_coordinator_decides(client_as) -> None:
    membership = MembershipFactory(interest=True)
    for client in (
        client_as(RoleFactory(organisation=membership.organisation)),
        client_as(RoleFactory(administrator=True)),
    ):
        for name in ("activate", "end"):
            assert client.post(reverse(f"membership:{name}", args=[membership.key]), {"reason": "x"}).status_code == 404
        assert client.post(reverse("membership:create"), GRANT).status_code == 404
    membership.refresh_from_db()
    assert membership.state == "interest"


@pytest.mark.parametrize("number", [1, 3])
def test_members_cost_the_same_for_one_and_three(coordinator, django_assert_max_num_queries, number: int) -> None:
    grant = GrantAgreementFactory()
    for _ in range(number):
        MembershipFactory(grant_agreement=grant)
    with django_assert_max_num_queries(8):
        coordinator.get(reverse("membership:show", args=[grant.key]))
