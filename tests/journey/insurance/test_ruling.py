"""The page on which the coordinator sees what is asked of insurance and says it differently, and whom that touches."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.insurance import actions, queries
from erasdu.journey.insurance.models import Cover, DocumentRule
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import queries as readiness
from erasdu.kernel.verdict import Refused
from tests.factories.organisations import RoleFactory, SchoolFactory
from tests.journey.insurance.insuring import FIRST, insured, stay_abroad
from tests.journey.insurance.test_policies import rule
from tests.journey.insurance.test_stays import ON, contact, lacking

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R27", "R28", "R29", "R30")]
ENGLISH = {"accept-language": "en"}
ADD = "insurance:add_rule"


@pytest.fixture
def stay(clock: object) -> Mobility:
    return stay_abroad()


def asked(code: str, said: Any, **values: Any) -> dict[str, Any]:
    typed = {
        "rule": code,
        "said": said,
        "since": "2026-11-01",
        "source": "letter of De Haven",
        "note": "They asked it.",
    }
    return typed | values


def test_a_rule_is_replaced_after_a_look_at_whom_it_touches_and_taken_back(stay: Mobility, client_as: Any) -> None:
    insured(stay)
    office, bare = client_as(RoleFactory(coordinator=True)), stay_abroad()
    typed = asked("liability_work.confirmation", ["days"], verified="on")
    seen = office.post(reverse(ADD), typed, headers=ENGLISH).text
    assert "Nothing is saved yet." in seen
    assert "1 thing turns open" in seen
    assert str(stay.person) in seen
    assert str(bare.person) not in seen  # it has nothing, before and after
    assert not DocumentRule.objects.exists()

    assert office.post(reverse(ADD), typed | {"seen": "1"}).status_code == 302
    row = DocumentRule.objects.get()
    assert (row.code, row.values, row.verified, row.note) == (
        "liability_work.confirmation", ["days"], True, "They asked it.",
    )  # fmt: skip
    assert Line.objects.get(code="insurance.rule_added").data == {"rule": "liability_work.confirmation"}
    assert lacking(stay) == {"insured_liability_work"}
    page = office.get(reverse("insurance:rules"), headers=ENGLISH).text
    assert "Said by the coordinator" in page
    assert "Damage at work: What must the insurer confirm in writing?" in page
    again = office.get(reverse("insurance:rules") + "?rule=liability_work.confirmation", headers=ENGLISH)
    assert again.context["form"].initial["said"] == ["days"]  # what stands now
    back = office.post(reverse(ADD), asked("liability_work.confirmation", []), headers=ENGLISH).text
    assert "1 thing comes in order" in back

    end = reverse("insurance:end_rule", args=[row.key])
    first = office.post(end, headers=ENGLISH).text
    assert "Take this back?" in first
    assert "1 thing comes in order" in first
    assert lacking(stay) == {"insured_liability_work"}, "nothing is done yet"
    assert office.post(end, {"seen": "1"}).status_code == 302
    assert lacking(stay) == set()
    assert Line.objects.filter(code="insurance.rule_ended").count() == 1


def test_a_rule_holds_for_stays_from_its_day_on(stay: Mobility) -> None:
    insured(stay)
    office, at = actor_of(RoleFactory(coordinator=True)), the_clock.now()
    values = {"code": "internship.declared", "values": ["not_asked"], "source": "brief", "since": date(2027, 3, 8)}
    actions.add_rule(values, by=office, at=at)
    code = "insured_declared"
    assert next(item for item in readiness.requirements_of([stay], ON)[stay.pk] if item.code == code).state == "met"
    actions.add_rule(values | {"since": FIRST}, by=office, at=at)
    found = next(item for item in readiness.requirements_of([stay], ON)[stay.pk] if item.code == code)
    assert found.state == "not_applicable"
    with pytest.raises(Refused, match="rule_unknown"):
        actions.add_rule(values | {"values": ["perhaps"]}, by=office, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentRule.objects.create(source="brief", since=FIRST, entered_at=at)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (asked("accident.holders", []), "said"), (asked("accident.holders", ["mother"]), "said"),
        (asked("accident.territory", "moon"), "said"), (asked("card.days", "many"), "said"),
        (asked("card.days", "100"), "said"), (asked("assistance.when", "sometimes"), "said"),
        (asked("card.days", "14", note=""), "note"), (asked("card.days", "14", source=""), "source"),
        (asked("card.days", "14", since="soon"), "since"), (rule(country="ZZ", seen=""), "country"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_place(clock: object, client_as: Any, typed: dict[str, Any], field: str) -> None:
    answer = client_as(RoleFactory(coordinator=True)).post(reverse(ADD), typed | {"seen": "1"})
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert not DocumentRule.objects.exists()


def test_who_may_and_what_does_not_exist(stay: Mobility, client_as: Any) -> None:
    office, school = client_as(RoleFactory(coordinator=True)), client_as(contact(stay))
    for code in ("accident.moon", "document"):
        assert office.get(reverse("insurance:rules"), {"rule": code}).status_code == 404
        assert office.post(reverse(ADD), asked(code, "x")).status_code == 404
    page = school.get(reverse("insurance:rules"), headers=ENGLISH).text
    assert "The sending organisation, its school board, its school group".lower() in page.lower()
    assert "not checked" in page
    assert 'id="replace"' not in page
    assert school.post(reverse(ADD), asked("card.days", "14", seen="1")).status_code == 404


def test_all_other_countries_are_replaced_together(clock: object, client_as: Any) -> None:
    far, near = stay_abroad(country="ZA"), stay_abroad()
    office = client_as(RoleFactory(coordinator=True))
    listed = office.get(reverse("insurance:rules"), headers=ENGLISH).text
    assert "?country=other&amp;nationalities=all&amp;document=private#replace" in listed
    typed = rule(country="other", document="private", nationalities="all")
    assert office.get(reverse("insurance:rules"), typed).context["form"]["country"].value() == "other"
    assert office.post(reverse(ADD), typed).status_code == 302
    assert DocumentRule.objects.get().country == ""
    states = {row: {item.code: item.state for item in queries.page(row, ON).lacking} for row in (far, near)}
    assert "insured_assistance" not in states[far]  # the new row asks none
    assert "all other countries" in office.get(reverse("insurance:rules"), headers=ENGLISH).text


def test_whether_the_group_counts_is_the_same_on_every_page(stay: Mobility, client_as: Any) -> None:
    rows, office = insured(stay), actor_of(RoleFactory(coordinator=True))
    group = SchoolFactory(kind="group")
    Organisation.objects.filter(pk=stay.sending_id).update(group=group)
    Cover.objects.filter(pk=rows["liability"].pk).update(organisation=group)
    stay = Mobility.objects.select_related("sending", "person", "call", "destination").get(pk=stay.pk)

    def told() -> tuple[bool, tuple[str, ...], bool, bool]:
        found = queries.holders(office, date(2027, 3, 1))
        lacks = next(row.lacks for row in found if row.organisation == stay.sending)
        policy = Cover.objects.select_related("organisation").get(pk=rows["liability"].pk)
        (touched,) = queries.preview(office, group, policy, ON)
        return (
            "insured_liability" in lacking(stay), lacks, touched.closes,
            "liability" in {line.kind for line in queries.lines_of(stay)},
        )  # fmt: skip

    assert told() == (False, (), True, True)
    values = {"code": "liability.holders", "values": ["sending"], "source": "brief", "since": date(2026, 11, 1)}
    actions.add_rule(values, by=office, at=the_clock.now())
    assert told() == (True, ("liability",), False, False)


def test_before_a_place_is_known_a_policy_is_not_enough_yet(stay: Mobility, client_as: Any) -> None:
    covers = insured(stay, place=False)
    assert lacking(stay) == {"insured_accident"}
    page = (
        client_as(contact(stay)).get(reverse("insurance:policy", args=[covers["accident"].key]), headers=ENGLISH).text
    )
    assert "not enough yet" in page
    assert "that is not known yet" in page


def test_a_look_at_whom_it_touches_costs_the_same_for_one_and_three(clock: object) -> None:
    office, draft = actor_of(RoleFactory(coordinator=True)), queries.draft_rule(
        {"code": "internship.declared", "values": ["not_asked"], "source": "brief", "since": date(2026, 11, 1)}
    )  # fmt: skip
    costs = []
    for number in (1, 3):
        for _ in range(number - Mobility.objects.count()):
            stay_abroad()
        with CaptureQueriesContext(connection) as counted:
            turns = queries.turned(office, ON, draft=draft)
        assert (len(turns.closes), turns.of, turns.opens) == (number, number, [])
        costs.append(len(counted))
    assert costs[0] == costs[1]


def test_countries_stand_in_the_order_of_their_names(client_as: Any) -> None:
    shown = client_as(RoleFactory(coordinator=True)).get(reverse("insurance:rules")).text
    assert "België, Bulgarije, Cyprus, Duitsland" in shown.partition("Medische zorg hier")[0]
