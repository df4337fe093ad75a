"""What one person typed beside what another saved meanwhile, as text."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Model

from erasdu.ground.look import figures

REVISION = "revision"  # of the row: nobody typed it


def both(form: forms.BaseForm, stored: Mapping[str, Any]) -> dict[str, str]:
    """`mine` and `theirs` for `look/parts/both_texts.html`: only the fields that differ, a line for each."""
    mine, theirs = [], []
    for name, saved in stored.items():
        if name == REVISION or name not in form.fields or (typed := form.cleaned_data.get(name)) == saved:
            continue
        label = str(form.fields[name].label)
        mine.append(f"{label}: {_shown(form.fields[name], typed)}")
        theirs.append(f"{label}: {_shown(form.fields[name], saved)}")
    return {"mine": "\n".join(mine), "theirs": "\n".join(theirs)}


def over(form: forms.BaseForm, revision: int) -> None:
    """The form as it was typed, now to be saved over that revision."""
    data: Any = form.data
    form.data = data.copy()
    form.data[form.add_prefix(REVISION)] = str(revision)  # type: ignore[index]


def _shown(field: forms.Field, value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(_shown(field, each) for each in value) or "–"
    if value is None or value == "":
        return "–"
    if isinstance(field, forms.DateField):
        return figures.day(value)
    if isinstance(value, bool):
        return "✓" if value else "–"
    if isinstance(field, forms.ChoiceField) and not isinstance(value, Model):
        return str(dict(field.choices).get(value, value))  # type: ignore[arg-type]
    return str(value)
