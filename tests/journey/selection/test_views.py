"""The pages of a selection, by role: what is shown, what is refused, and that lists do not ask more for more."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from erasdu.journey.selection import actions, queries
from tests.factories.organisations import RoleFactory
from tests.factories.selection import Scene, scene

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SCORES = {
    "score-MOTIVATION": "8",
    "score-MATURITY-PERSONAL": "7",
    "score-MATURITY-VOCATIONAL": "6",
    "score-LANGUAGE": "5",
    "score-PRACTICAL": "10",
    **{f"argument-{code}": f"Omdat {code}." for code in ("MOTIVATION", "MATURITY", "LANGUAGE", "PRACTICAL")},
}


def at_learner(made: Scene, name: str = "learner", place: int = 0) -> str:
    return reverse(f"selection:{name}", args=[made.selection.key, made.candidacies[place].key])


def at_board(made: Scene, name: str = "board") -> str:
    return reverse(f"selection:{name}", args=[made.selection.key])


def decided(made: Scene, at: datetime) -> Scene:
    files = queries.board(made.selection, made.lead).files
    choices = {
        item.candidate.id: actions.Choice("selected" if place < 2 else "reserve", f"Plaats {place + 1}.")
        for place, item in enumerate(files)
    }
    actions.decide(made.selection, choices, by=made.lead, at=at)
    made.selection.refresh_from_db()
    return made


def told(made: Scene, at: datetime) -> Scene:
    decided(made, at)
    actions.tell(made.selection, complaint_how="Mail Els.", complaint_by=date(2026, 12, 1), by=made.lead, at=at)
    made.selection.refresh_from_db()
    return made


@pytest.mark.parametrize("ready", [False, True])
def test_every_page_of_a_school_shows(client_as, ready: bool) -> None:
    made = scene(3, ready=ready)
    client = client_as(made.lead_role)
    school, names = made.selection.enrolment.school.name, ("Lotte Verhaegen", "Els Vermeulen", "Noah De Smet")
    for address, words in {
        reverse("selection:overview"): school,
        at_board(made): names[0],
        at_board(made, "panel"): names[1],
        at_learner(made): names[0],
        at_learner(made, place=2): names[2],
        at_board(made, "decide"): names[0],
    }.items():
        response = client.get(address)
        assert response.status_code == 200, address
        assert words in response.content.decode(), address


def test_pages_show_in_every_state(client_as, at: datetime) -> None:
    made = decided(scene(3, ready=True), at)
    client = client_as(made.lead_role)
    coordinator = client_as(RoleFactory(coordinator=True))
    assert client.get(at_board(made, "tell")).status_code == 200
    told_response = client.post(at_board(made, "tell"), {"complaint_how": "Mail Els.", "complaint_by": "2026-12-01"})
    assert told_response.status_code == 302
    assert client.post(at_board(made, "close")).status_code == 302
    for one in (client, coordinator):
        for address in (at_board(made), at_learner(made), reverse("selection:overview")):
            assert one.get(address).status_code == 200
    assert client.get(at_board(made, "reopen")).status_code == 200
    assert client.post(at_board(made, "reopen"), {"reason": "Een typfout."}).status_code == 302
    assert "Een typfout." in client.get(at_board(made)).content.decode()
