"""What holds of every file: templates without inline script, words for every code, sizes."""

import ast
import re
from pathlib import Path

import pytest

SRC = Path(__file__).resolve().parent.parent.parent / "src" / "erasdu"
TEMPLATES = sorted(SRC.rglob("templates/**/*.html"))
MODULES = sorted(p for p in SRC.rglob("*.py") if "migrations" not in p.parts)
INLINE = re.compile(r"""\sstyle=|\son[a-z]+=["']|<script(?![^>]*\ssrc=)[^>]*>|javascript:""")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(SRC)))
def test_no_inline_script_or_style(template: Path) -> None:
    assert not INLINE.search(template.read_text(encoding="utf-8"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(SRC)))
def test_every_form_that_posts_is_guarded(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    for form in re.findall(r"<form\b[^>]*method=[\"']post[\"'].*?</form>", text, re.S | re.I):
        assert "csrf_token" in form


def _calls(name: str) -> set[str]:
    """First string arguments of every call of that name in the source."""
    found = set()
    for module in MODULES:
        for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == name and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, str):
                found.add(node.args[0].value)
    return found


def test_every_refusal_has_words() -> None:
    from erasdu.ground.look.words import collected

    assert _calls("no") - set(collected("REFUSALS")) == set()


def test_every_journal_line_has_words() -> None:
    from erasdu.ground.look.words import collected

    assert _calls("record") - set(collected("EVENTS")) == set()


def test_gates_are_asked_only_where_they_are_named() -> None:
    callers = {str(m.relative_to(SRC)) for m in MODULES if re.search(r"\bgates\.ask\(", m.read_text(encoding="utf-8"))}
    places = ("admissions", "candidacies", "matching", "mobilities")
    assert callers == {f"journey/{place}/access.py" for place in places}


def test_no_admin_and_no_signals() -> None:
    for module in MODULES:
        text = module.read_text(encoding="utf-8")
        assert "django.contrib.admin" not in text, module
        assert "db.models.signals" not in text, module


ROAD = [
    "ground", "membership", "calls", "candidacies", "mobilities", "sharing", "hosting", "selection", "insurance",
    "nominations", "admissions", "matching", "agreements", "preparation", "readiness", "office", "web", "demo",
]  # fmt: skip


def _place(part: Path | str) -> int:
    """How far along the road a template lies, by its own path or by the app in its name."""
    names = part.relative_to(SRC).parts if isinstance(part, Path) else (str(part).split("/")[0],)
    office = {"notices": "office", "outreach": "office", "retention": "office"}
    places = [ROAD.index(office.get(name, name)) for name in names if office.get(name, name) in ROAD]
    return places[0] if places else 0


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda p: str(p.relative_to(SRC)))
def test_templates_include_only_what_lies_before_them(template: Path) -> None:
    for tag, name in re.findall(r"{%\s*(include|extends)\s+\"([^\"#]+)", template.read_text(encoding="utf-8")):
        assert _place(name) <= _place(template), f"{tag} {name}"
