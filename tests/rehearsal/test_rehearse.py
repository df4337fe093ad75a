"""A small rehearsal: by the real actions and the worker's own table of work, from enrolment to the day of departure."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from erasdu.config.rehearsing import Worker
from erasdu.ground.journal import gates
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.post.models import Letter
from erasdu.journey.calls.models import Call
from erasdu.journey.insurance import actions as insurance
from erasdu.journey.insurance.models import DocumentRule
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import actions as readiness
from erasdu.journey.readiness import queries
from erasdu.journey.readiness.models import Done, OwnRequirement
from erasdu.journey.readiness.rules import ROLES
from erasdu.kernel.requirement import CLOSING, DEPART
from erasdu.office.notices import actions as notices
from erasdu.office.notices.queries import catalogue
from erasdu.rehearsal import ways
from erasdu.rehearsal.stage import Order, rehearse
from tests.conftest import AT
from tests.factories.calls import CallFactory, DestinationFactory
from tests.factories.organisations import RoleFactory
from tests.factories.places import towns

# A rehearsal has a SQLite of its own, whatever the installation has.
pytestmark = [pytest.mark.on_sqlite, pytest.mark.django_db, pytest.mark.slow, pytest.mark.requirement("R34")]
START = date(2026, 11, 26)
# As short as the steps of the playbook allow.
DATES = {"enrolment_deadline": 7, "files_opening": 8, "files_deadline": 26, "stay_from": 80, "stay_until": 94}
MOST_ACTIONS, MOST_MAILS = 60, 12
# The last three are among those whom the playbook makes miss the departure.
PARTS = (0.1, 0.5, 0.8, 0.945, 0.955, 0.965)
OTHER = {"title_en": "Other", "days_before": 9, "gates": [DEPART]}
RULE = {"code": "internship.declared", "values": ["not_asked"], "source": "brief", "since": START}
STOPPED_ROW, TEXT = "candidacy.applied/learner/applied/mail", "place_agreed_learner"
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


def own_of_a_call() -> ways.Ways:
    """Of a call that is gone afterwards: what each role does besides, one notice stopped, one text, one rule."""
    with transaction.atomic():
        by = actor_of(RoleFactory(coordinator=True))
        call = CallFactory()
        there = call.destinations.first() or DestinationFactory(call=call)
        asked = [
            ("learner", {"word_enough": True, "destination": there}), ("learner", {"gates": [CLOSING]}),
            ("guardian", {"minor": True}), *((who, {}) for who in ROLES if who not in ("learner", "guardian")),
        ]  # fmt: skip
        for who, more in asked:
            readiness.add(call, **{**OTHER, "title_nl": f"Van {who}", "who": who, **more}, by=by, at=AT)
        notices.stop_kind(call, STOPPED_ROW, reason="Zij krijgen het al van de school.", by=by, at=AT)
        shipped = catalogue.shipped(TEXT, "nl")
        draft = notices.write_text(TEXT, "nl", subject="Onze woorden", body=shipped.body, revision=0, by=by, at=AT)
        notices.publish(draft, by=by, at=AT)
        insurance.add_rule(RULE, by=by, at=AT)
        found: ways.Ways = json.loads(json.dumps(ways.of_call(call)))
        transaction.set_rollback(True)
    return found


def test_a_call_is_rehearsed_with_what_it_has_of_its_own(settings: Any) -> None:
    """What it asks besides is done by who must, what it stopped reaches nobody, and its own words are in the mails."""
    towns()
    settings.REHEARSAL = True
    dates = {name: START + timedelta(days=days) for name, days in DATES.items()}
    found = own_of_a_call()
    assert {name: len(rows) for name, rows in found.items()} == {"requirements": 9, "stops": 1, "texts": 1, "rules": 1}
    order = Order(2, 7, START, dates, [("PT", "Porto", False)], (0.1, 0.5), own=found)
    report = rehearse(order, Worker(), lambda _day, _days: None)
    assert (report["outcome"]["ready"], report["outcome"]["missed"], report["outcome"]["refused"]) == (2, [], {})
    assert report["own"] == {name: len(rows) for name, rows in found.items()}
    asked = [row for row in OwnRequirement.objects.filter(call=Call.objects.get()) if not row.afterwards]
    done = {row.title_nl: Done.objects.filter(own=row).count() for row in asked}
    born = Mobility.objects.values_list("traveller__birth_date", flat=True)
    minors = sum(day.replace(year=day.year + 18) > dates["stay_from"] for day in born)
    assert done == dict.fromkeys((f"Van {who}" for who in ROLES), 2) | {"Van guardian": minors}
    assert not Letter.objects.filter(template__contains="applied").exists()
    assert Letter.objects.filter(subject="Onze woorden").exists()
    assert DocumentRule.objects.get().since == START
