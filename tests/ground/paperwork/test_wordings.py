"""The coordinator's own work on texts: explanations that a named person confirmed."""

import pytest
from django.test import Client

from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions, papers, queries
from erasdu.ground.paperwork.models import Confirmation
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db
CODE = "candidacies.guardian_approval"


@pytest.fixture
def coordinator(clock):
    return RoleFactory(coordinator=True)


@pytest.mark.requirement("R25")
def test_an_explanation_is_confirmed_by_name_and_signers_see_it(client: Client, client_as, coordinator, at) -> None:
    staff = client_as(coordinator)
    assert b"Ewa Kowalska" not in staff.get("/papers/explanations/").content
    page = staff.get(f"/papers/explanations/{CODE}/pl/")
    digest = page.context["form"].initial["digest"]
    answer = staff.post(f"/papers/explanations/{CODE}/pl/", {"name": "Ewa Kowalska", "digest": digest}, follow=True)
    assert answer.content.count(b"Ewa Kowalska") == 2, "told, and kept in the list"
    assert Confirmation.objects.get().by == coordinator.person
    page = scene.come_in(client, scene.signer_of(scene.guardian_paper(at)), code="")
    assert "Ewa Kowalska" in page.content.decode()


def test_a_text_that_changed_asks_for_another_reader(coordinator, at, monkeypatch) -> None:
    kind, by = papers.kind(CODE), actor_of(coordinator)
    read = queries.explained_one(kind, "pl")
    actions.confirm_explanation(kind, "pl", digest=read.digest, name="Ewa", by=by, at=at)
    assert queries.explained_one(kind, "pl").name == "Ewa"
    monkeypatch.setattr(papers, "explanation_of", lambda kind, language: papers.explanations._explanation(
        kind.folder / "explanations" / f"{kind.name}.de.toml"
    ))  # fmt: skip
    assert queries.explained_one(kind, "pl").name == ""
    with pytest.raises(Stale):
        actions.confirm_explanation(kind, "pl", digest=read.digest, name="Ewa", by=by, at=at)


def test_a_name_is_needed_and_unknown_texts_are_not_found(client_as, coordinator) -> None:
    staff = client_as(coordinator)
    answer = staff.post(f"/papers/explanations/{CODE}/pl/", {"name": "  ", "digest": "x"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"]
    assert staff.get(f"/papers/explanations/{CODE}/xx/").status_code == 404
    assert staff.get("/papers/explanations/nothing.such/pl/").status_code == 404


ADDRESSES = ["explanations/", f"explanations/{CODE}/pl/"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_coordinator_alone_edits(client: Client, client_as, clock, address: str) -> None:
    assert client.get(f"/papers/{address}").status_code in (302, 403)
    assert client_as(RoleFactory(contact_point=True)).get(f"/papers/{address}").status_code == 404


def test_the_list_asks_the_database_once(client_as, coordinator, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert all(lines for _kind, lines in queries.explained())
