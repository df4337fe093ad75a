"""The page of one stay: what was seen, agreed and arranged, and the sessions its family is invited to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from erasdu.ground.meetings.models import Invitation
from erasdu.ground.vault.queries import keyring
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Nomination
from erasdu.journey.preparation import access, rules
from erasdu.journey.preparation.models import ArrivalCheck, EntryDecision, Support, TravelPaper
from erasdu.journey.preparation.queries.facts import facts
from erasdu.journey.preparation.queries.forgotten import STAY
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import Requirement

NO_GUEST = ("session_no_parent", "session_parent_unconfirmed")


@dataclass(frozen=True, slots=True)
class Page:
    """`items`: what leaving asks, by code. `outcome`: what is needed to stay there, or "unknown".

    `nomination`, `candidacy`: keys of what came before the stay, "" where there is none. `opens`: see `held`.

    `undecided`: what is in order now and would not be without the coordinator's decision.
    """

    facts: rules.Facts
    items: dict[str, Requirement]
    papers: Sequence[TravelPaper]
    outcome: str
    decision: EntryDecision | None
    supports: Sequence[tuple[Support, str]]
    invitations: Sequence[Invitation]
    checks: dict[str, ArrivalCheck]
    nomination: str
    candidacy: str
    opens: Mapping[int, Sequence[Requirement]]
    undecided: Sequence[Requirement] = ()

    @property
    def held(self) -> list[tuple[TravelPaper, Sequence[Requirement]]]:
        """Each paper that was seen, with what is in order now and would not be without it."""
        return [(paper, self.opens[paper.pk]) for paper in self.papers]

    @property
    def arrival(self) -> list[tuple[Requirement, ArrivalCheck | None]]:
        """What the receiving school looks at, each with who did it."""
        return [(self.items[code], self.checks.get(code)) for code in rules.CODES_HERE if code in self.items]

    @property
    def lacking(self) -> list[Requirement]:
        return [item for item in self.items.values() if not item.met]

    @property
    def crossing(self) -> rules.Rule | None:
        """The row by which an identity card is enough, or not."""
        return rules.crossing_of(self.facts)

    @property
    def lacks_parent(self) -> bool:
        return self.items["session_guardian"].why in NO_GUEST


def page(actor: Actor, mobility: Mobility, on: date) -> Page:
    known = facts([mobility.pk])[mobility.pk]
    papers = list(access.papers_for(actor).filter(mobility=mobility))
    invited = Invitation.objects.filter(
        reasons__subject_kind=STAY, reasons__subject_pk=mobility.pk, withdrawn_at=None, person__erased_at=None
    )
    return Page(
        known,
        {item.code: item for item in rules.requirements(known, on)},
        papers,
        rules.entry_of(known)[0],
        EntryDecision.objects.filter(mobility=mobility).select_related("by").first(),
        supports_of(actor, mobility),
        list(invited.select_related("meeting", "person").order_by("meeting__starts_at", "pk")),
        {row.kind: row for row in access.checks_for(actor).filter(mobility=mobility)},
        _key(Nomination.objects.filter(mobility=mobility)),
        _key(Candidacy.objects.filter(profile=mobility.profile_id)) if mobility.profile_id else "",
        _opens(known, papers, on),
        _reopened(known, replace(known, ruling=None), on),
    )


def _opens(known: rules.Facts, papers: Iterable[TravelPaper], on: date) -> dict[int, list[Requirement]]:
    """By paper what is in order, and is no longer once it is taken away; the facts have papers in the order of rows."""
    seen = known.papers
    rows = sorted(paper.pk for paper in papers)
    without = (replace(known, papers=[*seen[:at], *seen[at + 1 :]]) for at in range(len(rows)))
    return {pk: _reopened(known, after, on) for pk, after in zip(rows, without, strict=True)}


def _reopened(known: rules.Facts, after: rules.Facts, on: date) -> list[Requirement]:
    met = {item.code for item in rules.requirements(known, on) if item.met}
    return [item for item in rules.requirements(after, on) if item.code in met and not item.met]


def _key(rows: QuerySet[Any]) -> str:
    return rows.values_list("key", flat=True).first() or ""


def about(key: str) -> str:
    """What a closed text on support is bound to."""
    return f"preparation.support.closed.{key}"


def supports_of(actor: Actor, mobility: Mobility) -> list[tuple[Support, str]]:
    """What was agreed, opened for who may read it."""
    ring, rows = keyring(), access.supports_for(actor).filter(mobility=mobility)
    return [(row, str(ring.open_json(bytes(row.closed), about(row.key)))) for row in rows]
