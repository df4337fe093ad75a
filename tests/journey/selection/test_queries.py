"""What is read of selections: the same number of queries for one and for many, and what later steps get."""

from datetime import date, datetime
from fractions import Fraction

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.candidacies.models import Candidacy, Profile
from erasdu.journey.selection import access, actions, queries, rules
from erasdu.journey.selection.models import Score
from tests.factories.candidacies import GuardianFactory
from tests.factories.organisations import RoleFactory
from tests.factories.selection import Scene, scene

pytestmark = pytest.mark.django_db


def decided(made: Scene, at: datetime, *outcomes: str) -> Scene:
    files = queries.board(made.selection, made.lead).files
    given = {item.candidate.id: actions.Choice(outcome, "Zo.") for item, outcome in zip(files, outcomes, strict=True)}
    actions.decide(made.selection, given, by=made.lead, at=at)
    made.selection.refresh_from_db()
    return made


@pytest.mark.parametrize("reader", ["lead", "coordinator"])
def test_a_board_of_one_and_of_thirty_asks_the_same(reader: str) -> None:
    counts = []
    for number in (1, 3, 30):
        made = scene(number, ready=True)
        actor = made.lead if reader == "lead" else actor_of(RoleFactory(coordinator=True))
        selection = access.selections_for(actor).get(pk=made.selection.pk)
        with CaptureQueriesContext(connection) as asked:
            whole = queries.board(selection, actor)
            assert [str(sheet.role.person) for item in whole.files for sheet in item.sheets]
            assert all(item.total is not None for item in whole.files)
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
    assert counts[0] <= 16


def test_signs_of_a_tie_ask_the_same_for_one_and_for_three() -> None:
    counts = []
    for number in (1, 3):
        made = scene(number)
        for candidacy in made.candidacies:
            GuardianFactory(candidacy=candidacy)
        with CaptureQueriesContext(connection) as asked:
            queries.signs(made.selection, [made.lead_role])
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.requirement("R20")
def test_a_total_is_explained_by_criterion_weight_score_and_contribution() -> None:
    made = scene(1, ready=True, scores=[7])
    lines = queries.board(made.selection, made.lead).files[0].lines
    told = [(line.criterion.code, line.criterion.weight, line.score, line.contribution) for line in lines]
    assert told == [
        ("MOTIVATION", 40, 7, 28),
        ("MATURITY", 30, 7, 21),
        ("LANGUAGE", 15, 7, Fraction(21, 2)),
        ("PRACTICAL", 15, 7, Fraction(21, 2)),
    ]
    assert sum(line.contribution for line in lines) == 70


@pytest.mark.requirement("R20")
def test_the_coordinator_sees_who_would_cross_the_line() -> None:
    made = scene(2, ready=True, scores=[7, 7], seats_per_school=1)
    one, two = made.candidacies
    # Strong on motivation against strong on maturity: five points of weight decide between them.
    _score(one, MOTIVATION=8, MATURITY=6)
    _score(two, MOTIVATION=7, MATURITY=7)
    whole = queries.board(made.selection, made.lead)
    assert [item.candidate.id for item in whole.files] == [one.pk, two.pk]
    shifts = queries.sensitivity(whole)
    crossing = {(criterion.code, step): (enters, leaves) for criterion, step, enters, leaves in shifts if enters}
    assert ("MOTIVATION", 5) not in crossing
    assert len(shifts) == 8
    for enters, leaves in crossing.values():
        assert (enters, leaves) == (["Yusuf Demir"], ["Lotte Verhaegen"])


def _score(candidacy: Candidacy, **values: int) -> None:
    for code, value in values.items():
        Score.objects.filter(assessment__candidacy=candidacy, criterion=code).update(value=value)


def test_the_line_lies_where_the_call_or_the_school_says() -> None:
    made = scene(3, ready=True, seats_per_school=None, seats=2)
    assert queries.board(made.selection, made.lead).seats == 2
    made.selection.places = 0
    assert queries.board(made.selection, made.lead).seats == 0


def test_facts_and_outcomes_follow_the_state(at: datetime) -> None:
    made = scene(3, ready=True, seats_per_school=1)
    ids = [candidacy.pk for candidacy in made.candidacies]
    by = made.selection.enrolment.call.files_deadline

    def facts() -> list[rules.Facts]:
        with CaptureQueriesContext(connection) as asked:
            found = queries.facts(ids)
        assert len(asked) <= 3
        return [found[pk] for pk in ids]

    assert facts() == [rules.Facts(False, False, by)] * 3
    decided(made, at, "selected", "reserve", "not_selected")
    # A reserve's file goes along, so that a freed seat finds it ready.
    assert facts() == [rules.Facts(True, False, by), rules.Facts(True, False, by), rules.Facts(False, False, by)]
    outcomes = queries.outcome_of(ids)
    assert (outcomes[ids[0]].outcome, outcomes[ids[0]].total, outcomes[ids[0]].rank) == ("selected", 90, 1)
    assert (outcomes[ids[1]].outcome, outcomes[ids[1]].reserve_rank) == ("reserve", 1)
    actions.tell(made.selection, complaint_how="Mail.", complaint_by=date(2026, 12, 1), by=made.lead, at=at)
    made.selection.refresh_from_db()
    actions.close(made.selection, by=made.lead, at=at)
    assert facts() == [rules.Facts(True, True, by), rules.Facts(True, True, by), rules.Facts(False, True, by)]
    made.selection.refresh_from_db()
    actions.reopen(made.selection, reason="Fout.", by=made.lead, at=at)
    assert facts() == [rules.Facts(False, False, by)] * 3
    assert queries.selected_for(made.selection.enrolment) == []


def test_overview_and_summary_count(at: datetime) -> None:
    made = scene(3, ready=True, seats_per_school=1)
    decided(made, at, "selected", "reserve", "not_selected")
    scene(1)
    row = queries.overview(made.lead).get()
    assert (row.candidates, row.interviewed, row.awaited, row.selection_state) == (3, 3, 0, "decided")
    assert row.selection_key == made.selection.key
    coordinator = actor_of(RoleFactory(coordinator=True))
    assert queries.overview(coordinator).count() == 2
    found = queries.summary([made.selection.enrolment_id])[made.selection.enrolment_id]
    assert (found.selected, found.reserve, found.not_selected, found.state) == (1, 1, 1, "decided")


def test_the_extract_of_one_learner_holds_nothing_of_others(at: datetime) -> None:
    made = decided(scene(2, ready=True), at, "selected", "selected")
    assert queries.extract_of(made.candidacies[0]) == {}
    actions.tell(made.selection, complaint_how="Mail.", complaint_by=date(2026, 12, 1), by=made.lead, at=at)
    made.selection.refresh_from_db()
    actions.close(made.selection, by=made.lead, at=at)
    extract = queries.extract_of(made.candidacies[0])
    assert set(extract) == {"nl", "en"}
    assert "Lotte Verhaegen" in str(extract)
    assert "Yusuf" not in str(extract)
    assert "90,00" in str(extract["nl"])


def test_a_candidate_sees_nothing_before_being_told(at: datetime) -> None:
    made = scene(1, ready=True)
    own = queries.own_of(made.candidacies[0])
    assert (own.told, own.decision, own.file) == (False, None, None)
    decided(made, at, "selected")
    assert queries.own_of(made.candidacies[0]).decision is None


def test_the_cv_of_an_assessor_is_made_of_what_was_read() -> None:
    made = scene(1)
    Profile.objects.update(street="Geheimstraat 1", mobile="+32470000999", smokes="yes", workplace="Garage X")
    candidate = access.candidates_in(made.lead, made.selection)[0]
    cv = queries.cv_of(candidate)
    assert len(dict(cv.lists)["tasks_can"]) == 4
    assert dict(cv.lists)["sentences"]
    assert all(text not in str(cv) for text in ("Geheimstraat", "+32470000999", "Garage X"))
    assert cv.texts[0][1:] == (
        "I want to learn how a kitchen works in another country.",
        "Ik wil graag leren hoe een keuken in een ander land werkt.",
    )


def test_who_was_asked_sees_only_those_learners(at: datetime) -> None:
    made = scene(3)
    actions.ask_input(made.selection, made.candidacies[:2], [made.teacher_role], by=made.lead, at=at)
    page = queries.asked_of(made.teacher, made.selection.pk)
    assert page is not None
    assert [item.candidate.family_name for item in page.items] == ["Demir", "Verhaegen"]
    assert page.criteria == []
    elsewhere = queries.asked_of(scene(1).teacher, made.selection.pk)
    assert elsewhere is not None
    assert elsewhere.items == []
    assert queries.asked_of(made.teacher, 0) is None
