"""A small rehearsal: by the real actions and the worker's own table of work, from enrolment to the day of departure."""

from datetime import date, timedelta
from typing import Any

import pytest

from erasdu.config.rehearsing import Worker
from erasdu.ground.journal import gates
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Call
from erasdu.journey.readiness import queries
from erasdu.kernel.requirement import DEPART
from erasdu.rehearsal.stage import Order, rehearse
from tests.factories.places import towns

# A rehearsal has a SQLite of its own, whatever the installation has.
pytestmark = [pytest.mark.on_sqlite, pytest.mark.django_db, pytest.mark.slow, pytest.mark.requirement("R34")]
START = date(2026, 11, 26)
# As short as the steps of the playbook allow.
DATES = {"enrolment_deadline": 7, "files_opening": 8, "files_deadline": 26, "stay_from": 80, "stay_until": 94}
MOST_ACTIONS, MOST_MAILS = 60, 12
# The last three are among those whom the playbook makes miss the departure.
PARTS = (0.1, 0.5, 0.8, 0.945, 0.955, 0.965)
MISSED = [{"travel_document"}, {"insured_health"}, {"learning_agreement"}]


def test_the_board_the_forecast_and_the_rehearsal_agree_with_what_is_really_sent(settings: Any) -> None:
    towns()
    settings.REHEARSAL = True
    dates = {name: START + timedelta(days=days) for name, days in DATES.items()}
    said: list[tuple[int, int]] = []
    order = Order(6, 7, START, dates, [("PT", "Porto", False)], PARTS)
    found = rehearse(order, Worker(), lambda day, days: said.append((day, days)), compare=9)
    assert said[-1] == (81, 81)
    assert found["forecast"] == {"every": 9, "differing": 0}
    outcome = found["outcome"]
    assert (outcome["accepted"], outcome["ready"], outcome["refused"]) == (6, 3, {})
    assert sorted(sorted(each["code"] for each in one["why"]) for one in outcome["missed"]) == sorted(
        map(sorted, MISSED)
    )

    (school,) = (row for row in found["people"] if row["learners"])
    assert 40 < school["actions"] <= MOST_ACTIONS * 6 / 4
    assert 2 < school["mails"] <= MOST_MAILS + len(MISSED)  # each of them is a reason to be reminded
    roles = {row["role"] for row in found["roles"]}
    assert {"contact_point", "coordinator", "guardian", "learner", "teacher"} <= roles
    assert {"company", "family", "training_company"} <= roles

    last, coordinator = dates["stay_from"], actor_of(Role.objects.get(kind="coordinator"))
    rows = queries.rows_of(coordinator, Call.objects.get(), last)
    assert len(rows) == 6
    for row in rows:
        gate = gates.ask(DEPART, row.stay, last)
        blocked = {code for code, item in row.items.items() if item.holds(DEPART)}
        assert blocked == set(filter(None, dict(gate.params).get("lacking", "").split(",")))


def test_a_contact_point_with_four_learners_stays_within_the_work_that_was_promised(settings: Any) -> None:
    """From enrolment to the day of departure: at most 60 deliberate actions and 12 mails received."""
    towns()
    settings.REHEARSAL = True
    dates = {name: START + timedelta(days=days) for name, days in DATES.items()}
    order = Order(4, 7, START, dates, [("PT", "Porto", False)], (0.1, 0.3, 0.5, 0.8))
    found = rehearse(order, Worker(), lambda _day, _days: None)
    assert found["outcome"]["accepted"] == 4
    (school,) = (row for row in found["people"] if row["learners"])
    assert school["learners"] == 4
    assert 20 < school["actions"] <= MOST_ACTIONS
    assert 2 < school["mails"] <= MOST_MAILS
