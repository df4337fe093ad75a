"""A requirement as the projection keeps it: one line of text, which is read once for all stays that have the same.

The key of its evidence stands apart, since that is what differs between two stays; titles are looked up when it is
read, so that the row holds codes only.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import get_args

from erasdu.kernel.requirement import Evidence, Requirement, State

APART, TOGETHER = "|", ","
STATES: dict[str, State] = {state: state for state in get_args(State)}
Titles = Mapping[str, tuple[tuple[str, str], ...]]


def packed(item: Requirement) -> list[str]:
    """The line, and the key of the evidence when there is any."""
    page, key = (item.evidence.page, item.evidence.key) if item.evidence else ("", "")
    line = APART.join((
        item.code, item.state, item.who, item.by.isoformat() if item.by else "", TOGETHER.join(sorted(item.blocks)),
        item.why, page, "unverified" if item.unverified else "", TOGETHER.join(sorted(item.let_pass)),
        json.dumps(item.params) if item.params else "",
    ))  # fmt: skip
    return [line, key] if item.evidence else [line]


def unpacked(kept: Sequence[str], titles: Titles) -> Requirement:
    found = _read(kept[0])
    named = titles.get(found.code, ())
    if found.evidence is None and not named:
        return found
    where = Evidence(found.evidence.page, kept[1]) if found.evidence else None
    return Requirement(
        found.code, found.state, found.who, found.by, found.blocks, found.why, found.params, where, found.unverified,
        found.let_pass, named,
    )  # fmt: skip


@lru_cache(maxsize=8192)
def _read(line: str) -> Requirement:
    code, state, who, by, blocks, why, page, unverified, let_pass, params = line.split(APART, 9)
    return Requirement(
        code,
        STATES[state],
        who,
        date.fromisoformat(by) if by else None,
        frozenset(blocks.split(TOGETHER)) if blocks else frozenset(),
        why,
        tuple((name, value) for name, value in json.loads(params)) if params else (),
        Evidence(page) if page else None,
        bool(unverified),
        frozenset(let_pass.split(TOGETHER)) if let_pass else frozenset(),
    )
