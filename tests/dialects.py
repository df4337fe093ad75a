"""Which apps speak to the database in words that SQLite and PostgreSQL understand each in its own way (docs/adr/0017)."""

import re
from functools import cache
from pathlib import Path

from django.apps import apps
from django.db.models import JSONField

TESTS = Path(__file__).parent
SOURCE = TESTS.parent / "src" / "erasdu"
# What only parses, decides, names or shows asks the database nothing; a model says what Django writes for both.
SILENT = {"migrations", "models", "forms", "rules", "states", "words", "views", "urls"}
# Each begins with letters that are rarely found: so thousands of files are read in a moment. (Rows that are there already
# are changed in the same words on both; left alone, they are not.)
WORDS = (
    r"\.(?:cursor|raw|extra)\(", r"\.(?:vendor|features|ops)\b", r"RawSQL\b", r"as_(?:sql|sqlite|postgresql)\b",
    r"(?:Func|Cast|Collate|Lower|Upper|Rank|RowNumber|Trunc\w*|Extract[A-Z]\w+|Key(?:Text)?Transform|JSONObject|StringAgg)\(",
    r"__(?:date|time|year|month|day|week|week_day|hour|minute)\b", r"prepared import .*DAY\b",
    r"__i(?:exact|contains|startswith|endswith)\b", r"__i?regex\b",
    r"ignore_conflicts=", r"skip_locked\b", r"nowait\b", r"partition_by=", r"\.(?:union|intersection|difference)\(.*values",
)  # fmt: skip
OWN = [re.compile(words) for words in WORDS]
WITHIN = re.compile(r"\b([a-z][a-z0-9]*(?:_[a-z0-9]+)*)__(?!in\b|isnull\b)[a-z]\w*=")


def differs(test: Path) -> bool:
    """Whether what this file tests, by its path, may be another thing on another database: an app with such words in
    it, or no app at all."""
    return _differs(SOURCE / test.parent.relative_to(TESTS))


@cache
def _differs(app: Path) -> bool:
    files = [one for one in app.rglob("*.py") if SILENT.isdisjoint((*one.relative_to(app).parts, one.stem))]
    return not files or any(_has_own_words(one.read_text(encoding="utf-8")) for one in files)


def _has_own_words(source: str) -> bool:
    within = {match[1] for match in WITHIN.finditer(source)}  # what is looked for within a column, or in another table
    return any(one.search(source) for one in OWN) or not within.isdisjoint(_columns_of_json())


@cache
def _columns_of_json() -> set[str]:
    return {field.name for model in apps.get_models() for field in model._meta.fields if isinstance(field, JSONField)}
