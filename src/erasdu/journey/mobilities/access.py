"""Whose dossiers of stays somebody sees: a row in `Party` for the person or for an organisation in scope."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, no


def mobilities_for(actor: Actor) -> QuerySet[Mobility]:
    """The coordinator sees all; others what they are party to now."""
    rows = Mobility.objects.select_related("person", "call", "sending", "receiving", "destination")
    if actor.is_coordinator:
        return rows
    if not (actor.is_contact_point or actor.is_learner):
        return rows.none()
    mine = Q(person=actor.person) if actor.is_learner else Q(organisation__in=actor.scope)
    return rows.filter(Exists(Party.objects.filter(mine, mobility=OuterRef("pk"), until=None)))


def may_plan(actor: Actor, mobility: Mobility) -> Verdict:
    """Dates of a stay are the coordinator's, while it is live."""
    if not actor.is_coordinator:
        return no("mobility_not_yours")
    return YES if mobility.state == "planned" else no("mobility_not_live")
