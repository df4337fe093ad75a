"""What is called the same is told apart by what differs, and by nothing else."""

from datetime import date, time

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.hosting.models import Company
from erasdu.journey.hosting.queries import places_apart, units_apart
from erasdu.journey.hosting.queries.facts import placement_facts, units_for_board
from erasdu.journey.hosting.rules import told_apart
from erasdu.kernel.periods import Period
from tests.factories.hosting import CompanyFactory, HomeFactory, PlacementFactory, RoomFactory
from tests.factories.organisations import RoleFactory

WORDS = st.sampled_from(["", "a", "b", "c"])


@pytest.mark.parametrize(
    ("things", "words"),
    [
        ([("Oven", ["baker", "Gent"]), ("Bar", ["cook", "Gent"])], ["", ""]),
        ([("Oven", ["baker", "Gent"]), ("oven", ["cook", "Gent"])], ["baker", "cook"]),
        ([("Oven", ["baker", "Gent"]), ("Oven", ["baker", "Aalst"])], ["Gent", "Aalst"]),
        ([("Oven", ["baker", "Gent"]), ("Oven", ["baker", "Gent"])], ["(1)", "(2)"]),
        (
            [("Oven", ["baker", "x"]), ("Oven", ["baker", "y"]), ("Oven", ["cook", "y"])],
            ["baker, x", "baker, y", "cook, y"],
        ),
    ],
)
def test_only_namesakes_get_words_and_only_what_differs(things, words) -> None:
    assert told_apart(things) == words


@given(st.lists(st.tuples(st.sampled_from(["Oven", "Bar"]), st.lists(WORDS, min_size=3, max_size=3)), max_size=8))
def test_no_two_are_ever_called_the_same(things: list[tuple[str, list[str]]]) -> None:
    named = [(name, words) for (name, _details), words in zip(things, told_apart(things), strict=True)]
    assert len(set(named)) == len(named)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_second_place_of_a_company_reads_otherwise_in_the_list_and_where_one_chooses(client: Client) -> None:
    role = RoleFactory()
    company: Company = CompanyFactory(keeper=role.organisation, organisation__name="De Korenaar")
    first = PlacementFactory(company=company, occupation="baker", starts_at=time(4), ends_at=time(12))
    second = PlacementFactory(company=company, occupation="baker", starts_at=time(9), ends_at=time(17))
    alone = PlacementFactory(company=CompanyFactory(keeper=role.organisation, organisation__name="Bar Sol"))
    names = places_apart(placement_facts([first.pk, second.pk, alone.pk]), {})
    assert {names[each.pk].name for each in (first, second)} == {
        "De Korenaar (04.00–12.00)",
        "De Korenaar (09.00–17.00)",
    }
    assert names[alone.pk].name == "Bar Sol"
    client.force_login(role.person.account)
    listed = client.get(reverse("hosting:companies")).content.decode()
    assert "04.00–12.00" in listed
    assert "09.00–17.00" in listed
    shown = client.get(reverse("hosting:company", args=[company.key])).content.decode()
    assert "04.00–12.00" in shown


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_two_homes_of_one_name_are_told_apart_and_the_rooms_of_one_are_not() -> None:
    role = RoleFactory()
    one = HomeFactory(keeper=role.organisation, name="Familie Peeters")
    other = HomeFactory(keeper=role.organisation, name="Familie Peeters")
    for home, beds in ((one, 1), (one, 1), (other, 3)):
        RoomFactory(home=home, beds=beds)
    units = {
        str(n): each
        for n, each in enumerate(units_for_board([role.organisation_id], Period(date(2027, 1, 1), date(2027, 12, 31))))
    }
    found = units_apart(units, {})
    named: dict[int, set[str]] = {}
    for each in found.values():
        named.setdefault(each.unit.home, set()).add(each.name)
    assert all(len(own) == 1 for own in named.values())
    assert len({name for own in named.values() for name in own}) == len(named)
