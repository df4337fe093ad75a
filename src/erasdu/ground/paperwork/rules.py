"""What a paper is made of, who signs it, and who signs again when it changes. Plain Python.

A step declares its kinds in `papers.KINDS`; their wording lies in `content/<name>.<language>.toml` of its folder.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import rfc8785

Json = dict[str, object]
Facts = Mapping[str, object]  # placeholder → text; `{*name}` wants a list of texts, `{#name}` a table

# -- kinds -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Question:
    """Something a signer of `role` answers on the page, printed in the final paper.

    `kind`: text, long, yes_no, choice (one of `options`), dates (a period or several), phone.
    `only_when`: (code of another question, its answer) for which this one is asked.
    """

    code: str
    role: str
    kind: Literal["text", "long", "yes_no", "choice", "dates", "phone"]
    options: tuple[str, ...] = ()
    required: bool = True
    only_when: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of paper.

    `code`: `<app>.<name>`; `folder`: the owning app's folder, which has `content/<name>.<language>.toml`.
    `signers`: groups of roles; one group after the other, inside a group side by side.
    `binds`: clause → roles that sign again when it changes; a clause that is not named binds everybody.
    `second_channel`: roles whose code never comes by the mail that brought the link.
    `explained`: roles that get a plain explanation in their own language beside the paper.
    `gate`: the gate it guards, empty for none; `valid_days`: how long it may wait for signatures.
    `template`: a typst file of its own in `<folder>/typst`, else the shared one.
    `by_hand`: printed and signed on paper only, never electronically.
    `restricted`: its data is encrypted and only its readers see it, also among staff.
    """

    code: str
    folder: Path
    signers: tuple[tuple[str, ...], ...]
    binds: Mapping[str, frozenset[str]] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    languages: tuple[str, ...] = ("nl", "en")
    second_channel: frozenset[str] = frozenset()
    explained: frozenset[str] = frozenset()
    gate: str = ""
    valid_days: int = 30
    template: str = ""
    template_version: int = 1
    by_hand: bool = False
    restricted: bool = False

    @property
    def name(self) -> str:
        return self.code.partition(".")[2]

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(role for group in self.signers for role in group)

    def turn_of(self, role: str) -> int:
        """The number of the group in which a role signs, from 0."""
        return next(turn for turn, group in enumerate(self.signers) if role in group)

    def bound_by(self, clause: str) -> frozenset[str]:
        return self.binds.get(clause, frozenset(self.roles))


# -- content ---------------------------------------------------------------------------------------


class ContentFaulty(ValueError):
    """A content text that cannot be used; `where` is the clause or field, for the one who edits it."""

    def __init__(self, code: str, where: str, what: str = "") -> None:
        super().__init__(f"{where}: {code} {what}".strip())
        self.code, self.where, self.what = code, where, what


@dataclass(frozen=True, slots=True)
class Clause:
    """`when`: `fact=value` or `fact=one|other`; the clause stands only in papers where that holds."""

    code: str
    title: str
    text: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class Content:
    """The wording of a kind in one language. `consent`: role → the sentence beside the tick box ("" for all)."""

    title: str
    short: str
    lead: str
    clauses: tuple[Clause, ...]
    roles: Mapping[str, str]
    consent: Mapping[str, str]
    questions: Mapping[str, Json]

    def consent_of(self, role: str) -> str:
        return self.consent.get(role) or self.consent.get("", "")


def parse_content(text: str) -> Content:
    """From TOML; ContentFaulty names what is wrong."""
    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ContentFaulty("not_toml", "file", str(error)) from None
    try:
        clauses = tuple(
            Clause(one["code"], one.get("title", ""), one["text"].strip(), one.get("when", ""))
            for one in raw.get("clause", [])
        )
        content = Content(
            title=raw["title"],
            short=raw.get("short", raw["title"]),
            lead=raw.get("lead", ""),
            clauses=clauses,
            roles=raw.get("roles", {}),
            consent=raw.get("consent", {}),
            questions={one["code"]: one for one in raw.get("question", [])},
        )
    except KeyError as error:
        raise ContentFaulty("lacks", str(error)) from None
    if len({(clause.code, clause.when) for clause in clauses}) != len(clauses):
        raise ContentFaulty("clause_twice", "clause")
    return content


# -- composing: markup first, facts afterwards -----------------------------------------------------

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
WHOLE_LINE = re.compile(r"\{([*#])([a-z][a-z0-9_]*)\}")


def placeholders(content: Content) -> set[str]:
    """Every fact that the content asks for, those in conditions too."""
    texts = [content.title, content.lead, *content.consent.values()]
    texts += [text for clause in content.clauses for text in (clause.title, clause.text)]
    found = {name for text in texts for name in PLACEHOLDER.findall(text)}
    found |= {name for text in texts for _, name in WHOLE_LINE.findall(text)}
    return found | {clause.when.partition("=")[0] for clause in content.clauses if clause.when}


def compose(content: Content, facts: Facts) -> Json:
    """`title`, `lead`, `clauses` [{`code`, `title`, `blocks`}]: what is frozen, drawn, shown and compared.

    Blocks: {"text": …}, {"items": […]}, {"pairs": [[label, value], …]}, {"head": […], "rows": [[…], …]}.
    Raises ContentFaulty for a placeholder without a fact.
    """
    standing = [clause for clause in content.clauses if holds(clause.when, facts)]
    return {
        "title": _fill(content.title, facts, "title"),
        "lead": _fill(content.lead, facts, "lead"),
        "clauses": [
            {
                "code": clause.code,
                "title": _fill(clause.title, facts, clause.code),
                "blocks": [_filled(block, facts, clause.code) for block in blocks(clause.text)],
            }
            for clause in standing
        ],
    }


def holds(when: str, facts: Facts) -> bool:
    name, _, values = when.partition("=")
    return not when or str(facts.get(name, "")) in values.split("|")


def blocks(text: str) -> list[Json]:
    """The markup of a clause: paragraphs, `- ` lists, `| label | value |` pairs, `{*list}` and `{#table}`."""
    found: list[Json] = []
    for line in (line.strip() for line in text.splitlines()):
        last = found[-1] if found else {}
        if not line:
            found.append({})
        elif line.startswith("- "):
            _append(found, last, "items", line[2:])
        elif line.startswith("|") and line.endswith("|") and line.count("|") == 3:
            _append(found, last, "pairs", [cell.strip() for cell in line.strip("|").split("|")])
        elif mark := WHOLE_LINE.fullmatch(line):
            found.append({"items_of" if mark[1] == "*" else "table_of": mark[2]})
        elif "text" in last:
            last["text"] = f"{last['text']} {line}"
        else:
            found.append({"text": line})
    return [block for block in found if block]


def _append(found: list[Json], last: Json, name: str, value: object) -> None:
    entries = last.get(name)
    if isinstance(entries, list):
        entries.append(value)
    else:
        found.append({name: [value]})


def _filled(block: Json, facts: Facts, where: str) -> Json:
    if name := block.get("items_of"):
        return {"items": [str(item) for item in _listed(facts, str(name), where)]}
    if name := block.get("table_of"):
        table = _known(facts, str(name), where)
        if not isinstance(table, Mapping):
            raise ContentFaulty("no_table", where, str(name))
        return {"head": list(table["head"]), "rows": [list(row) for row in table["rows"]]}
    return {name: _deep(value, facts, where) for name, value in block.items()}


def _deep(value: object, facts: Facts, where: str) -> object:
    if isinstance(value, list):
        return [_deep(one, facts, where) for one in value]
    return _fill(str(value), facts, where)


def _fill(text: str, facts: Facts, where: str) -> str:
    return PLACEHOLDER.sub(lambda found: str(_known(facts, found[1], where)), text)


def _listed(facts: Facts, name: str, where: str) -> Sequence[object]:
    value = _known(facts, name, where)
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ContentFaulty("no_list", where, name)
    return value


def _known(facts: Facts, name: str, where: str) -> object:
    if name not in facts:
        raise ContentFaulty("no_fact", where, name)
    return facts[name]


# -- versions --------------------------------------------------------------------------------------


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
    clauses = paper.get("clauses", [])
    assert isinstance(clauses, list)
    named = {clause["code"]: clause for clause in clauses}
    head: Json = {"code": "_head", "title": paper.get("title", ""), "blocks": [{"text": paper.get("lead", "")}]}
    return {"_head": head, **named}


def sign_again(kind: Kind, changed: Iterable[Change], *, moved: Collection[str] = ()) -> frozenset[str]:
    """The roles that sign again: bound by a clause that changed, or whose own party changed (`moved`)."""
    bound: set[str] = set(moved)
    for change in changed:
        bound |= kind.bound_by(change.clause)
    return frozenset(bound)
