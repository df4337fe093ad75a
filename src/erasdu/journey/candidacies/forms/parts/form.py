"""The form of one part: what is offered, what may stay open in a draft, and what is saved."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms

from erasdu.ground.look.forms import PlainForm
from erasdu.journey.candidacies import rules
from erasdu.journey.candidacies.forms.parts.choices import asked_languages, in_own_words, language_name
from erasdu.journey.candidacies.forms.parts.fields import BUILDERS
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.words.content import OCCUPATIONS, SKILLS


class PartForm(PlainForm):
    """`seen`: what was stored of this part when the page was made; another device may have changed it since."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, candidacy: Candidacy, part: str, data: Any = None, **options: Any) -> None:
        self.candidacy, self.part = candidacy, part
        built = BUILDERS[part](candidacy)
        asked = {name.replace(".", "__") for name in rules.FIELDS[part]}
        for name, field in built.items():
            field.required = name in asked or name.startswith("languages__")
        stored = {name: stored_value(candidacy, name) for name in built}
        super().__init__(data, initial={**stored, "seen": digest(stored)}, **options)
        del self.fields["revision"]
        self.fields.update(built)
        self.stored = stored
        self.other_profession = False
        if part == "occupation":
            self._offer_tasks()

    def _offer_tasks(self) -> None:
        """The tasks of the profession that is chosen now; another profession starts without ticks."""
        chosen = self.data.get("occupation") if self.is_bound else self.candidacy.profile.occupation
        self.occupation = OCCUPATIONS.get(str(chosen or ""))
        tasks = self.occupation.tasks if self.occupation else {}
        for name in ("tasks_can", "tasks_want"):
            self.fields[name].choices = [(code, in_own_words(pair)) for code, pair in tasks.items()]  # type: ignore[attr-defined]
        self.other_profession = self.is_bound and chosen != self.candidacy.profile.occupation
        if self.other_profession:
            kept = [name for name in self.data if name not in ("tasks_can", "tasks_want")]
            self.data = {name: self.data[name] for name in kept}

    @property
    def told_apart(self) -> list[Any]:
        """Fields with a place of their own for what is wrong; those with choices alone cannot go wrong."""
        return [field for field in self.visible_fields() if not field.name.startswith(("tasks_", "languages__"))]

    @property
    def seen_by_page(self) -> str:
        """What the page said that was stored, kept until the person decides between two texts."""
        return str(self.data.get("seen", ""))

    @property
    def tasks(self) -> list[tuple[str, str, bool, bool]]:
        """Code, words, whether the learner can do it, whether they want to learn it."""
        can, want = (set(self[name].value() or ()) for name in ("tasks_can", "tasks_want"))
        choices = self.fields["tasks_can"].choices  # type: ignore[attr-defined]
        return [(code, text, code in can, code in want) for code, text in choices]

    @property
    def by_language(self) -> list[tuple[str, str, list[Any], int]]:
        """Code, name, fields and how many of them are open, for each language."""
        found = []
        for code in asked_languages(self.candidacy):
            bound = [self[f"languages__{code}__{skill}"] for skill in SKILLS]
            found.append((code, language_name(code), bound, sum(not field.value() for field in bound)))
        return found

    @property
    def open_language(self) -> str:
        """The first that still asks something, else the first of all."""
        found = self.by_language
        return next((code for code, _name, _bound, left in found if left), found[0][0])

    def full_clean(self) -> None:
        """In a draft nothing is required yet: an empty field is saved empty."""
        super().full_clean()
        if not self.is_bound:
            return
        for name, errors in list(self.errors.items()):
            if name in self.fields and all(error.code == "required" for error in errors.as_data()):
                del self.errors[name]
                self.cleaned_data[name] = self.fields[name].to_python(None)

    @property
    def to_save(self) -> dict[str, Any]:
        """What is right, under the names of `actions.save_form`."""
        values: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if name in ("seen", "revision") or name in self.errors:
                continue
            column, _sep, inner = name.partition("__")
            if column == "languages":
                language, _sep, skill = inner.partition("__")
                if value:
                    values.setdefault(f"languages.{language}", {})[skill] = value
            else:
                values[f"{column}.{inner}" if inner else column] = value
        if values.get("occupation"):
            values["sector"] = OCCUPATIONS[values["occupation"]].sector
        return values


def stored_value(candidacy: Candidacy, name: str) -> Any:
    """What is stored for a field of the form, destinations as row numbers."""
    column, _sep, inner = name.partition("__")
    if column in ("first_choice", "second_choice"):
        return getattr(candidacy, f"{column}_id")
    held = getattr(candidacy.profile, column)
    if column == "languages":
        language, _sep, skill = inner.partition("__")
        return held.get(language, {}).get(skill, "")
    return held.get(inner, "") if inner else held


def digest(stored: Mapping[str, Any]) -> str:
    """Short and the same for the same values."""
    text = json.dumps(dict(stored), sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
