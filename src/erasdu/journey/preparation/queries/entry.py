"""What is needed to stay where, as the coordinator sees and replaces it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.preparation import access, rules
from erasdu.journey.preparation.models import EntryRule
from erasdu.journey.preparation.queries.facts import facts, rule_of
from erasdu.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class RulesPage:
    """The coordinator's `own` rows, those that were taken back last; and the lists."""

    own: Sequence[EntryRule]
    documents: Sequence[rules.Rule] = rules.CROSSING
    staying: Sequence[rules.Rule] = rules.RULES
    serving: Sequence[rules.Serving] = rules.SERVING


def rules_page(actor: Actor) -> RulesPage:
    return RulesPage(sorted(access.entry_rules_for(actor), key=lambda row: row.ended_at is not None))


def draft_rule(values: Mapping[str, Any]) -> rules.Rule:
    """A rule as it is typed, not saved; the newest of its day."""
    return replace(rule_of(EntryRule(**values)), row=sys.maxsize)


def turned(
    actor: Actor, on: date, *, draft: rules.Rule | None = None, without: EntryRule | None = None
) -> mobilities.Turns:
    """What a rule that is added or taken back would change for the stays that are not over."""
    return mobilities.turned(
        access.stays_for(actor).filter(state="planned").exclude(planned_until__lt=on),
        facts,
        lambda known: rules.requirements(known, on),
        lambda known: replace(known, own=_own(known.own, draft, without)),
    )


def _own(now: Sequence[rules.Rule], draft: rules.Rule | None, without: EntryRule | None) -> tuple[rules.Rule, ...]:
    kept = tuple(rule for rule in now if without is None or rule.row != without.pk)
    return (*kept, draft) if draft else kept
