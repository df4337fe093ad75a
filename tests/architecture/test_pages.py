"""Generated pages are fresh, and what they are generated from is complete."""

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tools"))

import pages  # noqa: E402


def test_generated_pages_are_fresh() -> None:
    assert pages.stale() == [], "run: python tools/pages.py"


MODELS = [*pages.our_models(), *pages.borrowed_models()]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_column_declares_its_privacy(model: type) -> None:
    fields = {f.name for f in model._meta.local_fields + model._meta.local_many_to_many}
    assert set(pages.declared(model).columns) == fields


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_the_path_to_the_person_leads_to_a_person(model: type) -> None:
    at, declaration = model, pages.declared(model)
    for step in [s for s in declaration.person.split(".") if s and s != "self"]:
        field = at._meta.get_field(step)
        at = field.related_model or at
    personal = any(p.personal for p in declaration.columns.values())
    if personal and declaration.person and model._meta.label != "journal.Line":
        assert at._meta.label == "people.Person"


def test_there_are_37_requirements() -> None:
    page = pages.requirements_page()
    assert all(f"## R{number:02} " in page for number in range(1, 38))
