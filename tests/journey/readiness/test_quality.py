"""The quality standards of a call: each with what shows it, counted from what the steps know, for the coordinator."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.look.words import collected
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Call
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import actions, queries, rules, words
from erasdu.journey.readiness.queries.quality import COUNTED, Proof
from erasdu.kernel.requirement import DEPART, Requirement
from tests.conftest import AT
from tests.factories.calls import EnrolmentFactory
from tests.factories.hosting import StayFactory
from tests.factories.organisations import PartnerFactory, RoleFactory
from tests.journey.agreements.planning import ready_plan
from tests.journey.insurance.insuring import insured, stay_abroad
from tests.journey.matching.scene import Scene
from tests.journey.mobilities.staying import stay_of_minor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock"), pytest.mark.requirement("R01")]
ON = AT.date()


@pytest.fixture
def office() -> Any:
    return RoleFactory(coordinator=True)


def proofs(office: Any, call: Call, on: date = ON) -> dict[str, dict[str, Proof]]:
    """Standard → what shows it."""
    found = queries.standards(actor_of(office), call, on)
    return {shown.rule.code: {proof.said: proof for proof in shown.proofs} for shown in found}


def test_every_row_of_the_file_is_known() -> None:
    needs = {code for rule in rules.STANDARDS for code in (*rule.needs, *rule.later)}
    assert needs <= collected("REQUIREMENTS").keys()
    assert {name for rule in rules.STANDARDS for name in rule.counted} == COUNTED.keys() == words.PROOFS.keys()
    assert {rule.code for rule in rules.STANDARDS} == words.QUALITY.keys()
    assert {rule.code for rule in rules.STANDARDS if rule.elsewhere} == words.KEPT_ELSEWHERE.keys()
    assert {code for rule in rules.STANDARDS for code in rule.ready} <= rules.READY_MADE.keys()
    assert all(rule.needs or rule.later or rule.counted or rule.ready or rule.elsewhere for rule in rules.STANDARDS)


def test_what_departure_asks_stands_under_some_standard(office: Any) -> None:
    """Else a coordinator could not show it: whatever holds up a departure of somebody belongs to one."""
    stays = [stay_abroad(), stay_of_minor()]
    asked = {
        item.code for items in queries.requirements_of(stays, ON).values() for item in items if DEPART in item.blocks
    }
    there = {code for rule in rules.STANDARDS for code in rule.needs}
    assert asked - there <= {"company_approval", "agreement_runs", "guardians_known"}


def test_a_learner_whose_insurance_lacks_is_named_and_leads_to_the_stay(office: Any, client_as: Any) -> None:
    stay = stay_abroad()
    insured(stay)
    call = stay.call
    whole = proofs(office, call)["III.2"]["insured_accident"]
    assert (whole.held, whole.of, whole.lacking) == (1, 1, [])
    other = StayFactory(call=call, destination=stay.destination, sending=stay.sending)
    found = proofs(office, call)["III.2"]["insured_accident"]
    assert (found.held, found.of, list(found.lacking)) == (1, 2, [other])
    text = client_as(office).get(reverse("readiness:quality", args=[call.key])).text
    assert reverse("readiness:stay", args=[other.key]) in text
    assert "1 van 2" in text


def test_nothing_of_nothing_is_no_proof_and_no_standard_stands_without_a_word(office: Any, client_as: Any) -> None:
    stay = stay_abroad()
    Mobility.objects.update(cancelled_at=AT)
    page = client_as(office).get(reverse("readiness:quality", args=[stay.call.key])).text
    assert "0 van 0" not in page
    standards = page.split('<section class="panel" id="standard-')[1:]
    assert len(standards) == len(rules.STANDARDS)
    assert all("<li" in each.split("</section>")[0] for each in standards)


def test_of_who_left_it_counts_as_it_stood_that_day(office: Any) -> None:
    """A card that runs out after the return takes no proof away, and who came of age abroad still had consent."""
    stay = stay_of_minor()
    leaves = stay.planned_from
    before = proofs(office, stay.call, leaves)["III.2"]
    long_after = proofs(office, stay.call, leaves + timedelta(days=400))["III.2"]
    assert {code: (one.held, one.of) for code, one in before.items()} == {
        code: (one.held, one.of) for code, one in long_after.items()
    }


def test_what_was_let_pass_is_counted_apart(office: Any) -> None:
    lacking = Requirement("bed", "open", "contact_point", None, frozenset({DEPART}))
    passed = Requirement("bed", "open", "contact_point", None, frozenset({DEPART}), let_pass=frozenset({DEPART}))
    met = Requirement("bed", "met", "contact_point", None, frozenset({DEPART}))
    of_no_concern = Requirement("bed", "not_applicable", "contact_point", None, frozenset({DEPART}))
    count = rules.counted({1: [lacking], 2: [passed], 3: [met], 4: [of_no_concern]})["bed"]
    assert (count.met, count.passed, count.lacking, count.asked) == ((3,), (2,), (1,), 3)


def test_linguistic_support_is_offered_until_the_call_asks_it(office: Any, client_as: Any) -> None:
    stay = stay_abroad()
    client, address = client_as(office), reverse("readiness:quality", args=[stay.call.key])
    page = client.get(address).text
    assert "?ready=language" in page
    given = {name: value for name, value in rules.READY_MADE["language"].items() if name != "direction"}
    actions.add(stay.call, **given, by=actor_of(office), at=AT)
    page = client.get(address).text
    assert "?ready=language" not in page
    assert rules.READY_MADE["language"]["title_nl"] in page


def test_members_partners_mentors_and_contact_points(office: Any) -> None:
    stay = stay_of_minor()
    ready_plan(AT, stay=stay)
    partner = PartnerFactory()
    StayFactory(call=stay.call, receiving=partner, sending=stay.sending)
    EnrolmentFactory(call=stay.call)
    found = proofs(office, stay.call)
    assert (found["II.2"]["partner_agreements"].held, found["II.2"]["partner_agreements"].of) == (0, 1)
    assert (found["III.5"]["mentors"].held, found["III.5"]["mentors"].of) == (1, 2)
    assert (found["III.5"]["contacts"].held, found["III.5"]["contacts"].of) == (1, 1)
    assert found["II.8"]["members"].of == 2
    assert found["II.3"]["contributions"].held == 0


def test_places_to_which_the_school_said_yes() -> None:
    scene = Scene()
    match = scene.asked()
    call, office = match.mobility.call, RoleFactory(coordinator=True)
    assert proofs(office, call)["II.9"]["hosts_agreed"].of == 0
    Match.objects.filter(pk=match.pk).update(state="confirmed")
    party = Answer.Party.RECEIVER if match.mobility.direction == "incoming" else Answer.Party.SCHOOL
    Answer.objects.filter(match=match, party=party).update(what="")
    assert (proofs(office, call)["II.9"]["hosts_agreed"].held, proofs(office, call)["II.9"]["hosts_agreed"].of) == (
        0,
        1,
    )
    answer, _made = Answer.objects.get_or_create(match=match, party=party, defaults={"asked_at": AT})
    Answer.objects.filter(pk=answer.pk).update(what="yes")
    assert proofs(office, call)["II.9"]["hosts_agreed"].held == 1


def test_only_the_coordinator_opens_it(client_as: Any, office: Any) -> None:
    stay = stay_of_minor()
    address = reverse("readiness:quality", args=[stay.call.key])
    contact = RoleFactory(organisation=stay.sending)
    assert client_as(contact).get(address).status_code == 404
    assert re.search(r"quality/", client_as(office).get(reverse("readiness:board", args=[stay.call.key])).text)
    assert client_as(office).get(address).status_code == 200


def test_many_learners_cost_no_more_queries(office: Any) -> None:
    call = stay_abroad().call
    actor = actor_of(office)
    with CaptureQueriesContext(connection) as few:
        queries.standards(actor, call, ON)
    for number in range(3):
        StayFactory(call=call, planned_from=ON + timedelta(days=number), planned_until=ON + timedelta(days=20))
    assert Mobility.objects.filter(call=call).count() == 4
    with CaptureQueriesContext(connection) as many:
        queries.standards(actor, call, ON)
    assert len(many) <= len(few) + 1
