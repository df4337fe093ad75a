"""What is asked of insurance, as the coordinator sees and replaces it, and whom another rule touches."""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from erasdu.journey.insurance import access, rules
from erasdu.journey.insurance.models import DocumentRule
from erasdu.journey.insurance.queries.facts import asked_of, facts, rule_of, worked_days
from erasdu.journey.insurance.rules.asked import ASPECTS, BOUGHT
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel.actor import Actor
from erasdu.kernel.requirement import Requirement

AT_ONCE = 500  # stays; so that neither the memory nor one query grows without end


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the list of documents: for which countries it says so."""

    countries: Sequence[str]
    rule: rules.Rule


@dataclass(frozen=True, slots=True)
class RulesPage:
    """`own`: the coordinator's rows, those that were taken back last. `kinds`: the list of what is asked of each kind
    of insurance, `alone`: other rules of it, `replaced`: which of them stand above it, `listed`: that of documents."""

    own: Sequence[DocumentRule]
    kinds: Sequence[tuple[str, Sequence[rules.Row]]]
    alone: Sequence[rules.Row]
    replaced: Set[str]
    listed: Sequence[Listed]


def rules_page(actor: Actor) -> RulesPage:
    own = sorted(
        access.rules_for(actor).order_by("ended_at", "code", "country", "-since", "-pk"),
        key=lambda row: row.ended_at is not None,
    )
    of = {row.code: row for row in rules.ROWS}
    kinds = [(kind, [of.pop(f"{kind}.{aspect}") for aspect in ASPECTS]) for kind in BOUGHT]
    replaced = {row.code for row in own if row.ended_at is None}
    return RulesPage(own, kinds, list(of.values()), replaced, _listed(rules.RULES))


def _listed(found: Iterable[rules.Rule]) -> list[Listed]:
    grouped = groupby(found, key=lambda rule: replace(rule, country=""))
    return [Listed([each.country for each in group], rule) for rule, group in grouped]


# -- whom it touches -------------------------------------------------------------------------------


def draft_rule(values: Mapping[str, Any]) -> DocumentRule:
    """A rule as it is typed, not saved."""
    return DocumentRule(**values)


@dataclass(slots=True)
class Turns:
    """Stays of which something opens by a rule, or comes in order, each with what; `of`: how many were looked at."""

    opens: list[tuple[Mobility, Requirement]] = field(default_factory=list)
    closes: list[tuple[Mobility, Requirement]] = field(default_factory=list)
    of: int = 0


def turned(actor: Actor, draft: DocumentRule, on: date) -> Turns:
    """What this rule would change for the stays that are not over. As many queries for five hundred as for one."""
    rows = access.stays_for(actor).filter(state="planned").exclude(planned_until__lt=on)
    stays = list(rows.order_by("planned_from", "sending__name", "person__family_name", "person__given_name", "pk"))
    found = Turns(of=len(stays))
    for start in range(0, len(stays), AT_ONCE):
        part = stays[start : start + AT_ONCE]
        keys = [row.pk for row in part]
        known = facts(keys, worked_days(keys))
        for row in part:
            _add(found, row, known[row.pk], draft, on)
    return found


def _add(found: Turns, row: Mobility, known: rules.Facts, draft: DocumentRule, on: date) -> None:
    before = {item.code: item for item in rules.requirements(known, on)}
    for item in rules.requirements(with_rule(known, draft), on):
        was = before[item.code]
        if was.met and not item.met:
            found.opens.append((row, item))
        elif item.met and not was.met:
            found.closes.append((row, item))


def with_rule(known: rules.Facts, draft: DocumentRule) -> rules.Facts:
    """The same stay, had the coordinator said this."""
    if draft.is_document:
        return replace(known, own=(*known.own, rule_of(draft)))
    return replace(known, replaced=(*known.replaced, asked_of(draft)))
