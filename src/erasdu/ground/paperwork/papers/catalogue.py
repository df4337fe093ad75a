"""Which kinds there are, and their wording as it ships with the code."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps

from erasdu.ground.paperwork.rules import Content, ContentFaulty, Facts, Kind, check, parse_content


class UnknownKind(KeyError):
    """No app has a kind with that code."""


@cache
def _owners() -> dict[str, tuple[Kind, ModuleType]]:
    found: dict[str, tuple[Kind, ModuleType]] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.papers"
        if not config.name.startswith("erasdu.") or find_spec(name) is None:
            continue
        module = import_module(name)
        for one in getattr(module, "KINDS", ()):
            if one.code in found:
                raise ValueError(f"two kinds are called {one.code!r}")
            found[one.code] = (one, module)
    return found


def kinds() -> dict[str, Kind]:
    """Every kind by its code, in the order of the road."""
    return {code: one for code, (one, _module) in _owners().items()}


def kind(code: str) -> Kind:
    """The kind with that code, or UnknownKind."""
    try:
        return _owners()[code][0]
    except KeyError:
        raise UnknownKind(code) from None


def specimen_facts(code: str, language: str) -> Facts:
    """Invented facts that fill every place of a kind."""
    one, module = _owners()[kind(code).code]
    facts: Facts = module.specimen(one.name, language)
    return facts


def content_of(kind: Kind, language: str) -> Content:
    """The wording that ships with the code; ContentFaulty when there is none or it does not fit the kind."""
    return _content(kind.code, language)


@cache
def _content(code: str, language: str) -> Content:
    one = kind(code)
    content = parse_content(content_text(one, language))
    check(one, content)
    return content


def title_abroad(kind: Kind, language: str) -> str:
    """What a kind is called in a language in which its paper does not exist; empty where nobody said."""
    return str(_titles(kind.folder).get(kind.name, {}).get(language, ""))


def consent_abroad(kind: Kind, role: str, language: str) -> str:
    """What the sentence beside the box says, for information, in such a language; empty where nobody said."""
    said = _titles(kind.folder).get(kind.name, {}).get("consent", {})
    return str(said.get(role.partition("_")[0] if role.startswith("guardian") else role, {}).get(language, ""))


@cache
def _titles(folder: Path) -> dict[str, dict[str, Any]]:
    path = folder / "content" / "titles.toml"
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def content_text(kind: Kind, language: str) -> str:
    """The same as it lies in its file."""
    if language not in kind.languages:
        raise ContentFaulty("no_language", kind.code, language)
    return (kind.folder / "content" / f"{kind.name}.{language}.toml").read_text(encoding="utf-8")
