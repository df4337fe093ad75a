"""Who sees a board and decides on it: the coordinator, and for incoming learners the school that receives them."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import F, Q, QuerySet

from erasdu.ground.journal import gates
from erasdu.journey.matching.models import Answer, Board, Match, Proposal, Run
from erasdu.journey.matching.states import MATCH
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.rules import may_plan
from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import CONFIRM
from erasdu.kernel.verdict import YES, Verdict, all_of, no

# -- rows ------------------------------------------------------------------------------------------


def boards_for(actor: Actor) -> QuerySet[Board]:
    rows = Board.objects.select_related("call", "destination", "receiving")
    if actor.is_coordinator or actor.role == SYSTEM_ROLE:
        return rows
    return rows.filter(receiving__in=actor.scope) if actor.is_contact_point else rows.none()


def boards_of(actor: Actor, stay: Mobility) -> QuerySet[Board]:
    """Those on which a stay is, that somebody sees: of its own destination or school before the whole."""
    rows = boards_for(actor).filter(call=stay.call_id, direction=stay.direction)
    outgoing = stay.direction == Mobility.Direction.OUTGOING
    own = Q(destination=stay.destination_id) if outgoing else Q(receiving=stay.receiving_id)
    whole = Q(destination=None, receiving=None)
    return rows.filter(own | whole).order_by(
        F("receiving").desc(nulls_last=True), F("destination").desc(nulls_last=True)
    )


def stays_on(board: Board) -> QuerySet[Mobility]:
    """The live stays of learners that this board is about."""
    rows = Mobility.objects.filter(
        call=board.call_id, direction=board.direction, kind=Mobility.Kind.LEARNER, cancelled_at=None
    )
    if board.destination_id:
        return rows.filter(destination=board.destination_id)
    return rows.filter(receiving=board.receiving_id) if board.receiving_id else rows


def runs_for(actor: Actor) -> QuerySet[Run]:
    return Run.objects.filter(board__in=boards_for(actor)).select_related("board")


def proposals_for(actor: Actor) -> QuerySet[Proposal]:
    return Proposal.objects.filter(board__in=boards_for(actor)).select_related("board")


def matches_for(actor: Actor) -> QuerySet[Match]:
    """The coordinator's: all. A contact point's: of learners whom it sends or receives, or whose host it keeps."""
    rows = Match.objects.select_related(
        "mobility__person", "mobility__call", "placement__company__organisation", "room__home"
    )
    if actor.is_coordinator or actor.role == SYSTEM_ROLE:
        return rows
    if not actor.is_contact_point:
        return rows.none()
    scope = actor.scope
    sends = Q(mobility__sending__in=scope) | Q(mobility__receiving__in=scope)
    keeps = Q(placement__company__keeper__in=scope) | Q(room__home__keeper__in=scope)
    return rows.filter(sends | keeps)


def answers_for(actor: Actor) -> QuerySet[Answer]:
    """What the actor answers: for an organisation of theirs, for a host that they keep, or by their own link."""
    rows = Answer.objects.select_related("match__mobility__person", "organisation", "person")
    if actor.is_coordinator:
        return rows
    if actor.via == "link":
        return rows.filter(person=actor.person)
    if not actor.is_contact_point:
        return rows.none()
    kept = Q(party=Answer.Party.COMPANY, match__placement__company__keeper__in=actor.scope)
    kept |= Q(party=Answer.Party.FAMILY, match__room__home__keeper__in=actor.scope)
    return rows.filter(Q(organisation__in=actor.scope) | kept)


# -- verbs -----------------------------------------------------------------------------------------


def may_open_boards(actor: Actor) -> Verdict:
    return YES if actor.is_coordinator or actor.is_contact_point else no("not_your_role")


def may_decide(actor: Actor, board: Board) -> Verdict:
    """Run, pin, forbid, move, ask and confirm on this board."""
    if actor.is_coordinator or actor.role == SYSTEM_ROLE:
        return YES
    own = actor.is_contact_point and board.receiving_id in actor.scope
    return YES if own else no("board_not_yours")


def may_end(actor: Actor, board: Board, match: Match) -> Verdict:
    return all_of(may_decide(actor, board), _may(match, "end"))


def may_ask(actor: Actor, board: Board, match: Match) -> Verdict:
    """Nobody is asked for days that the call forbids."""
    return all_of(may_decide(actor, board), _may(match, "ask"), days_allowed(match))


def days_allowed(match: Match) -> Verdict:
    """Whether a stay without planned days may be on those of the match: these are a whole window of a destination."""
    stay, call = match.mobility, match.mobility.call
    if stay.planned_from is not None:
        return YES
    days = Period(match.starts_on, match.ends_on)
    if may_plan(days, Period(call.stay_from, call.stay_until), call.min_days, call.max_days):
        return YES
    return no("match_without_days", days=days.days, least=call.min_days, most=call.max_days)


def may_confirm(
    actor: Actor,
    board: Board,
    match: Match,
    on: date,
    ready: Verdict | None = None,
    answers: Sequence[str] | None = None,
) -> Verdict:
    """When everybody who was asked said yes, and nothing is open that holds up a confirmation.

    `ready`: what the gate says, `answers`: what was answered, for who asked it for many at once.
    """
    allowed = all_of(may_decide(actor, board), _may(match, "confirm"))
    if not allowed:
        return allowed
    if answers is None:
        answers = list(Answer.objects.filter(match=match).values_list("what", flat=True))
    if match.placement_id is None or match.room_id is None:
        return no("match_incomplete")
    if not answers:
        return no("match_not_asked")
    if any(what != Answer.What.YES for what in answers):
        return no("match_waits_for_answers")
    if not (days := days_allowed(match)):
        return days
    return gates.ask(CONFIRM, match.mobility, on) if ready is None else ready


def may_confirm_all(actor: Actor, board: Board, matches: Mapping[Match, Sequence[str]], on: date) -> dict[int, Verdict]:
    """The same of many, with what was answered to each: match → verdict. As many queries for three hundred as for one,
    none for nobody.
    """
    if not matches:
        return {}
    ready = gates.ask_all(CONFIRM, [match.mobility for match in matches], on)
    return {
        match.pk: may_confirm(actor, board, match, on, ready[match.mobility_id], answers)
        for match, answers in matches.items()
    }


def may_answer(actor: Actor, answer: Answer) -> Verdict:
    """Once, while the match is asked; a no can be given as long as it is not confirmed."""
    if not answers_for(actor).filter(pk=answer.pk).exists():
        return no("answer_not_yours")
    if answer.match.ended_at is not None:
        return no("match_ended")
    if answer.match.state != "asked":
        return no("match_not_asked")
    return no("answered_already") if answer.what == Answer.What.NO else YES


def _may(match: Match, name: str) -> Verdict:
    if match.ended_at is not None:
        return no("match_ended")
    return YES if match.state in MATCH.sources(name) else no("match_not_in_that_state")
