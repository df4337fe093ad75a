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
# (Rows that are there already are changed in the same words on both; left alone, they are not.)
WORDS = (
    r"\.cursor\(|\.raw\(|\.extra\(|\bRawSQL\b|\bas_(?:sql|sqlite|postgresql)\b|\.(?:vendor|features|ops)\b",  # its own SQL
    r"\b(?:Func|Cast|Collate|Lower|Upper|Rank|RowNumber|Trunc\w*|Extract[A-Z]\w+|Key(?:Text)?Transform|JSONObject|StringAgg)\(",
    r"__(?:date|time|year|month|day|week|week_day|hour|minute)\b|\bprepared import .*DAY\b",
    r"__i(?:exact|contains|startswith|endswith)\b|__i?regex\b",
    r"\bignore_conflicts=|\bskip_locked\b|\bnowait\b|\bpartition_by=|\.(?:union|intersection|difference)\(.*values",
)


def differs(test: Path) -> bool:
    """Whether what this file tests, by its path, may be another thing on another database: an app with such words in
    it, or no app at all."""
    return _differs(SOURCE / test.parent.relative_to(TESTS))


@cache
def _differs(app: Path) -> bool:
    files = [one for one in app.rglob("*.py") if SILENT.isdisjoint((*one.relative_to(app).parts, one.stem))]
    return not files or any(_own_words().search(one.read_text(encoding="utf-8")) for one in files)


@cache
def _own_words() -> re.Pattern[str]:
    """With what is looked for within a column of JSON."""
    columns = {
        field.name for model in apps.get_models() for field in model._meta.fields if isinstance(field, JSONField)
    }
    within = rf"\b(?:{'|'.join(sorted(columns))})__(?!in\b|isnull\b)[a-z]\w*="
    return re.compile("|".join((*WORDS, within)))
