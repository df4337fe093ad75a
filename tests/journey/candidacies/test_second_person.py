"""After papers went out, nobody alone changes where a parent is reached: a second person looks it up too."""

from typing import Any

import pytest
from django.test import Client

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.actions import confirm_guardians, set_guardians
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.queries import dossier
from erasdu.kernel.verdict import Refused
from erasdu.office.notices.followers import take
from tests.factories.organisations import RoleFactory
from tests.factories.paperwork import paper
from tests.journey.candidacies.approving import contact_of, ready

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25")]
OTHER = "+32479998877"


@pytest.fixture
def row(clock) -> Candidacy:
    """The mother was asked."""
    made = ready(dual=False)
    person = made.guardians.get().person
    paper(made, "candidacies.guardian_approval", "guardian_1", person=person, variant=f"guardian-{person.pk}")
    return made


def given(row: Candidacy, **other: str) -> dict[str, str]:
    guardian = row.guardians.get()
    person = guardian.person
    details = {name: getattr(person, name) for name in ("given_name", "family_name", "email", "phone", "language")}
    known = {"relation": "mother", "attested_how": "pupil_record", "channel": "text", "reason": ""}
    return {**details, **known, **other}


def saves(row: Candidacy, at: Any, by: Any = None, **other: str) -> Candidacy:
    row = Candidacy.objects.get(pk=row.pk)
    set_guardians(row, [given(row, **other)], revision=row.revision, by=by or contact_of(row), at=at)
    return Candidacy.objects.get(pk=row.pk)


def lacks(row: Candidacy, at: Any) -> tuple[str, ...]:
    return dossier(row, at).parents[0].lacks


def test_another_number_waits_for_a_second_person(row, at) -> None:
    first = contact_of(row)
    changed = saves(row, at, phone=OTHER)
    assert lacks(changed, at) == ("guardian_change_to_confirm",)
    with pytest.raises(Refused, match="second_person_confirms"):
        confirm_guardians(changed, by=first, at=at)
    changed = saves(changed, at)
    assert lacks(changed, at) == ("guardian_change_to_confirm",), "saving it once more confirms nothing"
    second = actor_of(RoleFactory(organisation=row.school))
    confirm_guardians(changed, by=second, at=at)
    changed = Candidacy.objects.get(pk=row.pk)
    assert dossier(changed, at).parents[0].state == "to_ask"
    assert dossier(saves(changed, at), at).parents[0].state == "to_ask", "and it stays confirmed"
    with pytest.raises(Refused, match="nothing_to_confirm"):
        confirm_guardians(changed, by=second, at=at)


@pytest.mark.parametrize("other", [{"phone": OTHER}, {"email": "vriendin@elders.example"}])
def test_neither_an_address_nor_leaving_the_parent_out_goes_round_it(row, at, other) -> None:
    kept = given(row, **other)
    row = Candidacy.objects.get(pk=row.pk)
    set_guardians(row, [], revision=row.revision, by=contact_of(row), at=at)
    row = Candidacy.objects.get(pk=row.pk)
    set_guardians(row, [kept], revision=row.revision, by=contact_of(row), at=at)
    assert lacks(Candidacy.objects.get(pk=row.pk), at) == ("guardian_change_to_confirm",)


def test_before_anything_was_sent_one_person_suffices(clock, at) -> None:
    made = ready(dual=False)
    assert dossier(saves(made, at, phone=OTHER), at).parents[0].state == "to_ask"


def test_the_same_number_written_otherwise_is_no_change(row, at) -> None:
    phone = row.guardians.get().person.phone
    assert not saves(row, at, phone=f"{phone[:3]} {phone[3:]}").guardians.get().to_confirm


def test_the_second_person_hears_of_it_and_confirms_on_the_page(client: Client, row, at) -> None:
    office = RoleFactory(coordinator=True)
    saves(row, at, phone=OTHER)
    take(Line.objects.get(code="candidacy.guardian_to_confirm"))
    assert Letter.objects.get(template="notices/letters/guardian_to_confirm").person == office.person
    first = Role.objects.filter(organisation=row.school, kind="contact_point").get()
    address = f"/candidacies/{row.key}/guardians/confirm/"
    for role, may in ((first, False), (office, True)):
        client.force_login(role.person.account)
        page = client.get(f"/candidacies/{row.key}/").content.decode()
        assert (address in page) is may
    assert client.post(address).status_code == 302
    assert row.guardians.get().confirmed_by == office.person
