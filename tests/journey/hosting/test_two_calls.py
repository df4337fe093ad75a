"""A host that is asked for two calls: each has its own answer, its own places or nights, and is taken back by itself."""

import html
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.models import Ask, Campaign
from erasdu.journey.hosting.queries import live
from erasdu.journey.hosting.queries.offers import places_before, windows_of
from erasdu.journey.hosting.rules import Offer, left_for
from erasdu.journey.matching import actions
from erasdu.journey.matching.models import Match
from erasdu.journey.mobilities.models import Traveller
from erasdu.kernel.periods import Period
from tests.conftest import AT
from tests.factories.calls import CallFactory
from tests.factories.hosting import PlacementFactory, StayFactory
from tests.journey.hosting.asking_scene import host_client
from tests.journey.matching.scene import Scene
from tests.journey.matching.test_taken_back import followed

EARLY = Period(date(2027, 1, 10), date(2027, 1, 24))
LATE = Period(date(2027, 10, 3), date(2027, 10, 17))
DAY = timedelta(days=1)


def shown(client: Client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, page
    return page.content.decode()


class Twice:
    """Asked for January and offered it, a learner is confirmed there; then asked for October, not answered yet.

    One place, or one home, that is open at both times.
    """

    def __init__(self, what: str) -> None:
        self.what, self.scene = what, Scene(1)
        self.row = self.scene.company if what == "place" else self.scene.home
        self.early = self.scene.call
        self.late = CallFactory(incoming=True, stay_from=LATE.start, stay_until=LATE.end)
        for row in (self.scene.placement, self.scene.home):
            row.periods.update(starts_on=EARLY.start, ends_on=EARLY.end)
        match = self.scene.asked()
        self.scene.all_say_yes(match)
        match.refresh_from_db()
        actions.confirm(self.scene.board, match, by=self.scene.by, at=AT)
        self.match = Match.objects.get()
        self.asks = [self._ask(self.early, 20, "offered"), self._ask(self.late, 1, "")]

    def _ask(self, call: Call, days: int, answer: str) -> Ask:
        at = AT - timedelta(days=days)
        texts = {"nl": f"Kom {days}"}
        campaign = Campaign.objects.create(keeper=self.scene.school, call=call, what=self.what, text=texts, at=at)
        of = {"company": self.row} if self.what == "place" else {"home": self.row}
        given = {"answer": answer, "answered_at": at if answer else None}
        return Ask.objects.create(campaign=campaign, person=self.row.contact, asked_at=at, **of, **given)

    @property
    def held(self) -> list[tuple[date, date]]:
        row = self.scene.placement if self.what == "place" else self.scene.home
        return list(row.periods.order_by("starts_on").values_list("starts_on", "ends_on"))

    @property
    def back(self) -> str:
        return f"places/{self.scene.placement.key}/back/" if self.what == "place" else "beds/back/"

    @property
    def answers(self) -> list[str]:
        return [Ask.objects.get(pk=ask.pk).answer for ask in self.asks]


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.requirement("R10", "R11")
def test_each_question_has_its_own_no_also_the_one_that_is_not_on_top() -> None:
    twice = Twice("bed")
    Ask.objects.update(answer="", answered_at=None)
    client, own = host_client(twice.row)
    page = html.unescape(shown(client, own))
    found = re.findall(r'action="([^"]*/no/[^"]*)"', page)
    assert [each.rpartition("=")[2] for each in found] == [twice.late.key, twice.early.key]
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(set(ids)) == len(ids)
    assert client.post(found[1], {"answer": "declined", "reason": "Dan zijn wij weg."}).status_code == 302
    assert twice.answers == ["declined", ""]
    assert Ask.objects.get(pk=twice.asks[0].pk).reason == "Dan zijn wij weg."
    assert len(re.findall(r'action="[^"]*/no/', shown(client, own))) == 1, "what was answered is asked no more"


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.requirement("R10", "R11")
@pytest.mark.parametrize("what", ["place", "bed"])
def test_the_first_is_taken_back_by_its_own_link_and_the_second_stays(what: str) -> None:
    twice = Twice(what)
    stay = twice.match.mobility
    Traveller.objects.filter(mobility=stay).update(birth_date=date(2009, 7, 28))
    other = StayFactory(call=twice.late, person__given_name="Kanarina", person__family_name="Zwaluwe")
    early, late = (f"?window={call.key}" for call in (twice.early, twice.late))
    client, own = host_client(twice.row)
    assert "Kom 1" in shown(client, own)  # the question without an answer is the one that is asked
    if what == "place":
        twice.scene.placement.periods.create(starts_on=LATE.start, ends_on=LATE.end, places=1)
    else:
        twice.scene.home.periods.create(starts_on=LATE.start, ends_on=LATE.end)
    pages = [shown(client, own), shown(client, own + twice.back + early), shown(client, own + twice.back + late)]
    assert pages[0].index(twice.back + late) < pages[0].index(twice.back + early)
    assert [("notice-waiting" in page) for page in pages] == [False, True, False]
    assert "1 leerling rekent op" in pages[0]
    for who in (stay.person, other.person):
        assert not [each for each in (who.given_name, who.family_name, "28-07", "28 jul") if each in "".join(pages)]

    assert client.post(own + twice.back + early, {"reason": "De oven is stuk."}).status_code == 302
    told = followed()
    twice.match.refresh_from_db()
    assert twice.match.end_code == ("place_withdrawn" if what == "place" else "home_withdrawn")
    assert not live().exists()
    assert told == [twice.scene.role.person_id]
    assert twice.held == [(LATE.start, LATE.end)]
    assert twice.answers == ["declined", ""]
    twice.scene.placement.refresh_from_db()
    assert twice.scene.placement.state == "offered"
    assert client.post(own + twice.back + "?window=2020-01-01").status_code == 404


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_a_no_is_for_one_call_and_days_that_nobody_asked_for_are_there_too() -> None:
    twice = Twice("bed")
    twice.scene.home.periods.create(starts_on=date(2027, 6, 1), ends_on=date(2027, 6, 20))
    client, own = host_client(twice.row)
    days = [(each.call, each.period) for each in windows_of(twice.row, AT.date())]
    june = Period(date(2027, 6, 1), date(2027, 6, 20))
    assert days == [(twice.late, LATE), (twice.early, EARLY), (None, june)]
    there = client.post(f"{own}no/?window={twice.late.key}", {"answer": "declined", "reason": ""})["Location"]
    assert twice.answers == ["offered", "declined"]
    assert "Lukt het toch, bied dan" in shown(client, there)
    assert client.post(f"{own}beds/back/?window=2027-06-20", {"reason": ""}).status_code == 302
    assert twice.held == [(EARLY.start, EARLY.end)]
    assert live().count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_fewer_nights_than_were_offered() -> None:
    twice = Twice("bed")
    twice._ask(twice.late, 0, "")
    twice.scene.home.periods.create(starts_on=LATE.start, ends_on=LATE.end)
    client, own = host_client(twice.row)
    address = f"{own}beds/?window={twice.late.key}"
    assert f'value="{LATE.end.isoformat()}"' in shown(client, address)
    given = {"first": "2027-10-05", "last": "2027-10-12", "room_0": "1", "room_1": "1", "room_2": "0", "smoking": "no"}
    twice.row.refresh_from_db()
    done = client.post(address, {**given, "revision": twice.row.revision})
    assert done.status_code == 302, done.content.decode()
    assert twice.held == [(EARLY.start, EARLY.end), (date(2027, 10, 5), date(2027, 10, 12))]


@pytest.mark.django_db
def test_the_same_as_last_year_is_that_of_the_year_before_and_not_of_the_other_call() -> None:
    twice = Twice("place")
    last_year = PlacementFactory(company=twice.row, occupation="baker", tasks=["bread"], places=0)
    last_year.periods.create(starts_on=date(2026, 10, 5), ends_on=date(2026, 10, 16), places=2)
    assert places_before(twice.row, LATE) == [last_year]  # and not January, which is later
    assert places_before(twice.row, Period(date(2027, 6, 1), date(2027, 6, 9))) == [twice.scene.placement]


SPANS = st.tuples(st.integers(0, 60), st.integers(0, 20)).map(
    lambda pair: Period(EARLY.start + pair[0] * DAY, EARLY.start + sum(pair) * DAY)
)


@given(st.lists(SPANS, max_size=4), SPANS, st.lists(SPANS, max_size=3))
def test_what_is_left_lies_outside_the_window_and_serves_another(spans, window, others) -> None:
    offers = [Offer(each.start, each.end, 1) for each in spans]
    left = left_for(offers, window, others)
    for each in left:
        days = Period(each.first, each.last)
        assert not days.overlaps(window)
        assert any(days.overlaps(other) for other in others)
        assert any(span.contains(days) for span in spans)
    for other in others:  # and nothing of another window is lost, but for what both share
        for span in spans:
            for day in (other.start, other.end):
                if span.contains(day) and not window.contains(day):
                    assert any(each.first <= day <= each.last for each in left)


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_from_the_occupation_one_comes_to_the_place_for_these_days() -> None:
    twice = Twice("place")
    client, own = host_client(twice.row)
    choose = html.unescape(shown(client, f"{own}place/?window={twice.early.key}"))
    address = next(each for each in re.findall(r'href="([^"]+)"', choose) if "occupation=baker" in each)
    page = shown(client, address)
    assert 'name="occupation" value="baker"' in page
    assert f"place/?window={twice.early.key}" in page


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_who_wants_to_be_asked_next_year_reads_that_what_is_offered_stays() -> None:
    twice = Twice("bed")
    twice.scene.home.periods.create(starts_on=LATE.start, ends_on=LATE.end)
    client, own = host_client(twice.row)
    there = client.post(f"{own}no/?window={twice.late.key}", {"answer": "later", "reason": ""})["Location"]
    notice = re.search(r'class="notice" role="status">.*?</p>', shown(client, there), re.DOTALL)
    assert notice
    assert "eerder" in notice[0]
