"""Every text on the screen has its Dutch, with the same placeholders, and nothing is fuzzy or left over."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

from erasdu.ground.look import words

ROOT = Path(__file__).resolve().parent.parent.parent
SRC = ROOT / "src" / "erasdu"
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{link\}|\{code\}")
TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
CATALOGUES = sorted(SRC.rglob("locale/nl/LC_MESSAGES/django.po"))


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source whose catalogues were made anew by gettext."""
    copy = tmp_path_factory.mktemp("messages") / "erasdu"
    shutil.copytree(SRC, copy, ignore=shutil.ignore_patterns("*.mo", "__pycache__", "migrations"))
    for app in copy.glob("*/*/apps.py"):
        (app.parent / "locale").mkdir(exist_ok=True)
    (copy / "locale").mkdir(exist_ok=True)
    command = [sys.executable, "-m", "django", "makemessages", "-l", "nl", "-e", "html,txt,py", "--no-location", "-v0"]
    made = subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    return copy


def test_every_text_is_translated(collected: Path) -> None:
    lacking = []
    for file in sorted(collected.rglob("locale/nl/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(file)):
            if not entry.obsolete and ("fuzzy" in entry.flags or not entry.translated()):
                lacking.append(f"{file.relative_to(collected).parents[3]}: {entry.msgid!r}")
    assert lacking == [], "\n".join(lacking)


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: str(file.relative_to(SRC).parents[3]))
def test_placeholders_are_the_same(file: Path) -> None:
    for entry in polib.pofile(str(file)):
        texts = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
        for text in texts:
            allowed = set(PLACEHOLDER.findall(entry.msgid + entry.msgid_plural))
            assert set(PLACEHOLDER.findall(text)) <= allowed, entry.msgid


@pytest.mark.parametrize("file", CATALOGUES, ids=lambda file: str(file.relative_to(SRC).parents[3]))
def test_nothing_is_left_over(file: Path) -> None:
    assert [entry.msgid for entry in polib.pofile(str(file)) if entry.obsolete] == []


def test_no_text_hides_in_an_f_string() -> None:
    """Gettext does not look there, so that such a text is never collected."""
    hidden = []
    for file in sorted(SRC.rglob("*.py")):
        for joined in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.JoinedStr)):
            calls = (node for node in ast.walk(joined) if isinstance(node, ast.Call))
            if any(isinstance(call.func, ast.Name) and call.func.id in TRANSLATORS for call in calls):
                hidden.append(f"{file.relative_to(SRC)}:{joined.lineno}")
    assert hidden == []


def test_one_app_alone_has_words_for_a_code() -> None:
    """Of every kind that is looked up somewhere: two apps would make each page fail that asks for one of them."""
    asked = re.compile(r'\b(?:collected|say)\("([A-Z_]+)"')
    kinds = {kind for file in SRC.rglob("*.py") for kind in asked.findall(file.read_text())}
    assert {"CONDITIONS", "EVENTS", "REFUSALS", "REQUIREMENTS"} <= kinds
    for kind in sorted(kinds):
        words.collected(kind)


@pytest.mark.parametrize("language", ["nl", "fr", "de", "es", "pt"])
def test_an_english_text_has_one_translation(language: str) -> None:
    """Django reads all catalogues as one, so that the app that comes first speaks for all; `context` tells them apart."""
    said: dict[tuple[str | None, str, bool], dict[str, set[str]]] = {}
    for file in sorted(SRC.rglob(f"locale/{language}/LC_MESSAGES/django.po")):
        for entry in polib.pofile(str(file)):
            texts = entry.msgstr or "|".join(entry.msgstr_plural.values()).strip("|")
            if texts and not entry.obsolete:
                apps = said.setdefault((entry.msgctxt, entry.msgid, bool(entry.msgid_plural)), {})
                apps.setdefault(texts, set()).add(str(file.relative_to(SRC).parents[3]))
    twice = [f"{msgid!r}: {apps}" for (_context, msgid, _plural), apps in said.items() if len(apps) > 1]
    assert twice == [], "\n".join(twice)
