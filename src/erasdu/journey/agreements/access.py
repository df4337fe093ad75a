"""Who sees a learning plan, and who writes which part of it.

The sending organisation and the coordinator write the school's part. The host's part is written by who keeps the host
(a partner, or the receiving school), by the coordinator, or by the host itself through its personal link.
"""

from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from erasdu.ground.journal import clock
from erasdu.ground.links.models import Link
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import access as papers
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.paperwork.states import OPEN
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.agreements.models import Assessment, Edit, LearningPlan
from erasdu.journey.agreements.papers import KIND
from erasdu.journey.agreements.rules import can_begin
from erasdu.journey.hosting.models import Booking
from erasdu.journey.hosting.states import CONFIRMED
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.sharing.access import receivers
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period, brussels_date
from erasdu.kernel.verdict import YES, Verdict, all_of, no

SCHOOL, HOST = Edit.Side.SCHOOL, Edit.Side.HOST
LINKS = {SCHOOL: "agreements.school", HOST: "agreements.host"}  # the personal link of each side
ASSESS = "agreements.assess"  # that of who says at the end what was reached
SUBJECT = "agreements.learningplan"
RELATED = (
    "mobility__person", "mobility__call__grant_agreement", "mobility__profile", "mobility__sending",
    "mobility__destination", "mobility__traveller", "placement__company__organisation", "placement__company__keeper",
    "placement__company__contact", "placement__company__town", "placement__mentor",
)  # fmt: skip


def plans_for(actor: Actor) -> QuerySet[LearningPlan]:
    """Of the stays that one sees, and of the learners who come to a host that one keeps."""
    rows = LearningPlan.objects.select_related(*RELATED)
    if actor.is_coordinator:
        return rows
    if actor.via == "link":
        school = Q(pk__in=_by_link(actor, LINKS[SCHOOL]))
        return rows.filter(school | Q(pk__in=_by_link(actor, LINKS[HOST], ASSESS)) & _receives())
    seen = Q(mobility__in=mobilities.mobilities_for(actor)) | _stopped_early(actor)
    kept = Q(placement__company__keeper__in=_keeps(actor)) & _receives() if actor.is_contact_point else Q(pk__in=())
    return rows.filter(seen | kept)


def _keeps(actor: Actor) -> QuerySet[Organisation] | frozenset[int]:
    """For whose hosts one reads the agreements: a partner for as long as data of learners may be there."""
    return receivers(actor, clock.today()) if actor.is_partner else actor.scope


def _stopped_early(actor: Actor) -> Q:
    """Of a stay that ended after its first day, sending school and learner still say and read what was reached."""
    if not (actor.is_contact_point or actor.is_learner):
        return Q(pk__in=())
    whose = Q(mobility__person=actor.person) if actor.is_learner else Q(mobility__sending__in=actor.scope)
    return whose & Q(mobility__state="cancelled", mobility__cancelled_at__date__gte=F("mobility__planned_from"))


def _receives() -> Q:
    """The learner comes to the place of the plan, or was there until it ended early: else its host and their partner
    read and write no more. One other place, and the host before is done."""
    places = Booking.objects.filter(mobility=OuterRef("mobility"), placement__isnull=False)
    there = places.filter(placement=OuterRef("placement"))
    was = there.filter(state=CONFIRMED, released_at__date__gte=F("starts_on"))
    elsewhere = places.filter(released_at=None).exclude(placement=OuterRef("placement"))
    return Q(Exists(there.filter(released_at=None))) | Q(Exists(was)) & ~Q(Exists(elsewhere))


def receives(plan: LearningPlan) -> bool:
    """Whether the host that stands in the plan is the one where the learner comes."""
    return bool(RECEIVED.of([plan.pk]))


RECEIVED = Prepared(lambda: LearningPlan.objects.filter(_receives(), pk__in=THESE).values_list("pk"))


def _by_link(actor: Actor, *purposes: str) -> list[int]:
    """The plan that the link in this actor's hand opens."""
    if actor.link is None:
        return []
    rows = Link.objects.filter(pk=actor.link, purpose__in=purposes, subject_kind=SUBJECT, revoked_at=None)
    return list(rows.values_list("subject_pk", flat=True))


def sides_of(actor: Actor, plan: LearningPlan) -> tuple[str, ...]:
    """Which parts are this actor's to write."""
    return tuple(side for side in (SCHOOL, HOST) if writes(actor, plan, side))


def writes(actor: Actor, plan: LearningPlan, side: str) -> bool:
    if actor.is_coordinator:
        return True
    if actor.via == "link":
        return plan.pk in _by_link(actor, LINKS[Edit.Side(side)]) and (side == SCHOOL or receives(plan))
    if not actor.is_contact_point:
        return False
    if side == SCHOOL:
        return plan.mobility.sending_id in actor.scope
    if plan.placement is None or not receives(plan):
        return False
    return plan.placement.company.keeper_id in actor.scope or _is_host_school(actor, plan.mobility)


def _is_host_school(actor: Actor, mobility: Mobility) -> bool:
    """Whether this school receives who comes here, also at a place that another school lent."""
    return mobility.direction == Mobility.Direction.INCOMING and mobility.receiving_id in actor.scope


def may_start(actor: Actor, mobility: Mobility) -> Verdict:
    """Begin the plan of a stay whose days are set: who sends, the school that receives, the coordinator."""
    ends = {mobility.sending_id, mobility.receiving_id}
    own = actor.is_coordinator or (actor.is_contact_point and bool(ends & set(actor.scope)))
    return all_of(
        YES if own else no("plan_not_yours"),
        _live(mobility),
        YES if mobility.planned_from and mobility.planned_until else no("stay_not_planned"),
    )


def may_edit(actor: Actor, plan: LearningPlan, side: str) -> Verdict:
    """While a version is being signed nobody writes past it with a link of before; who is signed in sees on the page
    of the agreement what that does to it.
    """
    free = no("plan_being_signed") if actor.via == "link" and is_being_signed(plan) else YES
    return all_of(YES if writes(actor, plan, side) else no("plan_not_yours"), _live(plan.mobility), free)


def is_being_signed(plan: LearningPlan) -> bool:
    """A version is out, and not everybody who was asked has signed."""
    return bool(BEING_SIGNED.of([plan.mobility_id]))


def _being_signed() -> QuerySet[Envelope, tuple[int]]:
    about = {"document__subject_kind": "mobilities.mobility", "document__kind": KIND}
    return Envelope.objects.filter(state=OPEN, document__subject_pk__in=THESE, **about).values_list("pk")


BEING_SIGNED = Prepared(_being_signed)


def may_send(actor: Actor, plan: LearningPlan) -> Verdict:
    """Send it to be signed: the sending organisation, of who comes here the receiving school too, the coordinator.

    Whether it is ready is for the action.
    """
    return all_of(YES if _sends(actor, plan) else no("plan_not_yours"), _live(plan.mobility))


def _sends(actor: Actor, plan: LearningPlan) -> bool:
    receives = actor.is_contact_point and actor.via != "link" and _is_host_school(actor, plan.mobility)
    return receives or writes(actor, plan, SCHOOL)


def may_take_back(actor: Actor, plan: LearningPlan, envelope: Envelope) -> Verdict:
    """Take the version back that is being signed: who may send it, and sees its page."""
    seen = papers.envelopes_for(actor).filter(pk=envelope.pk).exists()
    return all_of(
        may_send(actor, plan), YES if seen else no("plan_not_yours"), papers.may_withdraw(actor, envelope)
    )  # fmt: skip


def may_set_days(actor: Actor, plan: LearningPlan) -> Verdict:
    """Other days at once, or yes or no to who asks for them: as on the page of the stay."""
    return all_of(may_send(actor, plan), mobilities.may_plan(actor, plan.mobility))


def may_ask_days(actor: Actor, plan: LearningPlan) -> Verdict:
    """Ask for other days: who may send the agreement and does not set the days."""
    return all_of(may_send(actor, plan), no("days_are_yours") if actor.is_coordinator else YES)


def may_invite(actor: Actor, plan: LearningPlan, side: str) -> Verdict:
    """Send the link to fill in a part: to the host by who sends or keeps it, to the school by the coordinator too."""
    own = actor.via != "link" and any(writes(actor, plan, each) for each in (SCHOOL, HOST))
    return all_of(
        YES if own else no("plan_not_yours"),
        _live(plan.mobility),
        YES if side == SCHOOL or plan.placement is not None else no("host_unknown"),
    )


def may_start_again(actor: Actor, plan: LearningPlan) -> Verdict:
    """Take over another place that was found since."""
    return may_edit(actor, plan, SCHOOL)


def assesses(actor: Actor, plan: LearningPlan) -> bool:
    """Whose it is to say what was reached at work: the host by its link, or who keeps the host."""
    if actor.via == "link":
        return plan.pk in _by_link(actor, ASSESS) and receives(plan)
    return writes(actor, plan, HOST)


def may_assess(actor: Actor, plan: LearningPlan, on: date) -> Verdict:
    """From the first day of the stay on."""
    return all_of(YES if assesses(actor, plan) else no("plan_not_yours"), *_assessable(plan, on))


def may_judge(actor: Actor, plan: LearningPlan, on: date) -> Verdict:
    """What the sending organisation makes of it, once the host said what it found."""
    found = Assessment.objects.filter(plan=plan, found_at__isnull=False).exists()
    return all_of(
        YES if writes(actor, plan, SCHOOL) else no("plan_not_yours"),
        *_assessable(plan, on),
        YES if found else no("not_assessed_yet"),
    )


def may_ask_assessor(actor: Actor, plan: LearningPlan, on: date) -> Verdict:
    """Send the host its link: who sends the learner, or keeps the host."""
    own = actor.via != "link" and any(writes(actor, plan, each) for each in (SCHOOL, HOST))
    return all_of(YES if own else no("plan_not_yours"), *_assessable(plan, on))


def may_send_complement(actor: Actor, plan: LearningPlan, on: date) -> Verdict:
    """To be signed by host and school, once both assessed."""
    done = Assessment.objects.filter(plan=plan, found_at__isnull=False, judged_at__isnull=False).exists()
    whole = done and not plan.outcomes.filter(achieved="").exists()
    own = YES if _sends(actor, plan) else no("plan_not_yours")
    return all_of(own, *_assessable(plan, on), YES if whole else no("not_judged_yet"))


def _assessable(plan: LearningPlan, on: date) -> tuple[Verdict, ...]:
    first, last = plan.mobility.planned_from, plan.mobility.planned_until
    begun = first is not None and last is not None and can_begin(Period(first, last), on)
    return (
        YES if stopped_on(plan.mobility) else _live(plan.mobility),
        YES if plan.placement is not None else no("host_unknown"),
        YES if begun else no("stay_not_begun"),
    )


def stopped_on(mobility: Mobility) -> date | None:
    """On which day a stay ended that had begun; None of one that goes on, is over or never began."""
    first, ended = mobility.planned_from, mobility.cancelled_at
    if mobility.state != "cancelled" or first is None or ended is None:
        return None
    return brussels_date(ended) if brussels_date(ended) >= first else None


def _live(mobility: Mobility) -> Verdict:
    return YES if mobility.state == "planned" else no("mobility_not_live")
