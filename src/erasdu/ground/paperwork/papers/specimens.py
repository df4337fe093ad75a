"""Papers of invented people, marked as a specimen and never registered.

A step's `content/specimen.toml` has, for each language: `facts` for all its kinds, a table with the name of a kind for
that one alone, `parties` (role → name, function, organisation; `parties_of.<kind>` for one kind), and `answers.<kind>`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from erasdu.ground.paperwork.papers.catalogue import content_of, specimen_facts
from erasdu.ground.paperwork.rules import Content, Facts, Json, Kind, answered, asked, compose, digest
from erasdu.kernel.typeset import day_text, moment_text

WORDS = {
    "nl": {
        "method": "Persoonlijke link en code",
        "assurance": "Voorbeeld: niemand tekende dit echt",
        "asked": "Link verstuurd",
        "signed": "Ondertekend",
        "note": "Voorbeeld: deze gebeurtenissen zijn verzonnen.",
    },
    "en": {
        "method": "Personal link and code",
        "assurance": "Example: nobody really signed this",
        "asked": "Link sent",
        "signed": "Signed",
        "note": "Example: these events are invented.",
    },
}


@cache
def _invented(folder: Path) -> dict[str, Any]:
    return tomllib.loads((folder / "content" / "specimen.toml").read_text(encoding="utf-8"))


def specimen_of(folder: Path, name: str, language: str) -> Facts:
    """Invented facts for a kind of that folder."""
    told = _invented(folder)[language]
    return {**told.get("facts", {}), **told.get(name, {})}


def specimen(
    kind: Kind, language: str, *, at: datetime, verify: str, shown_sha256: str = "", content: Content | None = None
) -> Json:
    """The whole data of an invented paper; with the hash of what was shown it is one that was signed before `at`.

    `content`: another wording than the one that ships, to see before it is used.
    """
    worded = content or content_of(kind, language)
    data = compose(worded, specimen_facts(kind.code, language))
    parties = [_party(kind, role, language, worded) for role in kind.roles]
    evidence: Json | None = None
    if shown_sha256:
        first = at - timedelta(hours=len(parties))
        for number, (role, party) in enumerate(zip(kind.roles, parties, strict=True)):
            party["signed"] = _signed(kind, role, language, first + timedelta(hours=number))
        evidence = _evidence(parties, language, first, shown_sha256)
    paperwork: Json = {
        "reference": "SPECIMEN",
        "version": "1",
        "kind": worded.short,
        "issued": day_text(at - timedelta(days=1), language),
        "specimen": True,
        "by_hand": kind.by_hand,
        "verify": verify,
        "parties": parties,
        "evidence": evidence,
    }
    return {**data, "paperwork": paperwork}


def _party(kind: Kind, role: str, language: str, content: Content) -> Json:
    told = _invented(kind.folder)[language]
    people: Mapping[str, list[str]] = {**told["parties"], **told.get("parties_of", {}).get(kind.name, {})}
    name, function, organisation = people[role]
    return {
        "role": content.roles[role],
        "name": name,
        "function": function,
        "organisation": organisation,
        "consent": content.consent_of(role),
        "signed": None,
        "asked": asked(kind, content, role),
    }


def _signed(kind: Kind, role: str, language: str, at: datetime) -> Json:
    answers = _invented(kind.folder)[language].get("answers", {}).get(kind.name, {}).get(role, {})
    words = WORDS[language]
    return {
        "method": words["method"],
        "assurance": words["assurance"],
        "at": moment_text(at, language),
        "answers": answered(kind, content_of(kind, language), role, answers, language),
    }


def _evidence(parties: list[Json], language: str, first: datetime, shown_sha256: str) -> Json:
    words = WORDS[language]
    rows = []
    for number, party in enumerate(parties):
        moment = first + timedelta(hours=number)
        rows.append([moment_text(moment - timedelta(minutes=20), language), words["asked"], party["name"]])
        rows.append([moment_text(moment, language), words["signed"], party["name"]])
    return {"rows": rows, "shown_sha256": shown_sha256, "head": digest(rows), "note": words["note"]}
