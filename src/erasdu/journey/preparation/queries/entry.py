"""What is needed to stay where, as the coordinator sees and replaces it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from erasdu.journey.insurance.queries import Turns
from erasdu.journey.preparation import access, rules
from erasdu.journey.preparation.models import EntryRule
from erasdu.journey.preparation.queries.facts import facts, rule_of
from erasdu.kernel.actor import Actor

AT_ONCE = 500  # stays; so that neither the memory nor one query grows without end


def entry_rules(actor: Actor) -> tuple[list[EntryRule], Sequence[rules.Rule], Sequence[rules.Rule]]:
    """The coordinator's own rows, those that were taken back last; and the lists, of documents and of staying."""
    own = list(access.entry_rules_for(actor))
    own.sort(key=lambda row: row.ended_at is not None)
    return own, rules.CROSSING, rules.RULES


def draft_rule(values: Mapping[str, Any]) -> rules.Rule:
    """A rule as it is typed, not saved; the newest of its day."""
    return replace(rule_of(EntryRule(**values)), row=sys.maxsize)


def turned(actor: Actor, on: date, *, draft: rules.Rule | None = None, without: EntryRule | None = None) -> Turns:
    """What a rule that is added or taken back would change for the stays that are not over."""
    rows = access.stays_for(actor).filter(state="planned").exclude(planned_until__lt=on)
    stays = list(rows.order_by("planned_from", "sending__name", "person__family_name", "person__given_name", "pk"))
    found = Turns(of=len(stays))
    for start in range(0, len(stays), AT_ONCE):
        part = stays[start : start + AT_ONCE]
        known = facts([row.pk for row in part])
        for row in part:
            now = known[row.pk]
            kept = tuple(rule for rule in now.own if without is None or rule.row != without.pk)
            then = replace(now, own=(*kept, draft) if draft else kept)
            before = {item.code: item for item in rules.requirements(now, on)}
            for item in rules.requirements(then, on):
                if before[item.code].met != item.met:
                    (found.closes if item.met else found.opens).append((row, item))
    return found
