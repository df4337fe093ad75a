"""What must be in order before the work: asked by a place, seen by somebody, kept closed, and taken back."""

from datetime import date

import pytest
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.hosting.models import Placement
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.models import Match, Proofs
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from erasdu.office.retention.queries import proofs_due
from tests.conftest import AT
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 20)


@pytest.fixture
def scene(db) -> Scene:
    made = Scene()
    Placement.objects.update(proofs=["hepatitis_b"])
    return made


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


def see(scene: Scene, code: str = "hepatitis_b", by: Actor | None = None, **changes: object) -> None:
    scene.board.refresh_from_db()
    told = {"seen_by": "Mila Aerts", "seen_on": DAY, "revision": scene.board.revision, **changes}
    actions.see_proof(scene.board, scene.stays[0], code, by=by or scene.by, at=AT, **told)


@pytest.mark.requirement("R14")
def test_a_place_waits_for_what_must_be_in_order(scene) -> None:
    with refused("match_without_reason"):
        scene.place(0)
    see(scene)
    assert b"hepatitis" not in bytes(Proofs.objects.get().closed)
    assert "hepatitis" not in str([line.data for line in Line.objects.filter(code="match.proof_seen")])
    scene.place(0)
    assert Match.objects.get().against == []
    found = queries.world(scene.board)
    place = found.place[scene.placement.pk]
    assert queries.why_not(found, found.learner[scene.stays[1].pk], place=place) == ["proof_lacks"]
    scene.board.refresh_from_db()
    decided = {"revision": scene.board.revision, "by": scene.by, "at": AT}
    actions.take_proof_back(scene.board, scene.stays[0], "hepatitis_b", **decided)
    assert not Proofs.objects.exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"code": "good_looks"}, "proof_unknown"),
        ({"seen_by": " "}, "proof_without_name"),
        ({"seen_on": date(2026, 12, 24)}, "certificate_to_come"),
    ],
)
def test_who_saw_what_and_when(scene, changes, code: str) -> None:
    with refused(code):
        see(scene, **changes)
    assert not Proofs.objects.exists()


def test_only_who_decides_on_the_board_and_nobody_over_another(scene) -> None:
    for actor in (actor_of(RoleFactory(organisation=SchoolFactory())), Actor(scene.stays[0].person_id, "learner")):
        with refused("board_not_yours"):
            see(scene, by=actor)
    see(scene)
    with pytest.raises(Stale):
        see(scene, code="health_check", revision=0)


def test_on_the_page_of_the_learner(scene, client_as) -> None:
    client, key = client_as(scene.role), scene.stays[0].key
    page, address = (reverse(f"matching:{name}", args=[scene.board.key, key]) for name in ("learner", "proof"))
    typed = {"code": "hepatitis_b", "seen_by": "Mila Aerts", "seen_on": "2026-11-20", "revision": 0}
    client.post(address, typed | {"seen_on": ""})
    assert not Proofs.objects.exists()
    client.post(address, typed)
    assert "Mila Aerts" in client.get(page).content.decode()
    client.post(address, {"remove": "hepatitis_b", "revision": 1})
    assert not Proofs.objects.exists()
    stranger = client_as(RoleFactory(organisation=SchoolFactory()))
    assert stranger.post(address, typed).status_code == 404


def test_it_goes_a_month_after_the_return(scene) -> None:
    see(scene)
    type(scene.stays[0]).objects.filter(pk=scene.stays[0].pk).update(
        planned_from=date(2027, 1, 10), planned_until=date(2027, 1, 24)
    )
    assert not proofs_due(date(2027, 2, 20)).exists()
    assert proofs_due(date(2027, 2, 28)).exists()
