"""The wording of a kind in one language: TOML in, checked against its kind."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

Json = dict[str, object]


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
    """The wording of a kind in one language. `consent`: role → the sentence beside the tick box ("" for all).

    `facts`: label and value of what stands in the box on top; `space`: what is written in an empty box at the end,
    for somebody else's stamp.
    """

    title: str
    short: str
    lead: str
    clauses: tuple[Clause, ...]
    roles: Mapping[str, str]
    consent: Mapping[str, str]
    questions: Mapping[str, Json]
    facts: tuple[tuple[str, str], ...] = ()
    space: str = ""

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
            facts=tuple((one["label"], one["value"]) for one in raw.get("fact", [])),
            space=raw.get("space", ""),
        )
    except KeyError as error:
        raise ContentFaulty("lacks", str(error)) from None
    except (TypeError, AttributeError) as error:
        raise ContentFaulty("not_as_meant", "file", str(error)) from None
    if len({(clause.code, clause.when) for clause in clauses}) != len(clauses):
        raise ContentFaulty("clause_twice", "clause")
    return content


def write_content(content: Content) -> str:
    """The TOML that `parse_content` reads back to the same content."""
    lines = [f"{name} = {_quoted(getattr(content, name))}" for name in ("title", "short", "lead", "space")]
    for table, texts in (("roles", content.roles), ("consent", content.consent)):
        lines += ["", f"[{table}]", *(f"{_quoted(name)} = {_quoted(text)}" for name, text in texts.items())]
    for asked in content.questions.values():
        lines += ["", "[[question]]", *(f"{name} = {_inline(value)}" for name, value in asked.items())]
    for label, value in content.facts:
        lines += ["", "[[fact]]", f"label = {_quoted(label)}", f"value = {_quoted(value)}"]
    for clause in content.clauses:
        lines += ["", "[[clause]]", f"code = {_quoted(clause.code)}", f"title = {_quoted(clause.title)}"]
        lines += [f"when = {_quoted(clause.when)}"] if clause.when else []
        lines.append(f"text = {_quoted(clause.text)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A basic string of TOML is one of JSON, but for the one control sign that JSON lets through."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _inline(value: object) -> str:
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_quoted(str(name))} = {_quoted(str(text))}" for name, text in value.items()) + " }"
    return _quoted(str(value))
