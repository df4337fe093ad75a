"""Papers of every kind, with names that break careless software wherever a text can stand."""

from datetime import UTC, datetime

import segno

from erasdu.ground.paperwork.papers import content_of, kinds, specimen, specimen_facts
from erasdu.ground.paperwork.rules import Facts, Json, Kind, compose

AT = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
VERIFY = "https://erasdu.example"
SHOWN = "0123456789abcdef" * 4
# Facts that choose a clause, and what a template reads as a code.
CHOOSING = frozenset({"adult", "exact", "agreement", "form", "role", "outside", "paid", "minor", "beside"})
LABELLED = frozenset({"mentor", "school", "insurance"})
EACH = [(code, language) for code, kind in kinds().items() for language in kind.languages]


def invented(kind: Kind, language: str, *, signed: bool = False) -> Json:
    return specimen(kind, language, at=AT, verify=VERIFY, shown_sha256=SHOWN if signed else "")


def troubled(kind: Kind, language: str, *names: str, signed: bool = False) -> Json:
    """The same with one of the names behind every fact and every party's name, in turn."""
    turn = Turn(names)
    facts: Facts = {key: turn.through(value, key) for key, value in specimen_facts(kind.code, language).items()}
    paperwork = invented(kind, language, signed=signed)["paperwork"]
    for party in paperwork["parties"]:  # type: ignore[index]
        party["name"] = f"{party['name']} {turn.next()}"
    return {**compose(content_of(kind, language), facts), "paperwork": paperwork}


class Turn:
    """Gives the names one after the other, and begins again."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names, self.at = names, -1

    def next(self) -> str:
        self.at += 1
        return self.names[self.at % len(self.names)]

    def through(self, value: object, key: str = "") -> object:
        if key == "programme":  # days and hours, never a name
            return value
        if key in LABELLED and isinstance(value, list):  # a label is never a name
            return [[label, self.through(said)] for label, said in value]
        if isinstance(value, str) and value and key not in CHOOSING and not key.endswith("_code"):
            return f"{value} {self.next()}"
        if isinstance(value, dict):
            return {name: self.through(item, name) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.through(item) for item in value]
        return value


def codes(count: int) -> list[str]:
    """Drawings for that many pages, each with its number in it."""
    return [
        segno.make_qr(f"{VERIFY}/V/ABCDEFGH.{page}", error="q").svg_inline(border=4) for page in range(1, count + 1)
    ]
