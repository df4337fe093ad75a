"""What the school says about guardians and about who signs for a training company, and how it vouches for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext

from erasdu.ground.journal import actions as journal
from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork import access as paper_access
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.queries import signers_about
from erasdu.ground.people.actions import find_or_make_person, owe_notice
from erasdu.ground.people.models import Account, Person
from erasdu.journey.candidacies import access
from erasdu.journey.candidacies.actions.asking import take_back_of, take_back_papers
from erasdu.journey.candidacies.actions.school import write
from erasdu.journey.candidacies.models import Candidacy, CompanySigner, Guardian, Remark
from erasdu.journey.candidacies.queries import asking, contacts
from erasdu.journey.candidacies.queries.approvals import COMPANY, GUARDIAN, SUBJECT
from erasdu.journey.candidacies.rules.guardians import RENEW_AFTER, may_lift
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.verdict import no

DETAILS = ("given_name", "family_name", "email", "phone")


@dataclass(frozen=True, slots=True)
class Authority:
    """Whose signature is needed. `sole`: position of who decides alone; a decision of a court is seen, not kept."""

    mode: str = "one"
    sole: int | None = None
    seen_by: str = ""
    seen_on: date | None = None


@transaction.atomic
def set_guardians(
    candidacy: Candidacy,
    guardians: Sequence[Mapping[str, str]],
    *,
    revision: int,
    by: Actor,
    at: datetime,
    authority: Authority | None = None,
) -> None:
    """At most two; each with `given_name`, `family_name`, `email`, `phone`, `relation`, and when the school vouches
    for them `attested_how`, `channel`, `language` and `reason`. They get the notice.
    """
    access.may_set_guardians(by, candidacy, on=brussels_date(at)).require()
    trusts = contacts.guardians_trust(candidacy, guardians[:2])
    for given, found in zip(guardians[:2], trusts, strict=True):
        found.verdict(given.get("reason", "")).require()
    write(candidacy, _authority(authority), revision)
    before = {row.person_id: row for row in candidacy.guardians.select_related("person")}
    asked = signers_about(SUBJECT, [candidacy.pk], [GUARDIAN]).exists()
    reach = {pk: (row.person.email, row.person.phone) for pk, row in before.items()}
    candidacy.guardians.all().delete()
    kept = set()
    for position, given in enumerate(guardians[:2], 1):
        person = _guardian(given, candidacy, at)
        kept.add(person.pk)
        _write_guardian(candidacy, person, given, position, before.get(person.pk), by, at)
        if asked:
            _mark_changed(candidacy, person, position, before.values(), by, at)
        owe_notice(person, "guardian", at=at)
        if person.pk in reach and reach[person.pk] != (person.email, person.phone):
            take_back_of(person.pk, reason=gettext("The address or number has changed."), at=at)
    for gone in set(before) - kept:
        reason = gettext("The school changed the guardians.")
        take_back_papers([candidacy.pk], reason=reason, at=at, kinds=[GUARDIAN], person=gone)
    journal.record("candidacy.guardians_changed", subjects=[candidacy], by=by, at=at, number=len(guardians[:2]))


def _mark_changed(
    candidacy: Candidacy, person: Person, position: int, before: Iterable[Guardian], by: Actor, at: datetime
) -> None:
    """A paper went to this dossier's guardians before: another way to reach one is a second person's to confirm.

    Who waits for that already goes on waiting, however often it is saved.
    """
    known = next(
        (row for row in before if asking.reaches(row) == asking.contact_keys(person.email, person.phone)), None
    )
    rows = Guardian.objects.filter(candidacy=candidacy, position=position)
    if known is not None:
        rows.update(changed_by=known.changed_by, changed_at=known.changed_at, confirmed_by=known.confirmed_by)
        return
    rows.update(changed_by=by.person, changed_at=at, confirmed_by=None)
    journal.record("candidacy.guardian_to_confirm", subjects=[candidacy], by=by, at=at)


@transaction.atomic
def confirm_guardians(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """A second person looked the changed address or number up, too."""
    Candidacy.objects.select_for_update().get(pk=candidacy.pk)
    access.may_confirm_guardians(by, candidacy).require()
    candidacy.guardians.filter(confirmed_by=None).exclude(changed_at=None).update(confirmed_by=by.person)
    journal.record("candidacy.guardian_confirmed", subjects=[candidacy], by=by, at=at)


@transaction.atomic
def vouch_again(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """What was looked up long ago was looked up once more, and is still right; what waits for a second person waits."""
    on = brussels_date(at)
    access.may_vouch_again(by, candidacy, on=on).require()
    old = candidacy.guardians.exclude(attested_how="").filter(attested_at__lt=at - RENEW_AFTER)
    old.update(attested_at=at, attested_by=by.person)
    journal.record("candidacy.guardians_still_right", subjects=[candidacy], by=by, at=at)


def _authority(given: Authority | None) -> dict[str, object]:
    """Of a mode without a court no decision is written down."""
    if given is None:
        return {}
    court = given.mode == Candidacy.GuardianMode.COURT
    alone = court or given.mode == Candidacy.GuardianMode.LEGAL
    return {
        "guardian_mode": given.mode,
        "sole_guardian": given.sole if alone else None,
        "decision_seen_by": given.seen_by if court else "",
        "decision_seen_on": given.seen_on if court else None,
    }


def _write_guardian(
    candidacy: Candidacy,
    person: Person,
    given: Mapping[str, str],
    position: int,
    before: Guardian | None,
    by: Actor,
    at: datetime,
) -> None:
    """Who vouched, and when, stays as long as it is said of the same address and number in the same way."""
    how = given.get("attested_how", "")
    same = before is not None and before.attested_how == how and asking.is_attested_for(before, person)
    Guardian.objects.create(
        candidacy=candidacy, person=person, relation=given["relation"], position=position,
        channel=given.get("channel", ""), reason=given.get("reason", ""), attested_how=how,
        attested_by_id=(before.attested_by_id if same and before else by.person) if how else None,
        attested_at=(before.attested_at if same and before else at) if how else None,
        attested_mail=person.email if how else "", attested_phone=person.phone if how else "",
    )  # fmt: skip
    language = given.get("language", "")
    if language and language != person.language and not _acts_elsewhere(person):
        Person.objects.filter(pk=person.pk).update(language=language, revision=F("revision") + 1)


def _guardian(given: Mapping[str, str], candidacy: Candidacy, at: datetime) -> Person:
    """The parent of a brother or sister is the same person; a new telephone number is kept.

    A code of approval goes to that number, so a school does not change it in the dossier of another.
    """
    details = {name: given.get(name, "") for name in DETAILS}
    person = find_or_make_person(**details, at=at)
    if Guardian.objects.filter(person=person).exclude(candidacy__school=candidacy.school_id).exists():
        known = Person.objects.filter(**details, erased_at=None).order_by("pk").first()
        return known or Person.objects.create(**details, created_at=at)
    if details["phone"] and person.phone != details["phone"] and not _acts_elsewhere(person):
        Person.objects.filter(pk=person.pk).update(phone=details["phone"], revision=F("revision") + 1)
        person.phone = details["phone"]
    return person


def _acts_elsewhere(person: Person) -> bool:
    return Account.objects.filter(person=person).exists() or Role.objects.filter(person=person, until=None).exists()


# -- the training company --------------------------------------------------------------------------


@transaction.atomic
def set_company_signer(
    candidacy: Candidacy,
    *,
    given_name: str,
    family_name: str,
    email: str,
    function: str,
    attested_how: str,
    reason: str,
    by: Actor,
    at: datetime,
) -> CompanySigner:
    """Who may sign for the company that the learner has now; a paper that waits for somebody else is taken back."""
    access.may_set_company_signer(by, candidacy).require()
    contacts.company_trust(candidacy, given_name, family_name, email).verdict(reason).require()
    person = find_or_make_person(given_name, family_name, email, at=at)
    values = {
        "company": candidacy.training_company, "person": person, "function": function, "attested_how": attested_how,
        "attested_by_id": by.person, "attested_at": at, "reason": reason,
    }  # fmt: skip
    before = CompanySigner.objects.filter(candidacy=candidacy).first()
    if before is not None and before.person_id != person.pk:
        changed = gettext("Somebody else signs for the company.")
        take_back_papers([candidacy.pk], reason=changed, at=at, kinds=[COMPANY], person=before.person_id)
    made, _new = CompanySigner.objects.update_or_create(candidacy=candidacy, defaults=values)
    candidacy.company_signer = made
    journal.record("candidacy.company_signer_set", subjects=[candidacy], by=by, at=at)
    return made


# -- what holds departure up -----------------------------------------------------------------------


@transaction.atomic
def record_objection(candidacy: Candidacy, guardian: Guardian, *, reason: str, by: Actor, at: datetime) -> None:
    """The school knows that this guardian objects: departure is held up at once."""
    access.may_record_objection(by, candidacy, on=brussels_date(at)).require()
    if guardian.candidacy_id != candidacy.pk:
        no("no_guardian_known").require()
    Remark.objects.create(
        candidacy=candidacy, person=guardian.person, what=Remark.What.OBJECTS, reason=reason, at=at, by_id=by.person
    )
    journal.record("candidacy.objection_recorded", subjects=[candidacy], by=by, at=at)


@transaction.atomic
def lift_hold(candidacy: Candidacy, *, reason: str, by: Actor, at: datetime) -> None:
    """The school says why it goes on: of everybody who holds it up, and of their papers."""
    access.may_lift_hold(by, candidacy).require()
    Candidacy.objects.select_for_update().get(pk=candidacy.pk)
    of = asking.dossier(candidacy, at)
    may_lift(of.guardians, reason).require()
    held = {int(one.who) for one in of.guardians.frozen_by}
    for person in held:
        Remark.objects.create(
            candidacy=candidacy, person_id=person, what=Remark.What.LIFTED, reason=reason, at=at, by_id=by.person
        )
    for paper in of.rows.of_kind(GUARDIAN):
        document = paper[-1].envelope.document
        if paper[-1].person_id in held and paper_access.is_frozen(document):
            paperwork.lift(document, reason=reason, by=by, at=at)
    journal.record("candidacy.hold_lifted", subjects=[candidacy], by=by, at=at)
