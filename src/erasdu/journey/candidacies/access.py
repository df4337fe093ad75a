"""Who sees which candidacies, and who may do what to them."""

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from erasdu.ground.journal import gates
from erasdu.journey.calls.models import Call, Destination, Enrolment
from erasdu.journey.calls.rules import is_late
from erasdu.journey.candidacies import rules
from erasdu.journey.candidacies.models import Candidacy, Correction, ImportBatch, Profile
from erasdu.journey.candidacies.rules.guardians import to_renew
from erasdu.journey.candidacies.states import CANDIDACY, DRAFT, LIVE
from erasdu.journey.candidacies.words.content import TEXTS, languages_of
from erasdu.kernel.actor import COUNSELLOR, TEACHER, Actor
from erasdu.kernel.periods import Period, brussels_date
from erasdu.kernel.requirement import ASK_PAPERS
from erasdu.kernel.verdict import YES, Verdict, all_of, no

CORRECT = "candidacies.correct"  # purpose of the link by which a teacher looks at the English

# -- rows ------------------------------------------------------------------------------------------


def candidacies_for(actor: Actor) -> QuerySet[Candidacy]:
    """The coordinator all, a contact point their schools', a learner their own."""
    rows = Candidacy.objects.all()
    if actor.is_coordinator:
        return rows
    if actor.is_contact_point:
        return rows.filter(school__in=actor.scope)
    return rows.filter(learner=actor.person) if actor.is_learner else rows.none()


def enrolments_for(actor: Actor) -> QuerySet[Enrolment]:
    """Enrolments whose candidates the actor follows."""
    rows = Enrolment.objects.select_related("call", "school")
    if actor.is_coordinator:
        return rows
    return rows.filter(school__in=actor.scope) if actor.is_contact_point else rows.none()


def imports_for(actor: Actor) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.filter(enrolment__in=enrolments_for(actor)).select_related("enrolment__school", "by")


def corrections_for(actor: Actor) -> QuerySet[Correction]:
    """Proposals on the forms that the actor sees; by link, on the school's forms that are open."""
    rows = Correction.objects.select_related("profile__candidacy", "by")
    if actor.role in (TEACHER, COUNSELLOR):
        return rows.filter(by=actor.person, profile__candidacy__school__in=actor.scope)
    return rows.filter(profile__candidacy__in=candidacies_for(actor))


def candidacy_by_link(actor: Actor, pk: int) -> QuerySet[Candidacy]:
    """The one form that a teacher or counsellor of the school was asked to look at."""
    rows = Candidacy.objects.select_related("learner", "profile", "school")
    if actor.role not in (TEACHER, COUNSELLOR) or actor.via != "link":
        return rows.none()
    return rows.filter(pk=pk, school__in=actor.scope)


# -- the form as the rules read it -----------------------------------------------------------------


def form_values(candidacy: Candidacy) -> dict[str, Any]:
    """Every field that `rules.FIELDS` names, and each language that the destinations ask."""
    profile, learner = candidacy.profile, candidacy.learner
    columns = {
        field.name: getattr(profile, field.name) for field in Profile._meta.concrete_fields if field.name != "person"
    }
    chosen = [choice for choice in (candidacy.first_choice, candidacy.second_choice) if choice]
    asked = languages_of([choice.country for choice in chosen])
    return columns | {
        "given_name": learner.given_name,
        "email": learner.email,
        "birth_date": candidacy.birth_date,
        "first_choice": candidacy.first_choice_id,
        "languages": {code: profile.languages.get(code, {}) for code in asked},
    }


def not_asked(places: bool) -> Collection[str]:
    """Fields that a call does not ask: no destination where it has none (`places`)."""
    return () if places else ("first_choice",)


def _asks_place(candidacy: Candidacy) -> bool:
    return Destination.objects.filter(call=candidacy.call_id).exists()


def parts_of(candidacy: Candidacy) -> list[rules.Part]:
    return rules.parts(form_values(candidacy), optional=not_asked(_asks_place(candidacy)))


def learner_deadline(enrolment: Enrolment) -> date:
    """The last day to apply at this school: its own earlier day, never after the call's."""
    last = enrolment.call.files_deadline
    return min(enrolment.learner_deadline or last, last)


def stay_of(call: Call) -> Period:
    return Period(call.stay_from, call.stay_until)


# -- the learner -----------------------------------------------------------------------------------


def may_join(enrolment: Enrolment, *, at: datetime) -> Verdict:
    """Whether the school's link still lets learners in; asked by anybody."""
    return all_of(_open_for_schools(enrolment), _before_school_deadline(enrolment, at))


def may_edit_form(actor: Actor, candidacy: Candidacy, *, at: datetime) -> Verdict:
    """The learner, as long as it is a draft and the call's files may come in."""
    return all_of(
        _own(actor, candidacy),
        _is(candidacy, "apply"),
        _open_for_schools(candidacy.enrolment),
        _in_time(candidacy, at),
    )


def may_apply(actor: Actor, candidacy: Candidacy, *, at: datetime) -> Verdict:
    """Hand the form to the school: complete, and by the school's own day."""
    return all_of(
        may_edit_form(actor, candidacy, at=at),
        YES if candidacy.late_allowed_at else _before_school_deadline(candidacy.enrolment, at),
        rules.check_complete(form_values(candidacy), optional=not_asked(_asks_place(candidacy))),
    )


def may_answer_correction(actor: Actor, correction: Correction, *, at: datetime) -> Verdict:
    """The learner decides about each change in their own text."""
    open_still = YES if correction.answer == "" else no("correction_answered")
    return all_of(may_edit_form(actor, correction.profile.candidacy, at=at), open_still)


# -- the school ------------------------------------------------------------------------------------


def may_enter(actor: Actor, enrolment: Enrolment, *, at: datetime) -> Verdict:
    """Enter or import learners: the school's contact points and the coordinator, until the files are due."""
    return all_of(
        _school(actor, enrolment.school_id),
        _open_for_schools(enrolment),
        _before_files_deadline(enrolment.call, at),
    )


def may_confirm(actor: Actor, candidacy: Candidacy) -> Verdict:
    return all_of(
        _school(actor, candidacy.school_id),
        _live(candidacy),
        YES if candidacy.confirmed_at is None else no("confirmed_already"),
    )


def may_refuse(actor: Actor, candidacy: Candidacy) -> Verdict:
    """Who came by the link and is no learner of the school, or cannot take part."""
    return may_confirm(actor, candidacy)


def may_change_details(actor: Actor, candidacy: Candidacy) -> Verdict:
    """Name, address, date of birth: by the school, also once the form is handed in."""
    return all_of(_school(actor, candidacy.school_id), _live(candidacy))


def may_confirm_eligibility(actor: Actor, candidacy: Candidacy) -> Verdict:
    confirmed = YES if candidacy.confirmed_at else no("learner_not_confirmed")
    return all_of(_school(actor, candidacy.school_id), _live(candidacy), confirmed)


def may_set_guardians(actor: Actor, candidacy: Candidacy, *, on: date) -> Verdict:
    """Only the school knows who holds authority over a minor; taking one out stays possible at 18."""
    return all_of(may_change_details(actor, candidacy), is_minor(candidacy, on))


def may_confirm_guardians(actor: Actor, candidacy: Candidacy) -> Verdict:
    """Say that a changed address or number of a guardian is right: somebody else than who changed it."""
    waiting = [one for one in candidacy.guardians.all() if one.to_confirm]
    mine = any(one.changed_by_id == actor.person for one in waiting)
    return all_of(
        _school(actor, candidacy.school_id),
        YES if waiting else no("nothing_to_confirm"),
        no("second_person_confirms") if mine else YES,
    )


def may_vouch_again(actor: Actor, candidacy: Candidacy, *, on: date) -> Verdict:
    """Say that the address and number of the parents are still right, once that was said long ago."""
    old = [one for one in candidacy.guardians.all() if one.attested_at and to_renew(brussels_date(one.attested_at), on)]
    return all_of(may_set_guardians(actor, candidacy, on=on), YES if old else no("parents_looked_up"))


def may_ask_papers(actor: Actor, candidacy: Candidacy) -> Verdict:
    """Ask for the approvals, and remind who has them: the school, of a learner whom it confirmed."""
    confirmed = YES if candidacy.confirmed_at else no("learner_not_confirmed")
    return all_of(_school(actor, candidacy.school_id), _live(candidacy), confirmed)


def may_ask_now(actor: Actor, candidacy: Candidacy, *, on: date) -> Verdict:
    """The same once the school chose the learner, which a later step knows."""
    return all_of(may_ask_papers(actor, candidacy), gates.ask(ASK_PAPERS, candidacy, on))


def may_set_company_signer(actor: Actor, candidacy: Candidacy) -> Verdict:
    """Say who signs for the training company that the learner has."""
    company = YES if candidacy.training_company_id else no("company_unknown")
    return all_of(may_ask_papers(actor, candidacy), company)


def may_record_objection(actor: Actor, candidacy: Candidacy, *, on: date) -> Verdict:
    """Of a minor: from the 18th birthday the learner decides alone."""
    return all_of(may_ask_papers(actor, candidacy), is_minor(candidacy, on))


def may_lift_hold(actor: Actor, candidacy: Candidacy) -> Verdict:
    """Say why it goes on: the school, which knows the family."""
    return may_ask_papers(actor, candidacy)


def may_reopen(actor: Actor, candidacy: Candidacy, *, at: datetime) -> Verdict:
    return all_of(
        _school(actor, candidacy.school_id),
        _is(candidacy, "reopen"),
        _in_time(candidacy, at),
    )


def may_withdraw(actor: Actor, candidacy: Candidacy) -> Verdict:
    """The learner, or the school for the learner."""
    who = _own(actor, candidacy) if actor.is_learner else _school(actor, candidacy.school_id)
    return all_of(who, _live(candidacy))


def may_take_up_again(actor: Actor, candidacy: Candidacy, *, at: datetime) -> Verdict:
    return all_of(
        _school(actor, candidacy.school_id),
        _is(candidacy, "take_up_again"),
        _in_time(candidacy, at),
    )


def may_ask_correction(actor: Actor, candidacy: Candidacy, *, at: datetime) -> Verdict:
    """Send a teacher the English of an open form."""
    return all_of(_school(actor, candidacy.school_id), _correctable(candidacy), _in_time(candidacy, at))


def may_correct(actor: Actor, candidacy: Candidacy, *, at: datetime) -> Verdict:
    """Propose better English: a contact point, or the teacher who was asked by link."""
    by_link = actor.via == "link" and actor.role in (TEACHER, COUNSELLOR) and candidacy.school_id in actor.scope
    who = YES if by_link else _school(actor, candidacy.school_id)
    return all_of(who, _correctable(candidacy), _in_time(candidacy, at))


def may_undo_import(actor: Actor, batch: ImportBatch) -> Verdict:
    undone = no("import_undone") if batch.undone_at else YES
    return all_of(_school(actor, batch.enrolment.school_id), undone)


# -- what these are made of ------------------------------------------------------------------------


def _own(actor: Actor, candidacy: Candidacy) -> Verdict:
    if not actor.is_learner:
        return no("not_your_role")
    return YES if actor.person == candidacy.learner_id else no("not_your_candidacy")


def _school(actor: Actor, school: int) -> Verdict:
    if actor.is_coordinator:
        return YES
    if not actor.is_contact_point:
        return no("not_your_role")
    return YES if school in actor.scope else no("not_your_learner")


def _live(candidacy: Candidacy) -> Verdict:
    return YES if candidacy.state in LIVE else no("candidacy_over")


def _is(candidacy: Candidacy, step: str) -> Verdict:
    """Whether the state lets this step be taken, or why it does not."""
    if candidacy.state in CANDIDACY.sources(step):
        return YES
    if candidacy.state not in LIVE:
        return no("candidacy_over")
    if step == "take_up_again":
        return no("candidacy_live")
    return no("form_is_open" if candidacy.state == DRAFT else "form_frozen")


def _correctable(candidacy: Candidacy) -> Verdict:
    written = any(candidacy.profile.texts_en.get(code) for code in TEXTS) or any(candidacy.profile.answers.values())
    return all_of(_is(candidacy, "apply"), YES if written else no("english_missing"))


def _open_for_schools(enrolment: Enrolment) -> Verdict:
    if enrolment.call.state != Call.State.PUBLISHED:
        return no("call_not_open")
    return YES if enrolment.withdrawn_at is None else no("school_withdrew")


def _before_school_deadline(enrolment: Enrolment, at: datetime) -> Verdict:
    last = learner_deadline(enrolment)
    return no("applying_closed", deadline=last.isoformat()) if is_late(at, last) else YES


def _in_time(candidacy: Candidacy, at: datetime) -> Verdict:
    """By the call's deadline, unless the coordinator accepts this one file late."""
    return YES if candidacy.late_allowed_at else _before_files_deadline(candidacy.call, at)


def _before_files_deadline(call: Call, at: datetime) -> Verdict:
    last = call.files_deadline
    return no("files_closed", deadline=last.isoformat()) if is_late(at, last) else YES


def is_minor(candidacy: Candidacy, on: date) -> Verdict:
    """Under 18 on that day, also when the date of birth is not known."""
    born = candidacy.birth_date
    return YES if born is None or rules.is_minor(born, on) else no("learner_of_age")
