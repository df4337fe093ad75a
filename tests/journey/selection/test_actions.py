"""What people do in a selection, from the start to the report and back."""

import threading
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import connection

from erasdu.ground.journal.models import Line
from erasdu.ground.links.models import Link
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.post.models import Letter
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import actions, queries, rules
from erasdu.journey.selection.models import (
    Assessment,
    Complaint,
    Decision,
    Input,
    Interview,
    Lot,
    Panellist,
    Publicity,
    Reopened,
    Selection,
)
from erasdu.kernel.verdict import Refused
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import RoleFactory
from tests.factories.selection import (
    STATEMENTS,
    AssessmentFactory,
    InputFactory,
    InterviewFactory,
    PanellistFactory,
    PracticalFactory,
    Scene,
    scene,
)

pytestmark = pytest.mark.django_db

KEYS = [
    ("MOTIVATION", ""), ("MATURITY", "PERSONAL"), ("MATURITY", "VOCATIONAL"), ("LANGUAGE", ""), ("PRACTICAL", ""),
]  # fmt: skip
ARGUMENTS = {code: f"Omdat {code}." for code, _part in KEYS}


def values(*given: int | None) -> dict[tuple[str, str], int | None]:
    return dict(zip(KEYS, given, strict=True))


def codes(candidacy: Candidacy | None = None) -> list[str]:
    lines = Line.objects.order_by("pk")
    if candidacy is not None:
        lines = lines.filter(subjects__kind="candidacies.candidacy", subjects__pk_of=candidacy.pk)
    return list(lines.values_list("code", flat=True))


def refused(code: str):
    return pytest.raises(Refused, match=f"^{code}$")


def choices(made: Scene, *outcomes: str) -> dict[int, actions.Choice]:
    files = queries.board(made.selection, made.lead).files
    given = outcomes or ("selected",) * len(files)
    return {
        item.candidate.id: actions.Choice(outcome, "Volgens de rangschikking.")
        for item, outcome in zip(files, given, strict=True)
    }


def decide(made: Scene, at: datetime, *outcomes: str) -> None:
    actions.decide(made.selection, choices(made, *outcomes), by=made.lead, at=at)
    made.selection.refresh_from_db()


def tell(made: Scene, at: datetime) -> None:
    actions.tell(made.selection, complaint_how="Mail Els.", complaint_by=date(2026, 12, 1), by=made.lead, at=at)
    made.selection.refresh_from_db()


# -- starting, and the panel -----------------------------------------------------------------------


def test_starting_makes_the_contact_point_lead_and_assessor(at: datetime) -> None:
    enrolment = EnrolmentFactory()
    role = RoleFactory(organisation=enrolment.school)
    selection = actions.start(enrolment, by=actor_of(role), at=at)
    assert selection.lead == role.person
    assert list(selection.panel.values_list("role", "assesses")) == [(role.pk, True)]
    assert actions.start(enrolment, by=actor_of(role), at=at) == selection
    assert codes() == ["selection.started"]


def test_only_the_school_starts(at: datetime) -> None:
    enrolment = EnrolmentFactory()
    for role in (RoleFactory(), RoleFactory(coordinator=True)):
        with refused("selection_is_the_schools"):
            actions.start(enrolment, by=actor_of(role), at=at)


def test_an_assessor_without_account_gets_a_link_and_a_letter(at: datetime) -> None:
    made = scene(1)
    actions.add_panellist(made.selection, made.teacher_role, by=made.lead, at=at)
    actions.add_panellist(made.selection, made.teacher_role, by=made.lead, at=at)
    link = Link.objects.get()
    assert (link.purpose, link.person, link.role) == ("selection.assess", made.teacher_role.person, made.teacher_role)
    letter = Letter.objects.get()
    assert "{link}" in letter.text
    assert made.candidacies[0].learner.family_name not in letter.text
    assert codes().count("selection.panellist_added") == 1


def test_somebody_of_another_school_cannot_join(at: datetime) -> None:
    made = scene(1)
    for who in (RoleFactory(teacher=True), RoleFactory(learner=True, organisation=made.selection.enrolment.school)):
        with refused("not_of_the_school"):
            actions.add_panellist(made.selection, who, by=made.lead, at=at)


def test_a_final_score_stays_when_its_assessor_leaves(at: datetime) -> None:
    made = scene(1, ready=True, scores=[8])
    seat = Panellist.objects.get()
    actions.remove_panellist(seat, by=made.lead, at=at)
    item = queries.board(made.selection, made.lead).files[0]
    assert item.total == 80
    with refused("changed_meanwhile"):
        actions.remove_panellist(seat, by=made.lead, at=at)


# -- input -----------------------------------------------------------------------------------------


@pytest.mark.requirement("R19")
def test_input_is_asked_once_with_one_letter_for_all_learners(at: datetime) -> None:
    made = scene(3)
    ask = {"by": made.lead, "at": at}
    assert actions.ask_input(made.selection, made.candidacies, [made.teacher_role], **ask) == 3
    assert actions.ask_input(made.selection, made.candidacies, [made.teacher_role], **ask) == 0
    assert Letter.objects.count() == 1
    assert Link.objects.get().purpose == "selection.input"
    assert codes(made.candidacies[0]) == ["selection.input_asked"]


def test_input_is_given_and_can_be_changed_until_the_decision(at: datetime) -> None:
    made = scene(1, ready=True)
    row = Input.objects.get()
    give = {"statements": STATEMENTS | {"adapts": "disagree"}, "by": made.teacher, "at": at}
    actions.give_input(row, line="Toch niet.", revision=0, **give)
    row.refresh_from_db()
    assert (row.line, row.statements["adapts"], row.revision) == ("Toch niet.", "disagree", 1)
    with pytest.raises(Stale):
        actions.give_input(row, line="Te laat.", revision=0, **give)
    decide(made, at)
    with refused("selection_not_open"):
        actions.give_input(row, line="Na de beslissing.", revision=1, **give)


@pytest.mark.parametrize("statements", [{}, {"reliable": "agree"}, STATEMENTS | {"skilled": "perhaps"}])
def test_three_statements_are_needed(at: datetime, statements: dict[str, str]) -> None:
    made = scene(1)
    row = InputFactory(candidacy=made.candidacies[0], role=made.teacher_role)
    with refused("statements_incomplete"):
        actions.give_input(row, statements=statements, line="", revision=0, by=made.teacher, at=at)


def test_nobody_gives_the_input_of_another(at: datetime) -> None:
    made = scene(1)
    row = InputFactory(candidacy=made.candidacies[0], role=made.teacher_role)
    colleague = RoleFactory(teacher=True, organisation=made.selection.enrolment.school)
    for actor in (actor_of(colleague, via="link"), made.lead):
        with refused("not_your_role"):
            actions.give_input(row, statements=STATEMENTS, line="", revision=0, by=actor, at=at)


def test_input_that_is_withdrawn_is_no_longer_awaited(at: datetime) -> None:
    made = scene(1)
    row = InputFactory(candidacy=made.candidacies[0], role=made.teacher_role)
    actions.withdraw_input(row, by=made.lead, at=at)
    row.refresh_from_db()
    with refused("input_withdrawn"):
        actions.give_input(row, statements=STATEMENTS, line="", revision=0, by=made.teacher, at=at)
    given = InputFactory(candidacy=made.candidacies[0], role=made.teacher_role, given=True)
    with refused("input_given_already"):
        actions.withdraw_input(given, by=made.lead, at=at)


def test_a_reminder_goes_once_a_day(at: datetime) -> None:
    made = scene(1)
    actions.ask_input(made.selection, made.candidacies, [made.teacher_role], by=made.lead, at=at)
    for moment in (at, at + timedelta(hours=2), at + timedelta(days=1)):
        assert actions.remind(made.selection, made.teacher_role, by=made.lead, at=moment)
    assert Letter.objects.filter(template__endswith="input_reminder").count() == 2
    Input.objects.update(given_at=at)
    assert not actions.remind(made.selection, made.teacher_role, by=made.lead, at=at)


def test_scores_by_input_count_in_the_mean_and_empty_ones_do_not(at: datetime) -> None:
    made = scene(1, ready=True, scores=[8], scores_by_input=True)
    row = Input.objects.get()
    give = {"statements": STATEMENTS, "line": "", "by": made.teacher, "at": at}
    partly = {("MOTIVATION", ""): 4, ("MATURITY", "PERSONAL"): None, ("MATURITY", "VOCATIONAL"): 8}
    actions.give_input(row, revision=0, scores=partly, arguments={"MOTIVATION": "Stil."}, **give)
    item = queries.board(made.selection, made.lead).files[0]
    means = {line.criterion.code: line.score for line in item.lines}
    assert means == {"MOTIVATION": 6, "MATURITY": 8, "LANGUAGE": 8, "PRACTICAL": 8}
    assert item.total == 72
    actions.give_input(row, revision=1, scores=partly, private_tie=True, **give)
    assert queries.board(made.selection, made.lead).files[0].total == 80


# -- the conversation, arrangements, publicity -----------------------------------------------------


@pytest.mark.requirement("R19")
def test_of_two_who_write_the_record_the_second_is_told(at: datetime) -> None:
    made = scene(1)
    write = {"candidacy": made.candidacies[0], "held_on": date(2026, 11, 20), "at": at}
    colleague = actor_of(RoleFactory(organisation=made.selection.enrolment.school))
    first = actions.record_interview(**write, notes="Eén.", revision=-1, by=made.lead)
    actions.record_interview(**write, notes="Twee.", revision=first.revision, by=colleague)
    with pytest.raises(Stale):
        actions.record_interview(**write, notes="Drie.", revision=first.revision, by=made.lead)
    with pytest.raises(Stale):
        actions.record_interview(**write, notes="Vier.", revision=-1, by=made.lead)
    assert Interview.objects.get().notes == "Twee."
    assert codes() == ["selection.interview_recorded"] * 2


def test_a_conversation_is_not_in_the_future(at: datetime) -> None:
    made = scene(1)
    with refused("interview_in_future"):
        actions.record_interview(
            made.candidacies[0], held_on=date(2026, 11, 24), notes="x", revision=-1, by=made.lead, at=at
        )


@pytest.mark.requirement("R20")
def test_publicity_refused_or_given_makes_the_same_score_and_place(at: datetime) -> None:
    """Consent to photos, name and blog is apart: whatever it is, every number on the board stays the same."""
    made = scene(3, ready=True, scores=[7, 7, 6])

    def numbers() -> list[object]:
        files = queries.board(made.selection, made.lead).files
        return [(one.candidate.id, one.rank, one.total, [(line.score) for line in one.lines]) for one in files]

    before = numbers()
    agreed = dict.fromkeys(rules.ARRANGEMENTS, True)
    for given in (True, False):
        for candidacy in made.candidacies:
            chosen = dict.fromkeys(rules.PUBLICITY, given == (candidacy == made.candidacies[0]))
            actions.record_publicity(candidacy, choices=chosen, by=made.lead, at=at)
            assert rules.practical_score(agreed | chosen) == rules.practical_score(agreed) == 10
        assert numbers() == before
    assert Publicity.objects.filter(revoked_at__isnull=False).count() == 3


def test_publicity_can_be_taken_back_also_after_the_report(at: datetime) -> None:
    made = scene(1, ready=True)
    candidacy = made.candidacies[0]
    learner = actor_of(candidacy.learner.roles.get())
    actions.record_publicity(candidacy, choices={"photo": True, "blog": False}, by=learner, at=at)
    decide(made, at)
    tell(made, at)
    actions.record_publicity(candidacy, choices={"photo": False}, by=learner, at=at)
    photo = Publicity.objects.get(purpose="photo")
    assert (photo.given, photo.revoked_at) == (False, at)
    assert Publicity.objects.get(purpose="blog").revoked_at is None


def test_the_learner_agrees_and_the_interviewer_sees_it(at: datetime) -> None:
    made = scene(1)
    candidacy = made.candidacies[0]
    learner = actor_of(candidacy.learner.roles.get())
    agree = {"agreed": dict.fromkeys(rules.ARRANGEMENTS, True), "sharing_form": "Een filmpje.", "at": at}
    row = actions.record_practical(candidacy, **agree, revision=-1, by=learner)
    assert row.sharing
    assert row.by == candidacy.learner
    with pytest.raises(Stale):
        actions.record_practical(candidacy, **agree, revision=-1, by=made.lead)
    stranger = actor_of(scene(1).candidacies[0].learner.roles.get())
    with refused("not_your_role"):
        actions.record_practical(candidacy, **agree, revision=0, by=stranger)


# -- scores ----------------------------------------------------------------------------------------


@pytest.mark.requirement("R20")
def test_a_private_tie_is_declared_first_and_excludes(at: datetime) -> None:
    made = scene(2)
    one, two = made.candidacies
    give = {"scores": values(8, 7, 6, 5, 10), "arguments": ARGUMENTS, "by": made.lead, "at": at}
    with refused("tie_not_declared"):
        actions.save_scores(one, **give, revision=0)
    actions.declare_ties(made.selection, made.candidacies, tied={two.pk}, by=made.lead, at=at)
    actions.finalise(one, **give, revision=0)
    with refused("private_tie"):
        actions.save_scores(two, **give, revision=0)
    files = {item.candidate.id: item for item in queries.board(made.selection, made.lead).files}
    assert files[one.pk].total is not None
    assert [missing.code for missing in files[two.pk].missing] == ["interview", "teacher", "assessor"]
    assert Assessment.objects.get(candidacy=two).final_at is None


def test_a_tie_declared_later_takes_the_scores_out(at: datetime) -> None:
    made = scene(1, ready=True, scores=[9])
    second = RoleFactory(interviewer=True, organisation=made.selection.enrolment.school)
    PanellistFactory(selection=made.selection, role=second)
    AssessmentFactory(candidacy=made.candidacies[0], role=second, final=True, values=5)
    assert queries.board(made.selection, made.lead).files[0].total == 70
    actions.declare_ties(
        made.selection, made.candidacies, tied={made.candidacies[0].pk}, by=actor_of(second, via="link"), at=at
    )
    assert queries.board(made.selection, made.lead).files[0].total == 90


def test_teaching_a_learner_is_no_conflict(at: datetime) -> None:
    made = scene(1)
    InputFactory(candidacy=made.candidacies[0], role=made.teacher_role, given=True)
    actions.add_panellist(made.selection, made.teacher_role, by=made.lead, at=at)
    actions.declare_ties(made.selection, made.candidacies, tied=set(), by=made.teacher, at=at)
    actions.finalise(
        made.candidacies[0], scores=values(8, 7, 6, 5, 10), arguments=ARGUMENTS, revision=0, by=made.teacher, at=at
    )
    assert Assessment.objects.get(role=made.teacher_role).final_at == at


def test_the_same_surname_at_the_same_address_warns(at: datetime) -> None:
    made = scene(2)
    person = made.teacher_role.person
    person.family_name, person.phone = "VERHAEGEN", "+32471000111"
    person.save()
    assert queries.signs(made.selection, [made.teacher_role]) == {
        (made.teacher_role.pk, made.candidacies[0].pk): "surname"
    }
    GuardianFactory(candidacy=made.candidacies[0], person__phone="+32471000111", person__family_name="Verhaegen")
    assert queries.signs(made.selection, [made.teacher_role]) == {
        (made.teacher_role.pk, made.candidacies[0].pk): "warn"
    }


def test_scores_are_kept_while_typing_and_final_asks_for_all(at: datetime) -> None:
    made = scene(1)
    candidacy = made.candidacies[0]
    actions.declare_ties(made.selection, made.candidacies, tied=set(), by=made.lead, at=at)
    act = {"by": made.lead, "at": at}
    row = actions.save_scores(candidacy, scores=values(8, None, None, None, None), arguments={}, revision=0, **act)
    assert row.revision == 1
    with pytest.raises(Stale):
        actions.save_scores(candidacy, scores=values(1, 1, 1, 1, 1), arguments={}, revision=0, **act)
    with refused("scores_incomplete"):
        actions.finalise(candidacy, scores=values(8, 7, None, 5, 10), arguments=ARGUMENTS, revision=1, **act)
    with refused("arguments_incomplete"):
        actions.finalise(
            candidacy, scores=values(8, 7, 6, 5, 10), arguments=ARGUMENTS | {"LANGUAGE": ""}, revision=1, **act
        )
    assert Assessment.objects.get().final_at is None
    actions.finalise(candidacy, scores=values(8, 7, 6, 5, 10), arguments=ARGUMENTS, revision=1, **act)
    with refused("assessment_final"):
        actions.save_scores(candidacy, scores=values(1, 1, 1, 1, 1), arguments={}, revision=2, **act)
    item = queries.board(made.selection, made.lead).files[0]
    assert item.total == 32 + Fraction(39, 2) + Fraction(15, 2) + 15
    assert "selection.assessment_final" in codes(candidacy)


@pytest.mark.requirement("R20")
def test_each_is_blind_until_their_own_scores_are_final(at: datetime) -> None:
    made = scene(1, ready=True, scores=[9])
    candidacy = made.candidacies[0]
    school = made.selection.enrolment.school
    second, watcher = RoleFactory(interviewer=True, organisation=school), RoleFactory(organisation=school)
    PanellistFactory(selection=made.selection, role=second)
    own = AssessmentFactory(candidacy=candidacy, role=second, values=3)

    def seen(actor) -> dict[str, bool]:
        item = queries.board(made.selection, actor).files[0]
        assert all(sheet.visible or not (sheet.scores or sheet.arguments) for sheet in item.sheets)
        return {str(sheet.role.person): bool(sheet.scores) for sheet in item.sheets}

    lead, other = str(made.lead_role.person), str(second.person)
    assert seen(actor_of(second, via="link")) == {lead: False, other: True}
    assert seen(made.lead) == {lead: True, other: False}
    assert seen(actor_of(watcher)) == {lead: False, other: False}
    assert queries.board(made.selection, actor_of(watcher)).files[0].total is None
    Assessment.objects.filter(pk=own.pk).update(final_at=at)
    for actor in (actor_of(second, via="link"), made.lead, actor_of(watcher), actor_of(RoleFactory(coordinator=True))):
        assert seen(actor) == {lead: True, other: True}
    assert queries.board(made.selection, made.lead).files[0].total == 60


def test_final_scores_are_opened_again_with_a_reason_and_kept(at: datetime) -> None:
    made = scene(1, ready=True, scores=[9])
    row = Assessment.objects.get()
    actions.reopen_assessment(row, reason="Verkeerd kruisje bij taal.", by=made.lead, at=at)
    kept = Reopened.objects.get()
    assert kept.reason == "Verkeerd kruisje bij taal."
    assert {score["value"] for score in kept.scores} == {9}
    assert "selection.assessment_reopened" in codes(made.candidacies[0])
    row.refresh_from_db()
    assert queries.board(made.selection, made.lead).files[0].total is None
    with refused("assessment_not_final"):
        actions.reopen_assessment(row, reason="Nog eens.", by=made.lead, at=at)


# -- deciding --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("takes_away", "names"), [
    (Interview, "interview"), (Input, "teacher"), (Assessment, "assessment"),
])  # fmt: skip
@pytest.mark.requirement("R19", "R20")
def test_what_is_missing_blocks_and_never_counts_as_zero(at: datetime, takes_away, names: str) -> None:
    made = scene(2, ready=True)
    takes_away.objects.filter(candidacy=made.candidacies[1]).delete()
    board = queries.board(made.selection, made.lead)
    assert [item.candidate.id for item in board.incomplete] == [made.candidacies[1].pk]
    assert board.incomplete[0].missing[0].code == names
    with pytest.raises(Refused) as caught:
        decide(made, at)
    assert caught.value.verdict.code == "candidates_incomplete"
    assert dict(caught.value.verdict.params) == {"names": "Yusuf Demir"}
    assert not Decision.objects.exists()


def test_a_counsellors_input_is_required_only_where_there_is_one(at: datetime) -> None:
    made = scene(2, ready=True)
    Candidacy.objects.filter(pk=made.candidacies[0].pk).update(has_counsellor=True)
    first, second = sorted(queries.board(made.selection, made.lead).files, key=lambda item: item.candidate.id)
    assert [one.code for one in first.missing] == ["counsellor"]
    assert not second.missing
    Call.objects.update(counsellor_input_required=False)
    made.selection = Selection.objects.get()
    assert not queries.board(made.selection, made.lead).incomplete


def test_who_was_asked_is_named(at: datetime) -> None:
    made = scene(1)
    InputFactory(candidacy=made.candidacies[0], role=made.teacher_role)
    missing = queries.board(made.selection, made.lead).files[0].missing
    assert [(one.code, one.name) for one in missing] == [
        ("interview", ""), ("teacher", "Karim Benali"), ("assessment", "Els Vermeulen"),
    ]  # fmt: skip


@pytest.mark.requirement("R04", "R20")
def test_deciding_keeps_the_exact_total_the_place_and_the_reserve_order(at: datetime) -> None:
    made = scene(4, ready=True, scores=[6, 9, 7, 8])
    decide(made, at, "selected", "reserve", "reserve", "not_selected")
    rows = {row.candidacy_id: row for row in Decision.objects.all()}
    totals = [(rows[c.pk].rank, rows[c.pk].total_numerator, rows[c.pk].total_denominator) for c in made.candidacies]
    assert totals == [(4, 60, 1), (1, 90, 1), (3, 70, 1), (2, 80, 1)]
    assert [rows[c.pk].reserve_rank for c in made.candidacies] == [None, None, 2, 1]
    assert (made.selection.state, made.selection.held_on) == ("decided", date(2026, 11, 23))
    assert queries.selected_for(made.selection.enrolment) == [made.candidacies[1].pk]


@pytest.mark.parametrize("change", ["too_many_selected", "reason_missing", "changed_meanwhile"])
def test_a_decision_that_cannot_be(at: datetime, change: str) -> None:
    made = scene(2, ready=True, seats_per_school=1)
    given = choices(made, "selected", "reserve")
    first, second = given
    if change == "too_many_selected":
        given[second] = actions.Choice("selected", "Toch.")
    elif change == "reason_missing":
        given[second] = actions.Choice("reserve", "  ")
    else:
        del given[second]
    with refused(change):
        actions.decide(made.selection, given, by=made.lead, at=at)
    assert Selection.objects.get().state == "open"
    assert first


def test_more_places_move_the_line(at: datetime) -> None:
    made = scene(2, ready=True, seats_per_school=1)
    assert queries.board(made.selection, made.lead).seats == 1
    actions.set_places(made.selection, 2, by=made.lead, at=at)
    made.selection.refresh_from_db()
    decide(made, at, "selected", "selected")


def test_a_tie_in_everything_needs_a_lot_that_is_recorded(at: datetime) -> None:
    made = scene(3, ready=True, scores=[7, 7, 5])
    Candidacy.objects.update(applied_at=at)
    with refused("lots_not_drawn"):
        decide(made, at)
    assert actions.draw_lots(made.selection, by=made.lead, at=at) == 2
    assert sorted(Lot.objects.values_list("number", flat=True)) == [1, 2]
    first = Lot.objects.get(number=1).candidacy_id
    files = queries.board(made.selection, made.lead).files
    assert [item.rank for item in files] == [1, 2, 3]
    assert (files[0].candidate.id, files[0].ahead_by) == (first, "lot")
    with refused("no_lots_to_draw"):
        actions.draw_lots(made.selection, by=made.lead, at=at)
    line = Line.objects.get(code="selection.lots_drawn")
    assert line.data["order"][0] == first
    decide(made, at)
    assert Decision.objects.get(candidacy=first).lot == 1


def test_late_applications_rank_after_those_on_time(at: datetime) -> None:
    made = scene(2, ready=True, scores=[10, 4])
    late = datetime.fromisoformat("2026-12-10T00:00:00+01:00")
    Candidacy.objects.filter(pk=made.candidacies[0].pk).update(applied_at=late)
    files = queries.board(made.selection, made.lead).files
    assert [(item.candidate.given_name, item.late) for item in files] == [("Yusuf", False), ("Lotte", True)]


def test_who_was_accepted_late_ranks_after_those_on_time(at: datetime) -> None:
    made = scene(2, ready=True, scores=[10, 4])
    Candidacy.objects.filter(pk=made.candidacies[0].pk).update(late_allowed_at=at, late_reason="Ziek geweest.")
    files = queries.board(made.selection, made.lead).files
    assert [(item.candidate.given_name, item.late) for item in files] == [("Yusuf", False), ("Lotte", True)]
    decide(made, at)
    tell(made, at)
    report = actions.close(made.selection, by=made.lead, at=at)
    assert "Ziek geweest." in str(report.data["nl"])


def test_the_decision_of_one_learner_on_their_page(at: datetime) -> None:
    made = scene(2, ready=True, seats_per_school=1)
    one, two = made.candidacies
    actions.choose(one, actions.Choice("selected", "Beste gesprek."), by=made.lead, at=at)
    with refused("too_many_selected"):
        actions.choose(two, actions.Choice("selected", "Ook goed."), by=made.lead, at=at)
    assert queries.outcome_of([one.pk]) == {}
    assert Selection.objects.get().state == "open"
    Interview.objects.filter(candidacy=two).delete()
    with refused("input_missing"):
        actions.choose(two, actions.Choice("reserve", "Nog even."), by=made.lead, at=at)


def test_the_reserve_list_is_reordered_until_the_candidates_know(at: datetime) -> None:
    made = scene(4, ready=True, seats_per_school=1)
    decide(made, at, "selected", "reserve", "reserve", "reserve")
    third = made.candidacies[2]
    actions.move_reserve(third, up=True, by=made.lead, at=at)
    ranks = [Decision.objects.get(candidacy=c).reserve_rank for c in made.candidacies[1:]]
    assert ranks == [2, 1, 3]
    with refused("reserve_end"):
        actions.move_reserve(third, up=True, by=made.lead, at=at)
    with refused("not_on_reserve"):
        actions.move_reserve(made.candidacies[0], up=True, by=made.lead, at=at)
    tell(made, at)
    with refused("candidates_told_already"):
        actions.move_reserve(third, up=False, by=made.lead, at=at)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_decide_at_once_one_wins_and_the_other_is_told_why(at: datetime) -> None:
    made = scene(2, ready=True)
    given = choices(made)
    if connection.vendor == "sqlite":  # one writer at a time: the second comes after the first
        actions.decide(made.selection, given, by=made.lead, at=at)
        with refused("decided_already"):
            actions.decide(made.selection, given, by=made.lead, at=at)
        return
    outcomes: list[str] = []

    def go() -> None:
        try:
            actions.decide(made.selection, given, by=made.lead, at=at)
            outcomes.append("decided")
        except Refused as no:
            outcomes.append(no.verdict.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=go) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["decided", *["decided_already"] * 3]
    assert codes().count("selection.decided") == 1


# -- telling, complaints, scores -------------------------------------------------------------------


@pytest.mark.requirement("R04")
def test_telling_needs_how_and_by_when_to_complain(at: datetime) -> None:
    made = scene(3, ready=True, seats_per_school=1)
    with refused("not_to_tell_now"):
        tell(made, at)
    decide(made, at, "selected", "reserve", "not_selected")
    act = {"by": made.lead, "at": at}
    with refused("complaint_how_missing"):
        actions.tell(made.selection, complaint_how=" ", complaint_by=date(2026, 12, 1), **act)
    with refused("complaint_day_too_soon"):
        actions.tell(made.selection, complaint_how="Mail Els.", complaint_by=date(2026, 11, 23), **act)
    tell(made, at)
    assert [codes(c)[-1] for c in made.candidacies] == [
        "selection.selected", "selection.reserve", "selection.not_selected",
    ]  # fmt: skip
    assert codes()[-1] == "selection.told"
    assert made.selection.told_on == date(2026, 11, 23)


def test_a_complaint_is_recorded_and_answered_once(at: datetime) -> None:
    made = scene(1, ready=True)
    candidacy = made.candidacies[0]
    learner = actor_of(candidacy.learner.roles.get())
    with refused("not_told_yet"):
        actions.complain(candidacy, text="Te vroeg.", by=learner, at=at)
    decide(made, at)
    tell(made, at)
    complaint = actions.complain(candidacy, text="Mijn taalscore klopt niet.", by=learner, at=at)
    late = datetime.fromisoformat("2026-12-02T00:00:00+01:00")
    with refused("complaint_too_late"):
        actions.complain(candidacy, text="Nog iets.", by=learner, at=late)
    actions.complain(candidacy, text="Kwam per brief.", by=made.lead, at=late)
    actions.answer_complaint(complaint, answer="We keken het na.", by=made.lead, at=late)
    with refused("complaint_answered"):
        actions.answer_complaint(Complaint.objects.first(), answer="Anders.", by=made.lead, at=late)
    assert Complaint.objects.first().answer == "We keken het na."


def test_a_candidate_gets_their_own_scores_once_told(at: datetime) -> None:
    made = scene(2, ready=True, scores=[9, 8])
    candidacy = made.candidacies[0]
    learner = actor_of(candidacy.learner.roles.get())
    with refused("not_told_yet"):
        actions.ask_scores(candidacy, by=learner, at=at)
    decide(made, at)
    tell(made, at)
    assert queries.own_of(candidacy).file is None
    with refused("not_your_role"):
        actions.ask_scores(made.candidacies[1], by=learner, at=at)
    actions.ask_scores(candidacy, by=learner, at=at)
    actions.ask_scores(candidacy, by=learner, at=at)
    own = queries.own_of(candidacy)
    assert own.total == "90.00"
    assert codes().count("selection.scores_given") == 1


def test_reopening_tells_only_whose_outcome_changed(at: datetime) -> None:
    made = scene(2, ready=True, seats_per_school=1)
    decide(made, at, "selected", "reserve")
    tell(made, at)
    actions.reopen(made.selection, reason="Klacht gegrond.", by=made.lead, at=at)
    made.selection.refresh_from_db()
    assert queries.outcome_of([c.pk for c in made.candidacies]) == {}
    actions.set_places(made.selection, 2, by=made.lead, at=at)
    decide(made, at, "selected", "selected")
    tell(made, at)
    assert codes(made.candidacies[0]).count("selection.selected") == 1
    assert codes(made.candidacies[1])[-1] == "selection.selected"


def test_a_newcomer_after_reopening_needs_everything_too(at: datetime) -> None:
    made = scene(1, ready=True)
    decide(made, at)
    actions.reopen(made.selection, reason="Nog een kandidaat.", by=made.lead, at=at)
    late = CandidacyFactory(applied=True, enrolment=made.selection.enrolment)
    with pytest.raises(Refused):
        actions.decide(made.selection, choices(made, "selected", "reserve"), by=made.lead, at=at)
    InterviewFactory(candidacy=late, by=made.lead_role.person)
    InputFactory(candidacy=late, role=made.teacher_role, given=True)
    PracticalFactory(candidacy=late)
    AssessmentFactory(candidacy=late, role=made.lead_role, final=True, values=2)
    actions.decide(made.selection, choices(made, "selected", "reserve"), by=made.lead, at=at)
    assert Decision.objects.count() == 2
