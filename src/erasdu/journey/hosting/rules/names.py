"""Names that are told apart: only what is called the same gets something behind it, and only what differs."""

from __future__ import annotations

from collections.abc import Sequence

from erasdu.ground.places.rules import fold

# Of companies here and where our partners are: the same firm is written with and without it.
LEGAL = frozenset(
    {
        "bv", "bvba", "nv", "vzw", "cv", "cvba", "vof", "comm", "ivzw", "asbl", "srl", "sprl", "sa", "gmbh", "ag", "ek",
        "lda", "ltda", "sl", "sas", "sarl",
    }
)  # fmt: skip


def bare_name(name: str) -> str:
    """Of a company as it is compared: without its legal form, signs and capitals."""
    words = fold(name).split()
    return " ".join(word for word in words if word not in LEGAL) or " ".join(words)


def told_apart(things: Sequence[tuple[str, Sequence[str]]]) -> list[str]:
    """For each name with its details what tells it from its namesakes, the first detail that differs first; "" for a
    name of its own. Where all details are the same there is a number."""
    groups: dict[str, list[int]] = {}
    for at, (name, _details) in enumerate(things):
        groups.setdefault(name.casefold(), []).append(at)
    found = [""] * len(things)
    for same in groups.values():
        if len(same) > 1:
            for at, words in zip(same, _of([things[at][1] for at in same]), strict=True):
                found[at] = words
    return found


def _of(details: Sequence[Sequence[str]]) -> list[str]:
    """Details are taken from the left as long as they leave two alike, and each only when it parts somebody."""
    chosen: list[list[str]] = [[] for _each in details]
    for column in range(min(map(len, details))):
        kinds = {tuple(each) for each in chosen}
        if len(kinds) == len(details):
            break
        more = {(*each, row[column]) for each, row in zip(chosen, details, strict=True)}
        if len(more) > len(kinds):
            for each, row in zip(chosen, details, strict=True):
                each.append(row[column])
    said = [", ".join(word for word in each if word) for each in chosen]
    return [each if said.count(each) == 1 else _numbered(said, at) for at, each in enumerate(said)]


def _numbered(said: Sequence[str], at: int) -> str:
    number = f"({said[: at + 1].count(said[at])})"
    return f"{said[at]} {number}" if said[at] else number
