"""Explanations and phrases as they lie in their files: another language is another file, and nothing else."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from erasdu.ground.paperwork.rules import Explanation, Kind, Phrases, parse_explanation, parse_phrases

PHRASES = Path(__file__).resolve().parents[1] / "phrases"
# In these the papers themselves are written.
FIRST = ("nl", "en")


def explanation_of(kind: Kind, language: str) -> Explanation | None:
    """What stands beside a paper of this kind in that language; None when nobody has written it."""
    if language not in explained_languages(kind):
        return None
    return _explanation(kind.folder / "explanations" / f"{kind.name}.{language}.toml")


def explained_languages(kind: Kind) -> list[str]:
    """The languages in which a kind is explained, Dutch and English first."""
    return list(_languages(kind.folder / "explanations", f"{kind.name}."))


def phrases(language: str) -> Phrases | None:
    """The words around a paper in that language; None when nobody has written them."""
    return _phrases(PHRASES / f"{language}.toml") if language in _languages(PHRASES, "") else None


def phrased_languages() -> list[str]:
    """The languages that have phrases, Dutch and English first: one of them is kept for each contact."""
    return list(_languages(PHRASES, ""))


@cache
def _languages(folder: Path, start: str) -> tuple[str, ...]:
    found = {path.name.removeprefix(start).removesuffix(".toml") for path in folder.glob(f"{start}*.toml")}
    return (*(one for one in FIRST if one in found), *sorted(found - set(FIRST)))


@cache
def _explanation(file: Path) -> Explanation:
    return parse_explanation(file.read_text(encoding="utf-8"))


@cache
def _phrases(file: Path) -> Phrases:
    return parse_phrases(file.read_text(encoding="utf-8"))
