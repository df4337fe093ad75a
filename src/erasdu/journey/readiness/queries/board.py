"""The board of a call: its learners × what is asked of them, for who may see them. Constant in queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from erasdu.ground.look.words import called, duty
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.queries.standing import Stand, counted_from, missed_by, standings
from erasdu.journey.readiness.rules import Line
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import Requirement

BY_NAME = ("person__family_name", "person__given_name")


@dataclass(frozen=True, slots=True)
class Row:
    """One learner. `items`: by code what is asked of them; `candidacy`: key of the row that came before, if any.

    `missed`: the codes by which this learner will miss the departure. `counted_from`: see `StayPage`.
    """

    stay: Mobility
    stand: Stand
    line: Line
    items: dict[str, Requirement]
    candidacy: str
    missed: frozenset[str] = frozenset()
    counted_from: date | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """`columns`: code and name, in the order of the road; `counts`: by filter the number of learners it keeps.

    `missed`: by which somebody of all rows will miss the departure: its code, its name and how many, the most first.

    `dayless`: of how many of all rows the days are still to be set.

    `needed`: the requirement that the rows were asked for, with its name, when a link asked for one.
    """

    columns: list[tuple[str, str]]
    groups: list[tuple[str, list[Row]]]
    counts: dict[str, int]
    needed: str = ""
    missed: Sequence[tuple[str, str, int]] = ()
    dayless: int = 0

    @property
    def rows(self) -> int:
        return sum(len(rows) for _title, rows in self.groups)


def board(actor: Actor, call: Call, on: date, *, show: str = "here", by: str = "school", code: str = "") -> Board:
    """`by`: grouped by "school" or "destination"; `code`: only whose requirement of that code is open."""
    role = "coordinator" if actor.is_coordinator else "contact_point"
    rows = rows_of(actor, call, on)
    under = [(row, rules.kept_by(row.line, on, role)) for row in rows]
    counts = {each: sum(each in shows for _row, shows in under) for each in rules.SHOWS}
    kept = [row for row, shows in under if show in shows and _lacks(row, code, missed=show == "gone")]
    first = {code: item for row in reversed(rows) for code, item in row.items.items()}
    order = {code: None for row in rows for code in row.items}
    names = {code: called(first[code]) for code in order}
    asked = {code for row in kept for code, item in row.items.items() if item.state != "not_applicable"}
    dayless = sum(row.counted_from is not None for row in rows)
    columns = [(each, name) for each, name in names.items() if each in asked]
    return Board(columns, _grouped(kept, by), counts, names.get(code, ""), _missed(rows, first), dayless)


def _missed(rows: Sequence[Row], first: Mapping[str, Requirement]) -> list[tuple[str, str, int]]:
    counted = Counter(code for row in rows for code in row.missed)
    return [(code, duty(first[code]), number) for code, number in counted.most_common()]


def rows_of(actor: Actor, call: Call, on: date) -> list[Row]:
    """Every live stay of the call that one sees: who will miss the departure first, then who leaves first."""
    stays = _stays(actor, call)
    stands = standings(stays, on)
    before = Candidacy.objects.filter(profile__in=[stay.profile_id for stay in stays if stay.profile_id])
    keys: dict[int | None, str] = dict(before.values_list("profile", "key"))
    missed = missed_by(stays, stands, on)
    found = [
        _row(stay, stands[stay.pk], keys.get(stay.profile_id, ""), missed.get(stay.pk, frozenset()), on)
        for stay in stays
    ]
    return sorted(found, key=lambda row: (not row.stand.gone, row.stay.planned_from or date.max, -row.stand.holds))


def _stays(actor: Actor, call: Call) -> list[Mobility]:
    """With what they share at hand once: schools and places are few, learners many."""
    live = mobilities_for(actor).filter(call=call, cancelled_at=None).select_related(None).select_related("person")
    rows = list(live.prefetch_related("sending", "receiving", "destination").order_by(*BY_NAME))
    for row in rows:
        row.call = call
    return rows


def _row(stay: Mobility, stand: Stand, candidacy: str, missed: frozenset[str], on: date) -> Row:
    waiting = tuple(rules.open_items(stand.items, mobilities.stay_of(stay), on))
    line = Line(stand.stage, stand.gone, waiting)
    items = {item.code: item for item in stand.items}
    return Row(stay, stand, line, items, candidacy, missed, counted_from(stay, on))


def _lacks(row: Row, code: str, *, missed: bool) -> bool:
    """`missed`: of who will miss the departure only who does by this."""
    if code and missed:
        return code in row.missed
    return not code or any(item.code == code for item in row.line.waiting)


def _grouped(rows: Sequence[Row], by: str) -> list[tuple[str, list[Row]]]:
    """By the name of the group, in its order; rows keep theirs."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(_group(row.stay, by), []).append(row)
    return sorted(found.items())


def _group(stay: Mobility, by: str) -> str:
    """For who comes to Flanders the school that receives: that is their destination too, "" while there is none, and
    then the group is that of who sends. For who goes abroad the place, or the school that sends."""
    coming = stay.direction == Mobility.Direction.INCOMING
    if by == "destination":
        there = stay.receiving.name if stay.receiving else ""
        return there if coming else stay.destination.place if stay.destination else ""
    here = stay.receiving if coming else stay.sending
    return (here or stay.sending).name
