"""What calls often ask of their own, ready to be asked; the list is data (`ready_made.toml`)."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

READY_MADE: Mapping[str, Mapping[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "ready_made.toml").read_text(encoding="utf-8")
)


def to_offer(asked: Collection[str], *, outgoing: bool, incoming: bool) -> dict[str, Mapping[str, Any]]:
    """Code → the form filled in: of what fits the directions of a call, and is not asked there yet.

    `asked`: the Dutch titles of what it asks now.
    """
    goes = {"outgoing": outgoing, "incoming": incoming, "": True}
    return {
        code: row for code, row in READY_MADE.items() if goes[row.get("direction", "")] and row["title_nl"] not in asked
    }
