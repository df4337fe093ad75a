"""The table of notices, read once from its file."""

import tomllib
from functools import cache
from pathlib import Path

from erasdu.office.notices.rules import Table, parse_table

FILE = Path(__file__).parent.parent / "table.toml"


@cache
def table() -> Table:
    return parse_table(tomllib.loads(FILE.read_text(encoding="utf-8")))
