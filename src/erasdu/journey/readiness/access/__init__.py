"""Who adds what a call asks, who says that it is done or in order, and who lets something pass."""

from datetime import date

from django.db.models import Q, QuerySet

from erasdu.journey.calls.access import calls_for
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.access import candidacies_for
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.states import LIVE
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness.access import acting
from erasdu.journey.readiness.models import LetPass, OwnRequirement, Said
from erasdu.journey.readiness.rules import SAYERS
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no


def own_for(actor: Actor) -> QuerySet[OwnRequirement]:
    """What calls ask that this person sees."""
    return OwnRequirement.objects.filter(call__in=calls_for(actor)).select_related("call", "destination")


def files_for(actor: Actor) -> QuerySet[Candidacy]:
    """Whose handing in this person follows, their own for a learner."""
    return candidacies_for(actor).select_related("learner", "call", "school", "enrolment")


def let_pass_for(actor: Actor) -> QuerySet[LetPass]:
    """What was let pass of the stays and candidacies that this person sees."""
    seen = Q(mobility__in=mobilities_for(actor)) | Q(candidacy__in=candidacies_for(actor))
    return LetPass.objects.filter(seen).select_related("mobility", "candidacy", "by")


def may_add(actor: Actor, call: Call) -> Verdict:
    """A call asks more when its coordinator says so."""
    return YES if actor.is_coordinator else no("readiness_not_yours")


def may_add_ready(actor: Actor, call: Call) -> Verdict:
    """Several at once, without a look at whom each touches: as long as nobody has a stay in it."""
    touches = Mobility.objects.filter(call=call, cancelled_at=None).exists()
    return all_of(may_add(actor, call), no("own_look_first") if touches else YES)


def may_end(actor: Actor, own: OwnRequirement) -> Verdict:
    return all_of(may_add(actor, own.call), no("own_ended") if own.ended_at else YES)


def may_bring_back(actor: Actor, own: OwnRequirement) -> Verdict:
    return all_of(may_add(actor, own.call), YES if own.ended_at else no("own_asked_now"))


def may_mark_at(actor: Actor, mobility: Mobility) -> Verdict:
    """The school, the receiving side and the coordinator say of this stay whether something is in order."""
    acts = actor.is_contact_point and (mobility.sending_id in actor.scope or mobility.receiving_id in actor.scope)
    return all_of(YES if actor.is_coordinator or acts else no("own_not_for_you"), _live(mobility))


def may_mark(actor: Actor, own: OwnRequirement, mobility: Mobility) -> Verdict:
    of_call = YES if own.call_id == mobility.call_id else no("own_not_of_call")
    return all_of(may_mark_at(actor, mobility), of_call, no("own_ended") if own.ended_at else YES)


def may_say(actor: Actor, own: OwnRequirement, mobility: Mobility, *, on: date) -> Verdict:
    """Who must do it says that it is done: in that role, for that stay."""
    stays = list(acting.stays_for(actor).filter(pk=mobility.pk))
    acts = own.who in acting.roles_of(actor, stays, on).get(mobility.pk, ()) and own.who in SAYERS
    of_call = YES if own.call_id == mobility.call_id else no("own_not_of_call")
    ended = no("own_ended") if own.ended_at else YES
    return all_of(YES if acts else no("own_not_asked_of_you"), _live(mobility), of_call, ended)


def may_take_back(actor: Actor, said: Said, *, on: date) -> Verdict:
    """The same person, as long as nobody looked at it."""
    mine = said.by_id is not None and said.by_id == actor.person
    waits = no("own_said_looked_at") if said.answer or said.undone_at else YES
    acts = may_say(actor, said.own, said.mobility, on=on)
    return all_of(YES if mine else no("own_not_asked_of_you"), waits, acts)


def said_for(actor: Actor) -> QuerySet[Said]:
    """What was said of the stays that this person looks after."""
    rows = Said.objects.filter(mobility__in=mobilities_for(actor), mobility__cancelled_at=None)
    return rows.select_related("own__call", "mobility__person", "mobility__sending", "mobility__call", "by")


def said_by(actor: Actor) -> QuerySet[Said]:
    """What this person said."""
    return Said.objects.filter(by=actor.person, by__isnull=False).select_related("own", "mobility")


def may_let_pass(actor: Actor, mobility: Mobility) -> Verdict:
    """Only the coordinator; what may be let pass is for `rules` to say."""
    return all_of(YES if actor.is_coordinator else no("readiness_not_yours"), _live(mobility))


def may_let_file_pass(actor: Actor, candidacy: Candidacy) -> Verdict:
    """The same at handing in, when there is no stay yet."""
    going_on = YES if candidacy.state in LIVE else no("candidacy_over")
    return all_of(YES if actor.is_coordinator else no("readiness_not_yours"), going_on)


def _live(mobility: Mobility) -> Verdict:
    return YES if mobility.cancelled_at is None else no("stay_is_over")
