"""What changed between two versions of a paper, and who signs again."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable
from dataclasses import dataclass

import rfc8785

from erasdu.ground.paperwork.rules.content import Json
from erasdu.ground.paperwork.rules.kinds import Kind

SHORT = 5  # pages


def digest(value: object) -> str:
    """SHA-256 of the canonical JSON (RFC 8785) of a value."""
    return hashlib.sha256(rfc8785.dumps(value)).hexdigest()  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Change:
    """One clause that differs; `before` or `after` is None when it was added or taken out."""

    clause: str
    before: Json | None
    after: Json | None


def changes(before: Json, after: Json) -> list[Change]:
    """The clauses that differ between two composed papers, in the order of the later one, removed ones last."""
    old, new = _by_code(before), _by_code(after)
    codes = [*new, *(code for code in old if code not in new)]
    return [
        Change(code, old.get(code), new.get(code)) for code in codes if digest(old.get(code)) != digest(new.get(code))
    ]


def _by_code(paper: Json) -> dict[str, Json]:
    """The clauses, with what stands above them as `_head`, and what a template of its own draws as `_drawn`."""
    clauses = paper.get("clauses", [])
    assert isinstance(clauses, list)
    named = {clause["code"]: clause for clause in clauses}
    above: list[Json] = [{"text": paper.get("lead", "")}, {"pairs": paper.get("facts", [])}]
    head: Json = {"code": "_head", "title": paper.get("title", ""), "blocks": above}
    drawn: dict[str, Json] = {}
    if "drawn" in paper:
        drawn["_drawn"] = {"code": "_drawn", "title": "", "blocks": [], "digest": digest(paper["drawn"])}
    return {"_head": head, **named, **drawn}


def minutes_to_sign(pages: int) -> int:
    """About how long reading and signing takes, at a minute for each page: a long paper in steps of five."""
    return max(2, pages) if pages < SHORT else (pages + 2) // 5 * 5


def sign_again(kind: Kind, changed: Iterable[Change], *, moved: Collection[str] = ()) -> frozenset[str]:
    """The roles that sign again: bound by a clause that changed, or whose own party changed (`moved`)."""
    bound: set[str] = set(moved)
    for change in changed:
        bound |= kind.bound_by(change.clause)
    return frozenset(bound)
