"""What changed between the question and the confirmation is heeded: other days, needs, pets, another date of birth."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies import actions as candidacies
from erasdu.journey.hosting import actions as hosting
from erasdu.journey.hosting.models import Booking
from erasdu.journey.matching import actions
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.mobilities import actions as stays
from erasdu.journey.mobilities.models import Mobility, Traveller
from erasdu.journey.readiness import queries as readiness
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from tests.conftest import AT
from tests.factories.admissions import CandidateFileFactory
from tests.factories.organisations import RoleFactory
from tests.journey.matching.scene import Scene

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def agreed() -> tuple[Scene, Match]:
    """Everybody said yes; nothing was confirmed yet."""
    scene = Scene()
    match = scene.asked()
    scene.all_say_yes(match)
    match.refresh_from_db()
    scene.board.refresh_from_db()
    return scene, match


def test_with_nothing_changed_it_is_confirmed(agreed: tuple[Scene, Match]) -> None:
    scene, match = agreed
    actions.confirm(scene.board, match, by=scene.by, at=LATER)
    assert Match.objects.get().state == "confirmed"


@pytest.mark.requirement("R14")
def test_a_home_that_took_pets_does_not_get_who_cannot_be_with_them(agreed: tuple[Scene, Match]) -> None:
    scene, match = agreed
    herself = Actor(match.mobility.person_id, "holder", via="link")
    stays.tell_needs(match.mobility, ["allergy_dog"], by=herself, at=AT)
    hosting.edit_home(scene.home, values={"pets": ["dog"]}, revision=scene.home.revision, by=scene.by, at=LATER)
    with pytest.raises(Refused, match="^match_no_longer_fits$"):
        actions.confirm(scene.board, match, by=scene.by, at=LATER)
    assert Match.objects.get().state == "asked"


def test_days_that_were_planned_since_are_not_confirmed_for_the_old_ones(agreed: tuple[Scene, Match]) -> None:
    scene, match = agreed
    planned = {"planned_from": match.starts_on, "planned_until": match.ends_on - timedelta(days=1)}
    Mobility.objects.filter(pk=match.mobility_id).update(**planned)
    with pytest.raises(Refused, match="^match_for_other_days$"):
        actions.confirm(scene.board, match, by=scene.by, at=LATER)


def test_a_date_of_birth_that_the_school_corrects_is_that_of_the_stay() -> None:
    file = CandidateFileFactory(granted=True)
    candidacy, stay = file.candidacy, file.mobility
    contact, born = actor_of(RoleFactory(organisation=stay.sending)), date(2009, 5, 4)
    candidacies.change_details(
        candidacy, given_name=candidacy.learner.given_name, family_name=candidacy.learner.family_name, birth_date=born,
        revision=candidacy.revision, by=contact, at=LATER,
    )  # fmt: skip
    assert Traveller.objects.get(mobility=stay).birth_date == born


def test_before_a_question_and_after_a_no_it_is_the_turn_of_who_makes_the_match() -> None:
    scene = Scene()
    stay = scene.stays[0]

    def turn() -> tuple[str, str]:
        found = readiness.requirements_of([stay], AT.date())[stay.pk]
        place = next(item for item in found if item.code == "internship_place")
        return place.state, place.who

    assert turn() == ("open", "contact_point")  # the school that receives makes it
    match = scene.asked()
    assert turn()[0] == "waiting"
    company = Answer.objects.get(match=match, party="company")
    actions.answer(company, yes=False, reason="Toch niet.", by=scene.coordinator, at=AT)
    assert turn() == ("open", "contact_point")


# -- days that the call forbids ---------------------------------------------------------------------------


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def too_long() -> Scene:
    """Nobody planned days, and the whole window of fifteen is more than the call allows."""
    scene = Scene()
    scene.call.max_days = 12
    scene.call.save(update_fields=["max_days"])
    return scene


def planned(scene: Scene, days: int) -> None:
    stay = Mobility.objects.get(pk=scene.stays[0].pk)
    first = scene.call.stay_from + timedelta(days=1)
    last = first + timedelta(days=days - 1)
    stays.plan(stay, first=first, last=last, revision=stay.revision, by=scene.coordinator, at=LATER)


def test_asking_is_offered_only_where_somebody_can_be_asked(too_long: Scene, client_as) -> None:
    match, board = too_long.place(), too_long.board
    client, page = client_as(too_long.role), reverse("matching:board", args=[board.key])
    before = client.get(page).content.decode()
    assert 'name="act" value="ask"' not in before
    assert "Niemand die voorgesteld is, kan al om een ja gevraagd worden" in before
    planned(too_long, 12)
    assert actions.follow_days(match.mobility_id, at=LATER)
    Match.objects.filter(pk=match.pk).update(room=None)
    assert 'name="act" value="ask"' not in client.get(page).content.decode(), "without a bed nobody is asked"
    Match.objects.filter(pk=match.pk).update(room=match.room)
    assert 'name="act" value="ask"' in client.get(page).content.decode()


def test_nobody_is_asked_for_days_that_the_call_forbids(too_long: Scene, client_as) -> None:
    match = too_long.place()
    with pytest.raises(Refused, match="^match_without_days$"):
        actions.ask(too_long.board, match, by=too_long.by, at=LATER)
    assert not Answer.objects.exists()
    client, board = client_as(too_long.role), too_long.board
    days = reverse("mobilities:show", args=[too_long.stays[0].key])
    for name, more in (("board", ()), ("learner", (match.mobility.key,))):
        page = client.get(reverse(f"matching:{name}", args=[board.key, *more]))
        assert f'href="{days}"' in page.content.decode()
    asked = {"act": "ask", "revision": board.revision}
    said = client.post(reverse("matching:several", args=[board.key]), asked, follow=True).content.decode()
    assert "Plan eerst de dagen van dit verblijf" in said


def test_what_was_only_proposed_is_held_for_the_days_that_are_planned(too_long: Scene) -> None:
    match = too_long.place()
    planned(too_long, 12)
    assert actions.follow_days(too_long.stays[0].pk, at=LATER)
    match.refresh_from_db()
    held = set(Booking.objects.filter(released_at=None).values_list("starts_on", "ends_on"))
    assert held == {(match.starts_on, match.ends_on)} == {(date(2027, 1, 11), date(2027, 1, 22))}
    assert len(actions.ask(too_long.board, match, by=too_long.by, at=LATER)) == 4


def test_what_was_asked_already_does_not_follow(scene: Scene) -> None:
    match = scene.asked()
    planned(scene, 12)
    assert not actions.follow_days(match.mobility_id, at=LATER)
    match.refresh_from_db()
    assert match.starts_on == scene.call.stay_from
