"""The quality standards as data (`quality.toml`), and of how many learners what they ask is in order."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from erasdu.kernel.requirement import DEPART, Requirement


@dataclass(frozen=True, slots=True)
class Standard:
    """One row of the file."""

    code: str
    needs: tuple[str, ...] = ()
    later: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    ready: tuple[str, ...] = ()
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """Of which stays something is in order, was let pass, or lacks; of no others is it asked."""

    met: tuple[int, ...]
    passed: tuple[int, ...]
    lacking: tuple[int, ...]

    @property
    def asked(self) -> int:
        return len(self.met) + len(self.passed) + len(self.lacking)


def _read() -> Sequence[Standard]:
    given = tomllib.loads((Path(__file__).parent / "quality.toml").read_text(encoding="utf-8"))
    rows: list[dict[str, Any]] = [
        {name: tuple(value) if isinstance(value, list) else value for name, value in row.items()}
        for row in given["standard"]
    ]
    return [Standard(**row) for row in rows]


STANDARDS = _read()


def counted(items: Mapping[int, Iterable[Requirement]]) -> dict[str, Count]:
    """Code → of which stays it is in order. `items`: by stay what is asked of it."""
    met: dict[str, list[int]] = {}
    passed: dict[str, list[int]] = {}
    lacking: dict[str, list[int]] = {}
    for stay, several in items.items():
        for item in several:
            if item.state != "not_applicable":
                into = met if item.met else passed if DEPART in item.let_pass else lacking
                into.setdefault(item.code, []).append(stay)
    codes = dict.fromkeys([*met, *passed, *lacking])
    return {code: Count(*(tuple(each.get(code, ())) for each in (met, passed, lacking))) for code in codes}
