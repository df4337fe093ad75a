"""A run empties what is due and nothing else: canaries in every personal column of two people."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CharField, JSONField, Model, TextField

from erasdu.ground.journal import clock as the_clock
from erasdu.ground.journal.models import Line
from erasdu.ground.links import actions as links
from erasdu.ground.organisations.models import Role
from erasdu.ground.people.models import Account, NoticeGiven, Person, Session
from erasdu.ground.post.models import Letter
from erasdu.journey.admissions.models import CandidateFile
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy, Correction, Guardian, Profile
from erasdu.journey.selection.models import (
    Assessment,
    Complaint,
    Decision,
    Input,
    Interview,
    Lot,
    Reopened,
    Score,
    ScoresRequest,
    Selection,
)
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import Refused
from erasdu.office.notices.models import Decision as Planning
from erasdu.office.notices.models import Digest, News
from erasdu.office.outreach.models import Message, Note
from erasdu.office.retention import actions, queries, rules
from erasdu.office.retention.models import Run
from erasdu.office.retention.tasks import let_go
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import PersonFactory, RoleFactory
from tests.factories.post import LetterFactory
from tests.factories.selection import (
    AssessmentFactory,
    InputFactory,
    InterviewFactory,
    PracticalFactory,
    PublicityFactory,
    SelectionFactory,
)
from tests.factories.vault import stored

pytestmark = pytest.mark.django_db
TOLD = date(2026, 11, 20)
SOON = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
HALF_A_YEAR = datetime(2027, 5, 20, 9, 0, tzinfo=UTC)
A_YEAR = datetime(2027, 11, 20, 9, 0, tzinfo=UTC)
CANARY = "kanarie"


def run(at: datetime, *, dry: bool = False) -> Run:
    return actions.run(dry=dry, by=SYSTEM, at=at)


def candidate(outcome: str = "not_selected", **changes: Any) -> Candidacy:
    """Decided and told, with a row of every kind about them, and a canary in every text."""
    row: Candidacy = CandidacyFactory(applied=True, minor=True, eligible=True, **changes)
    if not Selection.objects.filter(enrolment=row.enrolment).exists():
        SelectionFactory(enrolment=row.enrolment, state="told", told_on=TOLD)
    selection = Selection.objects.get(enrolment=row.enrolment)
    lead = RoleFactory(organisation=row.school)
    GuardianFactory(candidacy=row)
    InterviewFactory(candidacy=row, by=lead.person)
    InputFactory(candidacy=row, role=RoleFactory(teacher=True, organisation=row.school), given=True)
    PracticalFactory(candidacy=row)
    PublicityFactory(candidacy=row)
    assessment = AssessmentFactory(candidacy=row, role=lead, final=True, values=6)
    Reopened.objects.create(assessment=assessment, reason="x", scores=[1], at=SOON)
    Lot.objects.create(candidacy=row, selection=selection, number=row.pk, at=SOON)
    Decision.objects.create(
        candidacy=row, selection=selection, outcome=outcome, reason="x", total_numerator=601, total_denominator=10,
        rank=4, at=SOON,
    )  # fmt: skip
    Complaint.objects.create(
        candidacy=row, text="x", answer="y", received_at=SOON, answered_at=SOON - timedelta(days=5)
    )
    ScoresRequest.objects.create(candidacy=row, asked_at=SOON)
    CandidateFile.objects.create(candidacy=row, call=row.call, school=row.school)
    Correction.objects.create(profile=row.profile, field="texts_en.motivation", before="x", after="y", at=SOON)
    Note.objects.create(candidacy=row, by=lead.person, at=SOON, text="x")
    LetterFactory(person=row.learner, sent=True)
    NoticeGiven.objects.create(person=row.learner, audience="learner", version="1", language="nl", way="mail", at=SOON)
    links_to(row.learner)
    stored(lead, about=row.learner, at=SOON)
    Session.objects.create(account=row.learner.account, session_key=f"s{row.pk}", label="x", since=SOON)
    sing(row.learner.pk)
    return row


def links_to(person: Person) -> None:
    link = links.issue(person, next(iter(_doors())), subject=person, at=SOON)
    links.remember(person, "cookie", "Firefox", at=SOON)
    link.codes.create(salt="ab" * 16, sent_at=SOON, expires_at=SOON)


def _doors() -> dict[str, str]:
    from django.conf import settings

    return dict(settings.LINK_DOORS)


def personal(person: int) -> list[tuple[type[Model], str, list[Any]]]:
    """Every model with the path to its person and its personal columns that can hold a text."""
    found = []
    for model in apps.get_models():
        declared = getattr(model, "privacy", None)
        if declared is None or not declared.person:
            continue
        path = "pk" if declared.person == "self" else declared.person.replace(".", "__")
        columns = [model._meta.get_field(name) for name, kind in declared.columns.items() if kind.personal]
        found.append((model, path, [column for column in columns if type(column) in (CharField, TextField, JSONField)]))
    return found


def sing(person: int) -> None:
    """A canary in every personal text about the person, except codes that a constraint or a step reads."""
    for model, path, columns in personal(person):
        values: dict[str, Any] = {}
        for column in columns:
            if model._meta.label_lower in queries.STAYS or column.choices or column.name == "language":
                continue
            bird = f"{CANARY}{person}"
            values[column.name] = [bird] if isinstance(column, JSONField) else bird[: column.max_length or 99]
        if values:
            for row in model._default_manager.filter(**{path: person}):
                model._default_manager.filter(pk=row.pk).update(**values)
    # Texts of rows of which some columns stay.
    bird = f"{CANARY}{person}"
    Decision.objects.filter(candidacy__learner=person).update(reason=bird)
    CandidateFile.objects.filter(candidacy__learner=person).update(
        precheck_note=bird, return_reason=bird, decline_reason=bird, extract={"name": bird}, cv={"name": bird}
    )
    Role.objects.filter(person=person).update(function=bird)


def heard(person: int, keeps: set[str] | None = None) -> set[str]:
    """Where the person's canary still sings, in the columns of these rules."""
    found = set()
    for model, path, columns in personal(person):
        declared = model.privacy.columns  # type: ignore[attr-defined]
        for column in columns:
            if keeps is not None and declared[column.name].keep not in keeps:
                continue
            values = model._default_manager.filter(**{path: person}).values_list(column.name, flat=True)
            if any(f"{CANARY}{person}" in str(value) for value in values):
                found.add(f"{model._meta.label_lower}.{column.name}")
    return found


def snapshot(person: int) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person, whole."""
    return {
        model._meta.label_lower: list(model._default_manager.filter(**{path: person}).order_by("pk").values())
        for model, path, _columns in personal(person)
    }


def test_every_column_can_be_emptied_or_its_row_goes() -> None:
    for each in queries.holdings([*queries.FIRST, *queries.LATER]):
        assert each.is_deleted or each.empty


def test_no_rule_is_forgotten_by_the_walk() -> None:
    """Each personal column goes with a person, stays for a written reason, or belongs to a rule with its own clock."""
    walked = {(each.label, column.name) for each in queries.holdings(rules.BY_CODE) for column in each.columns}
    for model in apps.get_models():
        declared = getattr(model, "privacy", None)
        for name, privacy in declared.columns.items() if declared else ():
            stays = queries.STAYS.get(model._meta.label_lower, "").split()
            if privacy.personal and name not in stays and queries.ALL not in stays:
                assert declared.person, f"{model._meta.label}.{name} is about nobody"
                assert (model._meta.label_lower, name) in walked


@pytest.mark.requirement("R04")
class TestCanaries:
    def test_before_its_time_nothing_goes(self) -> None:
        row = candidate()
        before = snapshot(row.learner_id)
        made = run(HALF_A_YEAR - timedelta(days=1))
        assert made.report["persons"] == 0
        assert sum(made.report["counts"].values()) == 0
        assert snapshot(row.learner_id) == before

    def test_after_half_a_year_the_person_is_gone_and_after_a_year_all_of_it(self) -> None:
        row = candidate()
        assert len(heard(row.learner_id)) > 25
        made = run(HALF_A_YEAR)
        assert made.report["persons"] == 1
        assert heard(row.learner_id, {"candidate", "role_end_6_months"}) == set()
        assert "selection.interview.notes" in heard(row.learner_id)
        assert run(HALF_A_YEAR + timedelta(days=1)).report["persons"] == 0
        run(A_YEAR)
        assert heard(row.learner_id) == set()
        again = run(A_YEAR + timedelta(days=1))
        assert sum(again.report["counts"].values()) == 0

    def test_one_late_run_does_both(self) -> None:
        row = candidate()
        run(A_YEAR)
        assert heard(row.learner_id) == set()

    def test_everything_of_others_stays_as_it_was(self) -> None:
        gone = candidate()
        selected = candidate("selected", enrolment=gone.enrolment)
        granted = candidate("reserve", enrolment=gone.enrolment)
        CandidateFile.objects.filter(candidacy=granted).update(granted_at=SOON, state="declined")
        teacher = Role.objects.filter(kind="teacher", organisation=gone.school).first()
        others = [selected.learner_id, granted.learner_id, teacher.person_id if teacher else 0]
        before = [snapshot(person) for person in others]
        run(HALF_A_YEAR)
        assert [snapshot(person) for person in others] == before
        run(A_YEAR)
        for person in others[:2]:
            kept = heard(person, {"candidate", "scores_12_months", "grant_file", "role_end_6_months"})
            assert len(kept) > 20
        assert heard(gone.learner_id) == set()

    def test_rows_that_are_evidence_or_counts_keep_their_ids(self) -> None:
        row = candidate()
        run(A_YEAR)
        person = Person.objects.get(pk=row.learner_id)
        assert (person.given_name, person.family_name, person.email, person.phone) == ("", "", "", "")
        assert person.erased_at == A_YEAR
        row.refresh_from_db()
        assert (row.state, row.call_id, row.birth_date) == ("applied", row.call_id, None)
        decision = Decision.objects.get(candidacy=row)
        assert (decision.outcome, decision.rank, decision.total_numerator, decision.reason) == (
            "not_selected",
            4,
            601,
            "",
        )
        assert Profile.objects.get(pk=row.profile_id).texts_en == {}
        assert CandidateFile.objects.get(candidacy=row).extract == {}
        for model in (Interview, Input, Assessment, Score, Complaint, Guardian, Note, Letter):
            path = queries.holding(model, next(p.keep for p in model.privacy.columns.values() if p.personal)).path  # type: ignore[union-attr]
            assert not model._default_manager.filter(**{path: person.pk}).exists()

    def test_nobody_signs_in_any_more(self) -> None:
        row = candidate()
        run(HALF_A_YEAR)
        assert not Account.objects.filter(person=row.learner_id).exists()
        assert not Role.objects.filter(person=row.learner_id, until=None).exists()


class TestWhoStays:
    def test_a_live_candidacy_in_another_call_keeps_all(self) -> None:
        old = candidate()
        CandidacyFactory(learner=old.learner, role=False)
        before = snapshot(old.learner_id)
        later = Candidacy.objects.exclude(pk=old.pk).get()
        Call.objects.filter(pk=later.call_id).update(files_deadline=date(2028, 1, 1), stay_until=date(2028, 3, 1))
        run(A_YEAR - timedelta(days=5))
        assert snapshot(old.learner_id)["candidacies.candidacy"] == before["candidacies.candidacy"]
        assert Person.objects.get(pk=old.learner_id).erased_at is None

    def test_another_role_keeps_the_person(self) -> None:
        row = candidate()
        RoleFactory(person=row.learner)
        assert run(A_YEAR).report["persons"] == 0

    def test_an_account_in_use_keeps_the_person(self) -> None:
        row = candidate()
        Account.objects.filter(person=row.learner).update(last_login=HALF_A_YEAR - timedelta(days=20))
        assert run(HALF_A_YEAR).report["persons"] == 0
        assert run(A_YEAR).report["persons"] == 1

    def test_a_complaint_without_an_answer_keeps_the_person(self) -> None:
        row = candidate()
        Complaint.objects.filter(candidacy=row).update(answered_at=None)
        assert run(A_YEAR).report["persons"] == 0

    def test_a_selection_that_was_opened_again_has_told_nothing_yet(self) -> None:
        row = candidate()
        Selection.objects.filter(enrolment=row.enrolment).update(state="reopened")
        assert run(HALF_A_YEAR).report["persons"] == 0

    def test_a_guardian_goes_with_the_last_child(self) -> None:
        one = candidate()
        parent = Guardian.objects.get(candidacy=one).person
        other = candidate("selected", enrolment=one.enrolment)
        Guardian.objects.filter(candidacy=other).update(person=parent)
        run(HALF_A_YEAR)
        parent.refresh_from_db()
        assert (parent.given_name, parent.erased_at) == ("Fatima", None)
        Decision.objects.filter(candidacy=other).update(outcome="not_selected")
        run(HALF_A_YEAR + timedelta(days=1))
        parent.refresh_from_db()
        assert (parent.given_name, parent.email) == ("", "")
        assert parent.erased_at is not None

    def test_a_guardian_who_is_a_teacher_stays(self) -> None:
        row = candidate()
        teacher = RoleFactory(teacher=True).person
        Guardian.objects.filter(candidacy=row).update(person=teacher)
        run(A_YEAR)
        teacher.refresh_from_db()
        assert teacher.email
        assert not Guardian.objects.exists()


class TestOtherRules:
    def test_contact_details_go_half_a_year_after_the_last_role(self) -> None:
        role = RoleFactory(ended=True, function="directeur")  # until 1 October 2026
        person = role.person
        name = person.given_name
        run(datetime(2027, 3, 31, 9, 0, tzinfo=UTC))
        person.refresh_from_db()
        assert person.email
        run(datetime(2027, 4, 1, 9, 0, tzinfo=UTC))
        person.refresh_from_db()
        role.refresh_from_db()
        assert (person.email, person.phone, role.function) == ("", "", "")
        assert (person.given_name, role.kind) == (name, "contact_point")
        assert not Account.objects.filter(person=person).exists()
        assert sum(run(datetime(2027, 4, 2, 9, 0, tzinfo=UTC)).report["counts"].values()) == 0

    def test_mail_goes_after_a_year_but_not_what_still_waits(self) -> None:
        old = LetterFactory(sent=True, created_at=SOON - timedelta(days=400))
        waits = LetterFactory(created_at=SOON - timedelta(days=400))
        fresh = LetterFactory(sent=True)
        message = Message.objects.create(at=SOON - timedelta(days=400), role="learner", subject="x", text="y")
        assert run(SOON).report["counts"][rules.MAIL] == 2
        assert set(Letter.objects.values_list("pk", flat=True)) == {waits.pk, fresh.pk}
        assert not Letter.objects.filter(pk=old.pk).exists()
        message.refresh_from_db()
        assert (message.subject, message.text) == ("", "")

    def test_what_the_mail_of_a_day_said_goes_with_it(self) -> None:
        contact, long_ago = RoleFactory().person, SOON - timedelta(days=400)
        for at in (long_ago, SOON):
            digest = Digest.objects.create(person=contact, on=brussels_date(at), way="digest", note="Bel gerust.")
            News.objects.create(once=f"a:{at}", person=contact, text="Nieuws", at=at, digest=digest)
            Planning.objects.create(person=contact, on=brussels_date(at), kind="add", note="Bel gerust.", at=at)
        run(SOON)
        assert Digest.objects.get().on == brussels_date(SOON)
        assert News.objects.get().at == SOON
        assert Planning.objects.get().at == SOON

    def test_signs_of_use_go_after_a_year(self) -> None:
        person = PersonFactory()
        links_to(person)
        run(SOON + timedelta(days=300))
        assert person.links.exists()
        run(SOON + timedelta(days=500))
        assert not person.links.exists()
        assert not person.devices.exists()


class TestRuns:
    def test_a_dry_run_changes_nothing_and_counts_what_the_real_one_does(self) -> None:
        rows = [candidate() for _ in range(2)]
        before = [snapshot(row.learner_id) for row in rows]
        dry = run(A_YEAR, dry=True)
        assert [snapshot(row.learner_id) for row in rows] == before
        real = run(A_YEAR)
        assert dry.report == real.report
        assert real.report["persons"] == 2
        assert real.report["calls"] == {str(row.call_id): 1 for row in rows}
        assert real.report["counts"][rules.CANDIDATE] > 10
        assert real.report["counts"][rules.SCORES] > 10
        assert queries.call_counts(real) == [(call, 1) for call in Call.objects.order_by("-files_deadline", "-pk")]

    def test_only_a_real_run_is_on_the_journal_and_it_holds_no_names(self) -> None:
        candidate()
        run(A_YEAR, dry=True)
        assert not Line.objects.filter(code="retention.run").exists()
        made = run(A_YEAR)
        assert Line.objects.get(code="retention.run").data == {}
        assert CANARY not in str(made.report)

    @pytest.mark.parametrize("role", ["contact_point", "learner", "teacher", "nobody"])
    def test_others_may_not(self, role: str) -> None:
        for dry in (True, False):
            with pytest.raises(Refused):
                actions.run(dry=dry, by=Actor(1, role), at=SOON)
        assert not Run.objects.exists()

    def test_a_person_looks_before_letting_go(self) -> None:
        who = RoleFactory(coordinator=True)
        by = Actor(who.person_id, "coordinator")
        with pytest.raises(Refused) as refused:
            actions.run(dry=False, by=by, at=SOON)
        assert refused.value.verdict.code == "retention_dry_run_first"
        actions.run(dry=True, by=by, at=SOON)
        with pytest.raises(Refused):
            actions.run(dry=False, by=by, at=SOON + timedelta(hours=25))
        assert not actions.run(dry=False, by=by, at=SOON + timedelta(hours=1)).dry
        with pytest.raises(Refused):
            actions.run(dry=False, by=by, at=SOON + timedelta(hours=2))

    def test_every_night_but_never_in_the_demo(self, settings) -> None:
        candidate()
        with the_clock.standing_at(A_YEAR):
            settings.DEMO = True
            assert let_go() == 0
            assert not Run.objects.exists()
            settings.DEMO = False
            let_go()
        assert Run.objects.get().report["persons"] == 1

    def test_the_command(self, capsys: pytest.CaptureFixture[str]) -> None:
        row = candidate()
        with the_clock.standing_at(A_YEAR):
            call_command("retention", "--dry-run")
            assert "1  persons would be erased" in capsys.readouterr().out
            assert heard(row.learner_id)
            call_command("retention")
        assert "1  persons erased" in capsys.readouterr().out
        assert heard(row.learner_id) == set()

    def test_the_number_of_queries_to_find_who_is_due_does_not_grow(self, django_assert_num_queries) -> None:
        candidate()
        with django_assert_num_queries(9):
            queries.due(rules.CANDIDATE, date(2028, 1, 1))
        for _ in range(2):
            candidate()
        with django_assert_num_queries(9):
            queries.due(rules.CANDIDATE, date(2028, 1, 1))
