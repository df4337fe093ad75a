"""What the pages of insurance show: one stay with its gaps, its card with whom to call, and a whole call."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from erasdu.ground.journal.models import Line as JournalLine
from erasdu.journey.calls.models import Call
from erasdu.journey.insurance import access, rules
from erasdu.journey.insurance.models import Cover
from erasdu.journey.insurance.queries.drawing import Part, days_of, drawn
from erasdu.journey.insurance.queries.facts import (
    cover_of,
    facts,
    holder_of,
    holders_of,
    in_force,
    rows_for,
    worked_days,
)
from erasdu.journey.insurance.rules.covers import MUTUAL
from erasdu.journey.insurance.words import KINDS
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import outlines
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import Requirement

STAY = "mobilities.mobility"


@dataclass(frozen=True, slots=True)
class Strip:
    """One kind of insurance of a stay. `parts`: its days, to draw; `gaps`: those that nothing covers, in words.

    `opens`: by cover what is in order now and would not be without it.
    """

    kind: str
    item: Requirement
    covers: Sequence[Cover]
    gaps: Sequence[rules.Gap]
    parts: Sequence[Part]
    opens: Mapping[int, Sequence[Requirement]]

    @property
    def held(self) -> list[tuple[Cover, Sequence[Requirement]]]:
        return [(cover, self.opens.get(cover.pk, ())) for cover in self.covers]


@dataclass(frozen=True, slots=True)
class Page:
    """The insurance of one stay. `rule`: with what one gets medical care there, by today's rules while the days are not
    known; None while that cannot be said."""

    facts: rules.Facts
    rule: rules.Rule | None
    strips: Sequence[Strip]
    declared: Requirement | None
    spans: Sequence[Part]
    reopened: Sequence[Requirement]

    @property
    def lacking(self) -> list[Requirement]:
        items = [strip.item for strip in self.strips]
        return [item for item in [*items, *([self.declared] if self.declared else [])] if not item.met]


def page(mobility: Mobility, on: date) -> Page:
    known = facts([mobility.pk], worked_days([mobility.pk]))[mobility.pk]
    items = {item.code: item for item in rules.requirements(known, on)}
    gaps, rows = rules.gaps_of(known), list(rows_of(mobility))
    opens = {row.pk: rules.reopened(known, _without(known, row), on) for row in rows if row.mobility_id}
    strips = [
        Strip(
            kind,
            items[code],
            [row for row in rows if row.kind == kind],
            list({(gap.span, gap.days, gap.why, gap.day): gap for gap in gaps.get(kind, ())}.values()),
            drawn(known, kind, gaps[kind]) if kind in gaps else [],
            opens,
        )
        for code, kind in rules.KIND_OF.items()
        if code in items and (items[code].state != "not_applicable" or any(row.kind == kind for row in rows))
    ]
    return Page(
        known,
        rules.document_of(known) or rules.document_on(known, on),
        strips,
        items.get("insured_declared"),
        days_of(known),
        reopened(mobility, on),
    )


def _without(known: rules.Facts, row: Cover) -> rules.Facts:
    """The same stay, were its own cover taken away."""
    held, gone = list(known.covers), cover_of(row)
    if gone in held:
        held.remove(gone)
    return replace(known, covers=tuple(held))


def rows_of(mobility: Mobility) -> list[Cover]:
    """The live covers of a stay, its own and those of who sends it."""
    holders = set(holders_of(mobility))
    found = rows_for([mobility.pk], holders).select_related("organisation", "entered_by")
    return [row for row in found if row.mobility_id or holder_of(row) in holders]


def reopened(mobility: Mobility, on: date) -> list[Requirement]:
    """What was in order for the days that stood before, and is not for those of today."""
    planned = JournalLine.objects.filter(
        code="mobility.planned", subjects__kind=STAY, subjects__pk_of=mobility.pk
    ).order_by("-pk")
    days = [line.data for line in planned[:2]]
    if len(days) < 2:
        return []
    now = facts([mobility.pk], worked_days([mobility.pk]))[mobility.pk]
    before = Period(date.fromisoformat(days[1]["first"]), date.fromisoformat(days[1]["last"]))
    return rules.reopened(replace(now, stay=before), now, on)


@dataclass(frozen=True, slots=True)
class Line:
    """One insurance in a few words, for a card or a phone."""

    kind: str
    insurer: str
    policy: str
    phone: str


def lines_of(mobility: Mobility) -> list[Line]:
    """Whom to call or name when something happens; those with a number day and night first, each once."""
    of = outlines([mobility.pk])[mobility.pk]
    asked = in_force(of.stay.start if of.stay else date.max)
    rows = [(row, cover_of(row, above=row.organisation_id != mobility.sending_id)) for row in rows_of(mobility)]
    found = dict.fromkeys(
        Line(row.kind, row.insurer, row.policy, row.phone)
        for row, cover in rows
        if row.insurer and row.kind != MUTUAL
        if rules.reaches(cover, of.country, of.stay, asked.holders(row.kind))
    )
    return sorted(found, key=lambda line: (not line.phone, rules.KINDS.index(line.kind)))


def told_of(mobility: Mobility) -> list[tuple[str, str, str]]:
    """The same for the emergency card, in the language of the moment: what for, insurer and policy, telephone."""
    return [
        (str(KINDS[line.kind]), ", ".join(filter(None, (line.insurer, line.policy))), line.phone)
        for line in lines_of(mobility)
    ]


# -- a call --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Row:
    """One stay of a call, with how each kind stands."""

    mobility: Mobility
    items: Mapping[str, Requirement]

    @property
    def lacks(self) -> int:
        return sum(not item.met for item in self.items.values())


def overview(actor: Actor, call: Call, on: date) -> list[Row]:
    """Live stays that one sees, by school and name; constant in queries."""
    rows = access.stays_for(actor).filter(call=call, state="planned")
    stays = list(rows.order_by("sending__name", "person__family_name", "person__given_name", "pk"))
    pks = [row.pk for row in stays]
    known = facts(pks, worked_days(pks))
    return [Row(row, {item.code: item for item in rules.requirements(known[row.pk], on)}) for row in stays]
