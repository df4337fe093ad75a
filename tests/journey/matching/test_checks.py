"""The checks of a home: asked for the stay itself, and told in full only to who may know of them."""

from datetime import date

import pytest
from django.urls import reverse

from erasdu.journey.hosting.models import Adult, Home
from erasdu.journey.matching import actions, queries, words
from erasdu.journey.matching.templatetags.matching_words import listed_reasons, why_not_word
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Loan
from tests.conftest import AT
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene(db) -> Scene:
    return Scene()


def test_a_home_whose_checks_last_for_the_stay_is_open_whoever_else_stays_longer(scene) -> None:
    """The board goes on until March, this learner until 24 January: a check until the 25th is long enough for them."""
    one, other = scene.stays
    Home.objects.update(valid_until=date(2027, 1, 25))
    Mobility.objects.filter(pk=other.pk).update(planned_from=date(2027, 2, 1), planned_until=date(2027, 3, 20))
    found = queries.world(scene.board)
    bed = found.beds_of(scene.home.pk)[0]
    assert queries.why_not(found, found.learner[one.pk], bed=bed) == []
    assert queries.why_not(found, found.learner[other.pk], bed=bed) == ["home_checks_ended"]
    assert scene.place(0).room == scene.rooms[0]


def test_each_check_has_words_of_its_own_and_one_for_all_others(db) -> None:
    assert len({str(word) for word in words.CHECKS.values()}) == len(words.CHECKS) == 5
    assert len({why_not_word(code) for code in words.CHECKS}) == 1
    assert all(why_not_word(code, True) == word for code, word in words.CHECKS.items())
    assert listed_reasons(["home_extract_lacks"], True) == words.CHECKS["home_extract_lacks"]
    assert why_not_word("home_paused", True) == why_not_word("home_paused")


@pytest.mark.requirement("R33")
@pytest.mark.parametrize("who", ["keeper", "coordinator", "lent"])
def test_which_check_it_is_only_who_may_know_reads(scene, client_as, who: str) -> None:
    """The school that got the home on loan decides on its board and hears only that it is not available."""
    Adult.objects.update(seen_on=None, issued_on=None)
    role = {"keeper": scene.role, "coordinator": RoleFactory(coordinator=True)}.get(who)
    if role is None:
        school = SchoolFactory()
        role = RoleFactory(organisation=school)
        Mobility.objects.update(receiving=school)
        Loan.objects.create(call=scene.call, keeper=scene.school, to_school=school, home=scene.home, at=AT)
        scene.board = actions.board_of(scene.call, "incoming", receiving=school)
    client, key = client_as(role), scene.stays[0].key
    pages = [
        client.get(reverse("matching:move", args=[scene.board.key, key])),
        client.get(reverse("matching:learner", args=[scene.board.key, key]), {"home": scene.home.pk}),
    ]
    named, general = (str(of["home_extract_lacks"]) for of in (words.CHECKS, words.WHY_NOT))
    for page in pages:
        shown = page.content.decode()
        assert (named in shown, general in shown.split("why-not")[-1]) == (
            (False, True) if who == "lent" else (True, False)
        )
