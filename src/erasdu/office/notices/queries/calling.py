"""Whom to telephone today: the one list, of what the table says, of mail that does not arrive or would be too slow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from erasdu.ground.people.models import Person
from erasdu.journey.calls.models import Call as MobilityCall
from erasdu.journey.readiness import queries as readiness
from erasdu.journey.readiness import rules as readiness_rules
from erasdu.journey.readiness.queries import Reach
from erasdu.kernel.actor import Actor
from erasdu.office.notices import rules
from erasdu.office.notices.queries import planned
from erasdu.office.notices.queries.pages import Text, what
from erasdu.office.notices.queries.table import table
from erasdu.office.notices.queries.things import Thing


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing to telephone about. `since`: when they were asked to sign, if they were. `lost`: whose mail came back,
    to ask for another address.
    """

    what: Text
    thing: Thing
    since: date | None = None
    lost: Sequence[Reach] = ()

    @property
    def gone(self) -> bool:
        """As fast as people answer by mail, the learner will miss the departure."""
        return self.thing.safe is not None and self.thing.safe.gone


@dataclass(slots=True)
class Call:
    """Somebody to telephone, with everything to say in one call; of a school each of those who act for it.

    `role`: who it is, when nobody is known. `mine`: it is the reader's own turn. `unreachable`: mail does not arrive.
    """

    people: Sequence[Reach]
    role: str
    mine: bool
    unreachable: bool
    reasons: list[Reason] = field(default_factory=list)

    @property
    def first(self) -> Thing:
        return self.reasons[0].thing

    @property
    def has_number(self) -> bool:
        return any(one.phone for one in self.people)

    @property
    def gone(self) -> bool:
        return any(reason.gone for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class Calls:
    """`of`: the calls for mobility about which somebody must be telephoned, to choose one."""

    mine: Sequence[Call]
    others: Sequence[Call]
    of: Sequence[MobilityCall]


def calls(actor: Actor, on: date, call: str = "") -> Calls:
    """Everybody once, who will miss a departure first, then the most urgent. `call`: key of the only one."""
    found = planned.world(on)
    rows = rules.to_call(table(), found.items, found.readers, on)
    rows = [row for row in rows if actor.is_coordinator or actor.person in row.callers]
    about = {thing.call.pk: thing.call for row in rows if (thing := found.things[row.item.key]).call}
    if call:
        rows = [row for row in rows if (of := found.things[row.item.key].call) and of.key == call]
    shown = _together(actor, rows, found.things)
    shown.sort(key=lambda each: not each.gone)
    return Calls(
        [each for each in shown if each.mine], [each for each in shown if not each.mine],
        sorted(about.values(), key=lambda each: (each.stay_from, each.pk)),
    )  # fmt: skip


def _together(actor: Actor, rows: Iterable[rules.Call], things: Mapping[str, Thing]) -> list[Call]:
    """What is said to the same people in one call, in the given order."""
    rows = list(rows)
    stays = {thing.stay.pk: thing.stay for row in rows if not row.person and (thing := things[row.item.key]).stay}
    acts, since = (readiness.who_acts(stays), readiness.asked_since(stays)) if stays else ({}, {})
    persons = Person.objects.in_bulk({row.person for row in rows if row.person})
    shown: dict[object, Call] = {}
    for row in rows:
        thing = things[row.item.key]
        need, stay = thing.requirement, thing.stay
        if row.person:
            people = [Reach(str(one), one.phone, one.pk)] if (one := persons.get(row.person)) else []
            role, reason = "", Reason(what(row.item.what, thing), thing)
        else:
            assert need is not None
            assert stay is not None
            people, role = acts.get((stay.pk, need.who), []), need.who
            lost = need.why.removeprefix(readiness_rules.LOST) if need.why.startswith(readiness_rules.LOST) else ""
            said, asked = what(row.item.what, thing), since.get((stay.pk, need.who))
            reason = Reason(said, thing, asked, acts.get((stay.pk, lost), []))
        mine = actor.person in {one.person for one in people}
        key = tuple(one.person or one.name for one in people) or (role, stay and stay.pk)
        shown.setdefault(key, Call(people, role, mine, row.unreachable)).reasons.append(reason)
    return list(shown.values())
