"""Reads a problem from JSON (`erasdu-match/1`), and refuses what it does not understand with the place of the fault."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from erasdu.kernel.assign.problem import MOST, Arcs, Host, Learner, Malformed, Pair, Placement, Problem, positions
from erasdu.kernel.assign.rows import DECODER, Table, after, id_fault, read_rows, shown, skipped, whole_fault

FORMAT = "erasdu-match/1"
WIDTHS = {"learner_placement": 3, "learner_host": 3, "placement_host": 4, "pairs": 3}
REQUIRED = (
    "format",
    "slots",
    "learners",
    "placements",
    "hosts",
    "learner_placement",
    "learner_host",
    "placement_host",
)
KNOWN = {*REQUIRED, "pairs"}
MOST_SLOTS = 100_000

Thing = TypeVar("Thing", Learner, Placement, Host)


def read(file: Path) -> Problem:
    """The problem in a file; `Malformed` when it is none, `OSError` when the file cannot be read."""
    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise Malformed("", f"this is not UTF-8 (byte {error.start})") from None
    return parse(text)


def parse(text: str) -> Problem:
    """The problem in a text."""
    try:
        return built(members(text))
    except json.JSONDecodeError as error:
        raise Malformed(f"line {error.lineno} column {error.colno}", f"this is not JSON: {error.msg}") from None
    except RecursionError:
        raise Malformed("", "its parts lie too deep in each other") from None


def members(text: str) -> dict[str, Any]:
    """What the outer object holds, by key; long lists of rows as tables."""
    found: dict[str, Any] = {}
    at = after(text, 0, "{", "an object")
    while text[at : at + 1] != "}" or found:
        if text[at : at + 1] != '"':
            raise json.JSONDecodeError("Expecting a key in double quotes", text, at)
        name, at = DECODER.raw_decode(text, at)
        at = after(text, at, ":", "':'")
        refuse_key(name, found)
        found[name], at = value(text, at, name)
        at = skipped(text, at)
        if text[at : at + 1] == "}":
            break
        at = after(text, at, ",", "',' or '}'")
    if skipped(text, at + 1) != len(text):
        raise json.JSONDecodeError("Extra data", text, at + 1)
    return found


def refuse_key(name: str, found: Mapping[str, Any]) -> None:
    if name in found:
        raise Malformed(name, "this key stands twice in one object")
    if name not in KNOWN:
        raise Malformed(shown(name).strip('"'), f"unknown key; known are {', '.join(sorted(KNOWN))}")


def value(text: str, at: int, name: str) -> tuple[Any, int]:
    if name not in WIDTHS:
        try:
            return DECODER.raw_decode(text, at)
        except Malformed as fault:
            raise Malformed(f"{name}: {fault.path}", fault.reason) from None
    if text[at : at + 1] != "[":
        raise Malformed(name, "a list of rows is expected")
    table = Table(name, WIDTHS[name])
    return table, read_rows(text, skipped(text, at + 1), table)


def built(found: Mapping[str, Any]) -> Problem:
    if found.get("format", FORMAT) != FORMAT:
        raise Malformed("format", f"{FORMAT} is expected, not {shown(found['format'])}")
    for name in REQUIRED:
        if name not in found:
            raise Malformed(name, "this is missing")
    if fault := whole_fault(found["slots"], least=1, most=MOST_SLOTS):
        raise Malformed("slots", fault)
    slots: int = found["slots"]
    learners = things(found, "learners", slots, learner)
    placements, hosts = things(found, "placements", slots, placement), things(found, "hosts", slots, host)
    of_learner, of_placement, of_host = positions(learners), positions(placements), positions(hosts)
    return Problem(
        slots,
        tuple(learners),
        tuple(placements),
        tuple(hosts),
        found["learner_placement"].arcs(of_learner, of_placement),
        found["learner_host"].arcs(of_learner, of_host),
        found["placement_host"].arcs(of_placement, of_host),
        tuple(pairs(found.get("pairs", Table("pairs", 3)), learners, of_learner)),
    )


def pairs(table: Table, learners: list[Learner], of_learner: Mapping[str, int]) -> list[Pair]:
    arcs: Arcs = table.arcs(of_learner, of_learner)
    for row in (arcs.left == arcs.right).nonzero()[0]:
        raise Malformed(f"pairs[{row}]", "these are one and the same learner")
    low, high = (arcs.left.clip(max=arcs.right), arcs.left.clip(min=arcs.right))
    table.refuse_repeated(low * (len(learners) + 1) + high)
    rows = zip(arcs.left.tolist(), arcs.right.tolist(), arcs.cost.tolist(), strict=True)
    return [Pair(learners[first].id, learners[second].id, cost) for first, second, cost in rows]


def things(found: Mapping[str, Any], name: str, slots: int, make: Callable[["Fields", int], Thing]) -> list[Thing]:
    if not isinstance(found[name], list):
        raise Malformed(name, f"a list is expected, not {shown(found[name])}")
    made: list[Thing] = []
    seen: set[str] = set()
    for position, each in enumerate(found[name]):
        fields = Fields(f"{name}[{position}]", each)
        made.append(make(fields, slots))
        fields.refuse_others()
        if made[-1].id in seen:
            raise Malformed(f"{fields.path}.id", f"{shown(made[-1].id)} is repeated")
        seen.add(made[-1].id)
    return made


class Fields:
    """The members of one object, taken out one by one."""

    def __init__(self, path: str, found: object) -> None:
        if not isinstance(found, dict):
            raise Malformed(path, f"an object is expected, not {shown(found)}")
        self.path, self.left = path, dict(found)

    def take(self, name: str) -> Any:
        if name not in self.left:
            raise Malformed(f"{self.path}.{name}", "this is missing")
        return self.left.pop(name)

    def id(self) -> str:
        found = self.take("id")
        if fault := id_fault(found):
            raise Malformed(f"{self.path}.id", fault)
        return str(found)

    def whole(self, name: str, least: int = -MOST, most: int = MOST) -> int:
        found = self.take(name)
        if fault := whole_fault(found, least=least, most=most):
            raise Malformed(f"{self.path}.{name}", fault)
        return int(found)

    def optional(self, name: str, kind: type) -> Any:
        """None when it is absent or null."""
        found = self.left.pop(name, None)
        if found is not None and type(found) is not kind:
            raise Malformed(f"{self.path}.{name}", f"{KINDS[kind]} is expected, not {shown(found)}")
        return found

    def capacity(self, slots: int) -> tuple[int, ...]:
        found = self.take("capacity")
        if not isinstance(found, list):
            raise Malformed(f"{self.path}.capacity", f"a list is expected, not {shown(found)}")
        if len(found) != slots:
            raise Malformed(
                f"{self.path}.capacity", f"{slots} numbers are expected, one for each slot, not {len(found)}"
            )
        for slot, each in enumerate(found):
            if fault := whole_fault(each, least=0):
                raise Malformed(f"{self.path}.capacity[{slot}]", fault)
        return tuple(found)

    def refuse_others(self) -> None:
        for name in self.left:
            raise Malformed(f"{self.path}.{name}", "unknown key")


KINDS = {str: "a text", int: "a whole number", bool: "true or false"}


def learner(fields: Fields, slots: int) -> Learner:
    name = fields.id()
    start, end = fields.whole("from", 0, slots), fields.whole("to", 0, slots)
    if start >= end:
        raise Malformed(f"{fields.path}.to", f"{end} must be more than from, which is {start}")
    cost, gender = fields.whole("unassigned_cost"), fields.optional("gender", str)
    minutes = fields.optional("max_minutes", int)
    if minutes is not None and (fault := whole_fault(minutes, least=0)):
        raise Malformed(f"{fields.path}.max_minutes", fault)
    return Learner(name, start, end, cost, gender, minutes)


def placement(fields: Fields, slots: int) -> Placement:
    return Placement(fields.id(), fields.capacity(slots))


def host(fields: Fields, slots: int) -> Host:
    return Host(fields.id(), fields.capacity(slots), bool(fields.optional("one_gender", bool)))
