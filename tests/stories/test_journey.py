"""A call runs from enrolment to granted places, in a real browser, each person at their own pages."""

from datetime import date

import pytest
from django.core.cache import cache

from erasdu.ground.organisations.models import Role
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.selection.models import Publicity, Selection
from tests.browser import OpenPage
from tests.factories.calls import EnrolmentFactory
from tests.stories import journey
from tests.stories.hands import Hands, open_link, readers_of
from tests.stories.journey import AMINA, KOBE, NOOR, YUSUF, day

pytestmark = [pytest.mark.django_db(transaction=True)]
MAIL = {
    NOOR: "noor@leerling.example",
    YUSUF: "yusuf@leerling.example",
    AMINA: "amina@leerling.example",
    KOBE: "kobe@leerling.example",
}


@pytest.fixture(autouse=True)
def _nothing_counted(transactional_db: None) -> None:
    cache.clear()


@pytest.mark.slow
@pytest.mark.on_postgres
@pytest.mark.requirement("R01", "R02", "R04", "R16", "R17", "R19", "R20", "R21", "R25")
def test_a_call_runs_from_enrolment_to_granted_places(open_page: OpenPage, story_clock) -> None:
    people = journey.cast()
    chief = Hands(open_page(role=people.coordinator))
    school = Hands(open_page(role=people.contact))

    journey.makes_a_call(chief)
    call = Call.objects.get(title_nl="Voorjaar 2027")
    assert (call.files_deadline, call.stay_from) == (day(1, 13, 2027).date(), day(3, 7, 2027).date())
    assert readers_of("call_published") == ["els@school.example", "piet@anders.example"]

    story_clock(day(11, 24))
    code = journey.enrols(school)
    enrolment = Enrolment.objects.get(call=call)
    assert readers_of("enrolled") == ["els@school.example"]

    story_clock(day(11, 25))
    learner_applies(open_page, code, people.school.name)
    assert readers_of("learner_joined") == ["els@school.example"]
    assert readers_of("applied") == [MAIL[NOOR]]

    story_clock(day(12, 1))
    school_gathers(school, people, enrolment)

    story_clock(day(12, 14))
    school_selects(school, people, open_page)

    story_clock(day(12, 17))
    places_are_granted(chief, school, enrolment, open_page)


@pytest.mark.slow
@pytest.mark.requirement("R04", "R25")
def test_a_learner_applies_in_english(open_page: OpenPage, story_clock) -> None:
    enrolment = EnrolmentFactory(learner_deadline=date(2026, 12, 4))
    learner_applies(open_page, enrolment.join_code, enrolment.school.name, "en")
    assert readers_of("applied") == [MAIL[NOOR]]


def learner_applies(open_page: OpenPage, code: str, school: str, language: str = "nl") -> None:
    phone = Hands(open_page(phone=True, language=language), language)
    journey.joins(phone, code, given="Noor", family="De Wit", email=MAIL[NOOR], born="2009-05-04")
    journey.fills_in_the_first_parts(phone)
    laptop = Hands(open_page(language=language), language)
    journey.goes_on_elsewhere(laptop, MAIL[NOOR])
    journey.fills_in_the_rest(phone)
    journey.hands_it_to_the_school(phone, school)


def school_gathers(school: Hands, people: journey.Cast, enrolment: Enrolment) -> None:
    journey.confirms_a_learner(school, enrolment)
    journey.enters_by_hand(school, enrolment)
    journey.pastes_a_list(school, enrolment)
    assert readers_of("learner_confirmed") == [MAIL[NOOR]]
    assert readers_of("invited_to_apply") == sorted([MAIL[YUSUF], MAIL[AMINA], MAIL[KOBE]])
    journey.the_others_hand_in()
    journey.checks_the_conditions(school, people, NOOR, with_company=True)
    for name in (YUSUF, AMINA, KOBE):
        journey.checks_the_conditions(school, people, name)
    journey.enters_the_guardian(school, NOOR)


def school_selects(school: Hands, people: journey.Cast, open_page: OpenPage) -> None:
    journey.starts_the_selection(school, people)
    for role, language in ((people.teacher, "en"), (people.counsellor, "nl")):
        phone = Hands(open_page(phone=True, language=language), language)
        open_link(phone, "input_asked", role.person.email)
        journey.gives_input(phone, learners=4)
    for place, name in enumerate((NOOR, YUSUF, AMINA, KOBE)):
        journey.assesses(school, name, 9 - place, first=not place)
    assert not Publicity.objects.filter(given=True).exists()
    journey.decides(school, Selection.objects.get())
    journey.tells_and_closes(school)
    assert readers_of("selected") == [MAIL[NOOR], MAIL[YUSUF]]
    assert readers_of("reserve") == [MAIL[AMINA]]
    assert readers_of("not_selected") == [MAIL[KOBE]]
    report = journey.downloads_the_report(school.page, school)
    assert report.startswith(b"%PDF")
    assert all(name in journey.text_of(report) for name in (NOOR, YUSUF, AMINA, KOBE))
    assert journey.downloads_the_report(school.page, school) == report


def places_are_granted(chief: Hands, school: Hands, enrolment: Enrolment, open_page: OpenPage) -> None:
    journey.hands_in(school, enrolment, NOOR, YUSUF)
    journey.returns(chief, YUSUF)
    assert readers_of("file_returned") == ["els@school.example"]
    journey.completes_again(school, enrolment, YUSUF)
    for name in (NOOR, YUSUF):
        journey.approves_and_grants(chief, name)
    assert readers_of("place_granted") == [MAIL[NOOR], MAIL[YUSUF]]
    journey.accepts(at_home(open_page, NOOR))
    journey.declines(at_home(open_page, YUSUF))
    assert readers_of("reserve_wanted") == ["els@school.example"]
    journey.hands_in(school, enrolment, AMINA)
    journey.approves_and_grants(chief, AMINA)
    assert readers_of("place_granted") == sorted([MAIL[NOOR], MAIL[YUSUF], MAIL[AMINA]])
    assert str(Mobility.objects.get(state="cancelled").person) == YUSUF
    live = Mobility.objects.exclude(state="cancelled").order_by("pk")
    assert [str(row.person) for row in live] == [NOOR, AMINA]
    assert [row.destination.place for row in live] == ["Sevilla", "Sevilla"]


def at_home(open_page: OpenPage, name: str) -> Hands:
    """The learner, signed in on their phone."""
    role = Role.objects.get(person__email=MAIL[name], kind="learner")
    return Hands(open_page(phone=True, role=role))
