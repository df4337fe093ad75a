"""Who sees which calls and enrolments, and who may do what with them."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import QuerySet

from erasdu.ground.organisations import rules as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls import rules
from erasdu.journey.calls.models import Call, Destination, Enrolment
from erasdu.journey.calls.states import ARCHIVED, CALL, DRAFT, PUBLISHED
from erasdu.journey.membership import queries as membership
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period, brussels_date
from erasdu.kernel.verdict import YES, Verdict, all_of, no

MOVABLE = ("enrolment_deadline", "files_opening", "files_deadline")


def calls_for(actor: Actor) -> QuerySet[Call]:
    """The coordinator: all. Everybody else, signed in or not: the published; one's own schools' archived ones."""
    if actor.is_coordinator:
        return Call.objects.all()
    published = Call.objects.filter(state=PUBLISHED)
    if not actor.is_contact_point:
        return published
    mine = Enrolment.objects.filter(school__in=actor.scope).values("call")
    return published | Call.objects.filter(state=ARCHIVED, pk__in=mine)


def enrolments_for(actor: Actor) -> QuerySet[Enrolment]:
    """The coordinator: all. A contact point: those of its schools."""
    if actor.is_coordinator:
        return Enrolment.objects.all()
    return Enrolment.objects.filter(school__in=actor.scope) if actor.is_contact_point else Enrolment.objects.none()


def may_create(actor: Actor) -> Verdict:
    return YES if actor.is_coordinator else no("not_your_role")


def may_edit(actor: Actor, call: Call) -> Verdict:
    """A published call too, but then only what binds nobody: `may_edit_frame` is for the rest."""
    return all_of(may_create(actor), YES if call.state != ARCHIVED else no("call_archived"))


def may_edit_frame(actor: Actor, call: Call) -> Verdict:
    """Criteria, weights, dates, days, order and input: frozen once the call is published."""
    return all_of(may_edit(actor, call), YES if call.state == DRAFT else no("call_not_draft"))


def may_delete(actor: Actor, call: Call) -> Verdict:
    return may_edit_frame(actor, call)


def may_publish(actor: Actor, call: Call) -> Verdict:
    """Whether the draft is sound, from its dates and weights to its texts."""
    who = all_of(may_create(actor), YES if call.state in CALL.sources("publish") else no("call_published_already"))
    return next((check for check in (who, *publish_checks(call)) if not check), YES)


def publish_checks(call: Call) -> tuple[Verdict, ...]:
    """Each thing that must be in order before a call is published, as its own answer."""
    stay = Period(call.stay_from, call.stay_until)
    dates = rules.Dates(call.enrolment_deadline, call.files_opening, call.files_deadline, stay)
    criteria = [rules.Criterion(each.code, each.weight, tuple(each.parts)) for each in call.criteria.all()]
    texts = (call.title_nl, call.title_en, call.text_nl, call.text_en)
    grant = Period(call.grant_agreement.starts_on, call.grant_agreement.ends_on)
    return (
        rules.check_dates(dates),
        rules.check_criteria(criteria),
        rules.check_days(call.min_days, call.max_days, stay),
        _check_destinations(list(call.destinations.all()), stay),
        YES if call.sectors else no("no_sector"),
        YES if call.seats else no("no_seats"),
        YES if all(text.strip() for text in texts) else no("text_missing"),
        YES if grant.contains(stay) else no("stay_outside_grant"),
    )


def may_archive(actor: Actor, call: Call, *, at: datetime) -> Verdict:
    return all_of(
        may_create(actor),
        YES if call.state in CALL.sources("archive") else no("call_not_published"),
        YES if rules.is_late(at, call.files_deadline) else no("call_still_open"),
    )


def may_move_deadline(actor: Actor, call: Call) -> Verdict:
    return all_of(may_create(actor), YES if call.state == PUBLISHED else no("call_not_published"))


def moved(call: Call, which: str, new: date, *, at: datetime) -> Verdict:
    """Whether that deadline may become that day: another one, not in the past, and in order with the others."""
    if which not in MOVABLE:
        return no("deadline_unknown")
    days = {name: getattr(call, name) for name in MOVABLE} | {which: new}
    return all_of(
        YES if new != getattr(call, which) else no("deadline_same"),
        YES if new >= brussels_date(at) else no("deadline_in_past"),
        rules.check_dates(rules.Dates(**days, stay=Period(call.stay_from, call.stay_until))),
    )


def acts_for(actor: Actor, school: Organisation) -> Verdict:
    """The coordinator acts for every school when asked to, a contact point for those in its scope."""
    if actor.is_coordinator:
        return YES
    if not actor.is_contact_point:
        return no("not_your_role")
    return YES if school.pk in actor.scope else no("not_your_school")


def may_enrol(actor: Actor, call: Call, school: Organisation, *, at: datetime) -> Verdict:
    """An active member, before the deadline; the first thing that stands in the way."""
    who = all_of(
        acts_for(actor, school),
        YES if school.kind in organisations.SENDING else no("not_a_school"),
        YES if school.closed_at is None else no("school_closed"),
    )
    if not who:
        return who
    return rules.may_enrol(
        active_member=membership.is_active(school, call.grant_agreement, brussels_date(at)),
        enrolled=Enrolment.objects.filter(call=call, school=school, withdrawn_at=None).exists(),
        at=at,
        deadline=call.enrolment_deadline,
        published=call.state == PUBLISHED,
    )


def may_change_enrolment(actor: Actor, enrolment: Enrolment, *, at: datetime) -> Verdict:
    """What the school expects, until the deadline; the coordinator also after it, when a school telephones."""
    call = enrolment.call
    late = rules.is_late(at, call.enrolment_deadline) and not actor.is_coordinator
    return all_of(
        acts_for(actor, enrolment.school),
        YES if enrolment.withdrawn_at is None else no("enrolment_withdrawn"),
        YES if call.state == PUBLISHED else no("call_not_published"),
        no("enrolment_closed", deadline=call.enrolment_deadline.isoformat()) if late else YES,
    )


def may_withdraw_enrolment(actor: Actor, enrolment: Enrolment, *, at: datetime) -> Verdict:
    return may_change_enrolment(actor, enrolment, at=at)


def may_set_learner_deadline(actor: Actor, enrolment: Enrolment, *, at: datetime) -> Verdict:
    """The school's own date, as long as files can still come in."""
    call = enrolment.call
    return all_of(
        acts_for(actor, enrolment.school),
        YES if enrolment.withdrawn_at is None else no("enrolment_withdrawn"),
        YES if call.state == PUBLISHED and not rules.is_late(at, call.files_deadline) else no("call_not_published"),
    )


def may_renew_code(actor: Actor, enrolment: Enrolment, *, at: datetime) -> Verdict:
    return may_set_learner_deadline(actor, enrolment, at=at)


def learner_deadline_fits(call: Call, day: date | None, *, at: datetime) -> Verdict:
    """Not in the past, and with time left to select before the school's files are due."""
    if day is None:
        return YES
    if day < brussels_date(at):
        return no("learner_deadline_passed")
    fits = day < call.files_deadline
    return YES if fits else no("learner_deadline_too_late", deadline=call.files_deadline.isoformat())


def _check_destinations(destinations: Sequence[Destination], stay: Period) -> Verdict:
    if not any(each.places for each in destinations):
        return no("no_destination")
    outside = (each for each in destinations if not stay.contains(Period(each.starts_on, each.ends_on)))
    wrong = next(outside, None)
    return no("destination_outside_window", place=wrong.place) if wrong else YES
