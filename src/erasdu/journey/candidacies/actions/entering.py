"""The three ways in: the school's link, entry by the contact point, and a table."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Role
from erasdu.ground.people.actions import make_account, owe_notice
from erasdu.ground.people.models import Account, Person
from erasdu.ground.post.actions import cancel
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.candidacies import access, rules
from erasdu.journey.candidacies.models import Candidacy, ImportBatch, Profile
from erasdu.journey.candidacies.states import DRAFT
from erasdu.kernel.actor import LEARNER, SYSTEM, Actor
from erasdu.kernel.verdict import Refused, no


@transaction.atomic
def join(
    enrolment: Enrolment, *, given_name: str, family_name: str, email: str, birth_date: date, at: datetime
) -> Candidacy | None:
    """A learner comes in by the school's link: a draft that counts once the school confirms the learner.

    None, without a trace, when the address belongs to somebody who is no learner, has another name or applied
    already: who asks gets the same answer each time, and no school learns by an address who has it.
    """
    access.may_join(enrolment, at=at).require()
    rules.check_birth_date(birth_date, access.stay_of(enrolment.call)).require()
    account = Account.objects.filter(email__iexact=email).select_related("person").first()
    if account and not is_same_learner(account.person, given_name, family_name):
        return None
    learner = account.person if account else _new_learner(given_name, family_name, email, at=at)
    if Candidacy.objects.filter(call=enrolment.call_id, learner=learner).exists():
        return None
    candidacy = _candidacy(enrolment, learner, birth_date, "link", at, confirmed_at=None)
    by = Actor(learner.pk, LEARNER, enrolment.school_id)
    journal.record("candidacy.joined", subjects=[candidacy, enrolment], by=by, at=at)
    return candidacy


@transaction.atomic
def enter(
    enrolment: Enrolment,
    *,
    given_name: str,
    family_name: str,
    email: str,
    birth_date: date,
    by: Actor,
    at: datetime,
) -> Candidacy:
    """The school enters a learner of its own, who gets the notice and an invitation."""
    access.may_enter(by, enrolment, at=at).require()
    candidacy = _entered(enrolment, given_name, family_name, email, birth_date, "school", at)
    journal.record("candidacy.entered", subjects=[candidacy, enrolment], by=by, at=at)
    return candidacy


@transaction.atomic
def import_learners(
    enrolment: Enrolment, rows: Sequence[Mapping[str, object]], *, by: Actor, at: datetime
) -> ImportBatch:
    """Every row or none: what a preview called valid can be refused here when it no longer is."""
    access.may_enter(by, enrolment, at=at).require()
    batch = ImportBatch.objects.create(enrolment=enrolment, by_id=by.person, at=at)
    made = [_imported(enrolment, row, at) for row in rows]
    batch.candidacies.set(made)
    for candidacy in made:
        journal.record("candidacy.imported", subjects=[candidacy], by=by, at=at, batch=batch.pk)
    return batch


@transaction.atomic
def undo_import(batch: ImportBatch, *, by: Actor, at: datetime) -> tuple[int, int]:
    """Take out what the import made, as far as nothing was built on it: how many went, how many stay."""
    access.may_undo_import(by, batch).require()
    if not ImportBatch.objects.filter(pk=batch.pk, undone_at=None).update(undone_at=at):
        no("import_undone").require()
    rows = list(batch.candidacies.select_related("profile", "learner"))
    untouched = [row for row in rows if is_untouched(row)]
    for candidacy in untouched:
        _remove(candidacy, at)
    journal.record(
        "candidacy.import_undone", subjects=[batch.enrolment], by=by, at=at, batch=batch.pk, removed=len(untouched)
    )
    batch.undone_at = at
    return len(untouched), len(rows) - len(untouched)


def is_untouched(candidacy: Candidacy) -> bool:
    """Nobody did anything with it since the import: not the learner, not the school."""
    account = Account.objects.filter(person=candidacy.learner_id).first()
    return (
        candidacy.state == DRAFT
        and candidacy.revision == 0
        and candidacy.profile.revision == 0
        and (account is None or account.last_login is None)
        and not candidacy.guardians.exists()
    )


def _imported(enrolment: Enrolment, row: Mapping[str, object], at: datetime) -> Candidacy:
    born = row["birth_date"]
    assert isinstance(born, date)
    candidacy = _entered(
        enrolment, str(row["given_name"]), str(row["family_name"]), str(row["email"]), born, "import", at
    )
    if programme := {name: row[name] for name in ("study_programme", "study_year") if row.get(name)}:
        Profile.objects.filter(pk=candidacy.profile_id).update(**programme)
    return candidacy


def _entered(
    enrolment: Enrolment, given_name: str, family_name: str, email: str, birth_date: date, way: str, at: datetime
) -> Candidacy:
    rules.check_birth_date(birth_date, access.stay_of(enrolment.call)).require()
    account = Account.objects.filter(email__iexact=email).select_related("person").first()
    if account and not is_same_learner(account.person, given_name, family_name):
        no("address_of_another").require()
    learner = account.person if account else _new_learner(given_name, family_name, email, at=at)
    candidacy = _candidacy(enrolment, learner, birth_date, way, at, confirmed_at=at)
    owe_notice(learner, LEARNER, at=at)
    return candidacy


def is_same_learner(person: Person, given_name: str, family_name: str) -> bool:
    """Whether an address that is known belongs to this very learner, and to nobody with another task."""
    names = (given_name.casefold(), family_name.casefold())
    return _only_learner(person) and (person.given_name.casefold(), person.family_name.casefold()) == names


def _only_learner(person: Person) -> bool:
    others = Role.objects.filter(person=person, until=None).exclude(kind=LEARNER)
    return person.erased_at is None and not others.exists()


def _new_learner(given_name: str, family_name: str, email: str, *, at: datetime) -> Person:
    """A person of their own, never one whom somebody else entered in another task under the same address."""
    learner = Person.objects.create(given_name=given_name, family_name=family_name, email=email, created_at=at)
    make_account(learner, by=SYSTEM, at=at)
    return learner


def _candidacy(
    enrolment: Enrolment, learner: Person, birth_date: date, way: str, at: datetime, *, confirmed_at: datetime | None
) -> Candidacy:
    give_role(learner, enrolment.school_id, at)
    try:
        with transaction.atomic():
            return Candidacy.objects.create(
                call=enrolment.call,
                enrolment=enrolment,
                school_id=enrolment.school_id,
                learner=learner,
                profile=Profile.objects.create(person=learner),
                way=way,
                birth_date=birth_date,
                created_at=at,
                confirmed_at=confirmed_at,
            )
    except IntegrityError:
        raise Refused(no("applied_in_call_already")) from None


def give_role(learner: Person, school: int, at: datetime) -> None:
    """The learner's role at the school, once at a time."""
    Role.objects.get_or_create(person=learner, organisation_id=school, kind=LEARNER, until=None, defaults={"since": at})


def _remove(candidacy: Candidacy, at: datetime) -> None:
    """The candidacy with its empty profile, and who was made with it when nothing else is known of them."""
    learner, school, profile = candidacy.learner, candidacy.school_id, candidacy.profile
    candidacy.delete()
    profile.delete()
    if Candidacy.objects.filter(learner=learner, school=school).exists():
        return
    Role.objects.filter(person=learner, organisation=school, kind=LEARNER, until=None).delete()
    if learner.created_at != candidacy.created_at or Role.objects.filter(person=learner).exists():
        return
    for letter in learner.letters.all():
        cancel(letter, at=at)
    Account.objects.filter(person=learner).delete()
    learner.delete()
