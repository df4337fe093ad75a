"""What must be so where a nominee sleeps is asked, by readiness, until it is told or there is a bed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.look.tongues import EVERYWHERE, speaking
from erasdu.ground.look.words import lacking_for_learner, reason, reason_not_asked, titled
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.mobilities import actions as mobilities
from erasdu.journey.mobilities.models import Needs
from erasdu.journey.nominations import rules
from erasdu.journey.readiness import queries
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import Requirement
from tests.conftest import AT
from tests.journey.mobilities.staying import stay_of_minor
from tests.journey.readiness.test_coming import ON, STAY, Coming

DAYS = st.dates(date(2026, 6, 1), date(2027, 6, 1))


def asked(**known: Any) -> Requirement:
    on = known.pop("on", ON)
    return rules.needs(rules.Departing(**{"stay": STAY} | known), on)


def test_it_is_asked_until_it_was_said_or_there_is_a_bed() -> None:
    open_, late = asked(), asked(on=STAY.start + timedelta(days=1))
    assert (open_.state, open_.who, open_.by, open_.why) == ("open", "learner", STAY.start, "needs_choose_bed")
    assert (late.state, asked(stay=None).by) == ("overdue", None)
    assert (asked(bed=True).state, asked(bed=True, needs_told=ON).state) == ("not_applicable", "met")
    said = asked(needs_told=ON)
    assert (said.state, said.why, dict(said.params)) == ("met", "needs_said", {"day": ON.isoformat()})
    assert asked(needs_told=ON, on=STAY.end + timedelta(days=1)).state == "not_applicable"  # and erased soon


@given(on=DAYS, told=st.none() | DAYS, bed=st.booleans(), first=st.none() | DAYS, minor=st.booleans())
def test_whatever_is_known_it_holds_nothing_up_and_waits_for_the_learner_alone(
    on: date, told: date | None, bed: bool, first: date | None, minor: bool
) -> None:
    stay = Period(first, first + timedelta(days=13)) if first else None
    found = asked(on=on, needs_told=told, bed=bed, stay=stay, minor=minor)
    assert (found.blocks, found.who) == (frozenset(), "learner")
    over = stay is not None and on > stay.end
    assert found.met is (told is not None or bed or over)
    assert (found.state == "met") is (told is not None and not over)


@pytest.mark.parametrize("language", EVERYWHERE)
def test_it_is_said_in_the_language_of_who_reads_it(language: str) -> None:
    with speaking("en"):
        english = {say(asked()) for say in (lacking_for_learner, titled, reason, reason_not_asked)}
        english |= {titled(asked(needs_told=ON)), reason(asked(needs_told=ON))}
    with speaking(language):
        found = {say(asked()) for say in (lacking_for_learner, titled, reason, reason_not_asked)}
        found |= {titled(asked(needs_told=ON)), reason(asked(needs_told=ON))}
    assert "" not in found
    assert len(found) == 6
    assert found == english if language == "en" else not found & english


@pytest.mark.django_db
@pytest.mark.requirement("R13", "R14")
def test_readiness_asks_it_of_who_was_nominated_until_it_is_told(clock: Any) -> None:
    coming = Coming()
    before = coming.lacking()
    assert coming.item(rules.NEEDS).state == "open"
    learner = Actor(coming.stay.person_id, "holder", via="link")
    mobilities.tell_needs(coming.stay, [], by=learner, at=AT)  # nothing special is an answer too
    assert (coming.item(rules.NEEDS).state, coming.item(rules.NEEDS).why) == ("met", "needs_said")
    assert coming.lacking() == before
    mobilities.take_needs_back(coming.stay, by=learner, at=AT)
    assert coming.item(rules.NEEDS).state == "open"
    coming.papers_from_home()
    coming.place_and_bed()
    assert coming.item(rules.NEEDS).state == "not_applicable"
    own = stay_of_minor()
    assert rules.NEEDS not in {item.code for item in queries.requirements_of([own], ON)[own.pk]}


@pytest.mark.django_db
@pytest.mark.requirement("R13", "R14")
def test_school_and_coordinator_see_it_on_the_board_and_open_the_thing_itself(client_as: Any, clock: Any) -> None:
    coming = Coming()
    pages = {
        coming.office: reverse("nominations:show", args=[coming.nomination.key]),
        coming.school: reverse("matching:of_stay", args=[coming.stay.key]),
    }
    for role, page in pages.items():
        client = client_as(role)
        (row,) = queries.rows_of(actor_of(role), coming.stay.call, ON)
        assert row.items[rules.NEEDS].state == "open"
        with speaking(role.person.language):
            name = titled(asked(needs_told=ON))
        board = client.get(reverse("readiness:board", args=[coming.stay.call.key])).text
        cell = next(part for part in board.split("<td ") if f'href="{page}"' in part and name in part)
        assert 'class="cell cell-waiting"' in f"<td {cell}"
        assert client.get(page, follow=True).status_code == 200
        assert page in client.get(reverse("readiness:stay", args=[coming.stay.key])).text


@pytest.mark.django_db
def test_many_who_told_cost_no_query_more_than_one(clock: Any) -> None:
    several = [Coming() for _ in range(3)]
    stays = [each.stay for each in several]
    for stay in stays:
        mobilities.tell_needs(stay, ["halal"], by=Actor(stay.person_id, "holder", via="link"), at=AT)
    assert Needs.objects.count() == 3
    counts = []
    for some in (stays[:1], stays):
        with CaptureQueriesContext(connection) as made:
            queries.requirements_of(some, ON)
        counts.append(len(made))
    assert counts[0] == counts[1]
