"""Hosts who stay silent: about a proposal, and about their part of the learning agreement."""

from datetime import date, timedelta

import pytest

from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.agreements import actions as agreements
from erasdu.journey.agreements.models import Edit
from erasdu.journey.matching import actions as matching
from erasdu.journey.matching.models import Answer
from erasdu.office.notices import rules
from erasdu.office.notices.actions import write_day
from erasdu.office.notices.queries import planned
from erasdu.office.notices.queries.table import table
from tests.conftest import AT
from tests.factories.organisations import RoleFactory
from tests.journey.agreements.planning import ready_plan, school_of
from tests.journey.matching.scene import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R27")]
MON = date(2026, 11, 23)


def told(what: str) -> list[tuple[int, int, str]]:
    """Day, person and text of what the forecast says of it."""
    mails = planned.forecast(planned.foreseen(planned.world(MON), MON), MON, days=14)
    return [
        ((mail.on - MON).days, mail.person, row.text)
        for mail in mails
        for due in mail.dues
        if due.item.what == what
        for row in due.rows
        if row.way == "digest"
    ]


def test_a_host_that_does_not_answer_a_proposal_is_asked_again_and_then_others_hear_of_it(clock) -> None:
    scene = Scene(learners=1)
    match = scene.asked()
    Person.objects.update(language="de")
    company, family = (Answer.objects.get(match=match, party=party).person_id for party in ("company", "family"))
    said = told("answer_match")
    assert company is not None
    assert [(day, text) for day, person, text in said if person == company] == [
        (3, "answer_match"), (7, "answer_match"),
    ]  # fmt: skip
    assert (7, scene.role.person_id, "answer_match_silent") in said, "on the next day of a contact point"
    found = planned.world(MON)
    calls = rules.to_call(table(), found.items, found.readers, MON + timedelta(days=8))
    assert {call.person for call in calls if call.item.what == "answer_match"} >= {company, family}
    write_day(MON + timedelta(days=3), at=AT + timedelta(days=3))
    letter = Letter.objects.get(template="notices/letters/waiting", person=company)
    assert "Antworten Sie mit Ja oder Nein" in letter.text
    assert "{link:" in letter.text
    for answer in Answer.objects.filter(match=match, what=""):
        matching.answer(answer, yes=True, by=scene.coordinator, at=AT)
    assert told("answer_match") == []


def test_a_host_that_fills_in_nothing_is_asked_again(clock) -> None:
    plan = ready_plan(clock)
    assert plan.placement is not None
    keeper = RoleFactory(organisation=plan.placement.company.keeper)
    Edit.objects.filter(side="host").delete()
    assert told("fill_in_plan") == [], "it was not asked by mail"
    link = agreements.invite(plan, "host", by=school_of(plan.mobility), at=clock)
    said = told("fill_in_plan")
    assert [(day, text) for day, person, text in said if person == link.person_id] == [
        (5, "fill_in_plan"), (10, "fill_in_plan"),
    ]  # fmt: skip
    assert "fill_in_plan_silent" in {text for _, person, text in said if person == keeper.person_id}
    Edit.objects.create(plan=plan, side="host", at=clock, changed={})
    assert told("fill_in_plan") == []
