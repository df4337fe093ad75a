"""The gate of handing in: composed from every step, open only when nothing is missing."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erasdu.ground.journal import gates
from erasdu.ground.look.words import because
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.readiness import queries
from erasdu.journey.selection.models import Decision, Selection
from erasdu.kernel.requirement import HAND_IN
from erasdu.kernel.verdict import YES
from tests.factories.admissions import school_of
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import SchoolFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
CODES = {
    "cv_complete", "learner_confirmed", "eligibility_confirmed", "guardians_known", "selected", "report_issued"
}  # fmt: skip
APPROVALS = {"cv_signed", "company_approval", "participant_approval", "guardian_approval"}


def lacking(candidacy: Candidacy) -> set[str]:
    verdict = gates.ask(HAND_IN, Candidacy.objects.get(pk=candidacy.pk), ON)
    return set() if verdict else set(dict(verdict.params)["lacking"].split(","))


@pytest.mark.requirement("R25")
def test_what_is_asked_before_handing_in() -> None:
    school = school_of(1)
    (needed,) = queries.for_handing_in([school.selected[0].pk], ON).values()
    assert {item.code for item in needed} == CODES | APPROVALS
    assert all(item.settled for item in needed)
    assert gates.ask(HAND_IN, school.selected[0], ON) == YES


def test_who_only_just_began_lacks_everything() -> None:
    candidacy = CandidacyFactory(unconfirmed=True, minor=True)
    assert lacking(candidacy) == CODES


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"state": "draft"}, "cv_complete"),
        ({"confirmed_at": None}, "learner_confirmed"),
        ({"eligible_at": None}, "eligibility_confirmed"),
        ({"agreement": "oao"}, "company_approval"),
    ],
)
def test_one_thing_that_lacks_closes_the_gate(change: dict[str, object], code: str) -> None:
    (candidacy,) = school_of(1).selected
    Candidacy.objects.filter(pk=candidacy.pk).update(**change)
    assert lacking(candidacy) == {code}


def test_a_minor_needs_a_guardian_until_the_eighteenth_birthday() -> None:
    (candidacy,) = school_of(1).selected
    Candidacy.objects.filter(pk=candidacy.pk).update(birth_date=date(2008, 11, 24))
    assert lacking(candidacy) == {"guardians_known", "guardian_approval"}
    Candidacy.objects.filter(pk=candidacy.pk).update(birth_date=date(2008, 11, 23))
    assert lacking(candidacy) == {"participant_approval"}  # who signed as a minor signs once more
    Candidacy.objects.filter(pk=candidacy.pk).update(birth_date=date(2010, 1, 1))
    GuardianFactory(candidacy=candidacy)
    assert lacking(candidacy) == {"guardian_approval"}


@pytest.mark.parametrize("outcome", ["selected", "reserve", "not_selected"])
def test_selected_learners_and_reserves_may_be_handed_in(outcome: str) -> None:
    (candidacy,) = school_of(1).selected
    Decision.objects.filter(candidacy=candidacy).update(outcome=outcome)
    assert lacking(candidacy) == ({"selected"} if outcome == "not_selected" else set())


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        ("open", {"selected", "report_issued"}),
        ("decided", {"report_issued"}),
        ("told", {"report_issued"}),
        ("closed", set()),
        ("reopened", {"selected", "report_issued"}),
    ],
)
def test_the_report_must_be_issued_and_not_reopened(state: str, expected: set[str]) -> None:
    (candidacy,) = school_of(1).selected
    Selection.objects.update(state=state)
    assert lacking(candidacy) == expected


def test_the_refusal_names_what_lacks_in_words_not_codes() -> None:
    said = because(gates.ask(HAND_IN, CandidacyFactory(unconfirmed=True, minor=True), ON))
    assert said
    assert not any(code in said for code in CODES)


def test_without_a_gatekeeper_the_gate_stays_shut(settings) -> None:
    settings.GATEKEEPER = ""
    (candidacy,) = school_of(1).selected
    assert gates.ask(HAND_IN, candidacy, ON).code == "gate_unbound"


def test_a_gate_that_nobody_knows_is_an_error() -> None:
    (candidacy,) = school_of(1).selected
    with pytest.raises(ValueError, match="unknown gate"):
        gates.ask("departure", candidacy, ON)
    with pytest.raises(ValueError, match="nothing is known"):
        queries.answer(HAND_IN, [SchoolFactory()], ON)


def test_the_gate_costs_the_same_for_one_and_three() -> None:
    costs = []
    for number in (1, 3):
        rows = school_of(number).selected
        with CaptureQueriesContext(connection) as asked:
            answers = gates.ask_all(HAND_IN, rows, ON)
        assert answers == {row.pk: YES for row in rows}
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 6
