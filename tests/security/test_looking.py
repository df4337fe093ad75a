"""Looking changes nothing: mail robots and link checkers open every address, some more than once.

That no page of anybody's changes anything is shown on the walk of `test_headers`.
"""

import pytest
from django.test import Client

from erasdu.ground.links import queries
from tests.security import scene
from tests.security.scene import World

# Others walk the same pages on PostgreSQL.
pytestmark = [pytest.mark.on_sqlite, pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_robot_with_every_link_of_every_letter(world: World) -> None:
    """HEAD, then GET five times, as another machine: nothing is used up, signed, opened or remembered."""
    before = scene.every_row()
    for link in world.a.links.values():
        door = f"/l/{queries.token_of(link)}/"
        robot = Client(headers={"User-Agent": "Mozilla/5.0 (compatible; SafeLinks)"})
        assert robot.head(door).status_code == 200
        for _ in range(5):
            page = robot.get(door)
            assert page.status_code == 200
            assert scene.CANARY not in page.content.decode()
        assert "sessionid" not in robot.cookies or not robot.session.get("links")
    assert scene.changes(before, scene.every_row()) == {}


def test_options_and_other_methods_change_nothing(world: World) -> None:
    client, keys = scene.everybody(world)["contact point"]
    before = scene.every_row()
    for turn, address in enumerate(scene.addresses(keys)):
        method = ("options", "put", "patch", "delete")[turn % 4]
        assert getattr(client, method)(address).status_code < 500, (method, address)
    assert scene.changes(before, scene.every_row()) == {}
