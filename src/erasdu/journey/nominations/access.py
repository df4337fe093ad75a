"""Which nominations somebody sees, and who may do what with them."""

from datetime import date, datetime

from django.db.models import Q, QuerySet

from erasdu.ground.organisations import rules as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import open_schools
from erasdu.journey.calls.models import Call
from erasdu.journey.calls.rules import is_late
from erasdu.journey.calls.states import PUBLISHED
from erasdu.journey.membership import queries as membership
from erasdu.journey.nominations import rules
from erasdu.journey.nominations.models import Division, ImportBatch, Loan, Nomination
from erasdu.journey.nominations.states import ACCEPTED, LIVE, NOMINATION
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.verdict import YES, Verdict, all_of, no

RELATED = ("call", "partner", "mobility__person", "mobility__profile", "mobility__receiving", "mobility__traveller")


def nominations_for(actor: Actor) -> QuerySet[Nomination]:
    """The coordinator sees all, a partner its own. A receiving school has a page of its own, with less on it."""
    rows = Nomination.objects.select_related(*RELATED)
    if actor.is_coordinator:
        return rows
    return rows.filter(partner__in=actor.scope) if actor.is_partner else rows.none()


def partners_for(actor: Actor) -> QuerySet[Organisation]:
    """For whom somebody nominates: the coordinator for every open partner, a partner for itself."""
    rows = Organisation.objects.filter(kind=organisations.PARTNER, closed_at=None)
    if actor.is_coordinator:
        return rows
    return rows.filter(pk__in=actor.scope) if actor.is_partner else rows.none()


def imports_for(actor: Actor) -> QuerySet[ImportBatch]:
    rows = ImportBatch.objects.select_related("call", "partner", "by")
    if actor.is_coordinator:
        return rows
    return rows.filter(partner__in=actor.scope) if actor.is_partner else rows.none()


def acts_for(actor: Actor, partner: Organisation) -> Verdict:
    """The coordinator when asked to, and the partner itself."""
    if actor.is_coordinator:
        return YES
    if not actor.is_partner:
        return no("not_your_role")
    return YES if partner.pk in actor.scope else no("not_your_organisation")


def may_nominate(actor: Actor, call: Call, partner: Organisation, *, at: datetime) -> Verdict:
    """A partner until the day by which candidate files are due; the coordinator until the stays begin."""
    return all_of(
        acts_for(actor, partner),
        YES if partner.kind == organisations.PARTNER else no("only_partners_nominate"),
        YES if partner.closed_at is None else no("organisation_closed"),
        _open(actor, call, at),
    )


def _open(actor: Actor, call: Call, at: datetime) -> Verdict:
    return rules.is_open(
        published=call.state == PUBLISHED,
        incoming=call.incoming,
        at=at,
        deadline=call.files_deadline,
        window=Period(call.stay_from, call.stay_until),
        coordinator=actor.is_coordinator,
    )


def may_correct(actor: Actor, nomination: Nomination, *, at: datetime) -> Verdict:
    """What was said of a learner, while it is live: the partner until the deadline, the coordinator after it too."""
    return all_of(
        acts_for(actor, nomination.partner),
        YES if nomination.state in LIVE else no("nomination_withdrawn"),
        _open(actor, nomination.call, at),
    )


def may_send_form(actor: Actor, nomination: Nomination) -> Verdict:
    """The link by which the learner, and of a minor the guardian, completes profile and expectations."""
    return all_of(acts_for(actor, nomination.partner), YES if nomination.state in LIVE else no("nomination_withdrawn"))


def nomination_at_door(actor: Actor, pk: int) -> Nomination | None:
    """The nomination of who came in by the personal link: the learner, or somebody who answers for them."""
    rows = Nomination.objects.select_related(*RELATED).filter(pk=pk, state__in=LIVE)
    return rows.filter(Q(mobility__person=actor.person) | Q(guardians__person=actor.person)).distinct().first()


def own_nomination_at_door(actor: Actor, pk: int) -> Nomination | None:
    """The same for the learner alone: what must be so where they sleep nobody else says or reads behind this link."""
    row = nomination_at_door(actor, pk)
    return row if row is not None and row.mobility.person_id == actor.person else None


def may_fill_in(actor: Actor, nomination: Nomination, *, at: datetime) -> Verdict:
    """By personal link, until the stays of the call begin."""
    mine = actor.person is not None and nomination_at_door(actor, nomination.pk) is not None
    late = is_late(at, nomination.call.stay_from)
    return all_of(YES if mine else no("not_your_role"), no("profile_closed") if late else YES)


def schools_for(call: Call, on: date) -> QuerySet[Organisation]:
    """The schools that may receive: open, and active members under the call's grant agreement."""
    members = membership.active_members(call.grant_agreement_id, on)
    return open_schools().filter(pk__in=members)


def incoming_for(actor: Actor) -> QuerySet[Nomination]:
    """The accepted learners whom a school receives, for who acts for that school."""
    rows = Nomination.objects.filter(state=ACCEPTED).select_related(*RELATED)
    mine = actor.is_contact_point and not actor.is_partner
    return rows.filter(mobility__receiving__in=actor.scope) if mine else rows.none()


def divisions_for(actor: Actor) -> QuerySet[Division]:
    return Division.objects.all() if actor.is_coordinator else Division.objects.none()


def loans_for(actor: Actor) -> QuerySet[Loan]:
    """The coordinator all; a school what it lent or borrowed."""
    rows = Loan.objects.select_related(
        "call", "keeper", "to_school", "placement__company__organisation", "home"
    )  # fmt: skip
    if actor.is_coordinator:
        return rows
    mine = actor.is_contact_point and not actor.is_partner
    return rows.filter(Q(keeper__in=actor.scope) | Q(to_school__in=actor.scope)) if mine else rows.none()


def may_look(actor: Actor, nomination: Nomination) -> Verdict:
    """Open the profile of a learner who comes to an own school."""
    return YES if incoming_for(actor).filter(pk=nomination.pk).exists() else no("not_your_organisation")


def may_divide(actor: Actor, nomination: Nomination) -> Verdict:
    """Give an accepted learner to a school, to another one, or take back: the coordinator, while the stay is live."""
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if nomination.state == ACCEPTED else no("nomination_not_accepted"),
        YES if nomination.mobility.state == "planned" else no("mobility_not_live"),
    )


def may_undo_division(actor: Actor, division: Division) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        no("division_undone") if division.undone_at else YES,
    )


def may_lend(actor: Actor, call: Call) -> Verdict:
    """Places and beds between schools: the coordinator, in a call that receives."""
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if call.incoming else no("call_receives_nobody"),
    )


def may_end_loan(actor: Actor, loan: Loan) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"), no("loan_ended") if loan.ended_at else YES
    )  # fmt: skip


def may_send_paper(actor: Actor, nomination: Nomination) -> Verdict:
    """Insurance, consents and a learning agreement of their own: the partner, or the coordinator for it."""
    return all_of(acts_for(actor, nomination.partner), YES if nomination.state in LIVE else no("nomination_withdrawn"))


def may_check_paper(actor: Actor, nomination: Nomination) -> Verdict:
    """Whether all that must stand in it does: the coordinator."""
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if nomination.state in LIVE else no("nomination_withdrawn"),
    )


def may_accept(actor: Actor, nomination: Nomination) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("not_your_role"),
        YES if nomination.state in NOMINATION.sources("accept") else no("nomination_not_waiting"),
    )


def may_withdraw(actor: Actor, nomination: Nomination) -> Verdict:
    """The partner or the coordinator, at any time: a learner who does not come must not hold a place."""
    return all_of(
        acts_for(actor, nomination.partner),
        YES if nomination.state in NOMINATION.sources("withdraw") else no("nomination_withdrawn"),
    )


def may_undo_import(actor: Actor, batch: ImportBatch) -> Verdict:
    return all_of(acts_for(actor, batch.partner), no("import_undone") if batch.undone_at else YES)
