"""The coordinator's own rules: what a country asks, and what is asked of every insurance."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look.forms import ChoiceField, DateField, LineField, ManyField, NumberField, PlainForm, TickField
from erasdu.journey.candidacies.words.content import countries
from erasdu.journey.insurance import words
from erasdu.journey.insurance.rules import HOME, Row, documents
from erasdu.journey.insurance.rules.asked import ALONE, CARD_DAYS, CHOICES, MOST_DAYS

WORDS = {
    "activities": words.ACTIVITIES,
    "territory": words.TERRITORIES,
    "holders": words.ANYBODY,
    "confirmation": words.CONFIRMED,
}
OTHERS = "other"  # in the place of a country: all that have no row of their own


class SourcedForm(PlainForm):
    """From when, where we know it from, and whether somebody looked there."""

    since = DateField(label=_("From this day on"), help_text=_("For stays that begin on this day or later."))
    source = LineField(
        label=_("Source"), max_length=300, help_text=_("A web page, a letter, a telephone call: who and when.")
    )
    verified = TickField(label=_("I checked it at this source"))


class RuleForm(SourcedForm):
    """What a country asks, in place of the list."""

    country = ChoiceField(label=_("Country"))
    nationalities = ChoiceField(label=_("For whom?"), choices=list(words.NATIONALITIES.items()), radio=True)
    document = ChoiceField(
        label=_("With what does one get medical care there?"), choices=list(words.DOCUMENTS.items()), radio=True
    )
    form = LineField(label=_("Name of the form of the treaty"), max_length=40, required=False)
    days = NumberField(label=_("The form holds for so many days"), min_value=1, max_value=366, required=False)
    assistance = TickField(label=_("Assistance and the journey home must be insured too"))
    note = LineField(label=_("Remark"), max_length=300, required=False)
    field_order = ("country", "nationalities", "document", "form", "days", "assistance")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = _countries_and_others()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        if typed.get("document") == documents.TREATY:
            for name in ("form", "days"):
                if not typed.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in for a form of a treaty."))
        elif "document" in typed:
            typed |= {"form": "", "days": None}
        return typed

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        country = documents.EVERYWHERE if typed["country"] == OTHERS else typed["country"]
        return typed | {"country": country, "days": typed["days"] or 0}


class HomeForm(SourcedForm):
    """With what who comes from a country gets medical care here, in place of the list."""

    about = HOME
    rule = LineField(widget=forms.HiddenInput, max_length=40, initial=HOME)
    country = ChoiceField(label=_("Country of home"))
    document = ChoiceField(
        label=_("With what does who comes from there get medical care here?"),
        choices=list(words.HERE.items()),
        radio=True,
    )
    note = LineField(label=_("Remark"), max_length=300, required=False)
    field_order = ("rule", "country", "document")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["country"].choices = _countries_and_others()  # type: ignore[attr-defined]

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        typed.pop("rule")
        country = documents.EVERYWHERE if typed["country"] == OTHERS else typed["country"]
        return typed | {"code": HOME, "country": country, "nationalities": documents.ALL}


class WhereForm(PlainForm):
    """Of which country one wants to know it."""

    where = ChoiceField(label=_("Look up a country"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["where"].choices = [("", "–"), *countries(get_language() or "nl")]  # type: ignore[attr-defined]


class AskedForm(SourcedForm):
    """What is asked of every insurance, in place of the list. `standing`: the row that stands."""

    rule = LineField(widget=forms.HiddenInput, max_length=40)
    note = LineField(label=_("Why"), max_length=300)
    field_order = ("rule", "said", "since", "note")

    def __init__(self, *args: Any, standing: Row, **options: Any) -> None:
        super().__init__(*args, **options)
        self.about = standing.code
        self.fields["said"] = _field(standing.code)
        self.initial.setdefault("rule", standing.code)
        self.initial.setdefault("said", list(standing.values) if _is_many(standing.code) else standing.values[0])
        self.order_fields(self.field_order)

    @property
    def values(self) -> dict[str, Any]:
        typed = super().values
        typed.pop("rule")
        given = typed.pop("said")
        chosen = [code for code in CHOICES[self.about] if code in given] if _is_many(self.about) else [str(given)]
        return typed | {"code": self.about, "values": chosen}


def _countries_and_others() -> list[tuple[str, Any]]:
    return [("", "–"), *countries(get_language() or "nl"), (OTHERS, _("all other countries"))]


def _is_many(code: str) -> bool:
    """Whether several may be chosen together."""
    return code not in ALONE and code != CARD_DAYS and not code.endswith(".territory")


def _field(code: str) -> forms.Field:
    if code == CARD_DAYS:
        return NumberField(label=words.ALONE[code], min_value=0, max_value=MOST_DAYS)
    if code in ALONE:
        return ChoiceField(
            label=words.ALONE[code], choices=[(each, words.SAID[each]) for each in ALONE[code]], radio=True
        )
    aspect = code.rpartition(".")[2]
    choices = [(each, WORDS[aspect][each]) for each in CHOICES[code]]
    label = words.ASPECTS[aspect]
    if not _is_many(code):
        return ChoiceField(label=label, choices=choices, radio=True)
    if aspect == "confirmation":
        return ManyField(label=label, choices=choices, required=False, help_text=_("None: it needs no confirmation."))
    return ManyField(label=label, choices=choices)
