"""Asking for approvals: who gets which paper, what lacks first, and what a change does to papers that are out."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.models import Envelope, Signature, Signer
from erasdu.ground.people.models import Person
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies import actions, papers, queries
from erasdu.journey.candidacies.models import Candidacy, CompanySigner, Guardian
from erasdu.journey.candidacies.rules.approvals import guardian_standing
from erasdu.journey.mobilities.actions import open_for_learner
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import SYSTEM
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused
from tests.factories.organisations import RoleFactory
from tests.factories.paperwork import paper
from tests.journey.candidacies.approving import contact_of, ready, sent
from tests.journey.candidacies.learners import learner

pytestmark = pytest.mark.django_db


def states(row: Candidacy, at: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in queries.dossier(row, at).lines:
        found.setdefault(line.kind.partition(".")[2], []).append(line.state)
    return found


@pytest.mark.requirement("R25")
@pytest.mark.requirement("R34")
def test_everybody_is_asked_and_neither_parent_sees_the_other(at) -> None:
    row = ready(parents=2)
    assert actions.ask_papers(row, by=contact_of(row), at=at) == 5
    out = sent(row)
    kinds = {kind for kind, _variant in out}
    assert kinds == {"cv", "participant_approval", "company_approval", "guardian_approval"}
    parents = list(Guardian.objects.filter(candidacy=row).select_related("person"))
    for mine, other in (parents, parents[::-1]):
        paper = out["guardian_approval", f"guardian-{mine.person_id}"]
        (signer,) = paper.signers.all()
        assert (signer.person, signer.channel, signer.attested_how) == (mine.person, "text", "records")
        whole = str(paper.data)
        assert other.person.given_name not in whole
        assert other.person.email not in whole
        assert other.person.phone not in whole
        assert not Letter.objects.filter(person=mine.person, text__contains=other.person.email).exists()
    company = out["company_approval", ""]
    assert company.data["terms"] == {
        "company": row.training_company.key, "agreement": "oao",
        "from": row.call.stay_from.isoformat(), "until": row.call.stay_until.isoformat(),
    }  # fmt: skip
    assert states(row, at) == {
        "cv": ["asked"], "participant_approval": ["asked"], "company_approval": ["asked"],
        "guardian_approval": ["asked", "asked"],
    }  # fmt: skip


def test_once_the_stays_are_over_who_came_of_age_is_not_asked_any_more(at) -> None:
    row = ready(dual=False)
    paper(row, "candidacies.participant_approval", "learner", person=row.learner, signed=True, at=at)
    Candidacy.objects.filter(pk=row.pk).update(birth_date=row.call.stay_from - timedelta(days=18 * 365 + 2))
    row.refresh_from_db()
    days = row.call.stay_until - brussels_date(at)
    assert states(row, at + days)["participant_approval"] == ["to_ask"]
    assert states(row, at + days + timedelta(days=1))["participant_approval"] == ["signed"]


def test_asking_again_sends_nothing_and_a_change_only_what_changed(at) -> None:
    row = ready()
    by = contact_of(row)
    actions.ask_papers(row, by=by, at=at)
    before = {key: one.pk for key, one in sent(row).items()}
    letters = Letter.objects.count()
    assert actions.ask_papers(row, by=by, at=at) == 0
    assert {key: one.pk for key, one in sent(row).items()} == before
    assert Letter.objects.count() == letters
    Candidacy.objects.filter(pk=row.pk).update(agreement="sao")
    row.refresh_from_db()
    actions.ask_papers(row, by=by, at=at)
    changed = {kind for (kind, variant), one in sent(row).items() if before[kind, variant] != one.pk}
    assert changed == {"company_approval"}


@pytest.mark.parametrize(
    ("change", "kind", "code"),
    [
        (lambda row: Candidacy.objects.filter(pk=row.pk).update(state="draft"), "cv", "form_not_handed_in"),
        (lambda row: Candidacy.objects.filter(pk=row.pk).update(agreement=""), "company_approval", "agreement_unknown"),
        (
            lambda row: Candidacy.objects.filter(pk=row.pk).update(training_company=None),
            "company_approval",
            "company_unknown",
        ),
        (lambda row: CompanySigner.objects.all().delete(), "company_approval", "company_signer_unknown"),
        (lambda row: Guardian.objects.all().delete(), "guardian_approval", "no_guardian_known"),
        (lambda row: Guardian.objects.update(attested_how=""), "guardian_approval", "guardian_not_attested"),
        (lambda row: Guardian.objects.update(channel=""), "guardian_approval", "guardian_channel_missing"),
        (
            lambda row: Candidacy.objects.filter(pk=row.pk).update(guardian_mode="both"),
            "guardian_approval",
            "second_guardian_unknown",
        ),
        (
            lambda row: Candidacy.objects.filter(pk=row.pk).update(guardian_mode="one_by_court", sole_guardian=1),
            "guardian_approval",
            "decision_not_seen",
        ),
    ],
)
def test_what_lacks_is_said_and_the_rest_goes_out(change, kind, code, at) -> None:
    row = ready()
    change(row)
    row.refresh_from_db()
    lacking = {line.kind.partition(".")[2]: line.lacks for line in queries.dossier(row, at).lines if line.lacks}
    assert lacking == {kind: (code,)}
    actions.ask_papers(row, by=contact_of(row), at=at)
    assert kind not in {name for name, _variant in sent(row)}
    assert len(sent(row)) == 3


@pytest.mark.requirement("R34")
def test_a_number_that_is_the_learners_gets_nothing(at) -> None:
    row = ready()
    parent = Guardian.objects.get().person
    type(row.profile).objects.filter(pk=row.profile_id).update(mobile=parent.phone)
    (line,) = queries.dossier(row, at).parents
    assert line.lacks == ("phone_of_learner",)


def test_contact_data_that_changed_are_vouched_for_again(at) -> None:
    row = ready()
    Person.objects.filter(pk=Guardian.objects.get().person_id).update(phone="+32499000001")
    (line,) = queries.dossier(row, at).parents
    assert line.lacks == ("guardian_not_attested",)


def test_an_adult_decides_alone(at) -> None:
    row = ready(minor=False, parents=0)
    actions.ask_papers(row, by=contact_of(row), at=at)
    assert "guardian_approval" not in states(row, at)
    assert len(sent(row)) == 3


@pytest.mark.parametrize("mode", ["one_by_court", "legal_guardian"])
def test_who_decides_alone_is_the_only_one_asked(mode, at) -> None:
    row = ready(parents=2)
    row.guardian_mode, row.sole_guardian = mode, 2
    row.decision_seen_by, row.decision_seen_on = "Els Vermeulen", at.date()
    row.save()
    actions.ask_papers(row, by=contact_of(row), at=at)
    second = Guardian.objects.get(position=2)
    assert [variant for kind, variant in sent(row) if kind == "guardian_approval"] == [f"guardian-{second.person_id}"]


def test_only_the_school_asks(at) -> None:
    row = ready()
    for stranger in (RoleFactory(), RoleFactory(teacher=True)):
        with pytest.raises(Refused):
            actions.ask_papers(row, by=actor_of(stranger), at=at)
    with pytest.raises(Refused):
        actions.ask_papers(row, by=learner(row), at=at)
    assert not sent(row)


def test_reminding_who_waits(at) -> None:
    row = ready()
    by = contact_of(row)
    actions.ask_papers(row, by=by, at=at)
    assert actions.remind_papers(row, by=by, at=at) == 4
    assert Signer.objects.filter(reminders=1).count() == 4


# -- what is taken back ----------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["withdraw", "refuse"])
def test_papers_of_who_stops_are_taken_back(end, at) -> None:
    row = ready()
    by = contact_of(row)
    actions.ask_papers(row, by=by, at=at)
    if end == "refuse":
        Candidacy.objects.filter(pk=row.pk).update(confirmed_at=None)
        row.refresh_from_db()
    getattr(actions, end)(row, reason="Kiest anders.", by=by, at=at)
    assert {one.state for one in sent(row).values()} == {"withdrawn"}


def test_another_company_takes_back_what_the_first_was_asked(at) -> None:
    row = ready()
    by = contact_of(row)
    actions.ask_papers(row, by=by, at=at)
    values = {
        "track": "third_grade", "enrolled_at_school": True, "agreement": "sao",
        "training_company": row.training_company, "has_counsellor": False, "fewer_opportunities": False,
    }  # fmt: skip
    actions.confirm_eligibility(row, **values, revision=row.revision, by=by, at=at)
    assert sent(row)["company_approval", ""].state == "withdrawn"
    assert sent(row)["participant_approval", ""].state == "open"


def given(parent: Person, **change: str) -> dict[str, str]:
    names = ("given_name", "family_name", "email", "phone")
    own = {name: getattr(parent, name) for name in names}
    return {**own, "relation": "mother", "attested_how": "pupil_record", "channel": "text", "language": "pl", **change}


@pytest.mark.requirement("R34")
def test_another_number_takes_back_what_waits_for_that_parent(at) -> None:
    row = ready(parents=2)
    by = contact_of(row)
    actions.ask_papers(row, by=by, at=at)
    first, second = (one.person for one in Guardian.objects.order_by("position"))
    rows = [given(first, phone="+32499000002"), given(second)]
    actions.set_guardians(row, rows, revision=row.revision, by=by, at=at)
    assert sent(row)["guardian_approval", f"guardian-{first.pk}"].state == "withdrawn"
    assert sent(row)["guardian_approval", f"guardian-{second.pk}"].state == "open"
    assert Person.objects.get(pk=first.pk).language == "pl"


def test_who_vouched_and_when_stays_when_the_same_is_said_again(at) -> None:
    row = ready()
    parent = Guardian.objects.get()
    actions.set_guardians(row, [given(parent.person)], revision=row.revision, by=contact_of(row), at=at)
    assert Guardian.objects.get().attested_at == parent.attested_at
    actions.set_guardians(
        row, [given(parent.person, attested_how="called")], revision=row.revision, by=contact_of(row), at=at
    )
    assert Guardian.objects.get().attested_at == at


@pytest.mark.requirement("R34")
def test_the_learners_own_address_is_no_parents(at) -> None:
    row = ready()
    parent = Guardian.objects.get().person
    for change, code in (
        ({"email": row.learner.email}, "mail_of_learner"),
        ({"phone": row.profile.mobile}, "phone_of_learner"),
    ):
        with pytest.raises(Refused) as refused:
            actions.set_guardians(row, [given(parent, **change)], revision=row.revision, by=contact_of(row), at=at)
        assert refused.value.verdict.code == code
    actions.set_guardians(
        row, [given(parent, email=row.learner.email, reason="Delen een adres.")],
        revision=row.revision, by=contact_of(row), at=at,
    )  # fmt: skip
    assert Guardian.objects.get().reason == "Delen een adres."


# -- the final days --------------------------------------------------------------------------------


def signed(paper: Envelope, at: Any, **answers: Any) -> None:
    """As the engine leaves it, without drawing."""
    Signer.objects.filter(envelope=paper).update(state="signed", answered_at=at)
    Envelope.objects.filter(pk=paper.pk).update(state="signed", signed_at=at)
    Signature.objects.create(
        signer=paper.signers.get(), method="link", assurance="text_code", at=at, typed_name="Wie tekende",
        shown_sha256=paper.shown_sha256, consent="", consent_language="nl", answers=answers, lacks=[],
    )  # fmt: skip


@pytest.mark.requirement("R25")
def test_final_days_outside_what_was_approved_are_asked_of_company_and_parent(at) -> None:
    row = ready()
    by, opens = contact_of(row), row.call.stay_from
    kinds = {"company_approval", "guardian_approval"}

    def plan(first: int, last: int) -> set[str]:
        days = {"planned_from": opens + timedelta(days=first), "planned_until": opens + timedelta(days=last)}
        Mobility.objects.filter(pk=stay.pk).update(**days)
        return {kind for kind in kinds if states(row, at)[kind] == ["to_ask"]}

    def ask() -> dict[str, Any]:
        before = {one.pk for one in sent(row).values()}
        actions.ask_papers(row, by=by, at=at)
        return {kind: one for (kind, _), one in sent(row).items() if one.pk not in before}

    answers: dict[str, Any] = {kind: {} for kind in kinds}
    busy = [(opens + timedelta(days=day)).isoformat() for day in (10, 12)]
    answers["company_approval"] = {"answer": "yes_except", "except": [busy]}
    for kind, paper_sent in ask().items():
        signed(paper_sent, at, **answers.get(kind, {}))
    stay = open_for_learner(row.call, row.learner, row.school, profile=row.profile, destination=None, by=SYSTEM, at=at)
    assert plan(0, 8) == set()
    assert not ask()
    assert plan(6, 11) == {"company_approval"}
    again = ask()
    assert set(again) == {"company_approval"}
    first, last = (opens + timedelta(days=day) for day in (6, 11))
    data = again["company_approval"].data
    asked = {"from": first.isoformat(), "until": last.isoformat(), "exact": "yes"}
    assert {name: data["terms"].get(name) for name in asked} == asked
    assert "De juiste dagen liggen nog niet vast" not in str(data["clauses"])
    assert not ask()
    signed(again["company_approval"], at, answer="yes")
    assert plan(6, 10) == set()
    assert not ask()
    after = row.call.stay_until - opens
    assert plan(after.days - 2, after.days + 3) == kinds
    assert guardian_standing(queries.dossier(row, at).facts, at.date()).state == "waiting"
    outside = ask()
    assert set(outside) == kinds
    assert all(one.data["terms"]["exact"] == "yes" for one in outside.values())
    for paper_sent in outside.values():
        signed(paper_sent, at, answer="yes")
    assert plan(after.days - 2, after.days + 3) == set()


# -- figures ---------------------------------------------------------------------------------------


def test_the_dossiers_of_one_and_of_three_cost_the_same(at) -> None:
    costs = []
    for number in (1, 3):
        rows = [ready(parents=2) for _ in range(number)]
        with CaptureQueriesContext(connection) as asked:
            for of in queries.dossiers(rows, at).values():
                assert [line.state for line in of.lines] == ["to_ask"] * 5
        costs.append(len(asked))
    assert costs[0] == costs[1] <= 8


def test_destinations_are_named_once_each() -> None:
    assert papers.listed(["PT", "ES", "PT"], "nl") == "Portugal of Spanje"
    assert papers.listed(["PT", "ES", "IT"], "en") == "Portugal, Spain or Italy"
    assert papers.listed([], "nl") == "een land in Europa"
