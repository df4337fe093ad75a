"""What is needed to stay where, as the coordinator sees and replaces it."""

from __future__ import annotations

from collections.abc import Sequence

from erasdu.journey.preparation import access, rules
from erasdu.journey.preparation.models import EntryRule
from erasdu.kernel.actor import Actor


def entry_rules(actor: Actor) -> tuple[list[EntryRule], Sequence[rules.Rule], Sequence[rules.Rule]]:
    """The coordinator's own rows, those that were taken back last; and the lists, of documents and of staying."""
    own = list(access.entry_rules_for(actor))
    own.sort(key=lambda row: row.ended_at is not None)
    return own, rules.CROSSING, rules.RULES
