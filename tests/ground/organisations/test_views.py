"""The pages of organisations, as coordinator, administrator and contact point see them."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Account, Person
from erasdu.ground.post.models import Letter
from tests.factories.organisations import (
    AccountFactory,
    BoardFactory,
    GroupFactory,
    PersonFactory,
    RoleFactory,
    SchoolFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R02")]


@pytest.fixture
def coordinator(client_as) -> Client:
    return client_as(RoleFactory(coordinator=True))


def new_school(**changes: object) -> dict[str, object]:
    return {"name": "Sint-Jozef", "town": "Geel", "country": "BE", "institution_number": "034567"} | changes


def test_list_shows_searches_filters_and_exports(coordinator: Client) -> None:
    SchoolFactory(name="VTI De Kring", town="Aalst", sectors=["wood"])
    SchoolFactory(name="Ter Duinen", town="Koksijde", sectors=["hospitality"])
    BoardFactory(name="Bestuur Kring")
    page = coordinator.get(reverse("organisations:index"), {"q": "kring", "kind": "school"}).content.decode()
    assert "VTI De Kring" in page
    assert "Ter Duinen" not in page
    assert "Bestuur Kring" not in page
    by_sector = coordinator.get(reverse("organisations:index"), {"sector": "hospitality"}).content.decode()
    assert "Ter Duinen" in by_sector
    assert "VTI De Kring" not in by_sector
    file = coordinator.get(reverse("organisations:index"), {"town": "Aalst", "export": "csv"}).content.decode(
        "utf-8-sig"
    )
    assert [line.split(";")[0] for line in file.splitlines()[1:]] == ["VTI De Kring"]


@pytest.mark.parametrize("number", [1, 3])
def test_list_costs_the_same_for_one_and_three(coordinator: Client, django_assert_max_num_queries, number: int) -> None:
    board = BoardFactory()
    for _ in range(number):
        RoleFactory(organisation=SchoolFactory(board=board, group=GroupFactory()))
    with django_assert_max_num_queries(9):
        coordinator.get(reverse("organisations:index"))


def test_create_asks_what_fits_the_kind(coordinator: Client) -> None:
    school = coordinator.get(reverse("organisations:create", args=["school"])).content.decode()
    assert 'name="institution_number"' in school
    assert 'name="enterprise_number"' not in school
    board = coordinator.get(reverse("organisations:create", args=["board"])).content.decode()
    assert 'name="enterprise_number"' in board
    assert 'name="sectors"' not in board
    assert coordinator.get(reverse("organisations:create", args=["coordinator"])).status_code == 404


def test_create_keeps_numbers_in_one_form(coordinator: Client) -> None:
    answer = coordinator.post(
        reverse("organisations:create", args=["board"]),
        {"name": "Bestuur", "country": "BE", "enterprise_number": "BE 0403.170.701", "oid": "e 10012345"},
    )
    board = Organisation.objects.get(kind="board")
    assert answer.url == reverse("organisations:show", args=[board.key])
    assert (board.enterprise_number, board.oid) == ("0403170701", "E10012345")


@pytest.mark.parametrize(
    ("field", "typed", "part"),
    [
        ("institution_number", "12345", "034567"),
        ("oid", "E1001234", "E10012345"),
        ("phone", "12", "0470"),
        ("email", "bij-ons", "@"),
        ("name", "x" * 161, "160"),
        ("name", "\u202e \u0000", ""),
    ],
)
def test_wrong_input_is_said_at_the_field(coordinator: Client, field: str, typed: str, part: str) -> None:
    answer = coordinator.post(reverse("organisations:create", args=["school"]), new_school(**{field: typed}))
    assert answer.status_code == 200
    errors = answer.context["form"].errors
    assert list(errors) == [field]
    assert part in errors[field][0]
    assert not Organisation.objects.filter(kind="school").exists()


def test_wrong_check_digits_of_an_enterprise_number(coordinator: Client) -> None:
    answer = coordinator.post(
        reverse("organisations:create", args=["board"]),
        {"name": "Bestuur", "country": "BE", "enterprise_number": "0403.170.702"},
    )
    assert "enterprise_number" in answer.context["form"].errors


def test_a_number_of_another_school_is_said_at_the_field(coordinator: Client) -> None:
    SchoolFactory(name="De eerste", institution_number="034567")
    answer = coordinator.post(reverse("organisations:create", args=["school"]), new_school())
    assert "De eerste" in answer.context["form"].errors["institution_number"][0]


def test_two_people_edit_the_same_school(coordinator: Client) -> None:
    school = SchoolFactory(name="Oud", revision=4)
    address = reverse("organisations:edit", args=[school.key])
    coordinator.post(address, new_school(name="Van de eerste", revision=4))
    second = coordinator.post(address, new_school(name="Van de tweede", revision=4))
    assert "Van de eerste" in second.context["theirs"]
    assert "Van de tweede" in second.context["mine"]
    assert b"Van de tweede" in second.content
    school.refresh_from_db()
    assert school.name == "Van de eerste"
    again = coordinator.post(address, new_school(name="Samen", revision=second.context["form"].data["revision"]))
    assert again.status_code == 302
    school.refresh_from_db()
    assert school.name == "Samen"


def test_contact_point_sees_its_own_school_and_not_another(client_as) -> None:
    mine, other = SchoolFactory(board=BoardFactory(name="Ons bestuur")), SchoolFactory(name="School van een ander")
    client = client_as(RoleFactory(organisation=mine))
    page = client.get(reverse("organisations:index"))
    assert page.context["listing"].total == 2
    assert "Ons bestuur" in page.content.decode()
    assert "School van een ander" not in page.content.decode()
    for name in ("show", "edit", "add_contact"):
        assert client.get(reverse(f"organisations:{name}", args=[other.key])).status_code == 404
    stranger = RoleFactory(organisation=other, teacher=True)
    assert client.post(reverse("organisations:end_role", args=[stranger.key])).status_code == 404
    assert client.get(reverse("organisations:edit_contact", args=[stranger.key])).status_code == 404


def test_contact_point_sees_the_group_of_its_board(client_as) -> None:
    board = BoardFactory(group=GroupFactory(name="Groep erboven"))
    client = client_as(RoleFactory(organisation=SchoolFactory(board=board)))
    assert "Groep erboven" in client.get(reverse("organisations:show", args=[board.key])).content.decode()
    assert client.get(reverse("organisations:show", args=[board.group.key])).status_code == 200


def test_contact_point_sees_no_people_of_its_board(client_as) -> None:
    board = BoardFactory()
    RoleFactory(organisation=board, person__family_name="Geheim")
    client = client_as(RoleFactory(organisation=SchoolFactory(board=board)))
    assert "Geheim" not in client.get(reverse("organisations:show", args=[board.key])).content.decode()


def test_group_acts_for_its_schools_and_those_of_its_boards(client_as) -> None:
    group = GroupFactory()
    direct, by_board = SchoolFactory(group=group), SchoolFactory(board=BoardFactory(group=group))
    client = client_as(RoleFactory(organisation=group))
    for school in (direct, by_board):
        assert client.get(reverse("organisations:edit", args=[school.key])).status_code == 200


def test_contact_point_does_not_choose_who_stands_above(client_as) -> None:
    school, board = SchoolFactory(), BoardFactory()
    client = client_as(RoleFactory(organisation=school))
    client.post(reverse("organisations:edit", args=[school.key]), new_school(board=board.pk, revision=0))
    school.refresh_from_db()
    assert school.name == "Sint-Jozef"
    assert school.board is None


def test_add_a_contact_point_makes_an_account(coordinator: Client) -> None:
    school = SchoolFactory()
    coordinator.post(
        reverse("organisations:add_contact", args=[school.key]),
        {
            "role": "contact_point",
            "given_name": "Fatma",
            "family_name": "Yıldız",
            "email": "fatma@school.be",
            "language": "nl",
        },
    )
    role = Role.objects.get(organisation=school)
    assert role.person.account.email == "fatma@school.be"
    assert Line.objects.filter(code="role.given", subjects__kind="organisations.organisation").exists()


def test_school_keeps_its_list_of_teachers_without_account(client_as) -> None:
    school = SchoolFactory()
    client = client_as(RoleFactory(organisation=school))
    address = reverse("organisations:add_contact", args=[school.key])
    person = {"given_name": "Jan", "family_name": "Maes", "email": "jan@school.be", "language": "nl"}
    assert "contact_point" not in dict(client.get(address).context["form"].fields["role"].choices)
    client.post(address, person | {"role": "teacher"})
    client.post(address, person | {"role": "counsellor"})
    assert set(Role.objects.filter(person__email="jan@school.be").values_list("kind", flat=True)) == {
        "teacher",
        "counsellor",
    }
    assert not Account.objects.filter(email="jan@school.be").exists()
    refused = client.post(address, person | {"role": "teacher"})
    assert refused.context["form"].non_field_errors()


def test_an_address_that_signs_in_elsewhere_is_refused_at_the_field(coordinator: Client) -> None:
    AccountFactory(person=PersonFactory(email="gedeeld@thuis.be"))
    answer = coordinator.post(
        reverse("organisations:add_contact", args=[SchoolFactory().key]),
        {
            "role": "contact_point",
            "given_name": "An",
            "family_name": "De Wit",
            "email": "gedeeld@thuis.be",
            "language": "nl",
        },
    )
    assert "email" in answer.context["form"].errors


def test_ending_a_role_shuts_the_door_at_the_next_request(coordinator: Client, client_as) -> None:
    role = RoleFactory()
    client = client_as(role)
    assert client.get(reverse("organisations:index")).status_code == 200
    coordinator.post(reverse("organisations:end_role", args=[role.key]))
    assert client.get(reverse("organisations:index")).status_code in {302, 403}


def test_closing_a_school_shuts_the_door_too_and_can_be_undone(coordinator: Client, client_as) -> None:
    role = RoleFactory()
    client = client_as(role)
    coordinator.post(reverse("organisations:close", args=[role.organisation.key]))
    assert client.get(reverse("organisations:index")).status_code in {302, 403}
    coordinator.post(reverse("organisations:reopen", args=[role.organisation.key]))
    assert client_as(role).get(reverse("organisations:index")).status_code == 200


def test_other_roles_find_no_such_pages(client_as) -> None:
    client = client_as(RoleFactory(learner=True))
    for address in (reverse("organisations:index"), reverse("organisations:create", args=["school"])):
        assert client.get(address).status_code == 404


def test_administrator_looks_but_adds_only_own_kind(client_as) -> None:
    administrator = RoleFactory(administrator=True)
    client = client_as(administrator)
    school = SchoolFactory()
    assert client.get(reverse("organisations:show", args=[school.key])).status_code == 200
    assert client.get(reverse("organisations:add_contact", args=[school.key])).status_code == 404
    assert client.get(reverse("organisations:create", args=["school"])).status_code == 404
    own = client.get(reverse("organisations:add_contact", args=[administrator.organisation.key]))
    assert set(dict(own.context["form"].fields["role"].choices)) == {"coordinator", "administrator"}


def contact(role: Role, **changed: object) -> dict[str, object]:
    person = role.person
    return {
        "given_name": person.given_name, "family_name": person.family_name, "email": person.email,
        "language": "nl", "revision": person.revision, **changed,
    }  # fmt: skip


def test_coordinator_corrects_the_address_of_who_never_signed_in(coordinator: Client) -> None:
    role = RoleFactory(organisation=SchoolFactory())
    address = reverse("organisations:edit_contact", args=[role.key])
    assert not coordinator.get(address).context["form"].fields["email"].disabled
    answer = coordinator.post(address, contact(role, email="right@school.example"), follow=True)
    assert "right@school.example" in answer.content.decode()
    role.person.refresh_from_db()
    assert (role.person.email, role.person.account.email) == ("right@school.example", "right@school.example")
    assert Letter.objects.get(address="right@school.example").template == "people/letters/invitation"


def test_the_address_of_who_signed_in_stands(coordinator: Client, at: datetime) -> None:
    role = RoleFactory(organisation=SchoolFactory())
    Account.objects.filter(person=role.person).update(last_login=at)
    address = reverse("organisations:edit_contact", args=[role.key])
    assert coordinator.get(address).context["form"].fields["email"].disabled
    coordinator.post(address, contact(role, email="other@school.example", given_name="Veronique"))
    before, person = role.person.email, Person.objects.get(pk=role.person.pk)
    assert (person.given_name, person.email) == ("Veronique", before)


def test_an_address_that_another_signs_in_with_is_said_at_the_field(coordinator: Client) -> None:
    role, other = RoleFactory(organisation=SchoolFactory()), RoleFactory(organisation=SchoolFactory())
    address = reverse("organisations:edit_contact", args=[role.key])
    answer = coordinator.post(address, contact(role, email=other.person.email, given_name="Half"))
    assert "email" in answer.context["form"].errors
    assert Person.objects.get(pk=role.person.pk).given_name == role.person.given_name
