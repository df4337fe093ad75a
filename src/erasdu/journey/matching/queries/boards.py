"""A board as it is shown: a row for each learner, the proposal beside it, counts, and what asks for attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from erasdu.ground.prepared import THESE, THOSE, Prepared
from erasdu.journey.calls.models import Destination
from erasdu.journey.hosting.models import Booking, PlacementPeriod
from erasdu.journey.hosting.queries.capacity import nights_of
from erasdu.journey.matching import access, rules
from erasdu.journey.matching.models import Answer, Board, Line, Lock, Match, Proposal, Run
from erasdu.journey.matching.queries.common import as_rows_of, join_hosts
from erasdu.journey.matching.queries.inputs import is_planned, stay_of
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.periods import Period


def state_of(match: Match | None, fallen: str, answers: Iterable[Answer]) -> str:
    """As a board says it, and the page of a learner."""
    if match is None:
        return "none"
    if fallen:
        return "fallen"
    if match.state != "asked":
        return str(match.state)
    said = {answer.what for answer in answers}
    if Answer.What.NO in said:
        return "refused"
    return "agreed" if said == {Answer.What.YES} else "asked"


@dataclass(slots=True)
class Row:
    """`line`: of the latest proposal; `match`: what was taken over from it or made by hand, with its answers."""

    mobility: Mobility
    stay: Period
    match: Match | None = None
    line: Line | None = None
    pin: Lock | None = None
    forbidden: list[Lock] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    fallen: str = ""
    against: tuple[str, ...] = ()  # of what is asked or agreed: rules that are against it by now, see `changed`
    knows: bool = False  # who looks may read what was seen of the home
    taken: bool = False  # somebody who would not move by the proposal has by now what it says
    emptied: bool = False  # the proposal knew what they have, and has nothing for them

    @property
    def state(self) -> str:
        """none | proposed | asked | refused | agreed | confirmed | fallen"""
        return state_of(self.match, self.fallen, self.answers)

    @property
    def held(self) -> bool:
        """Whether it was asked, agreed or confirmed, and still holds."""
        return self.state in HELD

    @property
    def replanned(self) -> bool:
        """Whether somebody planned the stay for other days than those of the match."""
        return is_planned(self.mobility) and self.other_days is not None

    @property
    def way_out(self) -> str:
        """The code of what to do about what is against it by now."""
        return rules.way_out(self.against, self.state) if self.against else ""

    @property
    def other_days(self) -> Period | None:
        """Of the match, where it is on other days than the stay: those of another destination."""
        days = Period(self.match.starts_on, self.match.ends_on) if self.match else self.stay
        return None if days == self.stay else days

    @property
    def without_days(self) -> bool:
        """Whether nobody can be asked, or nothing confirmed, before the days of the stay are planned."""
        return self.match is not None and self.state != "confirmed" and not access.days_allowed(self.match)

    @property
    def noes(self) -> list[Answer]:
        """Who said no, with why."""
        return [answer for answer in self.answers if answer.what == Answer.What.NO]

    @property
    def loses(self) -> bool:
        """Whether taking over the latest proposal leaves them without what they have, and gives nothing instead."""
        return self.emptied and self.state in ("proposed", "refused")

    @property
    def points(self) -> int | None:
        """What speaks against what the latest proposal has for them, where the row says that; less is better."""
        if self.line is None or self.line.placement_id is None:
            return None
        has = self.match is not None and (self.match.placement_id, self.match.room_id)
        return self.line.cost if self.differs or has == (self.line.placement_id, self.line.room_id) else None

    @property
    def differs(self) -> bool:
        """Whether the latest proposal says something else than the match that may still move, or that fell away."""
        if self.line is None or self.state not in ("none", "proposed", "refused", "fallen"):
            return False
        if self.loses:
            return True
        now = (self.match.placement_id, self.match.room_id) if self.match else (None, None)
        return now != (self.line.placement_id, self.line.room_id) and self.line.placement_id is not None


@dataclass(frozen=True, slots=True)
class Summary:
    learners: int
    states: Counter[str]
    schools: list[tuple[str, int, int]]  # name, learners, with a place and a bed
    against: int = 0  # of those who have something: no longer as the rules are now

    @property
    def without(self) -> int:
        return self.states["none"] + self.states["fallen"]

    @property
    def broken(self) -> int:
        return self.without + self.states["refused"]

    @property
    def mendable(self) -> bool:
        """Whether somebody lost something or has nothing, while others have something that should stay."""
        return 0 < self.broken < self.learners

    @property
    def only_what_is_left(self) -> bool:
        """For so many at once nobody else makes room."""
        return self.mendable and self.broken > MOST_MOVED


@dataclass(frozen=True, slots=True)
class Warning:
    """Of the whole board: `code` and what it is about, for the words."""

    code: str
    number: int
    about: str = ""


HELD = ("asked", "agreed", "confirmed")
MOST_MOVED = 20  # others in a repair


def board_rows(board: Board) -> list[Row]:
    """Every learner of the board, by name. A dozen queries, whatever their number."""
    rows = {stay.pk: Row(stay, stay_of(stay)) for stay in as_rows_of(access.stays_on(board), board.call)}
    newest = latest(board)
    matches = MATCHES.of(rows)
    lines = LINES.of([newest.pk], rows) if newest is not None else []
    join_hosts([*matches, *lines])
    for match in matches:
        match.mobility = rows[match.mobility_id].mobility
        rows[match.mobility_id].match = match
    by_match = {row.match.pk: row for row in rows.values() if row.match}
    for pk, code in fell(row.match for row in by_match.values() if row.match).items():
        by_match[pk].fallen = code
    for answer in ANSWERS.of(by_match):
        by_match[answer.match_id].answers.append(answer)
    still = [line for line in lines if not fallen(line)]
    taken_back = _taken_back(still, rows, board)
    for line in still:
        if line.pk not in taken_back:
            rows[line.mobility_id].line = line
    for row in rows.values():
        if row.line is not None and row.match is not None and newest is not None:
            row.emptied = takes_away(row.line, row.match, newest)
    for lock in LOCKS.of(rows):
        row = rows[lock.mobility_id]
        if lock.kind == Lock.Kind.PIN:
            row.pin = lock
        else:
            row.forbidden.append(lock)
    _look_who_has_it(list(rows.values()))
    return list(rows.values())


MATCHES = Prepared(lambda: Match.objects.filter(mobility__in=THESE, ended_at=None))
LINES = Prepared(lambda: Line.objects.filter(proposal__in=THESE, mobility__in=THOSE).defer("causes"))
ANSWERS = Prepared(lambda: Answer.objects.filter(match__in=THESE).select_related("organisation").order_by("pk"))
LOCKS = Prepared(
    lambda: Lock.objects.filter(mobility__in=THESE, lifted_at=None).select_related(
        "placement__company__organisation", "home"
    )
)


def _look_who_has_it(rows: Sequence[Row]) -> None:
    """Marks what the proposal says and others hold who would not move by it. At most two queries."""
    wanted = [(row, row.line) for row in rows if row.differs and row.line is not None]
    if not wanted:
        return
    rooms, places = ({getattr(line, name) for _, line in wanted} - {None} for name in ("room_id", "placement_id"))
    held = Booking.objects.filter(Q(room__in=rooms) | Q(placement__in=places), released_at=None)
    others = held.exclude(mobility__in=[row.mobility.pk for row, _ in wanted])
    spans: dict[tuple[str, int], list[Period]] = {}
    for room, place, starts, ends in others.values_list("room", "placement", "starts_on", "ends_on"):
        spans.setdefault(("room", room) if room else ("place", place), []).append(Period(starts, ends))
    if not spans:
        return
    offered: dict[int, list[tuple[Period, int]]] = {}
    for place, starts, ends, number in PlacementPeriod.objects.filter(placement__in=places).values_list(
        "placement", "starts_on", "ends_on", "places"
    ):
        offered.setdefault(place, []).append((Period(starts, ends), number))
    for row, line in wanted:
        nights, days = spans.get(("room", line.room_id or 0), []), spans.get(("place", line.placement_id or 0), [])
        if nights or days:
            beds, at_work = line.room.beds if line.room else 0, offered.get(line.placement_id or 0, [])
            stay = [row.stay.start + timedelta(days=number) for number in range(row.stay.days)]
            row.taken = any(sum(span.start <= day < span.end for span in nights) >= beds for day in stay[:-1] if nights)
            row.taken |= any(_number_on(days, day) >= _places_on(at_work, day) for day in stay if days)


def _number_on(spans: Iterable[Period], day: date) -> int:
    return sum(span.contains(day) for span in spans)


def _places_on(offered: Iterable[tuple[Period, int]], day: date) -> int:
    return sum(number for span, number in offered if span.contains(day))


def _taken_back(lines: Iterable[Line], rows: Mapping[int, Row], board: Board) -> set[int]:
    """Lines whose home is not open any more in every night of the stay, whichever days of a destination these are."""
    elsewhere = [Period(each.starts_on, each.ends_on) for each in differing(board)]
    beds = {line.pk: (line.room.home_id, rows[line.mobility_id].stay) for line in lines if line.room is not None}
    nights = nights_of({home for home, _ in beds.values()}) if beds else {}
    periods = {home: [Period(each.first, each.last) for each in known] for home, known in nights.items()}
    return {
        pk
        for pk, (home, stay) in beds.items()
        if not any(rules.open_all_along(periods.get(home, ()), days) for days in (stay, *elsewhere))
    }


def fallen(match: Match | Line) -> str:
    """The code of what was withdrawn under a match that has not ended yet, or under a line: it counts no more.

    "" while all lives. Of matches `fell` knows more.
    """
    if match.placement is not None:
        company = match.placement.company
        if match.placement.state == "withdrawn" or company.withdrawn_at is not None:
            return "place_withdrawn"
    if match.room is not None and match.room.home.withdrawn_at is not None:
        return "home_withdrawn"
    return ""


def fell(matches: Iterable[Match]) -> dict[int, str]:
    """Live match → the code of what fell away under it: what it joins was withdrawn, or is booked for it no more.

    Only those that hold no longer. One query.
    """
    rows = {match.pk: match for match in matches}
    found = {pk: code for pk, match in rows.items() if (code := fallen(match))}
    return _unbooked(rows) | found


def _unbooked(matches: Iterable[int]) -> dict[int, str]:
    """The bed, or the place, was given back while the home or company stays."""
    return {
        pk: "place_withdrawn" if placement and not has_place else "home_withdrawn"
        for pk, placement, has_place in GIVEN_BACK.of(matches)
    }


def _given_back() -> QuerySet[Match, tuple[int, int | None, bool]]:
    booked = Booking.objects.filter(mobility=OuterRef("mobility"), released_at=None)
    rows = Match.objects.filter(pk__in=THESE, ended_at=None).annotate(
        has_place=Exists(booked.filter(placement=OuterRef("placement"))),
        has_bed=Exists(booked.filter(room=OuterRef("room"))),
    )
    lost = rows.filter(Q(placement__isnull=False, has_place=False) | Q(room__isnull=False, has_bed=False))
    return lost.order_by("pk").values_list("pk", "placement", "has_place")


GIVEN_BACK = Prepared(_given_back)


def differing(board: Board) -> list[Destination]:
    """All destinations of a board on which they are not on the same days; none where they are."""
    if board.direction != Mobility.Direction.OUTGOING or board.destination_id:
        return []
    rows = list(board.call.destinations.all())
    return rows if len({(row.starts_on, row.ends_on) for row in rows}) > 1 else []


def latest(board: Board) -> Proposal | None:
    """What was solved and its prices are read by who asks for them."""
    return board.proposals.order_by("-number").select_related("run").defer("problem", "prices").first()


def takes_away(line: Line, match: Match, proposal: Proposal) -> bool:
    """Whether the proposal of this line has nothing for who had this match when it was made.

    Of what came after the optimiser looked it says nothing.
    """
    looked = (proposal.run.started_at if proposal.run else None) or proposal.at
    return line.placement_id is None and line.room_id is None and match.at <= looked


def running(board: Board) -> Run | None:
    """The run that waits or works."""
    return board.runs.filter(state__in=(Run.State.WAITING, Run.State.RUNNING)).first()


def failed(board: Board) -> Run | None:
    """The last run that ended, when it failed."""
    last = board.runs.exclude(ended_at=None).order_by("-ended_at", "-pk").first()
    return last if last is not None and last.state == Run.State.FAILED else None


def summary(rows: Sequence[Row]) -> Summary:
    by_school: dict[str, list[Row]] = {}
    for row in rows:
        by_school.setdefault(row.mobility.sending.name, []).append(row)
    whole = ("proposed", "asked", "agreed", "confirmed")
    schools = [(name, len(own), sum(row.state in whole for row in own)) for name, own in sorted(by_school.items())]
    return Summary(len(rows), Counter(row.state for row in rows), schools, sum(bool(row.against) for row in rows))


def warnings_of(rows: Iterable[Row]) -> list[Warning]:
    """What no rule forbids for one learner, and is not wanted for all: a whole group in one region, somebody alone."""
    rows = list(rows)
    found = [
        Warning("gender_unknown", number)
        for number in [sum(not row.mobility.traveller.gender for row in rows if hasattr(row.mobility, "traveller"))]
        if number
    ]
    groups: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        town = row.match.placement.company.town if row.match and row.match.placement else None
        if town is not None:
            groups.setdefault((row.mobility.sending.name, _study(row.mobility)), []).append(town.region or str(town))
    for (school, _), regions in groups.items():
        if len(regions) >= 4 and len(set(regions)) == 1:
            found.append(Warning("whole_class_in_a_region", len(regions), school))
    return found


def _study(stay: Mobility) -> str:
    return stay.profile.study_programme if stay.profile else ""
