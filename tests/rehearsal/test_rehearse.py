"""A small rehearsal: four learners of one school, by the real actions and the worker's own table of work."""

from datetime import date, timedelta

import pytest

from erasdu.config.rehearsing import tick
from erasdu.rehearsal.stage import Order, rehearse

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
START = date(2026, 11, 26)
# As short as the steps of the playbook allow.
DATES = {"enrolment_deadline": 7, "files_opening": 8, "files_deadline": 26, "stay_from": 57, "stay_until": 71}
MOST_ACTIONS, MOST_MAILS = 60, 12


def test_a_contact_point_has_little_work_and_the_forecast_is_what_is_sent() -> None:
    dates = {name: START + timedelta(days=days) for name, days in DATES.items()}
    said: list[tuple[int, int]] = []
    found = rehearse(Order(4, 7, START, dates), tick, lambda day, days: said.append((day, days)), compare=9)
    assert said[-1] == (58, 58)
    assert found["outcome"]["accepted"] == 4
    assert found["forecast"] == {"every": 9, "differing": 0}
    (school,) = (row for row in found["people"] if row["learners"])
    assert 20 < school["actions"] <= MOST_ACTIONS
    assert 2 < school["mails"] <= MOST_MAILS
    roles = {row["role"] for row in found["roles"]}
    assert {"contact_point", "coordinator", "guardian", "learner", "teacher", "company"} <= roles
