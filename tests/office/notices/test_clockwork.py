"""What the calendar sets off in the next days stands beside the forecast, and is what then happens."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.admissions.tasks import lapse_unanswered
from erasdu.office.notices.queries import clockwork
from tests.factories.admissions import CandidateFileFactory
from tests.factories.organisations import RoleFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)


@pytest.fixture
def office() -> Any:
    return RoleFactory(coordinator=True)


def codes(role: Any, today: date = TODAY) -> list[tuple[date, str]]:
    return [(event.on, event.code) for event in clockwork.events(actor_of(role), today)]


def test_a_place_that_nobody_answers_lapses_on_the_day_that_is_shown(office: Any) -> None:
    file = CandidateFileFactory(granted=True)
    by = TODAY + 7 * DAY
    CandidateFile.objects.filter(pk=file.pk).update(answer_by=by)
    other = RoleFactory()
    assert codes(office) == codes(RoleFactory(organisation=file.school)) == [(by + DAY, "lapses")]
    assert codes(other) == []
    assert codes(office, by + DAY) == [], "on the day itself it has happened"
    assert codes(office, by - 30 * DAY) == [], "a day too far to be shown"
    for day, lapsed in ((by, 0), (by + DAY, 1)):
        with the_clock.standing_at(datetime.combine(day, time(9), tzinfo=UTC)):
            lapse_unanswered()
        assert Line.objects.filter(code="place.lapsed").count() == lapsed


def test_what_was_answered_or_lies_behind_is_not_set_off(office: Any) -> None:
    for day, state in ((TODAY - DAY, "granted"), (TODAY + 3 * DAY, "accepted"), (TODAY + 60 * DAY, "granted")):
        file = CandidateFileFactory(granted=True)
        CandidateFile.objects.filter(pk=file.pk).update(answer_by=day, state=state)
    assert codes(office) == []


@pytest.mark.parametrize(
    ("born", "on"),
    [
        (date(2008, 11, 24), date(2026, 11, 24)),
        (date(2008, 12, 23), date(2026, 12, 23)),
        (date(2008, 11, 23), None),  # today: they are asked this morning
        (date(2008, 12, 24), None),
    ],
)
def test_who_turns_eighteen_is_asked_to_sign_alone(office: Any, born: date, on: date | None) -> None:
    file = CandidateFileFactory(accepted=True)
    candidacy = file.candidacy
    candidacy.birth_date = born
    candidacy.save(update_fields=["birth_date"])
    file.mobility.state = "planned"
    file.mobility.save(update_fields=["state"])
    assert codes(office) == ([(on, "of_age")] if on else [])


def test_the_page_says_it_with_a_way_to_act(office: Any, client_as: Any, django_assert_num_queries: Any) -> None:
    for _ in range(4):
        file = CandidateFileFactory(granted=True)
    CandidateFile.objects.update(answer_by=TODAY + DAY)
    (together,) = clockwork.by_day(clockwork.events(actor_of(office), TODAY))
    assert (together.on, len(together.events)) == (TODAY + 2 * DAY, 4)
    page = client_as(office).get(reverse("notices:index")).text
    assert "Vanzelf door de kalender" in page
    assert page.count("Zonder antwoord vervalt de plaats.") == 1
    assert "<summary>4 leerlingen</summary>" in page
    assert reverse("admissions:file", args=[file.key]) in page
    with django_assert_num_queries(3):
        clockwork.events(actor_of(office), TODAY)
