"""What the page of one learner shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from erasdu.journey.hosting.queries.commitments import Signed, signed_by_hosts
from erasdu.journey.matching import access, rules
from erasdu.journey.matching.models import Answer, Line, Lock, Match, Minutes, Pair
from erasdu.journey.matching.queries.boards import fell, state_of
from erasdu.journey.matching.queries.changed import against_of
from erasdu.journey.matching.queries.own import Own, own_of
from erasdu.journey.matching.queries.proofs import Proof, proofs_of
from erasdu.journey.matching.queries.proposed import emptied, is_so, is_taken, proposed
from erasdu.journey.matching.queries.questions import Answered, Asked, answered
from erasdu.journey.matching.queries.reasons import Alternative, Why, knows_checks, suggestions, unplaced, why
from erasdu.journey.matching.queries.rows import live_matches, locks_of, pairs_of
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.rules import Cause
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no

FEW = 5  # suggestions


@dataclass(frozen=True, slots=True)
class LearnerPage:
    stay: Mobility
    match: Match | None
    fallen: str
    why: Why | None
    line: Line | None
    causes: list[Cause]
    answers: list[Answer]
    suggestions: list[Alternative]
    reasons: list[str]
    locks: list[Lock]
    pairs: list[Pair]
    answered: Answered | None
    may_ask: Verdict
    may_confirm: Verdict
    may_end: Verdict
    may_decide: Verdict
    signed: list[Signed]
    own: Own | None
    by_hand: Minutes | None
    proofs: list[Proof]
    against: tuple[str, ...]
    knows: bool
    taken: bool  # whether somebody else has by now what the proposal says
    emptied: Line | None  # of a proposal that takes away what they have

    @property
    def way_out(self) -> str:
        """The code of what to do about what is against it by now."""
        return rules.way_out(self.against, self.match.state if self.match else "") if self.against else ""


def learner_page(world: World, stay: Mobility, actor: Actor, *, question: Asked | None, on: date) -> LearnerPage:
    match = live_matches(stay).first()
    learner = world.learner[stay.pk]
    explained = None
    if match and match.placement_id in world.place and match.room_id in world.bed_of_room:
        assert match.placement_id is not None
        assert match.room_id is not None
        explained = why(world, learner, world.place[match.placement_id], world.bed_of_room[match.room_id])
    nothing, line = no("match_ended"), proposed(world.board, stay, match)
    against = against_of(world.board, match) if match else ()
    fits = no("match_for_other_days" if rules.OTHER_DAYS in against else "match_no_longer_fits") if against else YES
    fallen = fell([match]).get(match.pk, "") if match else ""
    said = Answer.objects.filter(match=match).select_related("organisation", "person", "by")
    answers = list(said) if match else []
    movable = state_of(match, fallen, answers) in ("proposed", "refused")
    offered = suggestions(world, learner, FEW + 2)
    found = [each for each in offered if not is_so(each, match) and not is_so(each, line)][:FEW]
    return LearnerPage(
        stay=stay,
        match=match,
        fallen=fallen,
        why=explained,
        line=line,
        causes=[Cause(code, points, number) for code, points, number in line.causes] if line else [],
        answers=answers,
        suggestions=found,
        reasons=[] if offered or match else unplaced(world, learner),
        locks=list(locks_of(stay)),
        pairs=list(pairs_of(stay)),
        answered=answered(world, learner, question, actor) if question is not None else None,
        may_ask=all_of(access.may_ask(actor, world.board, match), fits) if match else nothing,
        may_confirm=all_of(access.may_confirm(actor, world.board, match, on), fits) if match else nothing,
        may_end=access.may_end(actor, world.board, match) if match else nothing,
        may_decide=access.may_decide(actor, world.board),
        signed=signed_by_hosts(stay, actor, on) if match and match.state == "confirmed" else [],
        own=own_of(world, stay, match),
        by_hand=_by_hand(match),
        proofs=proofs_of(stay.pk, _asked(world, (match.placement_id if match else None) or learner.found)),
        against=against,
        knows=bool(match and match.room and knows_checks(actor, match.room.home.keeper_id)),
        taken=line is not None and is_taken(world, learner, line),
        emptied=emptied(world.board, match) if match and movable else None,
    )


def _asked(world: World, placement: int) -> frozenset[str]:
    """What must be in order at the place that a learner has, or found."""
    place = world.place.get(placement)
    return place.proofs if place else frozenset()


def _by_hand(match: Match | None) -> Minutes | None:
    """The minutes between place and home as somebody knows them."""
    if match is None or match.placement_id is None or match.room is None:
        return None
    rows = Minutes.objects.filter(placement=match.placement_id, home=match.room.home_id)
    return rows.select_related("by").first()
