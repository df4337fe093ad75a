"""One part of the CV form at a time. Every field may stay empty in a draft; what is typed must be right.

A field named `texts_en__motivation` is the value `texts_en.motivation`; `languages__es__reading` a level.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look import figures
from erasdu.ground.look.forms import ChoiceField, LineField, ManyField, PhoneField, PlainForm, RowField, TextField
from erasdu.journey.calls.models import Destination
from erasdu.journey.candidacies import rules
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.words import SECTORS
from erasdu.journey.candidacies.words.content import (
    CAN_DO,
    LANGUAGES,
    OCCUPATIONS,
    SKILLS,
    STARTERS,
    TEXTS,
    TICKS,
    Pair,
    country_name,
    languages_of,
)

Fields = dict[str, forms.Field]
YES_NO = (("yes", _("Yes")), ("no", _("No")))
NO_HEALTH = _("Write nothing about your health here. We ask that later, and only when you get a place.")


def in_own_words(pair: Pair) -> str:
    """What the learner reads of a pair: Dutch, with the English behind it; English alone for who reads English."""
    nl, en = pair
    return en if (get_language() or "nl").startswith("en") else f"{nl} – {en}"


def _ticked(name: str) -> ManyField:
    labels: dict[str, str | Promise] = {
        "character": _("What are you like? Tick what fits you."),
        "hobbies": _("What do you like to do?"),
        "digital": _("What can you do with a computer or a phone?"),
        "transport": _("How do you travel?"),
        "expectations": _("What do you want to get out of it?"),
    }
    return ManyField(label=labels[name], choices=[(code, in_own_words(pair)) for code, pair in TICKS[name].items()])


def _starter(code: str) -> LineField:
    starter = STARTERS[code]
    dutch = not (get_language() or "nl").startswith("en")
    example = gettext("For example: %(example)s") % {"example": starter.example}
    return LineField(
        label=starter.en,
        max_length=160,
        help_text=f"{starter.nl} {example}" if dutch else example,
        widget=forms.TextInput(attrs={"lang": "en", "autocapitalize": "none", "spellcheck": "true"}),
    )


def _text(code: str) -> Fields:
    """The question twice: Dutch to think in, English for the CV."""
    text = TEXTS[code]
    english = forms.Textarea(attrs={"rows": 4, "cols": 40, "lang": "en", "spellcheck": "true", "data-limit": 600})
    help_en = gettext("In English. Start for example with: %(start)s") % {"start": text.example}
    return {
        f"texts_nl__{code}": TextField(
            label=f"{text.nl} ({gettext('in Dutch')})",
            help_text=_("First in Dutch if that is easier. Only you and your school see this."),
            max_length=600,
            rows=3,
            required=False,
        ),
        f"texts_en__{code}": TextField(label=text.en, help_text=help_en, max_length=600, widget=english),
    }


def _about_me(candidacy: Candidacy) -> Fields:
    return {
        "character": _ticked("character"),
        "answers__good_at": _starter("good_at"),
        "hobbies": _ticked("hobbies"),
        "answers__free_time": _starter("free_time"),
    }


def _contact(candidacy: Candidacy) -> Fields:
    def address(label: str | Promise, length: int, complete: str, **attrs: str) -> LineField:
        widget = forms.TextInput(attrs={"autocomplete": complete, **attrs})
        return LineField(label=label, max_length=length, widget=widget)

    return {
        "street": address(_("Street and number"), 160, "street-address"),
        "postal_code": address(_("Postal code"), 12, "postal-code", inputmode="text"),
        "town": address(_("Town"), 100, "address-level2"),
        "mobile": PhoneField(label=_("Your mobile number")),
        "emergency_name": LineField(
            label=_("Whom do we call when something happens to you?"),
            help_text=_("First name and family name of a parent or somebody you trust."),
            max_length=120,
        ),
        "emergency_phone": PhoneField(label=_("Their telephone number")),
    }


def _school(candidacy: Candidacy) -> Fields:
    return {
        "study_programme": LineField(
            label=_("What do you study?"), help_text=_("For example: Kapper duaal."), max_length=120
        ),
        "study_year": LineField(label=_("In which year are you?"), help_text=_("For example: 6."), max_length=30),
        "class_teacher": LineField(label=_("Your class teacher"), max_length=120, required=False),
        "workplace": LineField(label=_("Where do you work or train now?"), max_length=160, required=False),
    }


def _destination(candidacy: Candidacy) -> Fields:
    rows = Destination.objects.filter(call=candidacy.call_id)
    if not rows:
        return {}
    fields: Fields = {
        "first_choice": RowField(rows, label=_("Your first choice"), empty_label=None, widget=forms.RadioSelect),
        "second_choice": RowField(
            rows,
            label=_("Your second choice"),
            empty_label=_("No second choice"),
            blank=True,
            required=False,
            widget=forms.RadioSelect,
        ),
    }
    for field in fields.values():
        field.label_from_instance = destination_text  # type: ignore[attr-defined]
    return fields


def _occupation(candidacy: Candidacy) -> Fields:
    return {
        "occupation": ChoiceField(
            label=_("Which profession do you learn?"), choices=[("", _("Choose")), *occupation_groups(candidacy)]
        ),
        "complementary": ChoiceField(label=_("Is a job that lies close to it fine too?"), choices=YES_NO, radio=True),
        "tasks_can": ManyField(label=_("I can do this")),
        "tasks_want": ManyField(label=_("I want to learn this")),
    }


def _languages(candidacy: Candidacy) -> Fields:
    fields: Fields = {}
    for language in asked_languages(candidacy):
        for skill, name in SKILLS.items():
            levels = list(zip(rules.LEVELS, CAN_DO[skill], strict=True))
            fields[f"languages__{language}__{skill}"] = ChoiceField(
                label=name[1] if (get_language() or "").startswith("en") else name[0],
                choices=[(rules.NO_LEVEL, _("Not yet")), *levels],
                radio=True,
            )
    return fields


def _experience(candidacy: Candidacy) -> Fields:
    return {
        "answers__proud": _starter("proud"),
        "answers__worked": _starter("worked"),
        "been_abroad": ChoiceField(
            label=_("Have you stayed abroad without your parents before?"), choices=YES_NO, radio=True
        ),
        "digital": _ticked("digital"),
        "transport": _ticked("transport"),
    }


def _motivation(candidacy: Candidacy) -> Fields:
    return _text("motivation") | _text("later")


def _expectations(candidacy: Candidacy) -> Fields:
    starters: Fields = {"answers__learn_work": _starter("learn_work"), "answers__not_work": _starter("not_work")}
    return {"expectations": _ticked("expectations")} | starters | _text("difficult")


def _housing(candidacy: Candidacy) -> Fields:
    return {
        "smokes": ChoiceField(
            label=_("Do you smoke or vape?"), choices=[("no", _("No")), ("yes", _("Yes"))], radio=True
        ),
        "pets": ChoiceField(
            label=_("May there be pets in the house?"),
            help_text=NO_HEALTH,
            choices=[("fine", _("Yes")), ("rather_not", _("Rather not")), ("no", _("No"))],
            radio=True,
        ),
        "shares_room": ChoiceField(
            label=_("Is it fine to share a room?"),
            choices=[("yes", _("Yes")), ("rather_not", _("Rather not")), ("no", _("No"))],
            radio=True,
        ),
        "share_with": LineField(label=_("With whom do you like to share?"), max_length=120, required=False),
        "clothes_size": LineField(label=_("Your size of work clothes"), max_length=10, required=False),
        "shoe_size": LineField(label=_("Your shoe size"), max_length=6, required=False),
    }


BUILDERS: dict[str, Callable[[Candidacy], Fields]] = {
    "about_me": _about_me,
    "contact": _contact,
    "school": _school,
    "destination": _destination,
    "occupation": _occupation,
    "languages": _languages,
    "experience": _experience,
    "motivation": _motivation,
    "expectations": _expectations,
    "housing": _housing,
}


def asked_languages(candidacy: Candidacy) -> list[str]:
    chosen = [choice for choice in (candidacy.first_choice, candidacy.second_choice) if choice]
    return languages_of([choice.country for choice in chosen])


def language_name(code: str) -> str:
    nl, en = LANGUAGES[code]
    return en if (get_language() or "nl").startswith("en") else nl


def occupation_groups(candidacy: Candidacy) -> list[tuple[str, list[tuple[str, str]]]]:
    """By sector: those of the call, or all when the call names none that has an occupation."""
    dutch = not (get_language() or "nl").startswith("en")
    groups: dict[str, list[tuple[str, str]]] = {}
    for each in OCCUPATIONS.values():
        label = f"{each.nl} – {each.en}" if dutch else each.en
        groups.setdefault(each.sector, []).append((each.code, label))
    wanted = [sector for sector in groups if sector in candidacy.call.sectors] or list(groups)
    held = OCCUPATIONS.get(candidacy.profile.occupation)
    if held and held.sector not in wanted:
        wanted.append(held.sector)
    named = [(str(SECTORS.get(sector, sector)), groups[sector]) for sector in wanted]
    return sorted(named)


def destination_text(row: Destination) -> str:
    """`Sevilla, Spanje (zo 7 maart 2027 – za 20 maart 2027)`."""
    country = country_name(row.country, (get_language() or "nl")[:2])
    return f"{row.place}, {country} ({figures.day(row.starts_on)} – {figures.day(row.ends_on)})"


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
