"""What learners, schools and teachers do to candidacies."""

from datetime import date, datetime, timedelta

import pytest

from erasdu.ground.journal.models import Line
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Role
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.people.models import Account, NoticeGiven, Person
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies import actions, queries
from erasdu.journey.candidacies.models import Candidacy, Correction, Guardian, Profile
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import Refused
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import AccountFactory, CompanyFactory, RoleFactory
from tests.journey.candidacies.learners import learner

pytestmark = pytest.mark.django_db
NEW = {"given_name": "Noor", "family_name": "Peeters", "email": "Noor.P@example.org", "birth_date": date(2008, 3, 2)}


def contact(candidacy: Candidacy) -> Actor:
    return actor_of(RoleFactory(organisation=candidacy.school))


def refused(code: str) -> object:
    return pytest.raises(Refused, match=f"^{code}$")


# -- ways in ---------------------------------------------------------------------------------------


@pytest.mark.requirement("R04")
def test_who_comes_by_the_link_counts_after_the_school_confirmed(at: datetime) -> None:
    enrolment = EnrolmentFactory()
    row = actions.join(enrolment, **NEW, at=at)
    assert row is not None
    assert row.confirmed_at is None
    assert row.learner.account.email == "noor.p@example.org"
    assert queries.counts([enrolment.pk])[enrolment.pk] == queries.Counts(unconfirmed=1)
    assert not queries.facts([row.pk])[row.pk].confirmed_by_school
    actions.confirm(row, by=contact(row), at=at)
    assert queries.facts([row.pk])[row.pk].confirmed_by_school


def test_the_link_twice_is_one_candidacy(at: datetime) -> None:
    enrolment = EnrolmentFactory()
    assert actions.join(enrolment, **NEW, at=at)
    assert actions.join(enrolment, **NEW, at=at) is None
    assert Candidacy.objects.count() == 1


def test_the_link_gives_nobody_with_another_task_a_candidacy(at: datetime) -> None:
    role = RoleFactory(coordinator=True)
    assert actions.join(EnrolmentFactory(), **{**NEW, "email": role.person.email}, at=at) is None
    assert not Role.objects.filter(person=role.person, kind="learner").exists()


@pytest.mark.parametrize(("born", "code"), [(date(2017, 11, 1), "too_young"), (date(1927, 11, 1), "too_old")])
def test_nine_and_ninety_nine_are_refused(at: datetime, born: date, code: str) -> None:
    enrolment = EnrolmentFactory()
    with refused(code):
        actions.join(enrolment, **{**NEW, "birth_date": born}, at=at)
    with refused(code):
        by = actor_of(RoleFactory(organisation=enrolment.school))
        actions.enter(enrolment, **{**NEW, "birth_date": born}, by=by, at=at)
    assert not Account.objects.filter(email="noor.p@example.org").exists()


def test_the_school_enters_a_learner_who_gets_the_notice(at: datetime) -> None:
    enrolment = EnrolmentFactory()
    by = actor_of(RoleFactory(organisation=enrolment.school))
    row = actions.enter(enrolment, **NEW, by=by, at=at)
    assert row.confirmed_at == at
    assert NoticeGiven.objects.filter(person=row.learner, audience="learner", way="mail").exists()
    assert Role.objects.filter(person=row.learner, organisation=enrolment.school, kind="learner", until=None).exists()
    assert Line.objects.filter(code="candidacy.entered", person=by.person).exists()


def test_a_known_address_of_somebody_else_is_refused(at: datetime) -> None:
    enrolment = EnrolmentFactory()
    by = actor_of(RoleFactory(organisation=enrolment.school))
    known = CandidacyFactory().learner
    with refused("address_of_another"):
        actions.enter(enrolment, **{**NEW, "email": known.email}, by=by, at=at)
    same = {"given_name": known.given_name, "family_name": known.family_name, "email": known.email}
    assert actions.enter(enrolment, **{**NEW, **same}, by=by, at=at).learner == known
    with refused("applied_in_call_already"):
        actions.enter(enrolment, **{**NEW, **same}, by=by, at=at)


# -- the form --------------------------------------------------------------------------------------


@pytest.mark.requirement("R25")
def test_saving_merges_texts_and_the_later_of_two_is_stale(at: datetime) -> None:
    row = CandidacyFactory()
    by = learner(row)
    actions.save_form(row, {"texts_en.motivation": "One", "languages.en": {"reading": "A1"}}, revision=0, by=by, at=at)
    actions.save_form(row, {"texts_en.later": "Two", "languages.en": {"writing": "A2"}}, revision=1, by=by, at=at)
    assert row.profile.texts_en == {"motivation": "One", "later": "Two"}
    assert row.profile.languages == {"en": {"reading": "A1", "writing": "A2"}}
    with pytest.raises(Stale):
        actions.save_form(row, {"town": "Lier"}, revision=1, by=by, at=at)
    assert Line.objects.filter(code="candidacy.form_saved").count() == 1


def test_handing_in_freezes_and_reopening_thaws(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    actions.apply(row, by=learner(row), at=at)
    assert queries.facts([row.pk])[row.pk].cv_complete
    with refused("form_frozen"):
        actions.save_form(row, {"town": "Lier"}, revision=0, by=learner(row), at=at)
    actions.reopen(row, by=contact(row), at=at)
    row.refresh_from_db()
    assert (row.state, row.applied_at) == ("draft", None)
    actions.save_form(row, {"town": "Lier"}, revision=0, by=learner(row), at=at)


def test_an_incomplete_form_stays_here(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    Profile.objects.filter(pk=row.profile_id).update(street="")
    row.profile.refresh_from_db()
    with refused("cv_incomplete"):
        actions.apply(row, by=learner(row), at=at)


def test_handing_in_a_row_that_changed_meanwhile_is_refused(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    Candidacy.objects.filter(pk=row.pk).update(state="withdrawn")
    with refused("changed_meanwhile"):
        actions.apply(row, by=learner(row), at=at)


# -- the school ------------------------------------------------------------------------------------


def test_eligibility_with_agreement_and_company(at: datetime) -> None:
    row = CandidacyFactory()
    values = {"track": "third_grade", "enrolled_at_school": True, "agreement": "oao", "has_counsellor": True}
    company = CompanyFactory()
    actions.confirm_eligibility(
        row, **values, training_company=company, fewer_opportunities=True, revision=0, by=contact(row), at=at
    )
    row.refresh_from_db()
    assert (row.eligible_at, row.agreement, row.training_company) == (at, "oao", company)
    values |= {"agreement": "none", "enrolled_at_school": False}
    actions.confirm_eligibility(
        row, **values, training_company=company, fewer_opportunities=True, revision=1, by=contact(row), at=at
    )
    row.refresh_from_db()
    assert (row.eligible_at, row.training_company) == (None, None)
    with pytest.raises(Stale):
        actions.confirm_eligibility(
            row, **values, training_company=None, fewer_opportunities=False, revision=1, by=contact(row), at=at
        )


@pytest.mark.requirement("R25")
def test_one_or_two_guardians_get_the_notice(at: datetime) -> None:
    row = CandidacyFactory(minor=True)
    one = {
        "given_name": "Fatima",
        "family_name": "El Amrani",
        "relation": "mother",
        "email": "f@example.org",
        "phone": "",
    }
    two = {
        "given_name": "Karim",
        "family_name": "El Amrani",
        "relation": "father",
        "email": "",
        "phone": "+32470123456",
    }
    actions.set_guardians(row, [one, two], revision=0, by=contact(row), at=at)
    assert [g.relation for g in queries.guardians_of(row)] == ["mother", "father"]
    assert queries.facts([row.pk])[row.pk].guardians == 2
    assert Letter.objects.filter(address="f@example.org").exists()
    actions.set_guardians(row, [one], revision=1, by=contact(row), at=at)
    assert Guardian.objects.filter(candidacy=row).count() == 1


def test_refusing_ends_the_role_and_taking_up_again_gives_it_back(at: datetime) -> None:
    row = CandidacyFactory(unconfirmed=True)
    roles = Role.objects.filter(person=row.learner, kind="learner", until=None)
    actions.refuse(row, reason="Geen leerling van ons.", by=contact(row), at=at)
    assert not roles.exists()
    actions.take_up_again(row, by=contact(row), at=at)
    assert roles.exists()
    assert (row.state, row.confirmed_at) == ("draft", at)


def test_withdrawing_keeps_a_reason_and_the_way_back(at: datetime) -> None:
    row = CandidacyFactory(applied=True)
    actions.withdraw(row, reason="Ziek", by=learner(row), at=at)
    row.refresh_from_db()
    assert (row.state, row.withdrawal_reason) == ("withdrawn", "Ziek")
    with refused("candidacy_over"):
        actions.withdraw(row, reason="", by=learner(row), at=at)


# -- corrections -----------------------------------------------------------------------------------


def proposal(row: Candidacy, at: datetime, text: str = "I would like to learn.") -> Correction:
    teacher = actor_of(RoleFactory(teacher=True, organisation=row.school), via="link")
    assert actions.propose(row, {"texts_en.motivation": text}, by=teacher, at=at) == 1
    return Correction.objects.select_related("profile__candidacy__learner").get(answer="")


@pytest.mark.requirement("R25")
def test_better_english_comes_in_only_when_the_learner_approves(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    mine = row.profile.texts_en["motivation"]
    correction = proposal(row, at)
    assert Profile.objects.get(pk=row.profile_id).texts_en["motivation"] == mine
    actions.answer(correction, approve=True, by=learner(row), at=at)
    assert Profile.objects.get(pk=row.profile_id).texts_en["motivation"] == "I would like to learn."
    with refused("correction_answered"):
        actions.answer(correction, approve=False, by=learner(row), at=at)


def test_a_learner_may_keep_their_own_words(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    mine = row.profile.texts_en["motivation"]
    actions.answer(proposal(row, at), approve=False, by=learner(row), at=at)
    assert Profile.objects.get(pk=row.profile_id).texts_en["motivation"] == mine


def test_a_text_that_changed_since_is_not_written_over(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    correction = proposal(row, at)
    actions.save_form(row, {"texts_en.motivation": "Something else entirely."}, revision=0, by=learner(row), at=at)
    with refused("changed_meanwhile"):
        actions.answer(correction, approve=True, by=learner(row), at=at)


def test_a_new_proposal_replaces_the_open_one(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    proposal(row, at)
    proposal(row, at, "Another sentence that is better.")
    assert list(Correction.objects.order_by("pk").values_list("answer", flat=True)) == ["replaced", ""]


def test_a_teacher_gets_a_link_once_a_version(at: datetime) -> None:
    row = CandidacyFactory(complete=True)
    role = RoleFactory(teacher=True, organisation=row.school)
    by = contact(row)
    for _ in range(2):
        actions.ask_correction(row, role, by=by, at=at)
    letters = Letter.objects.filter(template="candidacies/letters/correct")
    assert letters.count() == 1
    assert row.learner.family_name not in letters.get().text
    with refused("teacher_elsewhere"):
        actions.ask_correction(row, RoleFactory(teacher=True), by=by, at=at)


# -- imports ---------------------------------------------------------------------------------------


def rows(*names: str) -> list[dict[str, object]]:
    return [{**NEW, "given_name": name, "email": f"{name.lower()}@example.org", "study_year": "6"} for name in names]


@pytest.mark.requirement("R04")
def test_an_import_is_undone_as_far_as_nothing_was_built_on_it(at: datetime) -> None:
    enrolment = EnrolmentFactory()
    by = actor_of(RoleFactory(organisation=enrolment.school))
    batch = actions.import_learners(enrolment, rows("Ana", "Bo", "Cas", "Dua"), by=by, at=at)
    made = {row.learner.given_name: row for row in batch.candidacies.select_related("learner", "profile")}
    actions.save_form(made["Bo"], {"town": "Lier"}, revision=0, by=learner(made["Bo"]), at=at)
    Account.objects.filter(person=made["Cas"].learner).update(last_login=at)
    assert actions.undo_import(batch, by=by, at=at + timedelta(hours=1)) == (2, 2)
    assert set(Candidacy.objects.values_list("learner__given_name", flat=True)) == {"Bo", "Cas"}
    assert not Person.objects.filter(given_name__in=["Ana", "Dua"]).exists()
    assert not Letter.objects.filter(address="ana@example.org", state="queued").exists()
    with refused("import_undone"):
        actions.undo_import(batch, by=by, at=at)


def test_an_import_happens_whole_or_not(at: datetime) -> None:
    enrolment = EnrolmentFactory()
    by = actor_of(RoleFactory(organisation=enrolment.school))
    with refused("address_of_another"):
        actions.import_learners(enrolment, [*rows("Ana"), {**NEW, "email": AccountFactory().email}], by=by, at=at)
    assert Candidacy.objects.count() == 0


def test_undoing_leaves_who_was_known_before(at: datetime) -> None:
    known = CandidacyFactory().learner
    enrolment = EnrolmentFactory()
    by = actor_of(RoleFactory(organisation=enrolment.school))
    row = {**NEW, "given_name": known.given_name, "family_name": known.family_name, "email": known.email}
    batch = actions.import_learners(enrolment, [row], by=by, at=at)
    # Who never signed in counts as untouched here, but is a learner elsewhere.
    assert actions.undo_import(batch, by=by, at=at) == (1, 0)
    assert Person.objects.filter(pk=known.pk).exists()
    assert not Role.objects.filter(person=known, organisation=enrolment.school).exists()
