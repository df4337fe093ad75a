"""Who sees covers, and who enters them: the organisation that sends, and the coordinator. A learner reads their own."""

from django.db.models import F, Q, QuerySet

from erasdu.ground.organisations import access as organisations
from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls.models import Call
from erasdu.journey.insurance import rules
from erasdu.journey.insurance.models import Cover, DocumentRule
from erasdu.journey.insurance.rules.covers import MUTUAL
from erasdu.journey.insurance.rules.documents import EHIC, TREATY
from erasdu.journey.mobilities import access as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no

HOLDERS = ("school", "training_centre", "board", "group", "coordinator")
"""Kinds of organisations that may have a policy for all who go with them."""


def organisations_for(actor: Actor) -> QuerySet[Organisation]:
    """Whose policies one sees: the coordinator all, a contact point its own and those of board and group above it."""
    return organisations.organisations_for(actor).filter(kind__in=HOLDERS)


def policies_for(actor: Actor) -> QuerySet[Cover]:
    rows = Cover.objects.filter(organisation__in=organisations_for(actor), mobility=None)
    return rows.select_related("organisation", "entered_by")


def covers_for(actor: Actor) -> QuerySet[Cover]:
    """Covers of single stays that one sees."""
    rows = Cover.objects.filter(organisation=None, mobility__in=mobilities.mobilities_for(actor))
    return rows.select_related("mobility__person", "mobility__sending", "entered_by")


def stays_for(actor: Actor) -> QuerySet[Mobility]:
    """Stays with insurance here: who comes to us is insured at home, as the papers of the nomination show."""
    return mobilities.mobilities_for(actor).filter(direction=Mobility.Direction.OUTGOING)


def undeclared_for(actor: Actor, call: Call) -> QuerySet[Mobility]:
    """Stays of this call whose internship their school, a contact point's own, did not declare for their days yet."""
    if not actor.is_contact_point:
        return Mobility.objects.none()
    rows = stays_for(actor).filter(call=call, state="planned", planned_from__isnull=False, sending__in=actor.scope)
    days = Q(declaration__first=F("planned_from"), declaration__last=F("planned_until")) | Q(declaration__first=None)
    return rows.filter(Q(declaration=None) | (Q(declaration__answer=rules.YES) & ~days))


def editable_for(actor: Actor) -> QuerySet[Cover]:
    """The same, without cards that were seen: of those a newer one is seen."""
    return covers_for(actor).exclude(kind=MUTUAL).exclude(document__in=(EHIC, TREATY))


def may_keep(actor: Actor, organisation: Organisation) -> Verdict:
    """Enter and change what an organisation has for all who go with it."""
    if organisation.kind not in HOLDERS:
        return no("insurance_not_yours")
    own = actor.is_coordinator or (actor.is_contact_point and organisation.pk in actor.scope)
    return all_of(
        YES if own else no("insurance_not_yours"),
        YES if organisation.closed_at is None else no("organisation_closed"),
    )


def may_enter(actor: Actor, mobility: Mobility) -> Verdict:
    """What is insured for one stay, what was seen and what was declared: who sends, and the coordinator."""
    own = actor.is_coordinator or (actor.is_contact_point and mobility.sending_id in actor.scope)
    return all_of(
        YES if own else no("insurance_not_yours"),
        YES if mobility.state == "planned" else no("mobility_not_live"),
    )


def may_change(actor: Actor, cover: Cover) -> Verdict:
    """Change one, or take it away."""
    live = YES if cover.ended_at is None else no("cover_ended")
    if cover.organisation is not None:
        return all_of(live, may_keep(actor, cover.organisation))
    assert cover.mobility is not None
    return all_of(live, may_enter(actor, cover.mobility))


def may_bring_back(actor: Actor, cover: Cover) -> Verdict:
    """Undo that a policy of an organisation was taken away."""
    if cover.organisation is None or cover.ended_at is None:
        return no("cover_stands")
    return may_keep(actor, cover.organisation)


def may_rule(actor: Actor) -> Verdict:
    """Say what a country asks."""
    return YES if actor.is_coordinator else no("not_your_role")


def rules_for(actor: Actor) -> QuerySet[DocumentRule]:
    """All may read what a country asks; who is nobody may not."""
    rows = DocumentRule.objects.select_related("entered_by")
    return rows if actor.is_coordinator or actor.is_contact_point else rows.none()


def may_end_rule(actor: Actor, rule: DocumentRule) -> Verdict:
    return all_of(may_rule(actor), YES if rule.ended_at is None else no("rule_ended"))
