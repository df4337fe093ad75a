"""A last no and the confirmation at the same moment: one of the two counts, never both."""

import pytest

from erasdu.journey.matching import actions
from erasdu.journey.matching.models import Answer
from tests.concurrency import shared_database, together
from tests.conftest import AT
from tests.journey.hosting.test_races import tried
from tests.journey.matching.scene import Scene

__all__ = ["shared_database"]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database"), pytest.mark.slow]


def test_a_no_while_somebody_confirms_is_kept_or_refused() -> None:
    scene = Scene(1)
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    row = Answer.objects.select_related("match").get(match=match, party="family")
    came = together(
        tried(lambda: actions.confirm(scene.board, match, by=scene.by, at=AT)),
        tried(lambda: actions.answer(row, yes=False, reason="away", by=scene.coordinator, at=AT)),
    )
    match.refresh_from_db()
    row.refresh_from_db()
    assert (match.state, row.what) in (("confirmed", "yes"), ("asked", "no")), came
