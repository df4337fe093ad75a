"""What changed between the question and the confirmation is heeded: other days, needs, pets, another date of birth."""

from datetime import date, timedelta

import pytest

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies import actions as candidacies
from erasdu.journey.hosting import actions as hosting
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
