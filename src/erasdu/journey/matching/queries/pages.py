"""What the pages of one learner, of a map and of a comparison show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.places.queries import Line as Way
from erasdu.ground.places.queries import Spot, map_svg
from erasdu.journey.calls.models import Call, Destination
from erasdu.journey.candidacies.words.content import country_name
from erasdu.journey.hosting.models import Home, Placement, Room
from erasdu.journey.hosting.queries.commitments import Signed, signed_by_hosts
from erasdu.journey.matching import access, rules
from erasdu.journey.matching.models import Answer, Board, Line, Lock, Match, Minutes, Pair, Proposal
from erasdu.journey.matching.queries.boards import board_rows, fell, latest, summary
from erasdu.journey.matching.queries.changed import against_of, line_against
from erasdu.journey.matching.queries.common import HOSTS
from erasdu.journey.matching.queries.own import Own, own_of
from erasdu.journey.matching.queries.proofs import Proof, proofs_of
from erasdu.journey.matching.queries.questions import Answered, Asked, answered
from erasdu.journey.matching.queries.reasons import (
    Alternative,
    Why,
    at,
    knows_checks,
    place_free,
    suggestions,
    unplaced,
    why,
)
from erasdu.journey.matching.queries.world import World
from erasdu.journey.matching.rules import Cause, Learner
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no

FEW = 5  # suggestions
DIRECTIONS = ("outgoing", "incoming")


# -- rows by number --------------------------------------------------------------------------------


def placement(pk: int) -> Placement | None:
    return Placement.objects.filter(pk=pk).first() if pk else None


def room(pk: int) -> Room | None:
    return Room.objects.filter(pk=pk).select_related("home").first() if pk else None


def home(pk: int) -> Home | None:
    return Home.objects.filter(pk=pk).first() if pk else None


def locks_of(stay: Mobility) -> QuerySet[Lock]:
    return Lock.objects.filter(mobility=stay, lifted_at=None).select_related("placement__company__organisation", "home")


def pairs_of(stay: Mobility) -> QuerySet[Pair]:
    return (Pair.objects.filter(one=stay) | Pair.objects.filter(other=stay)).select_related(
        "one__person", "other__person"
    )


def live_matches(stay: Mobility) -> QuerySet[Match]:
    return Match.objects.filter(mobility=stay, ended_at=None).select_related(*HOSTS, "mobility")


# -- the boards of a call --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Scope:
    """A board that could be opened. `kind`: destination, school, outgoing or incoming; `learners` on it.

    `without`: how many of these have no place, or no bed. `board`: its key when somebody opened it before, else "".
    """

    kind: str
    name: str
    at: Destination | Organisation | None
    learners: int
    without: int
    board: str = ""


def scopes(call: Call, actor: Actor) -> list[Scope]:
    """Those with somebody to match, the whole of a direction last. A handful of queries, whatever their number."""
    stays = Mobility.objects.filter(call=call, kind=Mobility.Kind.LEARNER, cancelled_at=None)
    found, language = list[Scope](), get_language() or "nl"
    rows = Board.objects.filter(call=call).values_list("direction", "destination", "receiving", "key")
    keys: dict[tuple[str, int | None, int | None], str] = {}
    for heading, to, by, key in rows:
        keys[heading, to, by] = key
    whole = Match.objects.filter(mobility__call=call, ended_at=None, placement__isnull=False, room__isnull=False)
    placed = set(whole.values_list("mobility", flat=True))

    def add(kind: str, name: str, at: Destination | Organisation | None, here: Sequence[Mobility], board: str) -> None:
        hidden = kind != "destination" or call.incoming  # where who comes here goes, Flanders itself, is no destination
        if here or not hidden:
            without = sum(stay.pk not in placed for stay in here)
            found.append(Scope(kind, name, at, len(here), without, board))

    if actor.is_coordinator:
        outgoing = list(stays.filter(direction="outgoing"))
        for place in call.destinations.all():
            here = [stay for stay in outgoing if stay.destination_id == place.pk]
            name = f"{place.place}, {country_name(place.country, language)}"
            add("destination", name, place, here, keys.get(("outgoing", place.pk, None), ""))
        add("outgoing", _("All destinations together"), None, outgoing, keys.get(("outgoing", None, None), ""))
    incoming = list(stays.filter(direction="incoming"))
    for school in receiving_schools(call, actor):
        here = [stay for stay in incoming if stay.receiving_id == school.pk]
        add("school", school.name, school, here, keys.get(("incoming", None, school.pk), ""))
    if actor.is_coordinator:
        add("incoming", _("All of Flanders"), None, incoming, keys.get(("incoming", None, None), ""))
    return found


def receiving_schools(call: Call, actor: Actor) -> QuerySet[Organisation]:
    """Schools to which incoming learners of this call were divided, that the actor acts for."""
    stays = Mobility.objects.filter(call=call, direction="incoming", cancelled_at=None).exclude(receiving=None)
    rows = Organisation.objects.filter(pk__in=stays.values("receiving")).order_by("name")
    return rows if actor.is_coordinator else rows.filter(pk__in=actor.scope)


# -- one learner -----------------------------------------------------------------------------------


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
    nothing, line = no("match_ended"), _proposed(world.board, stay, match)
    against = against_of(world.board, match) if match else ()
    fits = no("match_for_other_days" if rules.OTHER_DAYS in against else "match_no_longer_fits") if against else YES
    offered = suggestions(world, learner, FEW + 2)
    found = [each for each in offered if not _is_so(each, match) and not _is_so(each, line)][:FEW]
    return LearnerPage(
        stay=stay,
        match=match,
        fallen=fell([match]).get(match.pk, "") if match else "",
        why=explained,
        line=line,
        causes=[Cause(code, points, number) for code, points, number in line.causes] if line else [],
        answers=list(Answer.objects.filter(match=match).select_related("organisation", "person", "by"))
        if match
        else [],
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
        taken=line is not None and _is_taken(world, learner, line),
    )


def _answers(match: Match) -> list[Answer]:
    return list(Answer.objects.filter(match=match).select_related("organisation", "person", "by"))


def _is_taken(world: World, learner: Learner, line: Line) -> bool:
    """Of what this board knows: whether place or bed are not free for this learner alone."""
    place, bed = world.place.get(line.placement_id or 0), world.bed_of_room.get(line.room_id or 0)
    if place is not None and not place_free(world, place, learner):
        return True
    return bed is not None and line.room_id not in world.free_rooms(bed, at(learner, place))


def _is_so(option: Alternative, other: Match | Line | None) -> bool:
    """Whether it is what the learner has already, or what stands in the proposal beside it, in whichever room."""
    if other is None or other.room is None:
        return False
    return (option.why.place.pk, option.why.bed.home) == (other.placement_id, other.room.home_id)


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


def _proposed(board: Board, stay: Mobility, match: Match | None) -> Line | None:
    """What the latest proposal has for a learner, as long as it says something else than what is there."""
    newest = latest(board)
    if newest is None or (match is not None and match.state == "confirmed"):
        return None
    line = newest.lines.filter(mobility=stay).exclude(placement=None).select_related(*HOSTS, "proposal").first()
    same = line is not None and match is not None and _where(line) == (match.placement_id, match.room_id)
    return None if same else line


# -- two proposals ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Moved:
    """One learner in two proposals; either side may be without place.

    `against`: why the newer one can no longer be had; `knows`: who looks may read what was seen of that home.
    """

    mobility: Mobility
    before: Line | None
    after: Line | None
    against: tuple[str, ...] = ()
    knows: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    after: Proposal
    before: Proposal
    moved: list[Moved]
    same: int
    lines_after: list[Line]
    lines_before: list[Line]

    @property
    def repair(self) -> bool:
        """A repair holds only lines of who must move."""
        return Proposal.Made.REPAIR in (self.after.made, self.before.made)

    @property
    def same_learners(self) -> bool:
        """Else their points say nothing of which is better: more learners have more against them."""
        return {line.mobility_id for line in self.lines_after} == {line.mobility_id for line in self.lines_before}

    @property
    def placed_after(self) -> int:
        return sum(line.placement_id is not None for line in self.lines_after)

    @property
    def placed_before(self) -> int:
        return sum(line.placement_id is not None for line in self.lines_before)

    @property
    def minutes_after(self) -> float | None:
        return _mean(self.lines_after)

    @property
    def minutes_before(self) -> float | None:
        return _mean(self.lines_before)


def comparison(board: Board, actor: Actor) -> Comparison | None:
    """The last two proposals; None while there are fewer. As many queries whatever the number of learners."""
    last = list(board.proposals.order_by("-number")[:2])
    if len(last) < 2:
        return None
    after, before = last
    lines: dict[int, dict[int, Line]] = {after.pk: {}, before.pk: {}}
    for line in Line.objects.filter(proposal__in=last).select_related(*HOSTS, "mobility__person"):
        lines[line.proposal_id][line.mobility_id] = line
    moved, same = list[Moved](), 0
    repair = after.made == Proposal.Made.REPAIR
    for pk in sorted(lines[after.pk] if repair else {*lines[after.pk], *lines[before.pk]}):
        new, old = lines[after.pk].get(pk), lines[before.pk].get(pk)
        if _where(new) == _where(old):
            same += 1
        else:
            moved.append(Moved((new or old).mobility, old, new))  # type: ignore[union-attr]
    against = line_against(board, [each.after for each in moved if each.after])
    moved = [
        replace(each, against=against[each.mobility.pk], knows=_knows(actor, each.after))
        if each.mobility.pk in against
        else each
        for each in moved
    ]
    return Comparison(after, before, moved, same, list(lines[after.pk].values()), list(lines[before.pk].values()))


def _knows(actor: Actor, line: Line | None) -> bool:
    return line is not None and line.room is not None and knows_checks(actor, line.room.home.keeper_id)


def _mean(lines: list[Line]) -> float | None:
    minutes = [line.minutes for line in lines if line.minutes is not None]
    return sum(minutes) / len(minutes) if minutes else None


def _where(line: Line | None) -> tuple[int | None, int | None]:
    return (line.placement_id, line.room_id) if line else (None, None)


# -- the map ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class BoardMap:
    svg: SafeString
    rows: list[tuple[Mobility, Match | Line]]
    unknown: int  # places and beds of which the town is not known
    proposed: int  # of the rows, that are only in the proposal


def map_of(board: Board) -> BoardMap:
    """Places and beds joined by a line for each learner: what is there, and for the others what was proposed."""
    found = [each for each in board_rows(board) if each.match or (each.line and each.line.placement_id)]
    rows: list[tuple[Mobility, Match | Line]] = [(each.mobility, each.match or each.line) for each in found]  # type: ignore[misc]
    spots, ways, unknown = [], [], 0
    for _stay, match in rows:
        place = match.placement.company.town if match.placement else None
        bed = match.room.home.town if match.room else None
        unknown += sum((match.placement is not None and place is None, match.room is not None and bed is None))
        for town, kind in ((place, "place"), (bed, "bed")):
            if town is not None:
                spots.append(Spot(town.position, kind, str(town)))
        if place and bed:
            ways.append(Way(place.position, bed.position))
    drawn = map_svg(list(dict.fromkeys(spots)), ways, title=_("Places and beds")) if spots else SafeString("")
    return BoardMap(drawn, rows, unknown, sum(each.match is None for each in found))


__all__ = [
    "DIRECTIONS", "BoardMap", "Comparison", "LearnerPage", "Scope", "comparison", "home", "learner_page",
    "live_matches", "locks_of", "map_of", "pairs_of", "placement", "receiving_schools", "room", "scopes", "summary",
]  # fmt: skip
