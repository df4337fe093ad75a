"""Before a question and before the confirmation every rule is asked as the board knows it now, one by one or in bulk."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from erasdu.journey.candidacies.models import Profile
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import Booking
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.models import Board, Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import Refused, no
from tests.conftest import AT
from tests.factories.hosting import HomeFactory, RoomFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)
Change = Callable[[Scene, Match], object]


def _forbids(scene: Scene, match: Match) -> None:
    actions.forbid(scene.board, match.mobility, placement=None, home=scene.home, **_now(scene))


def _pins_another(scene: Scene, match: Match) -> None:
    other = RoomFactory(home=HomeFactory(keeper=scene.school, town=scene.home.town)).home
    actions.pin(scene.board, match.mobility, placement=None, home=other, **_now(scene))


def _way_is_longer(scene: Scene, match: Match) -> None:
    given = {"reason": "De bus rijdt niet meer.", "revision": 0, "by": scene.by, "at": LATER}
    actions.set_minutes(scene.board, scene.placement, scene.home, 200, **given)


def _smokes(_: Scene, match: Match) -> None:
    """As the form saves it a second time on a day: without a line in the journal."""
    Profile.objects.filter(pk=match.mobility.profile_id).update(smokes="yes")


def _other_occupation(_: Scene, match: Match) -> None:
    Profile.objects.filter(pk=match.mobility.profile_id).update(occupation="cook")


def _smokes_and_home_pauses(scene: Scene, match: Match) -> None:
    _smokes(scene, match)
    hosting.pause_home(scene.home, by=scene.by, at=LATER)


def _now(scene: Scene) -> dict[str, object]:
    scene.board.refresh_from_db()
    return {"reason": "Kent de familie.", "revision": scene.board.revision, "by": scene.by, "at": LATER}


CHANGES = (_forbids, _pins_another, _way_is_longer, _smokes, _other_occupation, _smokes_and_home_pauses)


def _agreed() -> tuple[Scene, Match]:
    scene = Scene(learners=1)
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    return scene, match


@pytest.mark.requirement("R14")
@pytest.mark.parametrize("change", CHANGES)
def test_what_is_against_it_by_now_is_not_confirmed(change: Change) -> None:
    scene, match = _agreed()
    change(scene, match)
    with pytest.raises(Refused, match="^match_no_longer_fits$"):
        actions.confirm(scene.board, match, by=scene.by, at=LATER)
    against = no("match_no_longer_fits")
    assert actions.confirm_all(scene.board, [match], by=scene.by, at=LATER) == (0, [(match, against)])
    assert Match.objects.get().state == "asked"


@pytest.mark.parametrize("change", CHANGES[:3])
def test_nor_asked(change: Change) -> None:
    scene = Scene(learners=1)
    match = scene.place()
    change(scene, match)
    with pytest.raises(Refused, match="^match_no_longer_fits$"):
        actions.ask(scene.board, match, by=scene.by, at=LATER)
    assert actions.ask_all(scene.board, [match], by=scene.by, at=LATER) == (0, [(match, no("match_no_longer_fits"))])


def test_in_bulk_the_board_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    scene, match = _agreed()
    _smokes(scene, match)
    read, world = [], queries.world

    def counted(board: Board, **how: bool) -> queries.World:
        read.append(board)
        return world(board, **how)

    monkeypatch.setattr(queries, "world", counted)
    assert len(actions.confirm_all(scene.board, [match] * 3, by=scene.by, at=LATER)[1]) == 3
    assert read == [scene.board]


@pytest.mark.requirement("R12")
def test_who_pauses_after_a_yes_keeps_who_was_promised_and_is_asked_nothing_new() -> None:
    scene, match = _agreed()
    hosting.pause_home(scene.home, by=scene.by, at=LATER)
    hosting.pause_company(scene.company, by=scene.by, at=LATER)
    actions.confirm(scene.board, match, by=scene.by, at=LATER)
    assert Match.objects.get().state == "confirmed"
    days = {"first": match.starts_on, "last": match.ends_on}
    with pytest.raises(Refused, match="^home_paused$"):
        hosting.book_bed(scene.rooms[1], scene.stay(), **days, by=scene.by, at=LATER)


def test_a_home_that_pauses_gives_more_days_to_who_is_booked() -> None:
    scene, match = _agreed()
    actions.confirm(scene.board, match, by=scene.by, at=LATER)
    hosting.pause_home(scene.home, by=scene.by, at=LATER)
    before, longer = Period(match.starts_on, match.ends_on), match.ends_on + timedelta(days=2)
    Mobility.objects.filter(pk=match.mobility_id).update(planned_from=match.starts_on, planned_until=longer)
    hosting.move_bookings(match.mobility, before, by=scene.coordinator, at=LATER)
    assert Booking.objects.get(room=match.room).ends_on == longer


@pytest.mark.parametrize(
    ("pause", "code"), [("home", "home_paused"), ("company", "company_paused"), ("placement", "placement_not_offered")]
)
def test_who_pauses_before_the_question_is_not_asked(pause: str, code: str) -> None:
    scene = Scene(learners=1)
    match = scene.place()
    getattr(hosting, f"pause_{pause}")(getattr(scene, pause), by=scene.by, at=LATER)
    with pytest.raises(Refused, match=f"^{code}$"):
        actions.ask(scene.board, match, by=scene.by, at=LATER)


def test_who_is_left_is_named_with_the_reason(client_as: Callable[..., Client]) -> None:
    scene, match = _agreed()
    _smokes(scene, match)
    scene.board.refresh_from_db()
    typed = {"act": "confirm", "revision": scene.board.revision}
    answer = client_as(scene.role).post(reverse("matching:several", args=[scene.board.key]), typed)
    said = [str(each) for each in get_messages(answer.wsgi_request)]
    assert f"Nog niet mogelijk voor: {match.mobility.person}. Nu past er iets niet meer" in said[-1]
