"""What must be in order before somebody leaves: rules, the gate, and the list that each reads on the page of the stay."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from erasdu.ground.journal import gates
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.calls.models import Destination
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import access, queries, rules
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.rules import departing
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, PAYMENT, Evidence, Requirement, blocking
from erasdu.kernel.verdict import YES
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import AccountFactory, RoleFactory
from tests.factories.paperwork import paper
from tests.journey.mobilities.staying import candidacy_of, contact_of, learner_of, stay_of_minor

pytestmark = pytest.mark.requirement("R25")
ENGLISH = {"accept-language": "en"}

STAY, ON = Period(date(2027, 3, 7), date(2027, 3, 20)), date(2026, 11, 23)
MINOR, ADULT = date(2009, 9, 1), date(2007, 9, 1)
DONE = rules.Paper(done=True)
DEMANDED = rules.Permissions(True, ("ann", "bo"), any_one=False, sheets={"ann": True, "bo": True})
COMPLETE = rules.Facts(STAY, MINOR, DONE, DEMANDED)
SHEETS = st.dictionaries(st.sampled_from(["ann", "bo", "else"]), st.booleans())
FACTS = st.builds(
    rules.Facts,
    st.sampled_from([None, STAY, STAY.shift(400)]),
    st.sampled_from([None, MINOR, ADULT, date(2009, 3, 10)]),
    st.builds(rules.Paper, st.booleans(), st.sampled_from(["", "learner", "guardian"])),
    st.builds(rules.Permissions, st.booleans(), st.sampled_from([(), ("ann",), ("ann", "bo")]), st.booleans(), SHEETS),
)
DAYS = st.integers(-30, 500).map(lambda number: ON + timedelta(days=number))


def one(facts: rules.Facts, code: str, on: date = ON) -> Requirement:
    return next(item for item in rules.requirements(facts, on) if item.code == code)


@given(FACTS, DAYS)
def test_each_is_answered_once_and_nothing_blocks_any_other_gate(facts: rules.Facts, on: date) -> None:
    found = rules.requirements(facts, on)
    assert [item.code for item in found] == list(departing.CODES)
    assert {item.who for item in found} <= set(departing.WHO)
    assert all(item.blocks <= {DEPART, PAYMENT} for item in found)


@given(FACTS, DAYS)
def test_a_travel_permission_holds_up_only_where_it_is_demanded_of_a_minor(facts: rules.Facts, on: date) -> None:
    item = one(facts, "travel_permission_seen", on)
    leaving = max(facts.stay.start, on) if facts.stay else on
    minor = facts.birth_date is None or facts.birth_date.replace(year=facts.birth_date.year + 18) > leaving
    assert (item.state == "not_applicable") == (not minor)
    assert bool(blocking([item], DEPART)) == (minor and facts.permissions.demanded and not facts.permissions.seen)


@given(FACTS, DAYS, st.sampled_from(["ann", "bo"]))
def test_seeing_one_more_paper_never_takes_anything_away(facts: rules.Facts, on: date, who: str) -> None:
    of = facts.permissions
    more = replace(facts, permissions=replace(of, sheets={**of.sheets, who: True}))
    before, after = ({item.code for item in rules.requirements(each, on) if item.settled} for each in (facts, more))
    assert before <= after


def test_who_must_act_for_a_travel_permission() -> None:
    assert blocking(rules.requirements(COMPLETE, ON), DEPART) == []
    made = replace(COMPLETE, permissions=replace(DEMANDED, sheets={"ann": True, "bo": False}))
    item = one(made, "travel_permission_seen")
    assert (item.state, item.who, item.by) == ("waiting", "guardian", STAY.start)
    none = one(replace(COMPLETE, permissions=replace(DEMANDED, sheets={})), "travel_permission_seen")
    assert (none.state, none.who) == ("open", "contact_point")
    assert one(made, "travel_permission_seen", STAY.start + timedelta(days=1)).state == "overdue"
    enough = replace(DEMANDED, any_one=True, sheets={"ann": True})
    assert one(replace(COMPLETE, permissions=enough), "travel_permission_seen").state == "met"


@pytest.mark.django_db
class TestGate:
    @pytest.fixture
    def stay(self, clock) -> Mobility:
        return stay_of_minor()

    def lacking(self, stay: Mobility, on: date = ON) -> set[str]:
        verdict = gates.ask(DEPART, Mobility.objects.get(pk=stay.pk), on)
        found = set() if verdict else set(dict(verdict.params)["lacking"].split(","))
        further = {
            "learning_agreement",
            "internship_place",
            "bed",
            "travel_document",
            "entry_permit",
        }  # of steps further on, which have tests of their own
        assert found >= further
        return {code for code in found - further if not code.startswith("insured_")}

    def contact(self, stay: Mobility, **more: object) -> None:
        paper(stay, "candidacies.emergency_contact", "learner", person=stay.person, **more)

    def test_all_that_is_asked_and_then_nothing(self, stay) -> None:
        assert self.lacking(stay) == {"emergency_contact"}
        self.contact(stay, signed=True)
        assert self.lacking(stay) == set()
        Mobility.objects.filter(pk=stay.pk).update(planned_from=None, planned_until=None)
        assert self.lacking(stay) == {"stay_planned"}

    def test_an_approval_that_is_held_up_holds_departure_up(self, stay) -> None:
        self.contact(stay, signed=True)
        document = candidacy_of(stay).guardians.get().person.pk
        from erasdu.ground.paperwork.models import Document

        rows = Document.objects.filter(kind="candidacies.guardian_approval", variant=f"guardian-{document}")
        assert rows.update(frozen_at=stay.opened_at, frozen_code="not_me") == 1
        assert self.lacking(stay) == {"guardian_approval"}

    def test_call_or_destination_may_demand_the_permission(self, stay) -> None:
        self.contact(stay, signed=True)
        where = stay.call.destinations.first() or Destination.objects.create(
            call=stay.call,
            country="PT",
            place="Porto",
            starts_on=stay.planned_from,
            ends_on=stay.planned_until,
            places=3,
        )
        Mobility.objects.filter(pk=stay.pk).update(destination=where)
        for row, name in ((stay.call, "permission_demanded"), (where, "permission_demanded")):
            type(row).objects.filter(pk=row.pk).update(**{name: True})
            assert self.lacking(stay) == {"travel_permission_seen"}
            type(row).objects.filter(pk=row.pk).update(**{name: False})
            assert self.lacking(stay) == set()
        type(where).objects.filter(pk=where.pk).update(permission_demanded=True)
        Candidacy.objects.filter(profile=stay.profile_id).update(birth_date=date(2008, 9, 1))
        assert "travel_permission_seen" not in self.lacking(stay)  # eighteen when leaving

    def test_a_school_that_decides_again_loses_no_approval(self, stay) -> None:
        from erasdu.journey.selection.models import Selection

        Selection.objects.update(state="reopened")
        assert self.lacking(stay) == {"emergency_contact"}

    def test_the_verdict_is_there_and_enforces_nothing(self, stay, at) -> None:
        assert access.may_depart(stay, at=at).code == "not_ready"
        assert access.may_depart(stay, at=at, ready=YES)
        stay.state = "cancelled"
        assert access.may_depart(stay, at=at, ready=YES).code == "mobility_not_live"

    def test_nobody_mixes_gates_and_rows(self, stay) -> None:
        with pytest.raises(ValueError, match="nothing is known"):
            gates.ask(DEPART, CandidacyFactory(), ON)

    def test_it_costs_the_same_for_one_and_three(self, clock) -> None:
        costs = []
        for number in (1, 3):
            rows = [stay_of_minor() for _ in range(number)]
            with CaptureQueriesContext(connection) as asked:
                gates.ask_all(DEPART, rows, ON)
            costs.append(len(asked))
        assert costs[0] == costs[1] <= 24

    def test_each_reads_what_lacks_with_who_and_where(self, stay, client_as) -> None:
        address = reverse("mobilities:show", args=[stay.key])
        school = client_as(contact_of(stay)).get(address, headers=ENGLISH).content.decode()
        assert "Say whom to call in an emergency" in school
        assert "recommended" in school
        assert reverse("mobilities:permission", args=[stay.key]) in school
        role = learner_of(stay)
        if not hasattr(role.person, "account"):
            AccountFactory(person=role.person)
        own = client_as(role).get(address, headers=ENGLISH).content.decode()
        assert "Your school asks you whom to call in an emergency." in own
        assert "It is known whom to call" not in own
        self.contact(stay)
        lacks = queries.before_departure(stay, actor_of(role), ON)
        mine = next(each for each in lacks if each.item.code == "emergency_contact")
        assert (mine.who, mine.url) == ("learner", reverse("paperwork:own"))
        office = queries.before_departure(stay, actor_of(RoleFactory(coordinator=True)), ON)
        assert next(each for each in office if each.item.code == "emergency_contact").url == f"{address}#papers"


def test_a_page_of_who_must_act_is_linked_for_them_alone() -> None:
    invite = Requirement(
        "session_learner", "open", "coordinator", None, frozenset(), evidence=Evidence("preparation:invite", "k")
    )
    school, office = Actor(1, "contact_point", 1, frozenset({1})), Actor(2, "coordinator", 2, frozenset({2}))
    assert queries.at_the_proof(invite, office) == reverse("preparation:invite", args=["k"])
    assert queries.at_the_proof(invite, school) == ""
    seen = replace(invite, evidence=Evidence("preparation:stay", "k"))
    assert queries.at_the_proof(seen, school) == reverse("preparation:stay", args=["k"])
