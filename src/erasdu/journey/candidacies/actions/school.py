"""What the school says about its learners: who they are, and whether they may go."""

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from erasdu.ground.journal import actions as journal
from erasdu.ground.look.edits import Stale
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies import access, rules
from erasdu.journey.candidacies.actions.asking import take_back_papers
from erasdu.journey.candidacies.actions.entering import give_role
from erasdu.journey.candidacies.actions.steps import take
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.queries.approvals import COMPANY
from erasdu.kernel.actor import LEARNER, Actor
from erasdu.kernel.verdict import no


@transaction.atomic
def confirm(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """This is a learner of the school: what came by the link counts from now on."""
    access.may_confirm(by, candidacy).require()
    rows = Candidacy.objects.filter(pk=candidacy.pk, confirmed_at=None)
    if not rows.update(confirmed_at=at, revision=F("revision") + 1):
        no("changed_meanwhile").require()
    candidacy.refresh_from_db(fields=["confirmed_at", "revision"])
    journal.record("candidacy.confirmed", subjects=[candidacy], by=by, at=at)


@transaction.atomic
def refuse(candidacy: Candidacy, *, reason: str, by: Actor, at: datetime) -> None:
    """Not a learner of the school, or one who cannot take part."""
    access.may_refuse(by, candidacy).require()
    take("refuse", candidacy, withdrawn_at=at, withdrawal_reason=reason)
    _end_role(candidacy, at)
    take_back_papers([candidacy.pk], reason=gettext("The application has ended."), at=at)
    journal.record("candidacy.refused", subjects=[candidacy], by=by, at=at)


@transaction.atomic
def withdraw(candidacy: Candidacy, *, reason: str, by: Actor, at: datetime) -> None:
    """By the learner, or by the school for the learner; the role stays, so that the learner still sees it."""
    access.may_withdraw(by, candidacy).require()
    take("withdraw", candidacy, withdrawn_at=at, withdrawal_reason=reason)
    take_back_papers([candidacy.pk], reason=gettext("The application has ended."), at=at)
    journal.record("candidacy.withdrawn", subjects=[candidacy], by=by, at=at)


@transaction.atomic
def take_up_again(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """After a withdrawal or refusal by mistake: a draft again, confirmed by who does this."""
    access.may_take_up_again(by, candidacy, at=at).require()
    take("take_up_again", candidacy, withdrawn_at=None, withdrawal_reason="", applied_at=None, confirmed_at=at)
    give_role(candidacy.learner, candidacy.school_id, at)
    journal.record("candidacy.taken_up_again", subjects=[candidacy], by=by, at=at)


@transaction.atomic
def reopen(candidacy: Candidacy, *, by: Actor, at: datetime) -> None:
    """The learner may change the form again and has to hand it in again."""
    access.may_reopen(by, candidacy, at=at).require()
    take("reopen", candidacy, applied_at=None)
    journal.record("candidacy.reopened", subjects=[candidacy], by=by, at=at)


@transaction.atomic
def confirm_eligibility(
    candidacy: Candidacy,
    *,
    track: str,
    enrolled_at_school: bool,
    agreement: str,
    training_company: Organisation | None,
    agreement_until: date | None = None,
    has_counsellor: bool,
    fewer_opportunities: bool,
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """Year or track, enrolled, with which agreement and company; confirmed when the learner is enrolled."""
    access.may_confirm_eligibility(by, candidacy).require()
    company = training_company if agreement != Candidacy.Agreement.NONE else None
    values: dict[str, object] = {
        "track": track,
        "enrolled_at_school": enrolled_at_school,
        "agreement": agreement,
        "training_company": company,
        "agreement_until": agreement_until if agreement != Candidacy.Agreement.NONE else None,
        "has_counsellor": has_counsellor,
        "fewer_opportunities": fewer_opportunities,
        "eligible_at": at if enrolled_at_school else None,
    }
    moved = (candidacy.agreement, candidacy.training_company_id) != (agreement, company.pk if company else None)
    write(candidacy, values, revision)
    if moved:
        reason = gettext("The agreement with the company has changed.")
        take_back_papers([candidacy.pk], reason=reason, at=at, kinds=[COMPANY])
    journal.record("candidacy.eligibility_confirmed", subjects=[candidacy], by=by, at=at, met=enrolled_at_school)


@transaction.atomic
def change_details(
    candidacy: Candidacy,
    *,
    given_name: str,
    family_name: str,
    birth_date: date,
    revision: int,
    by: Actor,
    at: datetime,
) -> None:
    """The school corrects a name or date of birth; the address is the learner's own to change."""
    access.may_change_details(by, candidacy).require()
    rules.check_birth_date(birth_date, access.stay_of(candidacy.call)).require()
    renamed = (candidacy.learner.given_name, candidacy.learner.family_name) != (given_name, family_name)
    if renamed and not by.is_coordinator and _learns_elsewhere(candidacy):
        no("acts_elsewhere").require()
    write(candidacy, {"birth_date": birth_date}, revision)
    Person.objects.filter(pk=candidacy.learner_id).update(
        given_name=given_name, family_name=family_name, revision=F("revision") + 1
    )
    candidacy.learner.refresh_from_db()
    import_string(settings.CANDIDACY_BIRTH_DATE)(candidacy, birth_date, by=by, at=at)
    journal.record("candidacy.details_changed", subjects=[candidacy], by=by, at=at)


def _learns_elsewhere(candidacy: Candidacy) -> bool:
    """The name of a learner of two schools stands in both dossiers: neither writes over it alone."""
    roles = Role.objects.filter(person=candidacy.learner_id, until=None)
    return roles.exclude(organisation=candidacy.school_id).exists()


def write(candidacy: Candidacy, values: Mapping[str, object], revision: int) -> None:
    """Over what the person saw; `Stale` when somebody was first."""
    rows = Candidacy.objects.filter(pk=candidacy.pk, revision=revision)
    if not rows.update(**values, revision=F("revision") + 1):
        raise Stale
    candidacy.refresh_from_db(fields=["revision", *values])


def _end_role(candidacy: Candidacy, at: datetime) -> None:
    others = Candidacy.objects.filter(learner=candidacy.learner_id, school=candidacy.school_id)
    if not others.exclude(state="refused").exists():
        roles = Role.objects.filter(person=candidacy.learner_id, organisation=candidacy.school_id, kind=LEARNER)
        roles.filter(until=None).update(until=at)
