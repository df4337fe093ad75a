"""What calls ask beside the steps, read for many stays at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Case, Count, Q, QuerySet, Value, When

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.calls.models import Call
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import Outline, Outlines, Turns, outlines, turned
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.access import acting
from erasdu.journey.readiness.models import Done, OwnRequirement, Said
from erasdu.journey.readiness.rules import Own, Touched
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import Requirement

Key = tuple[str, int]  # of what is asked, and a stay
DONE, SAID, CANNOT = 2, 1, 0


def of_calls(calls: Iterable[int]) -> dict[int, list[Own]]:
    """Call → what it asks now. One query."""
    found: dict[int, list[Own]] = defaultdict(list)
    for row in STANDING.of(calls):
        found[row.call_id].append(as_rule(row))
    return found


def as_rule(row: OwnRequirement) -> Own:
    return Own(
        key=row.key,
        titles=(("nl", row.title_nl), ("en", row.title_en)),
        who=row.who,
        days_before=row.days_before,
        gates=frozenset(row.gates),
        added_on=brussels_date(row.added_at),
        minor=row.minor,
        outside_eea=row.outside_eea,
        destination=row.destination_id,
        sector=row.sector,
        direction=row.direction,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What calls ask of stays beside the steps, and what is known of each of them about it."""

    of: Mapping[int, Sequence[Own]]  # by stay
    touched: Mapping[int, Touched]
    marks: Mapping[Key, set[int]]


def read(stays: Outlines) -> Asked:
    """Two queries, one when no call asks anything."""
    asked = of_calls(of.call for of in stays.values())
    touched = {pk: known_of(of) for pk, of in stays.items() if of.call in asked}
    return Asked({pk: asked[stays[pk].call] for pk in touched}, touched, _marked(list(touched)) if touched else {})


def said(asked: Asked, stay: int, on: date) -> list[Requirement]:
    """What is asked of one stay on that day, with its state."""
    return [
        rules.requirement(own, asked.touched[stay], on, **_said_of(asked.marks.get((own.key, stay), set())))
        for own in asked.of.get(stay, ())
    ]


def _marked(stays: list[int]) -> dict[Key, set[int]]:
    """What is in order, and what was said to be done, or not to be possible, and waits for a look. One query."""
    found: dict[Key, set[int]] = defaultdict(set)
    for key, stay, mark in MARKED.of(stays):
        found[key, stay].add(mark)
    return found


def _marks() -> QuerySet[Done, tuple[Any, ...]]:
    columns = ("own__key", "mobility")
    done = Done.objects.filter(mobility__in=THESE, undone_at=None).order_by().values_list(*columns, Value(DONE))
    said = Said.objects.filter(mobility__in=THESE, undone_at=None, answer="").order_by()
    what = Case(When(cannot=True, then=Value(CANNOT)), default=Value(SAID))
    return done.union(said.values_list(*columns, what))


STANDING = Prepared(lambda: OwnRequirement.objects.filter(call__in=THESE, ended_at=None))
MARKED = Prepared(_marks)


def _said_of(marks: set[int]) -> dict[str, bool]:
    return {"done": DONE in marks, "said": SAID in marks, "cannot": CANNOT in marks}


def known_of(of: Outline) -> Touched:
    """The facts that requirements of a call ask of a stay."""
    born = of.birth_date or of.traveller_born
    back = of.stay.end if of.stay else None
    return Touched(
        of.first, born, of.nationality, of.destination, of.sector, of.direction, back, of.learner, of.parents_told
    )


def asked_by(call: Call) -> list[tuple[OwnRequirement, int]]:
    """What a call asks now, each with for how many it is marked as done. One query."""
    done = Count("done", filter=Q(done__undone_at=None))
    rows = OwnRequirement.objects.filter(call=call, ended_at=None).select_related("destination").annotate(marked=done)
    return [(row, row.marked) for row in rows]


def ended_of(call: Call) -> list[OwnRequirement]:
    """What a call asked once and no longer does, the last first. One query."""
    return list(OwnRequirement.objects.filter(call=call).exclude(ended_at=None).order_by("-ended_at"))


def preview(call: Call, own: Own, on: date) -> dict[str, list[Mobility]]:
    """Whom it would touch, of the stays of the call that still live: `yes`, `unknown` and `no`.

    Of whom it touches or may touch also `late`, whose last day is past already, and `nobody`: for whom no one is known
    who can act. At most six queries.
    """
    rows = Mobility.objects.filter(call=call, state="planned").select_related("person", "sending")
    stays = list(rows.order_by("sending__name", "person__family_name", "pk"))
    about = outlines(stay.pk for stay in stays)
    found: dict[str, list[Mobility]] = {"yes": [], "unknown": [], "no": [], "late": []}
    for stay in stays:
        known = known_of(about[stay.pk])
        touch = rules.touches(own, known, on)
        found[touch].append(stay)
        if touch != "no" and rules.is_late(own, known):
            found["late"].append(stay)
    return found | {"nobody": _alone(found["yes"] + found["unknown"], own.who, on)}


def _alone(stays: list[Mobility], who: str, on: date) -> list[Mobility]:
    """For whom nobody is known in that role. Learners, schools and the coordinator are always there."""
    if who not in acting.BY_LINK:
        return []
    acts = acting.by_link(stays, (who,), on)
    return [stay for stay in stays if not acts.get((stay.pk, who))]


@dataclass(frozen=True, slots=True)
class Marked:
    """What is known of one stay about one thing that a call asks, or asked once: `asked` says which."""

    touched: Touched
    marks: set[int]
    asked: bool


def turned_by(row: OwnRequirement, on: date) -> Turns:
    """What turns open or comes in order when the call stops asking this, or asks it again."""
    own, back = as_rule(row), row.ended_at is not None
    stays = Mobility.objects.filter(call=row.call_id, state="planned")
    return turned(
        stays if own.afterwards else stays.exclude(planned_until__lt=on),
        lambda pks: _marked_of(own, pks, asked=not back),
        lambda known: [_asked(own, known, on)],
        lambda known: replace(known, asked=back),
    )


def _marked_of(own: Own, stays: list[int], *, asked: bool) -> Mapping[int, Marked]:
    marks, about = _marked(stays), outlines(stays)
    return {pk: Marked(known_of(of), marks.get((own.key, pk), set()), asked) for pk, of in about.items()}


def _asked(own: Own, known: Marked, on: date) -> Requirement:
    """As it stands there, or of no concern while the call does not ask it."""
    item = rules.requirement(own, known.touched, on, **_said_of(known.marks))
    return item if known.asked else replace(item, state="not_applicable")
