"""Who hears of the days of a stay: its first ones, and other ones, each once and in their own language."""

from datetime import UTC, date, datetime, timedelta

import pytest

from erasdu.ground.journal.models import Line
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.ground.post.tasks import send_due
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import SYSTEM
from erasdu.office.notices.followers import take
from erasdu.office.notices.models import News
from tests.conftest import AT
from tests.factories.hosting import PlacementFactory, RoomFactory
from tests.factories.nominations import NominationFactory
from tests.factories.organisations import PartnerFactory, PersonFactory, RoleFactory
from tests.journey.mobilities.staying import candidacy_of, stay_of_minor

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def plan(stay: Mobility, first: date, last: date, at: datetime = AT) -> Line:
    """Set by the platform; what is told of it."""
    stay.refresh_from_db()
    mobilities.plan(stay, first=first, last=last, revision=stay.revision, by=SYSTEM, at=at)
    line = Line.objects.filter(code="mobility.planned").latest("pk")
    take(line)
    return line


def later(stay: Mobility, weeks: int = 1, at: datetime = AT) -> Line:
    stay.refresh_from_db()
    assert stay.planned_from
    assert stay.planned_until
    return plan(stay, stay.planned_from + weeks * WEEK, stay.planned_until + weeks * WEEK, at)


def told() -> dict[Person, Letter]:
    found = list(Letter.objects.filter(template__startswith="notices/letters/days_").select_related("person"))
    by_person = {letter.person: letter for letter in found if letter.person}
    assert len(by_person) == len(found), "somebody reads it twice"
    return by_person


def parent_of(stay: Mobility) -> Person:
    return Guardian.objects.get(candidacy=candidacy_of(stay)).person


def agreed(stay: Mobility, **values: object) -> Match:
    """Company and family abroad said yes before; the partner that keeps the company has a contact point."""
    partner = RoleFactory(organisation=PartnerFactory()).organisation
    stay.refresh_from_db()
    days = {"starts_on": stay.planned_from, "ends_on": stay.planned_until, "confirmed_at": AT - WEEK, "at": AT - WEEK}
    place = PlacementFactory(company__keeper=partner)
    made = Match.objects.create(
        mobility=stay, placement=place, room=RoomFactory(), **({"state": "confirmed"} | days | values)
    )
    for party in ("company", "family"):
        person = PersonFactory(language="fr")
        Answer.objects.create(match=made, party=party, person=person, what="yes", asked_at=AT - WEEK)
    return made


def answerer(match: Match, party: str) -> Person:
    person = match.answers.get(party=party).person
    assert person
    return person


def test_the_first_days_are_news_for_learner_and_parent_only() -> None:
    stay = stay_of_minor()
    RoleFactory(organisation=stay.sending)
    first, last = stay.planned_from, stay.planned_until
    assert first
    assert last
    Mobility.objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)
    plan(stay, first, last)
    letters = told()
    assert set(letters) == {stay.person, parent_of(stay)}
    assert "bekend" in letters[stay.person].subject
    assert "Koop geen ticket" in letters[parent_of(stay)].text
    assert not News.objects.exists()


def test_other_days_are_told_to_all_whom_they_concern_with_both_and_what_to_do() -> None:
    stay = stay_of_minor()
    RoleFactory(organisation=stay.sending)
    match = agreed(stay)
    line = later(stay)
    letters = told()
    hosts = {answerer(match, "company"), answerer(match, "family")}
    assert set(letters) == {stay.person, parent_of(stay), *hosts}
    for person in (stay.person, parent_of(stay)):
        assert "ticket" in letters[person].text
        assert stay.sending.name in letters[person].text
    keeper = match.placement.company.keeper if match.placement else None
    assert keeper
    assert letters[answerer(match, "company")].language == "fr"
    assert f"appelez tout de suite {keeper.name}" in letters[answerer(match, "company")].text
    partner = keeper.pk
    assert {one.person for one in News.objects.all()} == set(
        Person.objects.filter(roles__kind="contact_point", roles__organisation__in=[partner, stay.sending_id])
    )
    for said in [
        *(letter.subject + letter.text for letter in letters.values()),
        *(one.text for one in News.objects.all()),
    ]:
        assert stay.person.family_name not in said
    for said in [*(letter.text for letter in letters.values()), *(one.text for one in News.objects.all())]:
        for day in ("first", "last", "was_first", "was_last"):
            assert f"{date.fromisoformat(str(line.data[day])).day} " in said
    take(line)
    assert len(told()) == 4


def test_a_family_whose_bed_went_along_reads_it_once() -> None:
    stay = stay_of_minor()
    match = agreed(stay)
    stay.refresh_from_db()
    assert stay.planned_from
    assert stay.planned_until
    Match.objects.filter(pk=match.pk).update(starts_on=stay.planned_from + WEEK, ends_on=stay.planned_until + WEEK)
    later(stay)
    assert answerer(match, "family") not in told()
    assert answerer(match, "company") in told()


@pytest.mark.parametrize(
    "values", [{"state": "asked", "confirmed_at": None}, {"ended_at": AT - WEEK, "state": "ended"}]
)
def test_a_host_that_nobody_agreed_with_hears_nothing(values: dict[str, object]) -> None:
    stay = stay_of_minor()
    match = agreed(stay, **values)
    later(stay)
    assert {answerer(match, "company"), answerer(match, "family")}.isdisjoint(told())


def test_days_that_come_with_the_agreed_place_are_told_with_it() -> None:
    stay = stay_of_minor()
    first, last = stay.planned_from, stay.planned_until
    assert first
    assert last
    agreed(stay, confirmed_at=AT)
    Mobility.objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)
    plan(stay, first, last)
    assert not told()


def test_days_that_stay_as_they_are_or_are_over_are_told_to_nobody() -> None:
    stay = stay_of_minor()
    later(stay, 0)
    later(stay, 1, at=AT + 60 * WEEK)
    assert not told()
    assert not News.objects.exists()


def test_parents_of_who_is_of_age_hear_nothing() -> None:
    stay = stay_of_minor()
    candidacy = candidacy_of(stay)
    type(candidacy).objects.filter(pk=candidacy.pk).update(birth_date=date(2000, 1, 1))
    later(stay)
    assert set(told()) == {stay.person}


def test_who_comes_here_reads_it_in_their_own_language_without_an_account() -> None:
    row = NominationFactory(mobility__person__language="pt")
    stay = row.mobility
    call = stay.call
    plan(stay, call.stay_from, call.stay_from + timedelta(days=call.min_days))
    letter = told()[stay.person]
    assert letter.language == "pt"
    assert letter.subject == "Já se conhecem as datas da tua estadia"


def test_at_night_it_waits_for_the_morning_and_goes_no_more_when_the_stay_is_cancelled() -> None:
    stay = stay_of_minor()
    night = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
    later(stay, at=night)
    morning = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert {letter.due for letter in told().values()} == {morning}
    stay.refresh_from_db()
    mobilities.cancel(stay, reason="ziek", by=SYSTEM, at=night)
    send_due(lambda: morning + timedelta(minutes=1))
    assert {letter.state for letter in told().values()} == {"cancelled"}
