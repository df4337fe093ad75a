"""Who sees and enters what makes a learner ready: who sends or receives them here, and the coordinator.

A learner reads their own, a partner abroad that of learners whom it sends, and nothing of those whom it hosts.
"""

from django.db.models import Q, QuerySet

from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.preparation.models import ArrivalCheck, EntryRule, Support, TravelPaper
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no

INCOMING = Mobility.Direction.INCOMING


def stays_for(actor: Actor) -> QuerySet[Mobility]:
    """Whose preparation somebody reads."""
    rows = mobilities.mobilities_for(actor)
    return rows.filter(direction=INCOMING, sending__in=actor.scope) if actor.is_partner else rows


def papers_for(actor: Actor) -> QuerySet[TravelPaper]:
    rows = TravelPaper.objects.filter(mobility__in=stays_for(actor), ended_at=None)
    return rows.select_related("mobility__person", "mobility__sending")


def checks_for(actor: Actor) -> QuerySet[ArrivalCheck]:
    rows = ArrivalCheck.objects.filter(mobility__in=stays_for(actor), ended_at=None)
    return rows.select_related("mobility")


def supports_for(actor: Actor) -> QuerySet[Support]:
    """Closed for partners abroad: who hosts hears what is needed from the coordinator."""
    if actor.is_partner:
        return Support.objects.none()
    rows = Support.objects.filter(mobility__in=stays_for(actor))
    return rows.select_related("mobility__person", "mobility__sending")


def stays_to_invite(actor: Actor, call: Call) -> QuerySet[Mobility]:
    """Whose family one may invite to a session about a call: of learners with a place, those that one sees."""
    rows = mobilities.mobilities_for(actor).filter(call=call, state="planned", kind="learner")
    if actor.is_coordinator or not actor.is_contact_point:
        return rows
    return rows.filter(Q(sending__in=actor.scope) | Q(receiving__in=actor.scope, direction=INCOMING))


def may_enter(actor: Actor, mobility: Mobility) -> Verdict:
    """Write down what was seen, agreed and arranged."""
    own = actor.is_coordinator or (actor.is_contact_point and mobility.sending_id in actor.scope)
    return all_of(
        YES if own else no("preparation_not_yours"),
        YES if mobility.state == "planned" else no("mobility_not_live"),
    )


def may_check_arrival(actor: Actor, mobility: Mobility) -> Verdict:
    """Write down what was looked at here, for who comes from abroad."""
    own = actor.is_coordinator or (actor.is_contact_point and mobility.receiving_id in actor.scope)
    return all_of(
        YES if own and mobility.direction == INCOMING else no("arrival_not_yours"),
        YES if mobility.state == "planned" else no("mobility_not_live"),
    )


def may_agree_support(actor: Actor, mobility: Mobility) -> Verdict:
    """The school here that sends or receives the learner, and no partner abroad: it may say something of health."""
    school = mobility.receiving_id if mobility.direction == INCOMING else mobility.sending_id
    own = actor.is_coordinator or (actor.is_contact_point and not actor.is_partner and school in actor.scope)
    return all_of(
        YES if own else no("support_not_yours"),
        YES if mobility.state == "planned" else no("mobility_not_live"),
    )


def may_decide_entry(actor: Actor, mobility: Mobility) -> Verdict:
    return all_of(
        YES if actor.is_coordinator else no("entry_not_open"),
        YES if mobility.state == "planned" else no("mobility_not_live"),
    )


def entry_rules_for(actor: Actor) -> QuerySet[EntryRule]:
    """Staff may read what is needed where."""
    rows = EntryRule.objects.select_related("entered_by")
    return rows if actor.is_coordinator or actor.is_contact_point else rows.none()


def may_rule(actor: Actor) -> Verdict:
    """Say for everybody what is needed."""
    return YES if actor.is_coordinator else no("entry_not_open")


def may_plan_session(actor: Actor, call: Call) -> Verdict:
    """The coordinator for a call; a school for its own learners in it."""
    return YES if actor.is_coordinator or (actor.is_contact_point and not actor.is_partner) else no("not_your_role")
