"""A paper in two languages: what is signed, and the same in another language beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from erasdu.ground.paperwork.rules.composing import Facts
from erasdu.ground.paperwork.rules.content import Content, Json


@dataclass(frozen=True, slots=True)
class Beside:
    """The other language: its wording, its facts, and what both languages are called, the signed one first."""

    content: Content
    facts: Facts
    names: tuple[str, str]


def side_by_side(one: Json, other: Json, names: tuple[str, str]) -> Json:
    """The first paper with the second in it: texts in two columns, tables and pairs with both words in a cell.

    Clauses keep their codes, so that who is bound by what stays the same. What the other lacks stands alone.
    """
    theirs = {clause["code"]: clause for clause in _clauses(other)}
    return one | {
        "title": _both(str(one["title"]), str(other["title"])),
        "facts": _cells(cast(Sequence[Any], one["facts"]), cast(Sequence[Any], other["facts"])),
        "clauses": [_clause(clause, theirs.get(clause["code"]), names) for clause in _clauses(one)],
    }


def _clauses(paper: Json) -> list[dict[str, Any]]:
    return cast(list[dict[str, Any]], paper["clauses"])


def _clause(mine: dict[str, Any], theirs: dict[str, Any] | None, names: tuple[str, str]) -> Json:
    if theirs is None:
        return mine
    made = [_block(block, twin, names) for block, twin in _twins(mine["blocks"], theirs["blocks"])]
    return {"code": mine["code"], "title": _both(mine["title"], theirs["title"]), "blocks": _joined(made)}


def _twins(mine: Sequence[Json], theirs: Sequence[Json]) -> list[tuple[Json, Json]]:
    return [(block, theirs[place] if place < len(theirs) else {}) for place, block in enumerate(mine)]


def _block(mine: Json, theirs: Json, names: tuple[str, str]) -> Json:
    if "rows" in mine and "rows" in theirs:
        head = _cells(cast(Any, [mine["head"]]), cast(Any, [theirs["head"]]))[0]
        return {"head": head, "rows": _cells(cast(Any, mine["rows"]), cast(Any, theirs["rows"]))}
    if "pairs" in mine and "pairs" in theirs:
        return {"pairs": _cells(cast(Any, mine["pairs"]), cast(Any, theirs["pairs"]))}
    if mine == theirs:
        return mine
    if "text" in mine and "text" in theirs:
        return _columns([[str(mine["text"]), str(theirs["text"])]], names)
    if "items" in mine and "items" in theirs:
        ours, others = cast(list[str], mine["items"]), cast(list[str], theirs["items"])
        rows = [[text, others[place] if place < len(others) else ""] for place, text in enumerate(ours)]
        return _columns(rows, names)
    return mine


def _columns(rows: list[list[str]], names: tuple[str, str]) -> Json:
    return {"head": list(names), "rows": rows, "form": "even"}


def _joined(blocks: list[Json]) -> list[Json]:
    """Columns that follow each other are one table."""
    found: list[Json] = []
    for block in blocks:
        if found and block.get("form") and found[-1].get("form"):
            found[-1] = found[-1] | {"rows": [*cast(Any, found[-1]["rows"]), *cast(Any, block["rows"])]}
        else:
            found.append(block)
    return found


def _cells(mine: Sequence[Sequence[str]], theirs: Sequence[Sequence[str]]) -> list[list[str]]:
    """Row by row, cell by cell: one word when both are the same."""
    if [len(row) for row in mine] != [len(row) for row in theirs]:
        return [list(row) for row in mine]
    return [
        [_both(one, other) for one, other in zip(row, twin, strict=True)]
        for row, twin in zip(mine, theirs, strict=True)
    ]


def _both(one: str, other: str) -> str:
    return one if one == other or not other else f"{one} / {other}"
