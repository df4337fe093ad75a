"""From content and facts to the value that is frozen, drawn, shown and compared: markup first, facts afterwards."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from erasdu.ground.paperwork.rules.content import Clause, Content, ContentFaulty, Json

# Placeholder → text; `{*name}` wants a list of texts, `{:name}` a list of pairs, `{#name}` a table. A kind with a
# template of its own gets what that draws under `drawn`; its clauses give the titles and sentences around it.
Facts = Mapping[str, object]

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
WHOLE_LINE = re.compile(r"\{([*:#])([a-z][a-z0-9_]*)\}")
GIVEN = {"*": "items_of", ":": "pairs_of", "#": "table_of"}


def placeholders(content: Content) -> set[str]:
    """Every fact that the content asks for, those in conditions too."""
    texts = [content.title, content.lead, *(text for pair in content.facts for text in pair)]
    texts += [text for clause in content.clauses for text in (clause.title, clause.text)]
    found = {name for text in texts for name in PLACEHOLDER.findall(text)}
    found |= {name for text in texts for _, name in WHOLE_LINE.findall(text)}
    return found | {clause.when.partition("=")[0] for clause in content.clauses if clause.when}


def places_in(text: str) -> tuple[set[str], bool]:
    """What a text asks to have filled in, and whether other braces stand in it."""
    rest = WHOLE_LINE.sub("", text)
    found = {name for _, name in WHOLE_LINE.findall(text)} | set(PLACEHOLDER.findall(rest))
    return found, bool(set("{}") & set(PLACEHOLDER.sub("", rest)))


def compose(content: Content, facts: Facts) -> Json:
    """`title`, `lead`, `facts`, `clauses` [{`code`, `title`, `blocks`}], `space`: frozen, drawn, shown and compared.

    Blocks: {"text": …}, {"items": […]}, {"pairs": [[label, value], …]}, {"head": […], "rows": [[…], …]}. What turns
    out empty is left out: a pair without value, a clause without blocks. Raises ContentFaulty for a placeholder
    without a fact.
    """
    clauses = [_composed(clause, facts) for clause in content.clauses if holds(clause.when, facts)]
    clauses = [clause for clause in clauses if clause["blocks"]]
    if len({clause["code"] for clause in clauses}) != len(clauses):
        raise ContentFaulty("clause_twice", "clause")
    title, lead = _fill(content.title, facts, "title"), _fill(content.lead, facts, "lead")
    drawn: Json = {}
    if "drawn" in facts:
        drawn = {"drawn": facts["drawn"], "worded": {"title": title, "lead": lead, "clauses": _worded(clauses)}}
    return {
        "title": title,
        "lead": lead,
        "facts": _pairs(_deep([list(pair) for pair in content.facts], facts, "fact")),
        "clauses": clauses,
        "space": content.space,
        **drawn,
    }


def _worded(clauses: Sequence[Json]) -> Json:
    """Code → title and sentences of each clause, for a template that draws the rest in its own way."""
    return {str(clause["code"]): {"title": clause["title"], "said": _sentences(clause)} for clause in clauses}


def _sentences(clause: Json) -> list[object]:
    found = clause["blocks"]
    assert isinstance(found, list)
    return [block["text"] for block in found if "text" in block]


def apart(text: str) -> tuple[str, str]:
    """The sentences with which a text opens, and the rest from its first list, pair or table on."""
    lines = text.splitlines()
    starts = (number for number, line in enumerate(lines) if _is_drawn(line.strip()))
    first = next(starts, len(lines))
    return "\n".join(lines[:first]).strip(), "\n".join(lines[first:]).strip()


def _is_drawn(line: str) -> bool:
    return line.startswith(("- ", "|")) or WHOLE_LINE.fullmatch(line) is not None


def _composed(clause: Clause, facts: Facts) -> Json:
    filled = [_filled(block, facts, clause.code) for block in blocks(clause.text)]
    title = _fill(clause.title, facts, clause.code)
    return {"code": clause.code, "title": title, "blocks": [block for block in filled if any(block.values())]}


def holds(when: str, facts: Facts) -> bool:
    name, _, values = when.partition("=")
    return not when or str(facts.get(name, "")) in values.split("|")


def blocks(text: str) -> list[Json]:
    """The markup of a clause: paragraphs, `- ` lists, `| label | value |` pairs, `{*list}`, `{:pairs}`, `{#table}`."""
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
            found.append({GIVEN[mark[1]]: mark[2]})
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
    if name := block.get("pairs_of"):
        return {"pairs": _pairs(_listed(facts, str(name), where))}
    if name := block.get("table_of"):
        table = _known(facts, str(name), where)
        if not isinstance(table, Mapping):
            raise ContentFaulty("no_table", where, str(name))
        rows = [[str(cell) for cell in row] for row in table["rows"]]
        return {"head": [str(cell) for cell in table["head"]], "rows": rows} if rows else {}
    filled = {name: _deep(value, facts, where) for name, value in block.items()}
    return {name: _pairs(value) if name == "pairs" else value for name, value in filled.items()}


def _pairs(value: object) -> list[list[str]]:
    """Those that have a value."""
    assert isinstance(value, Sequence)
    return [[str(label), str(said)] for label, said in value if str(said)]


def _deep(value: object, facts: Facts, where: str) -> object:
    if isinstance(value, list):
        return [_deep(one, facts, where) for one in value]
    return _fill(str(value), facts, where)


def _fill(text: str, facts: Facts, where: str) -> str:
    return PLACEHOLDER.sub(lambda found: _told(facts, found[1], where), text)


def _told(facts: Facts, name: str, where: str) -> str:
    """A list or a table is no word of a sentence."""
    value = _known(facts, name, where)
    if isinstance(value, Mapping | list | tuple):
        raise ContentFaulty("no_list", where, name)
    return str(value)


def _listed(facts: Facts, name: str, where: str) -> Sequence[object]:
    value = _known(facts, name, where)
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ContentFaulty("no_list", where, name)
    return value


def _known(facts: Facts, name: str, where: str) -> object:
    if name not in facts:
        raise ContentFaulty("no_fact", where, name)
    return facts[name]
